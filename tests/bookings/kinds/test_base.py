"""What a kind says of itself is what its flow does."""

import pytest

from bookings import kinds
from services.models import Offer
from tests.bookings.kinds.samples import SAMPLES, sample_of
from tests.folding import each

pytestmark = pytest.mark.django_db
NOTHING_TO_KEEP = {"garment", "removal", "repair", "swap"}


@pytest.mark.parametrize("blocks", [True, False])
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_request_keeps_what_is_asked_for_where_the_kind_says_so(name, nadia, request, blocks):
    sample = sample_of(name, request.getfixturevalue, at_once=False)
    Offer.objects.update(request_blocks=blocks)
    if hasattr(sample, "offer"):
        sample.offer.refresh_from_db()

    booking = sample.ask(nadia, 0)

    keeps = kinds.of(booking).keeps(booking.offer)
    assert keeps is (None if booking.kind in NOTHING_TO_KEEP else blocks)
    assert keeps in (None, booking.holds.filter(active=True).exists())


@each("kind", kinds.KINDS)
def test_what_nobody_has_to_answer_is_no_request_that_keeps_anything(kind, make_offer):
    assert kind.keeps(make_offer(kind=kind.name, at_once=True)) is None

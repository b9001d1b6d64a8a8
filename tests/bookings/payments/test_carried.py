"""What a fund or a bundle carried goes back by hand: in the right parts, never more than was kept, with a reason."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings import lifecycle
from bookings.models import GivenBack, Sale
from bookings.payments import bundles, carried, checking, plan, purchases
from marketplace.ledger import book
from marketplace.ledger.checking import differences as unbalanced
from marketplace.ledger.models import Account
from marketplace.lives.engine import Actor, take
from marketplace.refusals import Refused
from tests.folding import each
from tests.racing import at_once

pytestmark = pytest.mark.django_db
WHY = "The child was ill"


@pytest.fixture
def done(sitting, nadia, wishes, now_is):
    """Two hours for 24 euros, done."""

    def make():
        booking = lifecycle.ask(sitting, Actor(nadia), wishes())
        now_is(booking.ends_at + timedelta(minutes=5))
        return take(booking, "confirm", Actor(nadia))

    return make


@pytest.fixture
def funded(done, subsidise):
    """The City has carried 12 of 24 euros."""
    subsidise(percent=50)
    return done().shares.get(source="fund")


@pytest.fixture
def used(done, bundle, known, elena):
    """A service of Nadia's bundle was used."""
    bundles.sell(bundle, known, elena, "sale")
    return done().shares.get(source="bundle")


def earned(share):
    held = share.sale.account if share.sale else share.fund.account
    return book.balance(book.account(share.booking.organisation.topic, Account.Kind.EARNED, held.currency))


def kept(share):
    share.refresh_from_db()
    return share.kept_cents


def nothing_differs():
    return [*checking.differences(), *unbalanced()] == []


def test_a_part_of_what_a_fund_carried_goes_back_to_it(funded, elena, left):
    before = left()

    given_back = carried.give_back(funded, 500, f" {WHY} ", elena)

    assert (given_back.reason, given_back.by, given_back.cents) == (WHY, elena, 500)
    assert (left() - before, kept(funded), earned(funded)) == (500, 700, 700)
    assert nothing_differs()


def test_without_an_amount_all_that_is_kept_goes_back(funded, elena, left):
    carried.give_back(funded, 200, WHY, elena)

    carried.give_back(funded, None, WHY, elena)

    assert (left(), kept(funded), earned(funded)) == (10_000, 0, 0)
    assert nothing_differs()


def test_what_went_back_can_carry_something_for_her_again(subsidise, done, make_offer, nadia, wishes, elena):
    """A person may have 12 euros of it a month."""
    rule = subsidise(percent=50, most_cents=1200)
    share = done().shares.get(source="fund")
    wish = plan.wish_of(share.booking)
    assert plan.left_for(rule, wish, plan.NOW) == 0

    carried.give_back(share, 700, WHY, elena)

    assert plan.left_for(rule, wish, plan.NOW) == 700


@each("cents", [0, -1, 1201, 1.5, True, "5"])
def test_no_more_goes_back_than_was_kept(funded, elena, cents):
    with pytest.raises(ValidationError, match="No more can go back"):
        carried.give_back(funded, cents, WHY, elena)

    assert (kept(funded), GivenBack.objects.count()) == (1200, 0)


@each("reason", ["", "  \n", "x" * 501])
def test_it_wants_a_reason(funded, elena, reason):
    with pytest.raises(ValidationError, match="Say why") as no:
        carried.give_back(funded, 500, reason, elena)

    assert list(no.value.message_dict) == ["reason"]
    assert kept(funded) == 1200


def test_a_service_goes_back_whole_to_its_bundle(used, elena, bundle):
    with pytest.raises(ValidationError, match="whole"):
        carried.give_back(used, 1200, WHY, elena)

    carried.give_back(used, None, WHY, elena)

    assert (Sale.objects.with_left().get().left, kept(used), earned(used)) == (6, 0, 0)
    assert nothing_differs()


def test_a_bundle_of_which_the_service_came_back_was_not_used(used, elena):
    assert purchases.used(used.sale)

    carried.give_back(used, None, WHY, elena)

    assert not purchases.used(used.sale)


def test_a_service_of_a_membership_comes_back_to_it(done, membership, known, elena):
    bundles.sell(membership(10), known, elena, "sale")
    share = done().shares.get(source="bundle")

    carried.give_back(share, None, WHY, elena)

    assert Sale.objects.with_left().get().left == 10
    assert nothing_differs()


def test_a_bundle_that_is_over_takes_nothing_back(done, membership, known, elena):
    bundles.sell(membership(10), known, elena, "sale")
    share = done().shares.get(source="bundle")
    Sale.objects.update(first_day=timezone.localdate() - timedelta(400), last_day=timezone.localdate() - timedelta(35))

    with pytest.raises(Refused, match="not good any more"):
        carried.give_back(share, None, WHY, elena)

    assert kept(share) == 2400


def test_a_bundle_that_was_taken_back_takes_nothing_back(used, elena):
    Sale.objects.update(returned_at=timezone.now())

    with pytest.raises(Refused, match="not good any more"):
        carried.give_back(used, None, WHY, elena)


def test_what_is_not_over_or_was_paid_otherwise_does_not_go_back_here(subsidise, sitting, nadia, wishes, elena):
    subsidise(percent=50)
    booking = lifecycle.ask(sitting, Actor(nadia), wishes())

    for share in booking.shares.all():
        with pytest.raises(Refused, match="nothing that could go back"):
            carried.give_back(share, None, WHY, elena)


def test_only_the_desk_gives_back(funded, nadia, samira, dora, gianni):
    for stranger in (nadia, samira, dora, gianni):
        with pytest.raises(Refused, match="not for you"):
            carried.give_back(funded, 500, WHY, stranger)
    assert kept(funded) == 1200


def test_a_second_press_gives_back_once_and_another_amount_is_refused(funded, elena):
    first = carried.give_back(funded, 500, WHY, elena, "a")

    assert carried.give_back(funded, 500, WHY, elena, "a") == first
    with pytest.raises(Refused, match="sent before, with €5"):
        carried.give_back(funded, 700, WHY, elena, "a")
    assert kept(funded) == 700


def test_a_second_press_of_a_whole_service_is_harmless(used, elena):
    first = carried.give_back(used, None, WHY, elena, "a")

    assert carried.give_back(used, None, WHY, elena, "a") == first
    with pytest.raises(Refused, match="nothing that could go back"):
        carried.give_back(used, None, WHY, elena, "b")


@pytest.mark.django_db(transaction=True)
def test_in_two_tabs_no_more_goes_back_than_was_kept(funded, elena, left):
    found = at_once(
        lambda: carried.give_back(funded, 800, WHY, elena, "a"), lambda: carried.give_back(funded, 800, WHY, elena, "b")
    )

    assert sum(isinstance(one, ValidationError) for one in found) == 1
    assert (kept(funded), left()) == (400, 9600)


@given(parts=st.lists(st.one_of(st.none(), st.integers(-5, 1300)), max_size=6))
@settings(suppress_health_check=list(HealthCheck))
def test_whatever_is_given_back_no_cent_comes_from_nowhere_and_none_is_lost(parts, funded, elena, left):
    with transaction.atomic():
        for cents in parts:
            try:
                with transaction.atomic():
                    carried.give_back(funded, cents, WHY, elena)
            except (ValidationError, Refused):
                continue
        back = sum(GivenBack.objects.values_list("cents", flat=True))

        assert (kept(funded), earned(funded), left()) == (1200 - back, 1200 - back, 8800 + back)
        assert nothing_differs()
        transaction.set_rollback(True)


def test_what_is_missing_in_the_book_is_found(funded, elena):
    given_back = carried.give_back(funded, 500, WHY, elena)
    GivenBack.objects.update(cents=400)

    assert sorted(checking.differences()) == [
        f"Share {funded.pk} should have back 100, and the book has 0.",
        f"Share {funded.pk} should have kept 1100, and the book has 1200.",
        f"The book should have 400 of {given_back.topic}:back, and has 500.",
    ]

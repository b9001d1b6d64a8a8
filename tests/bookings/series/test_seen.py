"""All dates together cost whoever asks no more than was shown: the fund may run dry between the page and the press."""

import pytest
from django.core.exceptions import ValidationError

from bookings import series as plans
from bookings.models import Series
from marketplace.lives.engine import Actor


@pytest.mark.parametrize("seen", [4 * 1200, None])
def test_a_series_is_asked_for_whole_or_not_at_all_when_it_costs_her_more(
    offer, subsidise, run_dry, nadia, rule, words, seen
):
    subsidise(percent=50)
    run_dry()

    if seen is None:
        assert plans.ask(offer, Actor(nadia), rule(), words).bookings.count() == 4
    else:
        with pytest.raises(ValidationError, match="You would pay €96 and not €48"):
            plans.ask(offer, Actor(nadia), rule(), words | {"own_seen": seen})
        assert not Series.objects.exists()
        assert not offer.bookings.exists()


def test_a_series_that_the_fund_carries_as_shown_is_asked_for(offer, subsidise, nadia, rule, words, left):
    subsidise(percent=50)

    plans.ask(offer, Actor(nadia), rule(), words | {"own_seen": 4 * 1200})

    assert left() == 10_000 - 4 * 1200

"""How a fund melts: by day, by month and by neighbourhood, and nobody is found behind a small number."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings import lifecycle
from bookings.payments import melting
from bookings.payments.melting import Month, Part
from marketplace.lives.engine import Actor, take
from tests.cast import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def carried(subsidise, offer, nadia, wishes):
    subsidise(percent=50)
    return lifecycle.ask(offer, Actor(nadia), wishes())


def test_what_is_promised_is_gone_and_what_comes_back_is_there_again(carried, fund, nadia):
    today = timezone.localdate()

    gone = melting.days(fund)
    take(carried, "withdraw", Actor(nadia))

    assert gone == [(today, 8800)]
    assert melting.days(fund) == [(today, 10_000)]


def test_months_tell_apart_what_came_in_and_what_went_out(carried, fund):
    first = timezone.localdate().replace(day=1)

    assert melting.months(fund) == [Month(first, 10_000, 1200, 8800)]


def test_a_neighbourhood_with_few_bookings_is_not_told_alone(carried, fund):
    assert melting.areas(fund) == [Part("All neighbourhoods", 1, 1200)]


AURORA, CENTRO = Part("Aurora", 9, 90), Part("Centro", 7, 70)
TWO, THREE = Part("Vanchiglia", 2, 20), Part("Sassi", 3, 30)


@pytest.mark.parametrize(("parts", "told"), [
    ([AURORA, CENTRO], [AURORA, CENTRO]),
    ([AURORA, TWO, THREE], [AURORA, Part("Other neighbourhoods", 5, 50)]),
    ([AURORA, CENTRO, TWO], [AURORA, Part("Other neighbourhoods", 9, 90)]),
    ([AURORA, Part("", 6, 60)], [AURORA, Part("Other neighbourhoods", 6, 60)]),
    ([], []),
])  # fmt: skip
def test_small_numbers_are_hidden_with_as_many_others_as_it_takes(parts, told):
    assert melting.folded(parts) == told


def test_it_is_told_when_it_will_be_empty_at_this_pace(carried, fund):
    closings = melting.days(fund)

    assert melting.empty_on(fund, closings) == timezone.localdate() + timedelta(days=8800 * 28 // 1200)


def test_where_nothing_goes_out_no_end_is_told(fund):
    assert melting.empty_on(fund, melting.days(fund)) is None


def test_days_are_those_of_the_funders_calendar(carried, fund, nadia, now_is):
    half_past_midnight = at(0, 30, days=1)
    now_is(half_past_midnight)

    take(carried, "withdraw", Actor(nadia))

    assert melting.days(fund)[-1] == (half_past_midnight.date(), 10_000)

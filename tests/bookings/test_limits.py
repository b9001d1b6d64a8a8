"""How many of an offer one person may have: also from two windows at the same moment."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from bookings import lifecycle
from bookings.models import Booking
from marketplace.lives.engine import CLOCK, Actor, take
from services.models import Offer
from tests.bookings.test_races import at_once
from tests.cast import ROME, at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def days(now_is):
    """Two days of one month, whatever the day of the test is, and one of the next month."""
    first = at(10, days=2).astimezone(ROME)
    days = [n for n in range(2, 26) if at(10, days=n).month == first.month]
    later = next(n for n in range(2, 40) if at(10, days=n).month != first.month)
    return (days, later) if len(days) > 3 else (list(range(later, later + 6)), 2)


def wish(wishes, day, hour=10):
    return wishes(starts_at=at(hour, days=day), ends_at=at(hour + 1, days=day))


def test_once_a_month_is_once_a_month(make_offer, nadia, dora, wishes, days):
    offer, (same, other) = make_offer(most_a_month=1, horizon_days=60), days
    lifecycle.ask(offer, Actor(nadia), wish(wishes, same[0]))

    with pytest.raises(ValidationError, match="once a month"):
        lifecycle.ask(offer, Actor(nadia), wish(wishes, same[1]))

    lifecycle.ask(offer, Actor(nadia), wish(wishes, other))
    lifecycle.ask(offer, Actor(dora), wish(wishes, same[1]))
    assert Booking.objects.count() == 3


def test_what_was_cancelled_does_not_count(make_offer, nadia, wishes, days):
    offer, (same, _other) = make_offer(most_a_month=1, horizon_days=60), days
    take(lifecycle.ask(offer, Actor(nadia), wish(wishes, same[0])), "withdraw", Actor(nadia))
    take(lifecycle.ask(offer, Actor(nadia), wish(wishes, same[0])), "expire", CLOCK)

    assert lifecycle.ask(offer, Actor(nadia), wish(wishes, same[1]))


def test_two_windows_do_not_beat_the_limit(make_offer, nadia, wishes, days):
    offer, (same, _other) = make_offer(most_a_month=2, horizon_days=60), days
    asks = [(same[0], 9), (same[0], 11), (same[1], 9), (same[1], 11), (same[2], 9), (same[2], 11)]

    results = at_once(*[lambda ask=ask: lifecycle.ask(offer, Actor(nadia), wish(wishes, *ask)) for ask in asks])

    assert sum(isinstance(result, Booking) for result in results) == Booking.objects.count() == 2


def test_a_move_into_a_full_month_is_refused_also_from_two_windows(make_offer, nadia, wishes, days):
    offer, (same, other) = make_offer(most_a_month=1, at_once=True, horizon_days=60), days
    booked = lifecycle.ask(offer, Actor(nadia), wish(wishes, other))
    to = {"time": at(12, days=same[1]).isoformat()}

    results = at_once(
        lambda: lifecycle.ask(offer, Actor(nadia), wish(wishes, same[0])),
        lambda: take(booked, "move", Actor(nadia), to),
    )

    assert sum(isinstance(result, Booking) for result in results) == 1


def test_nobody_has_two_at_the_same_time_where_the_offer_says_so(make_offer, nadia, dora, wishes, biagio, person):
    offer = make_offer(one_at_a_time=True, request_blocks=False)
    lifecycle.ask(offer, Actor(nadia), wishes())

    with pytest.raises(ValidationError, match="already"):
        lifecycle.ask(offer, Actor(nadia), wishes(starts_at=at(11), ends_at=at(13)))

    lifecycle.ask(offer, Actor(nadia), wishes(starts_at=at(12), ends_at=at(13)))
    lifecycle.ask(offer, Actor(dora), wishes())


def test_two_windows_do_not_have_two_at_the_same_time(make_offer, nadia, wishes):
    offer = make_offer(one_at_a_time=True, request_blocks=False)

    results = at_once(*[lambda: lifecycle.ask(offer, Actor(nadia), wishes())] * 4)

    assert sum(isinstance(result, Booking) for result in results) == 1


# --- where the provider names the day -------------------------------------------------------------------------------
@pytest.fixture
def two_removals(removal, nadia, removal_wishes, days):
    """One removal a month; Nadia has asked for one in each of two months. The days are those she wished."""
    (same, other), wished = days, lambda n: removal_wishes(day=at(9, days=n).date())
    Offer.objects.update(most_a_month=1, horizon_days=60)
    removal.refresh_from_db()
    for day in (same[0], other):
        lifecycle.ask(removal, Actor(nadia), wished(day))
    return list(Booking.objects.order_by("pk"))


def test_a_quote_does_not_name_a_day_in_a_month_that_is_full(two_removals, elena, days, quote_words):
    (first, second), (same, _other) = two_removals, days
    words = quote_words(day=at(9, days=same[1]).date(), until=at(9, days=same[1]).date())

    with pytest.raises(ValidationError, match="as one person may have") as refusal:
        take(second, "quote", Actor(elena), words)

    assert list(refusal.value.message_dict) == ["day"]
    assert not second.quotes.exists()
    assert take(first, "quote", Actor(elena), words).status == "quoted"


def test_two_quotes_for_one_month_do_not_beat_the_limit(two_removals, elena, days, quote_words):
    """Both name a day of the same third month: whoever comes second is refused."""
    full = {at(9, days=days[0][0]).month, at(9, days=days[1]).month}
    day = next(at(9, days=n).date() for n in range(2, 89) if at(9, days=n).month not in full)
    hours = (time(9), time(14))
    words = [quote_words(day=day, until=day, crew=1, van=False, hours="2", at=hour) for hour in hours]

    results = at_once(*[
        lambda one=one, told=told: take(one, "quote", Actor(elena), told)
        for one, told in zip(two_removals, words, strict=True)
    ])  # fmt: skip

    [refusal] = [result for result in results if not isinstance(result, Booking)]
    assert list(refusal.message_dict) == ["day"]


def test_a_pick_up_is_not_tried_again_in_a_month_that_is_full(delivery, nadia, elena, parcel_wishes, days, now_is):
    Offer.objects.update(most_a_month=1, horizon_days=60)
    delivery.refresh_from_db()
    (same, other) = days
    for day in sorted((same[0], other)):
        wish = parcel_wishes(day=at(9, days=day).date())
        take(lifecycle.ask(delivery, Actor(nadia), wish), "accept", Actor(elena))
    first, second = Booking.objects.order_by("starts_at")
    now_is(first.starts_at)
    take(first, "missed", Actor(elena), {"why": "nobody"})
    again = {"day": second.starts_at.date(), "opens": "15:00", "closes": "16:00"}

    with pytest.raises(ValidationError, match="as one person may have"):
        take(first, "pick_up_again", Actor(elena), again)

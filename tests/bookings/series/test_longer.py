"""Another end: what it adds is asked for like the first dates, and nothing else is touched."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from bookings import lifecycle
from bookings import series as plans
from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Mandate
from marketplace.refusals import Refused
from tests.bookings.series.conftest import WEEK
from tests.cast import ROME
from tests.folding import each


@pytest.fixture
def weekly(make_offer, nadia, elena, rule, words):
    """Four times, of what can be booked so far ahead that more can be asked for at once."""
    return plans.ask(make_offer(horizon_days=80), Actor(nadia), rule(), words)


def dates_of(series):
    return list(series.bookings.order_by("series_on").values_list("series_on", flat=True))


def test_two_weeks_more_are_looked_at_and_then_asked_for(weekly, nadia):
    last = weekly.last + 2 * WEEK

    plan = plans.look_longer(weekly, Actor(nadia), last)
    before = dates_of(weekly)
    longer = plans.prolong(weekly, Actor(nadia), last)

    assert [one.on for one in plan.occurrences] == [weekly.last + WEEK, last]
    assert dates_of(longer) == [*before, weekly.last + WEEK, last]
    assert {booking.starts_at.astimezone(ROME).time() for booking in longer.bookings.all()} == {weekly.at}


def test_the_end_is_named_by_a_day_or_by_a_number(weekly):
    assert plans.end_of(weekly, None, 6) == weekly.last + 2 * WEEK
    assert plans.end_of(weekly, weekly.last, None) == weekly.last
    for until, number in ((None, None), (weekly.last, 6)):
        with pytest.raises(ValidationError, match="how many dates"):
            plans.end_of(weekly, until, number)


def test_a_date_that_is_taken_is_marked_and_left_out_or_moved(weekly, nadia, dora, words):
    last = weekly.last + WEEK
    start, end = weekly.span_on(last)
    lifecycle.ask(weekly.offer, Actor(dora), words | {"starts_at": start, "ends_at": end})

    [clash] = plans.look_longer(weekly, Actor(nadia), last).clashes
    with pytest.raises(ValidationError, match="Leave out or move"):
        plans.prolong(weekly, Actor(nadia), last)
    weekly.refresh_from_db()
    assert (weekly.last, weekly.bookings.count()) == (last - WEEK, 4)

    plans.prolong(weekly, Actor(nadia), last, {last: clash.others[0]})
    assert weekly.bookings.get(series_on=last).starts_at == clash.others[0]


def test_repeated_it_does_nothing_more(weekly, nadia):
    for _time in range(2):
        plans.prolong(weekly, Actor(nadia), weekly.last + WEEK, key="one")

    assert weekly.bookings.count() == 5


def test_what_is_added_costs_no_more_than_was_shown(weekly, nadia):
    price = weekly.bookings.first().price_cents
    with pytest.raises(ValidationError, match="You would pay"):
        plans.prolong(weekly, Actor(nadia), weekly.last + 2 * WEEK, own_seen=2 * price - 1)
    assert weekly.bookings.count() == 4

    plans.prolong(weekly, Actor(nadia), weekly.last + 2 * WEEK, own_seen=2 * price)
    assert weekly.bookings.count() == 6


def test_whoever_came_before_comes_to_what_is_added(make_offer, nadia, elena, rule, words, worker):
    series = plans.ask(make_offer(at_once=True), Actor(nadia), rule(), words)

    plans.prolong(series, Actor(nadia), series.last + WEEK)

    assert [one.pk for one in series.bookings.latest("series_on").crew.all()] == [worker.pk]


def test_what_is_too_far_ahead_is_asked_for_when_its_time_comes(far, nadia, night):
    plans.prolong(far, Actor(nadia), far.last + WEEK)

    assert far.bookings.count() == 2
    far.refresh_from_db()
    assert far.planned()[-1] == far.last
    assert night(far, days=7) == 1


def test_what_was_cancelled_left_out_or_done_is_not_asked_for_again(weekly, nadia, elena):
    first, second, third, fourth = weekly.planned()
    take(weekly.bookings.get(series_on=first), "accept", Actor(elena))
    plans.out_of(weekly, Actor(nadia), plans.ONWARD, third, {"cause": "plans"})
    before = {booking.pk: booking.status for booking in Booking.objects.all()}

    weekly.refresh_from_db()
    longer = plans.prolong(weekly, Actor(nadia), fourth + WEEK)

    assert dates_of(longer) == [first, second, third, fourth, fourth + WEEK]
    assert {pk: Booking.objects.get(pk=pk).status for pk in before} == before
    assert longer.stopped_from is None


def test_an_ended_plan_goes_on_until_a_day_before_its_first_end(far, nadia):
    dates = far.planned()
    plans.out_of(far, Actor(nadia), plans.ONWARD, dates[2])
    far.refresh_from_db()

    longer = plans.prolong(far, Actor(nadia), dates[2])

    assert (longer.end, longer.planned()) == (dates[2], dates[:3])
    assert longer.last == dates[3]


def test_daylight_saving_does_not_move_what_is_added(weekly, nadia):
    plan = plans.look_longer(weekly, Actor(nadia), weekly.first + 51 * WEEK)

    assert {one.starts_at.astimezone(ROME).time() for one in plan.occurrences} == {weekly.at}
    assert len({one.starts_at.astimezone(ROME).utcoffset() for one in plan.occurrences}) == 2


@each("days", [-7, 3, 364])
def test_an_end_that_adds_nothing_or_too_much_is_refused(weekly, nadia, days):
    with pytest.raises(ValidationError) as refusal:
        plans.prolong(weekly, Actor(nadia), weekly.last + timedelta(days=days))

    assert list(refusal.value.message_dict) == ["until"]


def test_only_whoever_booked_it_prolongs_it_or_the_desk_for_her(weekly, nadia, dora, elena, biagio):
    for actor in (Actor(dora), Actor(elena), Actor(elena, nadia)):
        with pytest.raises(Refused):
            plans.prolong(weekly, actor, weekly.last + WEEK)

    Mandate.objects.create(organisation=biagio, person=nadia, entered_by=elena, how="on the phone")
    longer = plans.prolong(weekly, Actor(elena, nadia), weekly.last + WEEK)

    change = longer.bookings.latest("series_on").last_change
    assert (change.actor, change.acting_for, longer.bookings.latest("series_on").customer) == (elena, nadia, nadia)

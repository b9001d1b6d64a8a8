"""One date, from here on, or all."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError

from bookings import series as plans
from marketplace import wording
from marketplace.lives.engine import Actor, take
from marketplace.organisations import membership
from marketplace.refusals import Refused
from tests.cast import ROME


def day(booking):
    """On which it takes place, on the place's clock."""
    return booking.starts_at.astimezone(ROME).date()


def test_one_date_is_cancelled_and_the_others_stay(weekly, nadia):
    summary = plans.out_of(weekly, Actor(nadia), plans.ONE, weekly.first)

    assert [booking.series_on for booking in summary.done] == [weekly.first]
    assert sorted(weekly.bookings.values_list("status", flat=True)) == ["asked", "asked", "asked", "cancelled"]


def test_each_is_ended_in_its_own_way_from_here_on(weekly, nadia, elena):
    second = weekly.planned()[1]
    take(weekly.bookings.get(series_on=second), "accept", Actor(elena))

    summary = plans.out_of(weekly, Actor(nadia), plans.ONWARD, second, {"cause": "plans"})

    assert len(summary.done) == 3
    assert not summary.left
    assert list(weekly.bookings.order_by("series_on").values_list("status", flat=True)) == ["asked"] + ["cancelled"] * 3


def test_all_are_cancelled_and_nothing_more_is_asked_for(far, nadia, night):
    plans.out_of(far, Actor(nadia), plans.ALL, far.first)

    assert night(far, days=7) == 0
    assert {booking.status for booking in far.bookings.all()} == {"cancelled"}


def test_the_provider_accepts_all_at_once_or_declines_one(weekly, elena):
    plans.out_of(weekly, Actor(elena), plans.ONE, weekly.first, {"reason": "Holiday"})

    summary = plans.take_each(weekly, "accept", Actor(elena), plans.ALL, weekly.first)

    assert len(summary.done) == 3
    assert (
        list(weekly.bookings.order_by("series_on").values_list("status", flat=True)) == ["declined"] + ["confirmed"] * 3
    )


def test_a_missing_reason_is_told_and_nothing_happens(weekly, elena):
    with pytest.raises(ValidationError, match="required"):
        plans.out_of(weekly, Actor(elena), plans.ALL, weekly.first)

    assert {booking.status for booking in weekly.bookings.all()} == {"asked"}


def test_an_outsider_ends_nothing(weekly, dora):
    with pytest.raises(Refused):
        plans.out_of(weekly, Actor(dora), plans.ALL, weekly.first)


def test_another_hour_is_asked_for_where_somebody_has_to_agree_and_holds_for_later_dates(far, nadia, night):
    summary = plans.move(far, Actor(nadia), plans.ONWARD, far.planned()[1], time(14))

    assert [booking.series_on for booking in summary.done] == [far.planned()[1]]
    assert night(far, days=7) == 1
    assert far.bookings.get(series_on=far.planned()[2]).starts_at.astimezone(ROME).time() == time(14)


def test_where_nobody_has_to_agree_all_are_moved(make_offer, nadia, rule, words):
    series = plans.ask(make_offer(at_once=True), Actor(nadia), rule(), words)

    summary = plans.move(series, Actor(nadia), plans.ALL, series.first, time(15))

    assert len(summary.done) == 4
    assert {booking.starts_at.astimezone(ROME).time() for booking in series.bookings.all()} == {time(15)}


def test_the_length_of_what_is_asked_for_stays_and_that_is_told(weekly, nadia):
    summary = plans.move(weekly, Actor(nadia), plans.ALL, weekly.first, time(14), 180)

    assert not summary.done
    assert "length" in summary.left[0][1]


def test_all_go_to_another_weekday_and_what_is_added_too(make_offer, nadia, rule, words):
    series = plans.ask(make_offer(at_once=True), Actor(nadia), rule(), words)
    next_day = (series.first.weekday() + 1) % 7

    summary = plans.move(series, Actor(nadia), plans.ALL, series.first, time(14), weekday=next_day)
    series = plans.prolong(series, Actor(nadia), plans.end_of(series, None, 5))

    assert len(summary.done) == 4
    assert [day(booking) for booking in series.bookings.order_by("series_on")] == [
        booking.series_on + timedelta(days=1 if next_day else -6) for booking in series.bookings.order_by("series_on")
    ]
    assert wording.weekdays([next_day]) in series.said
    assert not any(row.moved for row in plans.standings(series))


def test_from_a_date_on_it_goes_to_another_weekday_and_later_dates_are_asked_for_there(far, nadia, night):
    since, before = far.planned()[1], (far.first.weekday() - 1) % 7

    plans.move(far, Actor(nadia), plans.ONWARD, since, time(10), weekday=before)
    assert night(far, days=14) >= 1

    third = far.bookings.get(series_on=far.planned()[2])
    assert day(third).weekday() == before
    assert abs((day(third) - third.series_on).days) < 7
    assert [wording.day(since) in said for said in far.then_said] == [True]
    assert wording.weekdays([far.first.weekday()]) in far.said


def test_a_change_of_the_hour_keeps_the_weekday_to_which_it_went(far, nadia, night):
    other = (far.first.weekday() + 2) % 7
    plans.move(far, Actor(nadia), plans.ALL, far.first, time(10), weekday=other)

    plans.move(far, Actor(nadia), plans.ONWARD, far.planned()[1], time(15))
    night(far, days=10)

    third = far.bookings.get(series_on=far.planned()[2]).starts_at.astimezone(ROME)
    assert (third.weekday(), third.time()) == (other, time(15))


def test_a_series_of_several_days_a_week_goes_to_no_other_day(make_offer, nadia, rule, words):
    days = sorted({rule().first.weekday(), (rule().first.weekday() + 1) % 7})
    series = plans.ask(make_offer(at_once=True), Actor(nadia), rule(weekdays=tuple(days)), words)

    with pytest.raises(ValidationError, match="one day a week"):
        plans.move(series, Actor(nadia), plans.ALL, series.first, time(10), weekday=0)


def test_somebody_at_the_desk_does_it_for_whoever_calls(weekly, offer, biagio, elena, rule, words):
    carlo = membership.enter_person(biagio, elena, {"given_name": "Carlo", "phone": "011 555 0199"}, "By phone").person

    series = plans.ask(offer, Actor(elena, carlo), rule(at=time(15)), words)
    plans.out_of(series, Actor(elena, carlo), plans.ONE, series.first)

    assert series.customer == carlo
    assert series.bookings.get(series_on=series.first).last_change.acting_for == carlo

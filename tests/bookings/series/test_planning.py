"""The rule, and looking ahead: what each date costs, and which are not free."""

from datetime import date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from bookings import series as plans
from bookings.models import Booking, Series
from bookings.models.series import Rule
from marketplace.lives.engine import Actor
from tests.cast import ROME, at


def test_every_second_week_counts_all_its_weekdays():
    rule = Rule(date(2026, 11, 24), date(2026, 12, 18), time(16), 120, every=2, weekdays=(1, 4))

    assert [f"{on:%d.%m}" for on in rule.dates()] == ["24.11", "27.11", "08.12", "11.12"]


@pytest.mark.parametrize(("first", "last"), [("2038-03-23", "2038-04-06"), ("2026-10-20", "2026-11-03")])
def test_daylight_saving_does_not_move_it(offer, nadia, first, last):
    series = Series(
        offer=offer, first=date.fromisoformat(first), last=date.fromisoformat(last), at=time(16), minutes=120,
        weekdays=[1], customer=nadia, made_by=nadia,
    )  # fmt: skip
    series.save()

    spans = [series.span_on(on) for on in series.planned()]

    assert {start.astimezone(ROME).time() for start, _end in spans} == {time(16)}
    assert {end.astimezone(ROME).time() for _start, end in spans} == {time(18)}
    assert len({start.utcoffset() for start, _end in spans}) == 1
    assert len({start.time() for start, _end in spans}) == 2


def test_an_hour_that_the_clock_skips_is_marked(make_offer, nadia, words, now_is, samira, biagio):
    """On 28 March 2038 the clock goes from two to three."""
    night_offer = make_offer(every_minutes=30)
    now_is(datetime(2038, 3, 20, 12, tzinfo=ROME))
    sleepless = Rule(date(2038, 3, 21), date(2038, 4, 4), time(2, 30), 60)

    plan = plans.preview(night_offer, Actor(nadia), sleepless, words)

    assert [one.why.startswith("The clocks change") for one in plan.occurrences] == [False, True, False]


def test_the_preview_says_what_each_date_costs_and_writes_nothing(offer, nadia, rule, words):
    plan = plans.preview(offer, Actor(nadia), rule(), words)

    assert [one.verdict for one in plan.occurrences] == ["free"] * 4
    assert plan.total_cents == 4 * 2400
    assert not Booking.objects.exists()


def test_a_date_that_is_taken_is_marked_and_others_are_named(offer, booking, dora, rule, words):
    plan = plans.preview(offer, Actor(dora), rule(), words)

    [clash] = plan.clashes
    assert (clash.on, clash.why) == (rule().first, "This time is not free.")
    assert at(12) in clash.others
    assert at(10) not in clash.others
    assert plan.total_cents == 3 * 2400


def test_what_is_too_far_ahead_is_asked_for_later(make_offer, nadia, rule, words):
    plan = plans.preview(make_offer(horizon_days=10), Actor(nadia), rule(), words)

    assert [one.verdict for one in plan.occurrences] == ["free", "free", "later", "later"]


def test_wrong_rules_are_told_by_field(offer, nadia, rule, words):
    for wrong, field in [
        ({"weeks": 1}, "until"),
        ({"weeks": 60}, "until"),
        ({"every": 9}, "every"),
        ({"minutes": 7}, "minutes"),
    ]:
        with pytest.raises(ValidationError) as error:
            plans.preview(offer, Actor(nadia), rule(**wrong), words)
        assert list(error.value.error_dict) == [field]


@pytest.mark.parametrize(("first", "last"), [("9999-12-01", "9999-12-31"), ("0001-01-01", "2026-12-31")])
def test_days_that_no_calendar_has_are_refused(offer, nadia, words, first, last):
    wrong = Rule(date.fromisoformat(first), date.fromisoformat(last), time(10), 120)

    with pytest.raises(ValidationError):
        plans.preview(offer, Actor(nadia), wrong, words)


def test_as_many_dates_a_month_as_one_person_may_have(make_offer, nadia, rule, words):
    offer = make_offer(most_a_month=1, horizon_days=60)

    plan = plans.preview(offer, Actor(nadia), rule(weeks=3), words)

    months = {(one.on.year, one.on.month) for one in plan.occurrences}
    assert len(plan.clashes) == 3 - len(months)
    assert all("once a month" in one.why for one in plan.clashes)

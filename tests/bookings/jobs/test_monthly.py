"""The list of a month, and what somebody has earned."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from bookings import indicators
from bookings.jobs import earned, monthly
from bookings.models import WorkedHours
from marketplace.casework import ceilings
from marketplace.casework.models import CeilingRule
from marketplace.lives.engine import CLOCK, Actor, take
from marketplace.refusals import Refused
from tests.folding import each

TURIN = ZoneInfo("Europe/Rome")


def month_of(proposal) -> date:
    return monthly.first_of(proposal.worked.came_at.astimezone(TURIN).date())


def test_what_was_agreed_is_listed_by_form_of_contract(job_done, biagio):
    (group,) = monthly.by_form(monthly.rows(biagio, month_of(job_done)))

    assert (group["code"], group["minutes"], group["cents"]) == ("presto", 240, 4000)
    assert [row.participant.person.given_name for row in group["rows"]] == ["Fatou"]


def test_a_month_that_is_not_over_cannot_be_closed(job_done, biagio, elena, now_is):
    now_is(job_done.worked.left_at)

    with pytest.raises(Refused, match="not over"):
        monthly.close(biagio, month_of(job_done), elena)


@pytest.fixture
def closed(job_done, biagio, elena, now_is):
    now_is(datetime.combine(monthly.after(month_of(job_done)), datetime.min.time(), TURIN) + timedelta(hours=9))
    return monthly.close(biagio, month_of(job_done), elena)


def test_a_closed_month_stays_as_it_is(closed, job_done, biagio, elena):
    row = WorkedHours.objects.get(proposal=job_done)
    assert row.month_end == closed
    with pytest.raises(Refused, match="closed already"):
        monthly.close(biagio, closed.month, elena)

    for deed in (lambda: row.delete(), lambda: WorkedHours.objects.filter(pk=row.pk).update(minutes=1)):
        with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
            deed()


def test_only_the_desk_closes_its_month(job_done, biagio, dora, chiara):
    for stranger in (dora, chiara, job_done.participant.person):
        with pytest.raises(Refused):
            monthly.close(biagio, month_of(job_done), stranger)


def test_what_is_agreed_later_stands_in_a_later_list(worked, biagio, elena, now_is, ready):
    month = month_of(worked)
    assert monthly.not_agreed(biagio, month).count() == 1
    now_is(datetime.combine(monthly.after(month), datetime.min.time(), TURIN) + timedelta(hours=9))
    monthly.close(biagio, month, elena)

    take(worked, "tell_hours", Actor(ready.person), {"hours": 4, "minutes": 0})
    take(worked, "confirm_hours", Actor(elena))

    assert not monthly.rows(biagio, month)
    assert [row.proposal_id for row in monthly.rows(biagio, monthly.after(month))] == [worked.pk]


def test_months_follow_each_other():
    assert monthly.after(date(2026, 12, 1)) == date(2027, 1, 1)
    assert monthly.before(date(2027, 1, 1)) == date(2026, 12, 1)
    assert monthly.before(date(2027, 3, 1)) == date(2027, 2, 1)


def test_a_night_over_new_year_counts_in_both_years(job_done):
    start, end = datetime(2026, 12, 31, 22, tzinfo=TURIN), datetime(2027, 1, 1, 6, tzinfo=TURIN)
    WorkedHours.objects.filter(proposal=job_done).update(came_at=start, left_at=end, minutes=450, cents=7501)

    sums = earned.by(earned.year, earned.rows_of(job_done.participant))

    assert [(one.start.year, one.minutes, one.cents) for one in sums] == [(2027, 338, 5626), (2026, 112, 1875)]
    assert earned.in_period(earned.year, earned.rows_of(job_done.participant), date(2027, 5, 1)).cents == 5626


def test_weeks_begin_on_monday(job_done):
    (week,) = earned.by(earned.week, earned.rows_of(job_done.participant))

    assert week.start.weekday() == 0
    assert (week.minutes, week.cents) == (240, 4000)


def test_the_public_figures_count_what_was_agreed(worked, elena, ready):
    assert not indicators.created().exists()

    take(worked, "tell_hours", Actor(ready.person), {"hours": 4, "minutes": 0})
    take(worked, "confirm_hours", Actor(elena))

    assert indicators.created().get()[4] == 240
    assert indicators.filled().get()[::2] == (worked.job.organisation_id, ready.pk, 1)


def test_forgotten_hours_still_add_up(job_done, biagio, ready, chiara):
    take(ready, "end", Actor(chiara), {"why": "work"})
    take(ready, "anonymise", CLOCK)

    (group,) = monthly.by_form(monthly.rows(biagio, month_of(job_done)))
    assert group["cents"] == 4000
    assert group["rows"][0].participant.person is None


@pytest.fixture
def ceiling(chiara):
    """ceiling(unit, amount): of PrestO, for each person and calendar year; or of another scope."""

    def make(unit: str, amount: int, scope: str = "person") -> CeilingRule:
        told = {"forms": ["presto"], "scope": scope, "unit": unit, "amount": amount, "period": "year"}
        return CeilingRule.objects.create(code=unit, valid_from="2020-01-01", source="Invented", **told)

    return make


@each(("unit", "most", "here"), [("cent", 5000, 4000), ("hour", 5, 240), ("day", 1, 1)])
def test_what_is_left_of_a_ceiling(job_done, ceiling, unit, most, here):
    ceiling(unit, most)

    (room,) = earned.against(job_done.participant, job_done.worked.came_at.date())

    assert (room.here, room.elsewhere, room.is_near) == (here, None, True)
    assert room.left == room.most - here


def test_what_was_used_elsewhere_counts_and_other_forms_do_not(job_done, ceiling, chiara):
    rule, day = ceiling("cent", 10_000), job_done.worked.came_at.date()
    ceilings.declare(job_done.participant, chiara, "cent", 2000, day)
    assert earned.against(job_done.participant, day)[0].left == 4000

    type(rule).objects.update(forms=["libretto"])

    assert earned.against(job_done.participant, day)[0].here == 0


def test_a_night_over_new_year_uses_two_ceilings(job_done, ceiling):
    ceiling("cent", 10_000)
    start, end = datetime(2026, 12, 31, 22, tzinfo=TURIN), datetime(2027, 1, 1, 6, tzinfo=TURIN)
    WorkedHours.objects.filter(proposal=job_done).update(came_at=start, left_at=end, minutes=480, cents=8000)

    used = [earned.against(job_done.participant, day)[0].here for day in (date(2026, 12, 1), date(2027, 12, 1))]

    assert used == [2000, 6000]


def test_an_organisation_sees_its_own_ceilings_and_with_whom_one_is_nearly_reached(job_done, ceiling, biagio, service):
    ceiling("cent", 100_000, "client")
    ceiling("hour", 5, "pair")
    day = job_done.worked.came_at.date()

    (own,), (pair,) = earned.of_body(biagio, day)
    (others,), nobody = earned.of_body(service, day)

    assert (own.used, own.left) == (4000, 96_000)
    assert (pair[0], pair[1].used, pair[1].left) == ("Fatou", 240, 60)
    assert (others.used, nobody) == (0, [])


def test_in_the_work_of_a_family_the_family_pays(job_done, ceiling, biagio, confirmed):
    rule, day = ceiling("cent", 100_000, "client"), job_done.worked.came_at.date()
    type(rule).objects.update(forms=["libretto"])
    WorkedHours.objects.update(form="libretto")
    assert earned.of_body(biagio, day)[0][0].used == 4000

    type(job_done.job).objects.update(booking=confirmed)
    assert earned.of_body(biagio, day)[0][0].used == 0

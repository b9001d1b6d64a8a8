"""The day of the job: she comes and goes by the clock, and both sides say how long it took, or one is silent."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from bookings.jobs import making
from bookings.models import WorkedHours
from marketplace.lives.engine import CLOCK, Actor, steps_open, take
from marketplace.lives.models import Timer
from marketplace.lives.tasks import fire
from marketplace.refusals import Refused

TURIN = ZoneInfo("Europe/Rome")
FOUR = {"hours": 4, "minutes": 0}


@pytest.fixture
def her(ready):
    return Actor(ready.person)


@pytest.fixture
def desk(elena):
    return Actor(elena)


def due(proposal, step: str) -> datetime:
    return Timer.objects.get(life=proposal, step=step).due_at


def test_she_says_that_she_is_there_and_that_it_is_over(coming, her, now_is):
    now_is(coming.job.starts_at + timedelta(minutes=3))
    take(coming, "check_in", her)
    now_is(coming.job.ends_at)

    over = take(coming, "check_out", her)

    assert over.status == "worked"
    assert (over.worked.came_at, over.worked.left_at) == (
        coming.job.starts_at + timedelta(minutes=3), coming.job.ends_at,
    )  # fmt: skip
    assert over.holds.filter(active=True).exists()


def test_nobody_is_at_work_before_it_is_time(coming, her, desk, now_is):
    now_is(coming.job.starts_at - timedelta(hours=1))

    assert not {"check_in", "write_down", "absent"} & (set(steps_open(coming, her)) | set(steps_open(coming, desk)))


def test_her_social_worker_says_it_for_her_and_both_names_stay(coming, chiara, ready, now_is):
    now_is(coming.job.starts_at)

    change = take(coming, "check_in", Actor(chiara, ready.person)).last_change

    assert (change.actor, change.acting_for) == (chiara, ready.person)


def test_outsiders_say_nothing(worked, luca, dora, gianni):
    for stranger in (luca, dora, gianni):
        with pytest.raises(Refused):
            take(worked, "tell_hours", Actor(stranger), FOUR)


def test_after_a_quarter_of_an_hour_she_is_asked_and_then_the_desk(coming):
    assert due(coming, "nudge") == coming.job.starts_at + timedelta(minutes=15)
    assert due(coming, "call") == coming.job.starts_at + timedelta(minutes=30)


def test_each_is_asked_once(coming, now_is):
    now_is(coming.job.starts_at + timedelta(minutes=31))

    for timer in Timer.objects.filter(life=coming).order_by("due_at"):
        fire(timer.pk)

    coming.refresh_from_db()
    assert coming.status == "agreed"
    assert not Timer.objects.filter(life=coming, step__in=["nudge", "call"]).exists()


def test_who_forgot_writes_the_times_down(coming, her, now_is):
    now_is(coming.job.ends_at + timedelta(hours=3))
    told = {"came_at": "2026-01-01T09:00", "left_at": "2026-01-01T13:00"}
    with pytest.raises(ValidationError, match="too far"):
        take(coming, "write_down", her, told)

    day = coming.job.starts_at.astimezone(TURIN).date()
    over = take(coming, "write_down", her, {"came_at": f"{day}T09:10", "left_at": f"{day}T12:40"})

    assert over.worked.elapsed == 210
    assert over.line(over.last_change, "provider") == "Fatou wrote down: from 9:10 until 12:40."


@pytest.mark.parametrize(("came", "went"), [("13:00", "09:00"), ("09:00", "23:59")])
def test_times_that_cannot_be(coming, her, now_is, came, went):
    now_is(coming.job.ends_at + timedelta(minutes=5))
    day = coming.job.starts_at.astimezone(TURIN).date()

    with pytest.raises(ValidationError):
        take(coming, "write_down", her, {"came_at": f"{day}T{came}", "left_at": f"{day}T{went}"})

    assert not WorkedHours.objects.exists()


def test_the_same_said_twice_is_agreed(worked, her, desk):
    take(worked, "tell_hours", her, FOUR)

    done = take(worked, "confirm_hours", desk)

    assert done.status == "done"
    assert (done.worked.minutes, done.worked.cents, done.worked.form) == (240, 4000, "presto")
    assert done.sentence("person") == "Done: 4\xa0hours."


def test_the_desk_may_begin_and_she_answers(worked, her, desk):
    said = take(worked, "count_hours", desk, {"hours": 3, "minutes": 30})

    assert "Biagio says that you worked 3\xa0hours, 30\xa0minutes" in said.sentence("person").replace(" and ", ", ")
    assert take(worked, "agree_hours", her).worked.minutes == 210


def test_different_hours_are_decided_by_the_social_worker(worked, her, desk, chiara):
    take(worked, "tell_hours", her, FOUR)
    with pytest.raises(ValidationError, match="same"):
        take(worked, "count_otherwise", desk, FOUR)
    apart = take(worked, "count_otherwise", desk, {"hours": 3, "minutes": 0})

    with pytest.raises(Refused):
        take(apart, "settle", desk, FOUR | {"settling": "asked"})
    with pytest.raises(ValidationError):
        take(apart, "settle", Actor(chiara), FOUR)
    done = take(apart, "settle", Actor(chiara), {"hours": 3, "minutes": 30, "settling": "break"})

    assert (done.status, done.worked.minutes) == ("done", 210)
    assert (done.worked.person_minutes, done.worked.desk_minutes) == (240, 180)


def test_nobody_worked_longer_than_she_was_there(worked, her):
    for hours in (0, 5):
        with pytest.raises(ValidationError):
            take(worked, "tell_hours", her, {"hours": hours, "minutes": 0})


def test_a_silent_week_is_a_yes_and_it_is_said_before(worked, her, now_is):
    said = take(worked, "tell_hours", her, FOUR)
    reminded, counts = due(said, "ask_desk"), due(said, "let_count")

    now_is(reminded)
    fire(Timer.objects.get(life=said, step="ask_desk").pk)
    assert due(said, "let_count") == counts
    now_is(counts)
    fire(Timer.objects.get(life=said, step="let_count").pk)

    said.refresh_from_db()
    assert (said.status, said.worked.minutes) == ("done", 240)
    assert counts - reminded >= timedelta(days=2)


def test_nobody_is_at_work_in_two_places(worked, her, job, propose, now_is, desk):
    same = job()
    making.Job.objects.filter(pk=same.pk).update(starts_at=worked.job.starts_at, ends_at=worked.job.ends_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkedHours.objects.create(
            proposal_id=worked.pk, job=same, participant=worked.participant, form="presto",
            came_at=worked.job.starts_at, left_at=worked.job.ends_at,
        )  # fmt: skip


def test_a_pause_does_not_take_away_what_was_begun(worked, ready, chiara):
    take(ready, "pause", Actor(chiara), {"until": worked.job.starts_at.date() + timedelta(days=30)})

    worked.refresh_from_db()
    assert worked.status == "worked"


# --- not there -------------------------------------------------------------------------------------------------------
@pytest.fixture
def absent(coming, desk, now_is):
    now_is(coming.job.starts_at + timedelta(minutes=40))
    return take(coming, "absent", desk)


def test_why_she_was_not_there_is_not_for_the_provider(absent, her):
    excused = take(absent, "explain", her, {"absence": "ill"})

    assert excused.sentence("provider") == "Fatou was not there, and is excused."
    assert excused.line(excused.last_change, "provider") == "Fatou could not come"
    assert "ill" in excused.line(excused.last_change, "team")
    assert not excused.live


def test_after_three_days_without_a_word_it_stays_open(absent):
    assert due(absent, "leave_open") >= absent.last_change.at + timedelta(hours=72)

    assert take(absent, "leave_open", CLOCK).status == "unexplained"


def test_who_was_there_after_all_says_so_and_the_social_worker_decides(absent, her, chiara):
    said = take(absent, "was_there", her)
    assert said.status == "disputed"

    none = take(said, "settle", Actor(chiara), {"hours": 0, "minutes": 0, "settling": "not_there"})

    assert (none.worked.minutes, none.worked.cents) == (0, 0)


def test_a_desk_that_was_wrong_takes_it_back(absent, desk, her):
    assert take(absent, "not_absent", desk).status == "agreed"


# --- nights ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("day", "passed"), [((2027, 3, 27), 420), ((2027, 10, 30), 540)])
def test_in_the_nights_of_the_clocks_what_passed_is_paid(
    job, propose, elena, her, desk, now_is, ready, write, day, passed
):
    """From 22 to 6: seven hours in March, nine in October."""
    start = datetime(*day, 22, tzinfo=TURIN)
    end = datetime.combine(start.date() + timedelta(days=1), time(6), TURIN)
    night = job()
    making.Job.objects.filter(pk=night.pk).update(starts_at=start, ends_at=end)
    proposal = propose(making.Job.objects.get(pk=night.pk))
    take(proposal, "accept", her)
    now_is(end + timedelta(minutes=1))
    told = {"came_at": f"{start:%Y-%m-%dT%H:%M}", "left_at": f"{end:%Y-%m-%dT%H:%M}"}

    over = take(proposal, "write_down", her, told)
    take(over, "tell_hours", her, {"hours": passed // 60, "minutes": 0})
    done = take(over, "confirm_hours", desk)

    assert (done.worked.elapsed, done.worked.minutes, done.job.minutes) == (passed, passed, passed)

"""Calls that a day brings: after the first job, at a lasting place, on leaving and six months later."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings.jobs import followups, todos
from bookings.models import FollowUp
from marketplace.casework import admission, rotating
from marketplace.lives.engine import CLOCK, Actor, take
from marketplace.refusals import Refused
from tests.casework import MARKER


@pytest.fixture
def call(worked, now_is) -> FollowUp:
    """After Fatou's first job; it is Monday."""
    row = FollowUp.objects.get()
    now_is(worked.job.ends_at + timedelta(days=2))
    return row


def test_after_the_first_job_there_is_a_call_on_the_next_working_day(worked):
    row = FollowUp.objects.get(participant=worked.participant)

    assert (row.kind, row.opens_on.weekday()) == ("first_job", 0)  # the job was on a Saturday
    assert row.opens_on == worked.job.starts_at.date() + timedelta(days=2)


@pytest.mark.parametrize(("day", "following"), [((2026, 12, 4), (2026, 12, 7)), ((2026, 12, 7), (2026, 12, 8))])
def test_the_next_working_day(day, following):
    assert followups.next_working_day(date(*day)) == date(*following)


def test_it_waits_for_whoever_is_responsible(call, chiara, luca, rita, elena):
    assert list(FollowUp.objects.queue_of(chiara)) == [call]
    for other in (luca, rita, elena):
        assert not FollowUp.objects.queue_of(other).exists()
        assert not FollowUp.objects.visible_to(other).exists()


def test_what_came_of_it_is_a_code_and_sealed_words(call, chiara):
    done = followups.done(call, chiara, "well", MARKER)

    assert (done.outcome, done.done_by) == ("well", chiara)
    assert MARKER not in done.sealed.token
    assert followups.words(FollowUp.objects.get(pk=call.pk)) == MARKER
    assert not FollowUp.objects.queue_of(chiara).exists()


def test_it_ends_once_and_with_one_of_its_outcomes(call, chiara, luca):
    with pytest.raises(ValidationError):
        followups.done(call, chiara, "works")
    with pytest.raises(Refused):
        followups.done(call, luca, "well")
    followups.done(call, chiara, "well")

    with pytest.raises(Refused, match="already"):
        followups.not_reached(call, chiara)


def test_not_reached_on_three_days_it_ends_so(call, chiara, now_is):
    for _again in range(2):
        assert not followups.not_reached(call, chiara).done_at  # twice on one day is one day
    now_is(timezone.now() + timedelta(days=1))
    assert not followups.not_reached(call, chiara).done_at
    now_is(timezone.now() + timedelta(days=1))

    assert followups.not_reached(call, chiara).outcome == "not_reached"


def test_what_nobody_does_stays_in_the_list(call, chiara, now_is):
    now_is(timezone.now() + timedelta(days=200))

    followups.every_night()

    (row,) = todos.of(chiara).follow_ups
    assert row.is_late


def test_a_call_is_handed_to_a_colleague_who_stands_in(call, chiara, luca, rita, ready):
    with pytest.raises(Refused):
        followups.hand_over(call, chiara, rita)  # of another body
    followups.hand_over(call, chiara, luca)

    assert list(FollowUp.objects.queue_of(luca)) == [call]
    assert not FollowUp.objects.queue_of(chiara).exists()
    assert ready.team.now().get(user=luca).role == "stand_in"


def test_what_was_handed_over_comes_back_when_the_colleague_leaves(call, chiara, luca, ready):
    followups.hand_over(call, chiara, luca)

    ready.team.filter(user=luca).update(until=timezone.now())

    assert list(FollowUp.objects.queue_of(chiara)) == [call]


def test_calls_go_with_the_file_when_it_is_handed_over(call, chiara, luca, ready):
    admission.hand_over(ready, chiara, luca)

    assert list(FollowUp.objects.queue_of(luca)) == [call]
    assert not FollowUp.objects.queue_of(chiara).exists()


def test_at_a_lasting_place_there_are_three_calls(ready, chiara, luca):
    today = timezone.localdate()
    with pytest.raises(Refused):
        followups.placed(ready, luca, today)

    followups.placed(ready, chiara, today - timedelta(days=1))
    followups.placed(ready, chiara, today)

    rows = FollowUp.objects.filter(participant=ready)
    assert [(row.opens_on - today).days for row in rows] == [30, 90, 180]
    with pytest.raises(ValidationError):
        followups.placed(ready, chiara, date(2001, 1, 1))


@pytest.fixture
def left(ready, chiara):
    return take(ready, "end", Actor(chiara), {"why": "work"})


def test_who_left_is_asked_at_once_and_six_months_later(left):
    followups.every_night()
    followups.every_night()

    rows = {row.kind: row for row in left.follow_ups.all()}
    assert set(rows) == {"leaving", "six_month", "after_30", "after_90", "after_180"}
    assert rows["leaving"].closes_on == left.left_on + timedelta(days=28)
    assert rows["six_month"].opens_on > left.left_on + timedelta(days=180)


def test_six_months_from_the_end_of_august(left):
    row = followups.on_leaving(left, date(2026, 8, 31))[1]

    assert (row.about_on, row.closes_on) == (date(2027, 3, 1), date(2027, 3, 29))


@pytest.mark.parametrize(("days", "counts"), [(28, True), (29, False)])
def test_on_day_28_an_answer_still_counts_and_on_day_29_it_is_still_asked(left, chiara, now_is, days, counts):
    followups.every_night()
    row = left.follow_ups.get(kind="leaving")
    now_is(timezone.now() + timedelta(days=days))

    assert row.counts is counts
    assert followups.done(row, chiara, "works").done_at


def test_who_came_back_is_not_asked_any_more(left, chiara):
    followups.every_night()
    take(left, "reopen", Actor(chiara))

    followups.every_night()

    assert set(left.follow_ups.filter(kind__in=["leaving", "six_month"]).values_list("outcome", flat=True)) == {
        "came_back"
    }


def test_forgotten_no_word_is_left_and_nobody_is_asked(call, chiara, ready):
    followups.done(call, chiara, "help", MARKER)
    followups.placed(ready, chiara, timezone.localdate())
    take(ready, "end", Actor(chiara), {"why": "moved"})

    take(ready, "anonymise", CLOCK)

    rows = FollowUp.objects.filter(participant=ready)
    assert not rows.exclude(sealed=None).exists()
    assert set(rows.values_list("outcome", flat=True)) == {"help", "forgotten"}


@pytest.fixture
def old_key(settings):
    settings.CASEWORK_KEYS = ["o" * 40]


def test_words_get_new_seals_with_a_new_key(old_key, call, chiara, settings):
    followups.done(call, chiara, "well", MARKER)
    before = FollowUp.objects.get(pk=call.pk).sealed.key
    settings.CASEWORK_KEYS = ["n" * 40, *settings.CASEWORK_KEYS]

    assert dict(rotating.rotate())["bookings_followup"] == 1

    assert FollowUp.objects.get(pk=call.pk).sealed.key != before
    assert followups.words(FollowUp.objects.get(pk=call.pk)) == MARKER

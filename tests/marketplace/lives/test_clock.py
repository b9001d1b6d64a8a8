"""What the clock takes, and that one failure stops no other."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings import lifecycle
from marketplace.lives import clock
from marketplace.lives.engine import Actor, take
from marketplace.lives.models import Timer
from marketplace.lives.tasks import fire, take_due


def ring(life, *steps):
    """Let these timers be due now."""
    life.timers.filter(step__in=steps).update(due_at=timezone.now(), retry_at=timezone.now())


def test_a_request_that_nobody_answers_expires_and_frees_the_time(booking):
    ring(booking, "expire")

    assert take_due() == 1

    booking.refresh_from_db()
    assert booking.status == "expired"
    assert not booking.holds.get().active


def test_the_provider_is_reminded_once_a_stay(booking):
    ring(booking, "remind_to_answer")
    take_due()

    assert not booking.timers.filter(step="remind_to_answer").exists()
    assert booking.timers.filter(step="expire").exists()


def test_a_reminder_whose_time_is_past_is_not_sent(offer, nadia, elena, wishes, slot, now_is):
    starts_at, ends_at = slot(hour=15, minutes=60, days=1)
    now_is(starts_at - timedelta(hours=20))
    soon = lifecycle.ask(offer, Actor(nadia), wishes(starts_at=starts_at, ends_at=ends_at))

    take(soon, "accept", Actor(elena))

    assert not soon.timers.filter(step="remind").exists()


def test_accepting_disarms_the_expiry(confirmed):
    assert set(confirmed.timers.values_list("step", flat=True)) == {"remind", "close"}


def test_a_timer_that_fails_is_tried_again_later_and_stops_no_other(booking, confirmed_too, monkeypatch):
    ring(booking, "expire")
    ring(confirmed_too, "close")
    monkeypatch.setattr("bookings.effects.availability.release", lambda life: 1 / 0)

    taken = take_due()

    assert taken == 1
    failed = Timer.objects.get(life=booking, step="expire")
    assert failed.attempts == 1
    assert "ZeroDivision" in failed.error
    assert failed.retry_at > timezone.now()


def test_a_timer_taken_by_somebody_else_does_nothing(booking):
    ring(booking, "expire")
    timer = booking.timers.get(step="expire")
    assert fire(timer.pk)

    assert not fire(timer.pk)
    assert booking.changes.filter(step="expire").count() == 1


def test_no_timer_fires_before_its_time(booking):
    assert not fire(booking.timers.get(step="expire").pk)

    assert booking.timers.filter(step="expire", attempts=0).exists()
    assert not booking.changes.filter(step="expire").exists()


def test_what_is_long_overdue_is_shown(booking):
    booking.timers.filter(step="expire").update(due_at=timezone.now() - timedelta(hours=1))

    assert [timer.step for timer in clock.overdue()] == ["expire"]


@pytest.fixture
def confirmed_too(offer, dora, elena, wishes, slot):
    starts_at, ends_at = slot(hour=14)
    other = lifecycle.ask(offer, Actor(dora), wishes(starts_at=starts_at, ends_at=ends_at))
    return take(other, "accept", Actor(elena))

"""The waiting list: who is asked, in which order, for how long; and many at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings import kinds, waiting
from bookings.models import Booking, Waiting
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import take_due
from marketplace.notices.tasks import announce
from marketplace.refusals import Refused
from services import occasions
from services.models import Hold, Occasion
from tests.bookings.test_races import at_once
from tests.gatherings import evening, statuses


def test_whoever_finds_it_full_waits_if_she_likes_and_holds_nothing(full, come, dora):
    date = full.enrolment.occasion
    with pytest.raises(ValidationError, match="You can join the waiting list"):
        come(dora, date)

    waits = come(dora, date, wait=True)

    assert (waits.status, waits.holds.count()) == ("waiting", 0)
    assert waits.sentence("customer").startswith("You are on the waiting list.")


def test_whoever_would_wait_but_finds_a_place_has_it(on, come, nadia):
    booking = come(nadia, on(), wait=True)

    assert booking.status == "confirmed"
    assert not Waiting.objects.exists()


def test_nobody_stands_in_the_line_twice(full, come, dora):
    come(dora, full.enrolment.occasion, wait=True)

    with pytest.raises(ValidationError, match="already"):
        come(dora, full.enrolment.occasion, wait=True)


def test_a_freed_place_is_kept_for_the_first_until_she_answers(full, line, nadia, run_tasks):
    first, second = line(2, 1)

    take(full, "cancel", Actor(nadia))
    run_tasks()

    assert statuses([first, second]) == ["invited", "waiting"]
    assert Occasion.objects.with_left().get().left == 0
    invited = Booking.objects.get(pk=first.pk)
    assert timezone.now() + timedelta(hours=23) < invited.answer_by <= timezone.now() + timedelta(hours=24)
    assert take(invited, "come", Actor(first.customer)).status == "confirmed"


def test_an_invitation_close_to_the_date_runs_out_after_half_of_the_time(full, line, nadia, run_tasks, now_is):
    (first,) = line(1)
    now_is(full.starts_at - timedelta(hours=2))

    take(full, "cancel", Actor(nadia))
    run_tasks()

    assert Booking.objects.get(pk=first.pk).answer_by == full.starts_at - timedelta(hours=1)


def test_a_group_waits_until_it_fits_and_smaller_ones_may_go_first(on, come, nadia, dora, person, run_tasks):
    date = on(seats=2)
    one, two = come(nadia, date), come(dora, date)
    group, single = come(person("Group"), date, seats=2, wait=True), come(person("Single"), date, wait=True)

    take(one, "cancel", Actor(nadia))
    run_tasks()
    assert statuses([group, single]) == ["waiting", "invited"]

    take(single, "leave", Actor(single.customer))
    take(two, "cancel", Actor(dora))
    run_tasks()
    assert statuses([group, single]) == ["invited", "cancelled"]
    assert Hold.objects.filter(active=True, life=group).count() == 2


def test_two_places_that_become_free_together_are_for_the_group_that_came_first(full, line, nadia, run_tasks):
    group, single = line(2, 1)

    take(full, "cancel", Actor(nadia))
    run_tasks()
    run_tasks()

    assert statuses([group, single]) == ["invited", "waiting"]
    assert group.changes.filter(step="invite").count() == 1


def test_nobody_slips_in_before_the_line(full, line, nadia, come, dora):
    line(1)
    take(full, "cancel", Actor(nadia))

    with pytest.raises(ValidationError, match="not that many places left"):
        come(dora, full.enrolment.occasion)


def test_what_fits_nobody_in_the_line_is_free_for_all(on, come, nadia, dora, person):
    date = on(seats=2)
    booking = come(nadia, date)
    come(dora, date)
    come(person("Group"), date, seats=2, wait=True)
    take(booking, "cancel", Actor(nadia))

    assert come(person("Fourth"), date).status == "confirmed"


def test_whoever_passes_stays_and_the_next_is_asked_not_she_again(full, line, nadia, run_tasks):
    first, second = line(2, 2)
    take(full, "cancel", Actor(nadia))
    run_tasks()

    take(first, "pass", Actor(first.customer))
    run_tasks()
    assert statuses([first, second]) == ["waiting", "invited"]

    take(second, "pass", Actor(second.customer))
    run_tasks()
    assert statuses([first, second]) == ["waiting", "waiting"]
    assert Occasion.objects.with_left().get().left == 2


def test_whoever_passed_is_asked_again_when_another_place_becomes_free(on, come, nadia, dora, person, run_tasks):
    date = on(seats=2)
    one, two = come(nadia, date), come(dora, date)
    waits = come(person("Waiter"), date, wait=True)
    take(one, "cancel", Actor(nadia))
    run_tasks()
    take(waits, "pass", Actor(waits.customer))
    run_tasks()

    take(two, "cancel", Actor(dora))
    run_tasks()

    assert statuses([waits]) == ["invited"]


def test_an_invitation_that_nobody_answers_goes_to_the_next(full, line, nadia, run_tasks, now_is):
    first, second = line(2, 1)
    take(full, "cancel", Actor(nadia))
    run_tasks()

    now_is(Booking.objects.get(pk=first.pk).answer_by + timedelta(minutes=1))
    assert take_due() == 1
    run_tasks()

    assert statuses([first, second]) == ["waiting", "invited"]


def test_the_waiting_ends_on_the_day_that_was_named(full, come, dora, now_is):
    tomorrow = timezone.localdate(timezone=full.tz) + timedelta(days=1)
    waits = come(dora, full.enrolment.occasion, wait=True, until=tomorrow)

    now_is(waits.waiting.until + timedelta(seconds=1))
    take_due()

    assert waits.waiting.until < full.starts_at
    assert statuses([waits]) == ["expired"]


def test_the_place_in_the_line_is_told(full, line):
    first, second = line(2, 1)
    take(first, "leave", Actor(first.customer))

    told = dict(kinds.of(second).details(second, frozenset({"customer"})))

    assert told["Your place in the line"] == "1 of 1"


def test_only_whoever_waits_answers_for_herself(full, line, nadia, dora, elena, run_tasks):
    (first,) = line(2)
    take(full, "cancel", Actor(nadia))
    run_tasks()

    for stranger in (dora, elena):
        with pytest.raises(Refused):
            take(first, "come", Actor(stranger))


def test_the_invitation_is_told_with_its_end(full, line, nadia, run_tasks):
    (first,) = line(1)
    take(full, "cancel", Actor(nadia))
    run_tasks()

    announce(first.changes.get(step="invite").pk)

    notice = first.notices.get(reader=first.customer)
    assert "A place has become free." in notice.text
    assert "It is kept until" in notice.text


@pytest.mark.django_db(transaction=True)
def test_of_many_tasks_at_once_each_place_is_offered_once(on, come, nadia, person):
    date = on(seats=2)
    booking = come(nadia, date, seats=2)
    waiters = [come(person(f"Waiter{n}"), date, wait=True) for n in range(5)]
    take(booking, "cancel", Actor(nadia))

    at_once(*[lambda: waiting.invite(date.resource_id)] * 6)

    assert statuses(waiters) == ["invited", "invited", "waiting", "waiting", "waiting"]
    assert Hold.objects.filter(active=True).count() == 2
    assert all(waiter.changes.filter(step="invite").count() <= 1 for waiter in waiters)


@pytest.mark.django_db(transaction=True)
def test_many_who_come_leave_and_are_invited_at_once_never_exceed_the_places(on, come, person):
    date = on(seats=4)
    inside = [come(person(f"Inside{n}"), date, seats=2) for n in range(2)]
    people = [person(f"Outside{n}") for n in range(8)]
    deeds = [lambda user=user, n=n: come(user, date, seats=1 + n % 2, wait=True) for n, user in enumerate(people)]
    deeds += [lambda booking=booking: take(booking, "cancel", Actor(booking.customer)) for booking in inside]
    deeds += [lambda: waiting.invite(date.resource_id)] * 4

    at_once(*deeds)
    waiting.invite(date.resource_id)

    held = Hold.objects.filter(active=True)
    lanes = list(held.values_list("lane", flat=True))
    assert len(lanes) == len(set(lanes)) <= 4
    for booking in Booking.objects.all():
        assert held.filter(life=booking).count() == (booking.seats if booking.state.holds else 0)
    assert not waiting.in_line(date.resource_id, held[0].period).filter(booking__seats__lte=4 - len(lanes)).exists()


def test_the_line_moves_with_the_date(full, line, nadia, elena, run_tasks):
    (first,) = line(1)
    date = full.enrolment.occasion

    occasions.change(date, Actor(elena), [evening(9)], date.seats, [])
    run_tasks()
    take(full, "cancel", Actor(nadia))
    run_tasks()

    first.waiting.refresh_from_db()
    assert first.waiting.until == evening(9)[0]
    assert statuses([first]) == ["invited"]

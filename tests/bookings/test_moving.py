"""Other times: proposed by either side, before the yes and after it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings import lifecycle
from bookings.models import Booking
from marketplace.lives.engine import CLOCK, Actor, steps_open, take
from marketplace.refusals import Refused
from services.models import Hold
from tests.bookings.test_races import at_once
from tests.cast import at
from tests.parcels import picture

pytestmark = pytest.mark.django_db(transaction=True)


def proposed(booking, user, step, *times):
    return take(booking, step, Actor(user), {"times": [time.isoformat() for time in times]})


def period(booking):
    hold = booking.holds.get(active=True)
    return hold.period.lower, hold.period.upper


def test_the_desk_proposes_two_times_and_one_of_them_is_agreed(booking, nadia, elena):
    offered = proposed(booking, elena, "offer_times", at(14), at(10, days=3))

    chosen = take(offered, "choose_time", Actor(nadia), {"time": at(10, days=3).isoformat()})

    assert (offered.status, offered.rounds, period(offered)[0]) == ("offered", 1, at(10, days=3))
    assert (chosen.status, chosen.starts_at, chosen.ends_at) == ("confirmed", at(10, days=3), at(12, days=3))
    assert (chosen.moved, chosen.other_times) == (1, [])
    assert Hold.objects.filter(active=True).count() == 1


def test_the_old_time_is_kept_until_another_is_agreed(booking, elena, dora, offer, wishes):
    proposed(booking, elena, "offer_times", at(14))

    with pytest.raises(ValidationError, match="not free"):
        lifecycle.ask(offer, Actor(dora), wishes())


def test_what_was_proposed_can_be_read_afterwards(booking, nadia, elena):
    proposed(booking, elena, "offer_times", at(14))
    chosen = take(booking, "choose_time", Actor(nadia), {"time": at(14).isoformat()})

    lines = [chosen.line(change, "customer") for change in chosen.changes.all()]

    assert "2:00" in lines[1] or "14:00" in lines[1]
    assert lines[2].startswith("You chose")
    assert "instead of" in lines[2]


def test_the_customer_asks_for_other_times_and_the_desk_chooses(booking, nadia, elena):
    wished = proposed(booking, nadia, "wish_times", at(14), at(15))

    granted = take(wished, "grant_time", Actor(elena), {"time": at(15).isoformat()})

    assert (wished.state.turn, granted.status, granted.starts_at) == ("provider", "confirmed", at(15))


def test_who_wants_none_of_them_stays_with_the_first_time(booking, nadia, elena):
    offered = proposed(booking, elena, "offer_times", at(14))

    back = take(offered, "keep_time", Actor(nadia))

    assert (back.status, back.other_times, back.starts_at) == ("asked", [], at(10))
    assert back.answer_by > timezone.now()
    assert take(back, "accept", Actor(elena)).status == "confirmed"


def test_what_nobody_answers_runs_out(booking, elena, now_is):
    offered = proposed(booking, elena, "offer_times", at(14))
    timer = offered.timers.get(step="expire")

    assert timer.due_at == offered.answer_by <= at(13)
    assert take(offered, "expire", CLOCK).status == "expired"
    assert not Hold.objects.filter(active=True).exists()


@pytest.mark.parametrize(
    ("times", "message"),
    [
        ([], "Choose a time"), (["noon"], "one of these"), (["2030-01-01T10:00"], "one of these"),
        (["1812-01-01T10:00+00:00"], "one of these"), ([7], "one of these"), ("x" * 9, "one of these"),
        ([{"at": 1}], "one of these"), ([at(10).isoformat()], "another time than"), ([at(10, 7).isoformat()], "starts"),
        ([at(10, days=-1).isoformat()], "past"), ([at(10, days=80).isoformat()], "too far"),
        ([at(hour).isoformat() for hour in range(9, 16)], "at most five"),
    ],
)  # fmt: skip
def test_times_that_cannot_be_are_named(booking, elena, times, message):
    with pytest.raises(ValidationError, match=message) as wrong:
        take(booking, "offer_times", Actor(elena), {"times": times})

    assert list(wrong.value.message_dict) == ["times"]
    assert Booking.objects.get().status == "asked"


def test_only_a_time_that_was_proposed_can_be_chosen(booking, nadia, elena):
    proposed(booking, elena, "offer_times", at(14))

    for time in (at(15).isoformat(), at(10).isoformat(), "", None, "soon"):
        with pytest.raises(ValidationError):
            take(booking, "choose_time", Actor(nadia), {"time": time})


def test_nobody_agrees_to_what_changed_since_he_looked(booking, nadia, elena):
    seen = proposed(booking, elena, "offer_times", at(14)).last_change_id
    take(booking, "keep_time", Actor(nadia))
    proposed(booking, elena, "offer_times", at(14), at(16))

    with pytest.raises(Refused, match="changed meanwhile"):
        take(booking, "choose_time", Actor(nadia), {"time": at(14).isoformat()}, seen=seen)


def test_a_proposed_time_that_was_taken_meanwhile_is_told_and_the_old_one_stays(
    booking, nadia, elena, dora, offer, wishes
):
    proposed(booking, elena, "offer_times", at(14))
    lifecycle.ask(offer, Actor(dora), wishes(starts_at=at(14), ends_at=at(16)))

    with pytest.raises(ValidationError, match="not free"):
        take(booking, "choose_time", Actor(nadia), {"time": at(14).isoformat()})

    assert Booking.objects.get(pk=booking.pk).status == "offered"
    assert period(booking)[0] == at(10)


def test_a_confirmed_booking_stands_while_another_time_is_asked_for(confirmed, nadia, elena, samira):
    asked = proposed(confirmed, nadia, "ask_to_move", at(11))

    assert (asked.status, asked.agreed, asked.worker_for(frozenset({"customer"}))) == ("move_wished", True, "Samira")
    assert period(asked)[0] == at(10)
    moved = take(asked, "grant_move", Actor(elena), {"time": at(11).isoformat()})
    assert (moved.status, moved.starts_at, moved.worker.user) == ("confirmed", at(11), samira)
    assert period(moved) == (at(11), at(13))


@pytest.mark.parametrize("end", ["keep_agreed", "lapse_move"])
def test_without_an_agreement_the_time_stays(confirmed, nadia, elena, end):
    asked = proposed(confirmed, elena, "propose_move", at(14))

    back = take(asked, end, CLOCK if end == "lapse_move" else Actor(nadia))

    assert (back.status, back.starts_at, back.other_times) == ("confirmed", at(10), [])
    assert back.timers.filter(step="close").exists()


def test_the_reminder_comes_anew_after_a_move(confirmed, nadia, elena, now_is):
    now_is(at(10, days=1))
    take(confirmed, "remind", CLOCK)
    proposed(confirmed, elena, "propose_move", at(10, days=5))

    moved = take(confirmed, "agree_to_move", Actor(nadia), {"time": at(10, days=5).isoformat()})

    assert moved.timers.get(step="remind").due_at == at(10, days=4)


def test_nobody_moves_it_in_the_last_hours_nor_for_ever(confirmed, nadia, now_is):
    for number in range(3):
        Booking.objects.filter(pk=confirmed.pk).update(moved=number)
        assert "ask_to_move" in steps_open(Booking.objects.get(), Actor(nadia))
    Booking.objects.filter(pk=confirmed.pk).update(moved=3)
    assert "ask_to_move" not in steps_open(Booking.objects.get(), Actor(nadia))

    Booking.objects.filter(pk=confirmed.pk).update(moved=0)
    now_is(at(8, minute=1))
    assert "ask_to_move" not in steps_open(Booking.objects.get(), Actor(nadia))


def test_what_was_booked_at_once_is_moved_at_once(make_offer, nadia, elena, wishes):
    booked = lifecycle.ask(make_offer(at_once=True), Actor(nadia), wishes())

    moved = take(booked, "move", Actor(nadia), {"time": at(10, 30).isoformat()})

    assert (moved.status, moved.starts_at, moved.moved) == ("confirmed", at(10, 30), 1)
    assert period(moved) == (at(10, 30), at(12, 30))


def test_of_two_who_move_to_one_hour_one_gets_it(make_offer, nadia, dora, wishes):
    offer = make_offer(at_once=True)
    one = lifecycle.ask(offer, Actor(nadia), wishes())
    other = lifecycle.ask(offer, Actor(dora), wishes(starts_at=at(12), ends_at=at(14)))
    to = {"time": at(15).isoformat()}

    results = at_once(lambda: take(one, "move", Actor(nadia), to), lambda: take(other, "move", Actor(dora), to))

    assert sum(isinstance(result, Booking) for result in results) == 1
    assert Hold.objects.filter(active=True).count() == 2
    for booking in Booking.objects.all():
        assert period(booking)[0] == booking.starts_at


# --- requests that keep no time -----------------------------------------------------------------------------------
def test_of_two_requests_for_one_time_the_first_yes_takes_it(make_offer, nadia, dora, elena, wishes):
    offer = make_offer(request_blocks=False)
    one, other = (lifecycle.ask(offer, Actor(user), wishes()) for user in (nadia, dora))
    assert not Hold.objects.exists()

    take(one, "accept", Actor(elena))
    with pytest.raises(ValidationError, match="not free"):
        take(other, "accept", Actor(elena))

    assert Booking.objects.get(pk=other.pk).status == "asked"
    assert Hold.objects.get(active=True).life_id == one.pk


def test_two_yeses_in_the_same_moment_take_the_time_once(make_offer, nadia, dora, elena, wishes):
    offer = make_offer(request_blocks=False)
    both = [lifecycle.ask(offer, Actor(user), wishes()) for user in (nadia, dora)]

    results = at_once(*[lambda booking=booking: take(booking, "accept", Actor(elena)) for booking in both])

    assert sum(isinstance(result, Booking) for result in results) == 1
    assert Hold.objects.filter(active=True).count() == 1


def test_a_booking_at_once_in_between_takes_the_time_of_a_request(make_offer, nadia, dora, elena, wishes):
    asked = lifecycle.ask(make_offer(request_blocks=False), Actor(nadia), wishes())
    lifecycle.ask(make_offer(at_once=True), Actor(dora), wishes())

    with pytest.raises(ValidationError, match="not free"):
        take(asked, "accept", Actor(elena))

    offered = proposed(asked, elena, "offer_times", at(15))
    assert take(offered, "choose_time", Actor(nadia), {"time": at(15).isoformat()}).status == "confirmed"


def test_a_request_that_keeps_no_time_can_be_declined_and_runs_out(make_offer, nadia, elena, wishes):
    offer = make_offer(request_blocks=False)
    one, other = (lifecycle.ask(offer, Actor(nadia), wishes()) for _ in range(2))

    assert take(one, "decline", Actor(elena), {"reason": "No"}).status == "declined"
    assert take(other, "expire", CLOCK).status == "expired"


def test_a_wish_past_the_start_is_not_kept(booking, nadia, elena, now_is):
    proposed(booking, elena, "offer_times", at(10, days=4))
    now_is(at(11))

    assert "keep_time" not in steps_open(Booking.objects.get(), Actor(nadia))
    assert "choose_time" in steps_open(Booking.objects.get(), Actor(nadia))


def test_the_desk_is_reminded_in_each_round(moving, nadia, elena, quote_words, now_is):
    """Long after the first request the customer wants a change: half of the new time the desk is reminded."""
    quoted = take(moving, "quote", Actor(elena), quote_words())
    now_is(timezone.now() + timedelta(hours=60))

    again = take(quoted, "ask_change", Actor(nadia), {"change": "Without the cellar"})

    now = again.last_change.at
    assert again.timers.get(step="remind_to_answer").due_at == now + (again.answer_by - now) / 2


def test_a_photo_more_gives_nobody_more_time_and_reminds_nobody_twice(moving, nadia, now_is, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    due = moving.timers.get(step="remind_to_answer").due_at
    now_is(timezone.now() + timedelta(hours=1))

    shown = take(moving, "add_photos", Actor(nadia), {"photos": [picture()]})

    assert shown.timers.get(step="remind_to_answer").due_at == due

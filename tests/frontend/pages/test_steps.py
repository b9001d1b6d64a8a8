"""Steps on the page of a booking: pressed twice, by the wrong person, too late, for somebody on the phone."""

from uuid import uuid4

import pytest
from django.urls import reverse

from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Mandate
from tests.cast import settled
from tests.folding import each


def text_of(answer) -> str:
    return answer.content.decode()


def page_for(client, booking, reader) -> str:
    client.force_login(reader)
    return text_of(client.get(booking.get_absolute_url()))


def step_of(booking, name) -> str:
    return reverse("booking_step", args=[booking.pk, name])


def test_the_desk_accepts_with_one_press(client, booking, elena):
    client.force_login(elena)
    seen = {"seen": booking.last_change_id, "key": str(uuid4())}

    answer = client.post(step_of(booking, "accept"), seen)

    booking.refresh_from_db()
    assert answer.url == booking.get_absolute_url()
    assert booking.status == "confirmed"


def test_whoever_pressed_on_a_list_lands_on_the_list_again(client, booking, elena):
    client.force_login(elena)

    evil = client.post(step_of(booking, "accept"), {"key": str(uuid4()), "next": "//evil.example/"})
    start = client.post(step_of(booking, "call_off"), {"reason": "Ill", "next": reverse("desk")})

    assert evil.url == booking.get_absolute_url()
    assert start.url == reverse("desk")


def test_a_step_pressed_twice_is_taken_once(client, booking, elena):
    client.force_login(elena)
    seen = {"seen": booking.last_change_id, "key": str(uuid4())}

    answers = [client.post(step_of(booking, "accept"), seen) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert booking.changes.filter(step="accept").count() == 1


def test_what_changed_meanwhile_is_looked_at_again(client, booking, nadia, elena):
    seen = booking.last_change_id
    take(booking, "accept", Actor(elena))
    client.force_login(elena)

    answer = client.post(step_of(booking, "decline"), {"seen": seen, "reason": "No time", "key": str(uuid4())})

    assert answer.status_code == 422
    assert "This has changed meanwhile" in text_of(answer)
    assert "No time" in text_of(answer)
    assert Booking.objects.get().status == "confirmed"


def test_declining_asks_why_and_keeps_what_was_written(client, booking, nadia, elena):
    client.force_login(elena)

    without = client.post(step_of(booking, "decline"), {"reason": ""})
    long = client.post(step_of(booking, "decline"), {"reason": "Too long. " * 100})
    client.post(step_of(booking, "decline"), {"reason": "We are closed that day"})

    assert (without.status_code, long.status_code) == (422, 422)
    assert "Too long. Too long." in text_of(long)
    assert "Biagio declined: We are closed that day" in page_for(client, booking, nadia)


def test_what_cannot_be_taken_back_is_confirmed_first(client, booking, nadia):
    client.force_login(nadia)

    page = text_of(client.get(step_of(booking, "withdraw")))
    client.post(step_of(booking, "withdraw"))

    assert "It costs nothing." in page
    assert Booking.objects.get().status == "cancelled"


@each("name", ["accept", "expire", "remind", "ask"])
def test_nobody_takes_a_step_that_is_not_theirs(client, booking, nadia, name):
    client.force_login(nadia)

    shown = client.get(step_of(booking, name))
    pressed = client.post(step_of(booking, name), {"key": "x", "seen": "9" * 30})

    assert (shown.status_code, pressed.status_code) == (409, 422)
    assert Booking.objects.get().status == "asked"


def test_steps_of_others_and_steps_that_are_none_are_not_found(client, booking, nadia, dora):
    client.force_login(nadia)
    assert client.post(step_of(booking, "fly")).status_code == 404
    client.force_login(dora)
    assert client.get(step_of(booking, "withdraw")).status_code == 404
    assert client.post(step_of(booking, "withdraw")).status_code == 404
    assert Booking.objects.get().status == "asked"


def test_the_worker_starts_and_finishes_with_a_note_that_only_the_desk_reads(client, soon, confirmed, samira, nadia):
    booking = soon(0.5)
    client.force_login(samira)

    client.post(step_of(booking, "start"))
    form = text_of(client.get(step_of(booking, "finish")))
    client.post(step_of(booking, "finish"), {"work_note": "All well, they slept"})

    assert "How did it go?" in form
    assert Booking.objects.get().status == "finished"
    page = page_for(client, booking, nadia)
    assert "All well" not in page
    assert f"{reverse('ask', args=[booking.offer_id])}?again={booking.pk}" in page


def test_the_desk_acts_for_somebody_on_the_phone_who_lets_it(client, booking, nadia, elena, biagio):
    Mandate.objects.create(organisation=biagio, person=nadia, entered_by=elena, how="on the phone")
    client.force_login(elena)

    page = text_of(client.get(booking.get_absolute_url()))
    client.post(step_of(booking, "withdraw"), {"for_customer": "1"})

    change = booking.changes.last()
    assert "For Nadia, on the phone" in page
    assert (change.actor, change.acting_for, change.step) == (elena, nadia, "withdraw")


def test_the_desk_cannot_act_for_somebody_who_does_not_let_it(client, booking, elena):
    client.force_login(elena)

    answer = client.post(step_of(booking, "withdraw"), {"for_customer": "1"})

    assert answer.status_code == 409
    assert Booking.objects.get().status == "asked"


@pytest.mark.parametrize(
    ("side", "step", "name"), [("customer", "withdraw", "Nadia"), ("provider", "accept", "Biagio")]
)
def test_an_operator_acts_for_either_side_of_a_booking_that_she_may_not_read(
    client, booking, nadia, elena, operator, side, step, name
):
    client.force_login(operator)

    form = text_of(client.get(step_of(booking, step), {f"for_{side}": "1"}, headers={"accept-language": "en"}))
    answer = client.post(step_of(booking, step), {f"for_{side}": "1"})

    change = booking.changes.last()
    assert f"You do this for {name}. Both names are kept." in form
    assert (change.actor, change.acting_for, change.step) == (operator, nadia if side == "customer" else elena, step)
    assert answer.url == f"/admin/bookings/booking/{booking.pk}/change/"
    assert client.get(booking.get_absolute_url()).status_code == 404


def test_the_page_of_a_complaint_offers_an_operator_the_steps_of_both_sides(client, confirmed, operator):
    settled(confirmed, "complained")

    page = page_for(client, confirmed, operator)

    assert "For Biagio, on the phone" in page
    assert f"{step_of(confirmed, 'settle')}?for_provider=1" in page


@pytest.mark.parametrize("side", ["customer", "provider"])
def test_nobody_else_acts_for_a_side(client, booking, dora, elena, samira, side):
    client.force_login(dora)
    assert client.post(step_of(booking, "withdraw"), {f"for_{side}": "1"}).status_code == 404
    client.force_login(samira)
    assert client.post(step_of(booking, "withdraw"), {f"for_{side}": "1"}).status_code == 409
    assert Booking.objects.get().status == "asked"

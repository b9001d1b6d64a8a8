"""Who works at a body, whom its desk books for, and booking for them."""

import re

from django.urls import reverse

from bookings.models import Booking
from marketplace.organisations.models import Membership
from tests.frontend.pages.conftest import CARLO


def text(answer) -> str:
    return answer.content.decode()


# --- people -------------------------------------------------------------------------------------------------------
def test_a_worker_without_mail_is_let_in(desk, biagio):
    desk.post(reverse("desk_people"), {"given_name": "Florin", "phone": "011 555 0133", "role": "worker"})

    assert biagio.resources.get(name="Florin").user.phone.as_e164 == "+390115550133"


def test_the_page_reads_no_name_and_no_number_out_of_an_account(desk, person):
    vittoria = person("Vittoria", family_name="Segreta", phone="+390115550177")
    told = {"given_name": "Vicky", "email": vittoria.email, "role": "worker"}

    added = text(desk.post(reverse("desk_people"), told, follow=True))
    papers = text(desk.get(reverse("desk_papers", args=[vittoria.pk])))

    assert "Vicky" in added
    assert "Vicky" in papers
    for secret in ("Vittoria", "Segreta", "555 0177"):
        assert secret not in added + papers


def test_what_is_missing_is_told_and_nothing_typed_is_lost(desk):
    answer = desk.post(reverse("desk_people"), {"given_name": "Mario", "role": "coordinator"})

    assert answer.status_code == 422
    assert "write the e-mail" in text(answer)
    assert 'value="Mario"' in text(answer)


def test_a_role_is_taken_away(desk, samira):
    desk.post(reverse("desk_member_end", args=[Membership.objects.get(user=samira).pk]))

    assert not Membership.objects.of(samira).exists()


def test_a_person_is_entered_and_booked_for_straight_away(desk, biagio):
    answer = desk.post(reverse("desk_enter"), CARLO | {"language": "it", "how": "On the phone on 3 March"})

    mandate = biagio.mandates.get()
    assert answer.headers["Location"] == f"{reverse('desk_book')}?person={mandate.person_id}"
    assert "On the phone on 3 March" in text(desk.get(reverse("desk_person", args=[mandate.person_id])))


def test_a_mandate_can_be_given_back(desk, biagio, carlo):
    desk.post(reverse("desk_mandate_end", args=[carlo.pk]))

    assert desk.get(reverse("desk_person", args=[carlo.pk])).status_code == 404


# --- booking for somebody who calls -------------------------------------------------------------------------------
def call(carlo, offer) -> str:
    return f"{reverse('desk_book')}?person={carlo.pk}&offer={offer.pk}"


def form_of(wishes) -> dict:
    told = wishes()
    minutes = int((told["ends_at"] - told["starts_at"]).total_seconds() // 60)
    return {"starts_at": told["starts_at"].isoformat(), "minutes": minutes, "address": "via Cecchi 18", "ages": "3"}


def test_both_names_stay_on_a_booking_for_a_caller(desk, carlo, elena, offer, wishes):
    answer = desk.post(call(carlo, offer), form_of(wishes))

    booking = Booking.objects.get()
    assert answer.headers["Location"] == booking.get_absolute_url()
    assert booking.customer == carlo
    assert (booking.last_change.actor, booking.last_change.acting_for) == (elena, carlo)


def test_a_double_click_books_once(desk, carlo, offer, wishes):
    key = re.search(r'name="key" value="([^"]+)"', text(desk.get(call(carlo, offer))))[1]

    for _ in range(2):
        desk.post(call(carlo, offer), form_of(wishes) | {"key": key})

    assert Booking.objects.count() == 1


def test_free_times_are_read_out_and_later_days_can_be_had(desk, carlo, offer):
    page = desk.get(call(carlo, offer))

    assert len(page.context["days"]) == 7
    later = desk.get(call(carlo, offer) + f"&day={page.context['later']}")
    assert later.context["days"][0].date == page.context["later"]


def test_the_address_of_the_last_time_is_there_already(desk, carlo, offer, wishes):
    desk.post(call(carlo, offer), form_of(wishes))

    assert 'value="via Cecchi 18"' in text(desk.get(call(carlo, offer)))


def test_what_is_missing_in_a_call_is_told(desk, carlo, offer, wishes):
    answer = desk.post(call(carlo, offer), form_of(wishes) | {"ages": ""})

    assert answer.status_code == 422
    assert not Booking.objects.exists()


def test_a_time_that_was_taken_meanwhile_is_told(desk, carlo, offer, booking, wishes):
    answer = desk.post(call(carlo, offer), form_of(wishes))

    assert answer.status_code == 422
    assert "not free any more" in text(answer)


def test_the_desk_books_for_nobody_who_has_not_let_it(desk, dora, nadia, offer, wishes):
    answer = desk.post(call(nadia, offer), form_of(wishes))

    assert answer.status_code == 422
    assert not Booking.objects.exists()

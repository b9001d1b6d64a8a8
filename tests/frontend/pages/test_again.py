"""The same person again, on the page of a booking."""

import pytest
from django.urls import reverse

from bookings.models import Again
from tests.folding import each

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


def page_of(client, user, booking) -> str:
    client.force_login(user)
    return client.get(booking.get_absolute_url()).content.decode()


def press(client, booking, proposal, what: str):
    return client.post(reverse("booking_again", args=[booking.pk]), {"proposal": proposal.pk, "what": what})


def test_whom_it_was_for_presses_one_of_two_and_may_take_it_back(client, helped, nadia):
    booking = helped.job.booking
    before = page_of(client, nadia, booking)

    for what, wanted in (("same", True), ("other", False)):
        assert press(client, booking, helped, what).status_code == 302
        assert Again.objects.get().wanted is wanted
    after = page_of(client, nadia, booking)
    press(client, booking, helped, "open")

    assert "The same person again, please" in before
    assert "Diallo" not in before
    assert "You said: rather somebody else." in after
    assert not Again.objects.exists()


def test_nobody_else_reads_or_presses_it(client, helped, nadia, elena, chiara, dora, ready):
    booking = helped.job.booking
    page_of(client, nadia, booking)
    press(client, booking, helped, "other")

    for other in (elena, chiara, dora, ready.person):
        page = page_of(client, other, booking)
        assert "You said" not in page
        assert "Rather somebody else" not in page
        assert press(client, booking, helped, "same").status_code == 404
    assert Again.objects.get().wanted is False


@each("wrong", [{}, {"proposal": "x"}, {"proposal": "9" * 30}, {"what": "hm"}])
def test_what_cannot_be_is_not_there(client, helped, nadia, wrong):
    client.force_login(nadia)
    told = {"proposal": helped.pk, "what": "same"} | wrong
    told = told if wrong else {}

    assert client.post(reverse("booking_again", args=[helped.job.booking_id]), told).status_code == 404

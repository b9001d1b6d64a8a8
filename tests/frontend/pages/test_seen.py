"""Pages send back what they showed of who pays, and show it anew when it has become more meanwhile."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from bookings.models import Booking, Series
from marketplace.lives.engine import Actor, take
from marketplace.wording import local
from tests.cast import ROME


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def invited(on, come, nadia, dora, run_tasks) -> Booking:
    """Dora waited, and Nadia has left her the place, for 5 euros."""
    date = on(seats=1)
    first, waits = come(nadia, date), come(dora, date, wait=True)
    take(first, "cancel", Actor(nadia))
    run_tasks()
    return Booking.objects.get(pk=waits.pk)


def text_of(answer) -> str:
    return answer.content.decode()


def step_of(booking, name) -> str:
    return reverse("booking_step", args=[booking.pk, name])


def test_whoever_accepts_a_quote_reads_who_pays_and_what_became_more_once_more(
    client, quoted, subsidise, run_dry, nadia
):
    subsidise(cents=5_000)
    client.force_login(nadia)
    shown = text_of(client.get(step_of(quoted, "accept")))
    run_dry()

    answer = client.post(step_of(quoted, "accept"), {"quote": "1", "own_seen": "27000", "key": str(uuid4())})

    assert "The City pays</dt><dd>€50" in shown
    assert 'name="own_seen" value="27000"' in shown
    assert answer.status_code == 422
    assert "You would pay €320 and not €270." in text_of(answer)
    assert 'name="own_seen" value="32000"' in text_of(answer)


def test_an_invitation_is_taken_by_one_press_unless_it_became_dearer(client, invited, subsidise, run_dry, dora):
    subsidise(cents=200)
    client.force_login(dora)
    shown = text_of(client.get(invited.get_absolute_url()))
    run_dry()

    dearer = client.post(step_of(invited, "come"), {"own_seen": "300", "key": str(uuid4())})
    seen = client.post(step_of(invited, "come"), {"own_seen": "500", "key": str(uuid4())})

    assert f'action="{step_of(invited, "come")}"' in shown
    assert 'name="own_seen" value="300"' in shown
    assert dearer.status_code == 422
    assert 'name="own_seen" value="500"' in text_of(dearer)
    assert seen.url == invited.get_absolute_url()


def test_dates_that_became_dearer_since_they_were_shown_are_not_asked_for(client, offer, nadia, filled, slot):
    until = (local(slot()[0], ROME).date() + timedelta(days=21)).isoformat()
    told = filled(every="1", until=until)
    client.force_login(nadia)
    shown = text_of(client.post(reverse("series_ask", args=[offer.pk]), told))
    offer.price_cents += 100
    offer.save()

    dearer = client.post(reverse("series_ask", args=[offer.pk]), told | {"own_seen": "9600", "send": "1"})
    seen = client.post(reverse("series_ask", args=[offer.pk]), told | {"own_seen": "10400", "send": "1"})

    assert 'name="own_seen" value="9600"' in shown
    assert dearer.status_code == 422
    assert "You would pay €104 and not €96." in text_of(dearer)
    assert seen.url == Series.objects.get().get_absolute_url()

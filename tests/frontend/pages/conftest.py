"""What tests of pages share."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from bookings.models import Booking
from marketplace.organisations import membership, profile

ENGLISH = {"accept-language": "en"}
CARLO = {"given_name": "Carlo", "family_name": "Bianchi", "phone": "011 555 0199"}


@pytest.fixture
def look(client):
    """What is at this address, in English."""
    return lambda path, **query: client.get(path, query, headers=ENGLISH)


@pytest.fixture
def looked(client, db):
    """looked(q="x"): the search page with these filters, in English."""

    def look(**filters):
        return client.get("/search/", filters, headers=ENGLISH)

    return look


@pytest.fixture
def sent(client):
    """What comes back to what a form sends, in English."""
    return lambda path, **told: client.post(path, told, headers=ENGLISH)


@pytest.fixture
def desk(client, elena):
    """A browser in which Elena is signed in."""
    client.force_login(elena)
    return client


@pytest.fixture
def twice():
    """What both presses of a form answer, which is sent with the key that its page carries."""

    def press(client, name, told, field="key"):
        key = client.get(reverse(name)).context["form"][field].value()
        return [client.post(reverse(name), told | {field: key}) for _press in range(2)]

    return press


@pytest.fixture
def carlo(biagio, elena):
    """Has no e-mail; Biagio books for him."""
    return membership.enter_person(biagio, elena, CARLO, "On the phone on 3 March").person


@pytest.fixture
def other_desk(dora):
    """Another body, which Dora owns: nothing of Biagio's is hers."""
    return profile.found(dora, {"name": "Abito"})


@pytest.fixture
def filled(slot):
    """What the page sends: the babysitting offer, the day after tomorrow at ten, for two hours."""

    def make(**other):
        start, _ = slot()
        base = {"starts_at": start.isoformat(), "minutes": "120", "address": "via Cecchi 18", "door": "Haddad, floor 3"}
        return base | {"area": "", "ages": "3 and 6", "note": "", "key": str(uuid4())} | other

    return make


@pytest.fixture
def soon(booking, now_is):
    """The booking, so many hours before it begins: steps of the day are open."""

    def move(hours: float) -> Booking:
        now_is(booking.starts_at - timedelta(hours=hours))
        return Booking.objects.get(pk=booking.pk)

    return move

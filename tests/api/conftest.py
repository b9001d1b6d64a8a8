"""The cast, calling the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from marketplace.organisations import keys, membership
from marketplace.organisations.models import Mandate, Membership, Organisation
from tests.cast import settled


@pytest.fixture(autouse=True)
def files_stay_apart(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def program(biagio, elena) -> Callable[..., APIClient]:
    """program("bookings:read") is a client that carries a key of Biagio's with these scopes."""

    def make(*scopes: str) -> APIClient:
        _key, words = keys.make(biagio, elena, "Till", list(scopes))
        return APIClient(headers={"authorization": f"Key {words}", "accept-language": "en"})

    return make


@pytest.fixture
def abito(elena) -> Organisation:
    """Elena's other organisation."""
    other = settled(Organisation.objects.create(name="Abito", slug="abito"), "verified")
    Membership.objects.create(organisation=other, user=elena, role="owner")
    return other


@pytest.fixture
def mandate(biagio, elena) -> Mandate:
    """Fatima has no e-mail and lets Biagio's desk act for her."""
    who = {"given_name": "Fatima", "phone": "011 555 0190", "language": "en"}
    return membership.enter_person(biagio, elena, who, "on the phone")


@pytest.fixture
def visitor() -> APIClient:
    return APIClient(headers={"accept-language": "en"})


@pytest.fixture
def calls(db) -> Callable[[Any], APIClient]:
    """calls(nadia) is Nadia's client."""

    def sign_in(user: Any) -> APIClient:
        client = APIClient(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def queries() -> Callable[[APIClient, str], int]:
    """queries(client, path) is how many queries the answer took."""

    def count(client: APIClient, path: str) -> int:
        client.get(path)  # sign-in, permissions and the like are remembered
        with CaptureQueriesContext(connection) as taken:
            assert client.get(path).status_code == 200
        return len(
            [query for query in taken if "INTO api_call" not in query["sql"]]
        )  # the throttle asks once each time

    return count


@pytest.fixture
def request_body(offer, slot) -> Callable[..., dict]:
    """What Nadia's program sends to ask for the babysitter."""

    def make(**other: Any) -> dict:
        starts_at, ends_at = slot()
        times = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
        return {"offer": offer.pk, **times, "address": "via Cecchi 18", "answers": {"ages": "3 and 6"}} | other

    return make

"""From where a session is used is noted, but not with every page."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone


@pytest.fixture
def seen(client, nadia):
    """seen(browser="Fox"): what is noted of Nadia's session after she has looked at a page."""
    client.force_login(nadia)

    def look(browser: str = "Fox", address: str = "192.0.2.1") -> UserSession:
        client.get(reverse("health"), headers={"user-agent": browser}, REMOTE_ADDR=address)
        return UserSession.objects.get(session_key=client.session.session_key)

    return look


def test_what_is_noted_a_moment_ago_is_not_written_again(seen):
    first = seen()

    assert seen().last_seen_at == first.last_seen_at


def test_after_a_minute_the_session_was_seen_again(seen, now_is):
    first = seen()
    now_is(timezone.now() + timedelta(seconds=61))

    again = seen()

    assert again.pk == first.pk
    assert again.last_seen_at - first.last_seen_at > timedelta(minutes=1)


@pytest.mark.parametrize(("name", "other"), [("browser", "Owl"), ("address", "192.0.2.2")])
def test_another_browser_and_another_address_are_written_at_once(seen, name, other):
    seen()

    noted = seen(**{name: other})

    assert {"browser": noted.user_agent, "address": noted.ip} == {"browser": "Fox", "address": "192.0.2.1"} | {
        name: other
    }


def test_a_name_of_a_browser_that_is_longer_than_its_field_is_noted_once(seen):
    first = seen("F" * 1000)

    assert seen("F" * 1000).last_seen_at == first.last_seen_at


def test_of_a_visitor_nothing_is_noted(client, db):
    client.get(reverse("health"))

    assert not UserSession.objects.exists()

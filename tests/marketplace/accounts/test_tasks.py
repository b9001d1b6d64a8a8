"""Sessions that ended are forgotten."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from marketplace.accounts.tasks import forget_sessions


def test_a_session_that_ended_is_deleted_and_a_living_one_stays(client, nadia, dora):
    client.force_login(nadia)
    ended = client.session.session_key
    Session.objects.filter(pk=ended).update(expire_date=timezone.now() - timedelta(days=1))
    client.cookies.clear()
    client.force_login(dora)

    forget_sessions(0)

    assert set(Session.objects.values_list("pk", flat=True)) == {client.session.session_key}


def test_with_a_session_its_address_and_browser_are_forgotten(client, nadia, dora):
    client.force_login(nadia)
    client.get(reverse("account"))
    client.session.flush()
    client.cookies.clear()
    client.force_login(dora)
    client.get(reverse("account"))

    forget_sessions(0)

    assert [kept.user for kept in UserSession.objects.all()] == [dora]

"""The one socket, through the real server: who may follow what, what is told, and when it is closed."""

import asyncio
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bookings import messaging
from marketplace.live import Live, end_for, end_of
from marketplace.lives.engine import Actor, take
from tests.followers import Follower, closed_by, on_its_own_line, opened, run

pytestmark = pytest.mark.django_db(transaction=True)


def test_whoever_follows_a_booking_hears_of_each_step_and_message(sockets, client, booking, nadia, elena):
    async def talk():
        async with opened(sockets, client, nadia) as line:
            follower = Follower(line)
            heard = [await follower.follow(booking.topic)]
            await asyncio.to_thread(take, booking, "accept", Actor(elena))
            heard.append(await follower.hears())
            await asyncio.to_thread(messaging.post, booking, Actor(elena), "Hello")
            return [*heard, await follower.hears()]

    topic = f"booking:{booking.pk}"
    first, *changes = run(talk)

    assert first == {"following": topic}
    assert changes == [{"changed": topic}] * 2


@pytest.mark.parametrize("topic", ["booking:{pk}", "booking:0", "booking:x", "nothing:1", "booking:9" + "9" * 30, ""])
def test_an_outsider_finds_nothing_to_follow(sockets, client, booking, dora, topic):
    async def ask():
        async with opened(sockets, client, dora) as line:
            return await Follower(line).follow(topic.format(pk=booking.pk))

    assert "missing" in run(ask)


def test_a_visitor_s_socket_is_closed_with_a_reason(sockets, client, booking):
    async def ask():
        async with opened(sockets, client) as line:
            await line.recv()

    with pytest.raises(ConnectionClosed) as closed:
        run(ask)
    assert closed.value.rcvd.code == 4401


def test_a_session_that_still_owes_the_second_proof_gets_no_socket_until_it_has_given_it(sockets, client, gianni):
    async def ask():
        async with opened(sockets, client) as line:
            return await Follower(line).follow("booking:0")

    client.force_login(gianni)
    with pytest.raises(ConnectionClosed) as closed:
        run(ask)
    assert closed.value.rcvd.code == 4401

    TOTP.activate(gianni, "JBSWY3DPEHPK3PXP")
    code, *_others = RecoveryCodes.activate(gianni).get_unused_codes()
    client.post(reverse("mfa_reauthenticate"), {"code": code})

    assert run(ask) == {"missing": "booking:0"}


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "http://localhost:1", "null"])
def test_another_site_s_page_gets_no_socket(sockets, client, nadia, origin):
    async def ask():
        async with opened(sockets, client, nadia, origin=origin):
            return

    with pytest.raises(InvalidStatus) as refused:
        run(ask)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("words", ["not json", "[]", "7", '{"follow": {"a": 1}}', '{"follow": 7}', "x" * 70_000, ""])
def test_nonsense_is_passed_over_and_the_line_holds(sockets, client, booking, nadia, words):
    async def ask():
        async with opened(sockets, client, nadia) as line:
            await line.send(words)
            return await Follower(line).follow(booking.topic)

    assert run(ask) == {"following": booking.topic}


def test_what_is_rolled_back_is_not_told(booking, elena, monkeypatch):
    told = []
    monkeypatch.setattr("marketplace.live.announce", told.append)

    with transaction.atomic():
        messaging.post(booking, Actor(elena), "Hello")
        transaction.set_rollback(True)

    assert told == []


def test_a_dead_line_leaves_the_step_standing(booking, elena, monkeypatch):
    def dead(topic):
        raise ConnectionError(topic)

    monkeypatch.setattr("marketplace.live.announce", dead)

    take(booking, "accept", Actor(elena))

    booking.refresh_from_db()
    assert booking.status == "confirmed"
    assert settings.REDIS_URL == ""


def test_signing_out_closes_the_open_socket(sockets, client, nadia):
    assert closed_by(sockets, client, nadia, lambda: client.post(reverse("account_logout"))) == 4401


@pytest.mark.parametrize("how", ["one", "others", "everywhere"])
def test_a_session_that_is_ended_from_another_device_takes_its_socket_along(sockets, client, nadia, how):
    client.force_login(nadia)
    client.get(reverse("account"))
    lost, phone = UserSession.objects.get(user=nadia), Client()
    phone.force_login(nadia)
    phone.get(reverse("account"))
    address = {
        "one": reverse("end_session", args=[lost.pk]),
        "others": reverse("usersessions_list"),
        "everywhere": reverse("sign_out_everywhere"),
    }[how]

    assert closed_by(sockets, client, None, lambda: phone.post(address)) == 4401
    assert client.get(reverse("account")).status_code == 302


OLD, NEW = "una-parola-lunga-7", "una-parola-nuova-8"
TWICE = {"password1": NEW, "password2": NEW}


def change_it(browser: Client, nadia) -> None:
    browser.post(reverse("account_change_password"), {"oldpassword": OLD, **TWICE})


def set_it(browser: Client, nadia) -> None:
    browser.post(reverse("account_set_password"), TWICE)


def reset_it(_browser: Client, nadia) -> None:
    visitor = Client()
    visitor.post(reverse("account_reset_password"), {"email": nadia.email})
    link = re.search(r"http://[^/]+(/\S+)", mail.outbox[-1].body)[1]
    visitor.post(visitor.get(link).url, TWICE)


@pytest.mark.parametrize("how", [change_it, set_it, reset_it])
def test_another_password_ends_her_sessions_and_their_sockets_elsewhere(sockets, client, nadia, how):
    nadia.set_password(None if how is set_it else OLD)
    nadia.save()
    EmailAddress.objects.create(user=nadia, email=nadia.email, verified=True, primary=True)
    at_home = Client()
    for browser in (client, at_home):
        browser.force_login(nadia)
        browser.get(reverse("account"))
    elsewhere = client.session.session_key

    assert closed_by(sockets, client, None, lambda: how(at_home, nadia)) == 4401

    nadia.refresh_from_db()
    assert nadia.check_password(NEW)
    assert not Session.objects.filter(pk=elsewhere).exists()
    assert not UserSession.objects.filter(session_key=elsewhere).exists()
    assert (at_home.get(reverse("account")).status_code == 200) == (how is not reset_it)


def test_whoever_is_shut_out_by_an_operator_has_all_her_sockets_closed_and_gets_none(sockets, client, person, nadia):
    boss = Client()
    boss.force_login(person("Rosa", is_staff=True, is_superuser=True))
    told = {"given_name": "Nadia", "language": "en", "email": nadia.email}  # the box "active" is empty
    address = reverse("admin:accounts_user_change", args=[nadia.pk])

    async def wait(*clients):
        async with opened(sockets, clients[0]) as here, opened(sockets, clients[1]) as there:
            lines = [here, there]
            for line in lines:
                await Follower(line).follow("booking:0")
            await asyncio.to_thread(on_its_own_line, lambda: boss.post(address, told))
            for line in lines:
                await line.wait_closed()
            return [line.close_code for line in lines]

    phone = Client()
    for device in (client, phone):
        device.force_login(nadia)
    assert run(lambda: wait(client, phone)) == [4401, 4401]

    with pytest.raises(ConnectionClosed):
        run(lambda: wait(client, phone))


def test_whoever_is_changed_but_not_shut_out_stays_connected(sockets, client, person, nadia, booking, elena):
    boss = Client()
    boss.force_login(person("Rosa", is_staff=True, is_superuser=True))
    told = {"given_name": "Nadia", "language": "en", "email": nadia.email, "is_active": "on"}
    address = reverse("admin:accounts_user_change", args=[nadia.pk])

    async def talk():
        async with opened(sockets, client, nadia) as line:
            follower = Follower(line)
            heard = [await follower.follow(booking.topic)]
            await asyncio.to_thread(on_its_own_line, lambda: boss.post(address, told))
            await asyncio.to_thread(messaging.post, booking, Actor(elena), "Hello")
            return [*heard, await follower.hears()]

    assert run(talk)[1] == {"changed": booking.topic}


def test_somebody_else_s_socket_stays_open(sockets, client, booking, nadia, elena):
    other = Client()
    other.force_login(elena)

    async def talk():
        async with opened(sockets, client, nadia) as line:
            follower = Follower(line)
            heard = [await follower.follow(booking.topic)]
            await asyncio.to_thread(on_its_own_line, lambda: other.post(reverse("account_logout")))
            await asyncio.to_thread(messaging.post, booking, Actor(elena), "Hello")
            return [*heard, await follower.hears()]

    assert run(talk)[1] == {"changed": booking.topic}


@pytest.mark.parametrize("whose", ["session", "person"])
def test_nobody_follows_the_end_of_somebody_else(sockets, client, nadia, dora, whose):
    client.force_login(dora)
    topic = {"session": end_of(client.session.session_key), "person": end_for(dora)}[whose]

    async def ask():
        async with opened(sockets, client, nadia) as line:
            return await Follower(line).follow(topic)

    assert run(ask) == {"missing": topic}


@pytest.mark.parametrize("how", ["session", "person"])
def test_whoever_is_out_in_the_very_moment_in_which_the_socket_opens_is_closed(client, nadia, monkeypatch, how):
    def goes(session, person) -> bool:  # asked as she is let in, before she follows anything
        if how == "session":
            session.delete()
        else:
            type(person).objects.filter(pk=person.pk).update(is_active=False)
        return False

    client.force_login(nadia)
    monkeypatch.setattr(Live, "listening", None)
    monkeypatch.setattr("marketplace.live.listen", lambda: asyncio.sleep(0))
    scope = {"type": "websocket", "path": "/ws/", "headers": [], "user": nadia, "session": client.session}

    said = run(lambda: said_to(Live.as_asgi(owes=goes), scope))

    assert [(one["type"], one.get("code")) for one in said] == [("websocket.accept", None), ("websocket.close", 4401)]


async def said_to(consumer, scope) -> list[dict]:
    """What the consumer itself, in this process, says until it closes the socket."""
    said, heard, closed = [], asyncio.Queue(), asyncio.Event()

    async def hear(message):
        said.append(message)
        if message["type"] == "websocket.close":
            closed.set()

    await heard.put({"type": "websocket.connect"})
    talk = asyncio.create_task(consumer(scope, heard.get, hear))
    await asyncio.wait_for(closed.wait(), 10)
    await heard.put({"type": "websocket.disconnect", "code": 4401})
    await asyncio.wait([talk])
    await database_sync_to_async(connections.close_all)()
    return said

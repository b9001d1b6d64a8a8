"""Mails carry what the reader's calendar needs: once agreed, at each change, and when it is called off."""

from datetime import timedelta

import pytest
from django.core import mail

from bookings import feeds, lifecycle
from bookings.models import Booking
from marketplace.lives.engine import CLOCK, Actor, take
from marketplace.notices import telling
from marketplace.notices.models import Notice


@pytest.fixture
def mailed():
    """What the mail about the last change carries for this reader, as (content type, body); None without any."""

    def parts(booking, reader):
        mail.outbox.clear()
        change = Booking.objects.get(pk=booking.pk).last_change
        telling.announce(change)
        for notice in Notice.objects.filter(cause=f"change:{change.pk}"):
            telling.send(notice.pk)
        [letter] = [letter for letter in mail.outbox if letter.to == [reader.email]]
        found = [part for part in letter.message().walk() if part.get_content_type() == "text/calendar"]
        return (found[0].get_param("method"), found[0].get_payload(decode=True)) if found else None

    return parts


def test_a_confirmation_invites(confirmed, nadia, mailed, understood, settings):
    kind, body = mailed(confirmed, nadia)

    method, [event] = understood(body)
    assert kind == method == "REQUEST"
    assert event.uid == f"{confirmed.reference}@{settings.SITE_HOST}"
    assert (event.status, event.starts) == ("CONFIRMED", confirmed.starts_at)


def test_a_cancellation_takes_it_out_again(confirmed, nadia, samira, mailed, understood):
    _kind, before = mailed(confirmed, samira)
    take(confirmed, "cancel", Actor(nadia))
    kind, after = mailed(confirmed, samira)

    (_m, [invited]), (method, [withdrawn]) = understood(before), understood(after)
    assert kind == method == "CANCEL"
    assert (withdrawn.uid, withdrawn.status) == (invited.uid, "CANCELLED")
    assert withdrawn.sequence > invited.sequence


def test_feed_and_invitation_are_one_event(confirmed, nadia, mailed, understood):
    key, _secret = feeds.make(nadia, "booked")

    (_m, [invited]), (_p, [read]) = understood(mailed(confirmed, nadia)[1]), understood(feeds.read(key))

    assert invited == read


def test_a_request_invites_nobody_yet(booking, elena, mailed):
    assert mailed(booking, elena) is None


def test_what_was_never_agreed_is_not_withdrawn(booking, nadia, elena, mailed):
    take(booking, "decline", Actor(elena), {"reason": "We are full."})

    assert mailed(booking, nadia) is None


def test_a_reminder_carries_nothing(confirmed, nadia, mailed):
    take(confirmed, "remind", CLOCK)

    assert mailed(confirmed, nadia) is None


def test_the_end_of_the_work_carries_nothing(confirmed, nadia, samira, mailed, now_is):
    now_is(confirmed.starts_at + timedelta(hours=1))
    take(confirmed, "finish", Actor(samira))

    assert mailed(confirmed, nadia) is None


def test_nobody_learns_who_else_was_told(make_offer, nadia, samira, elena, wishes, mailed):
    at_once = make_offer(at_once=True)
    booked = lifecycle.ask(at_once, Actor(nadia), wishes())

    body = mailed(booked, samira)[1].decode().replace("\r\n ", "")

    assert "mailto:samira@example.org" in body
    for other in ("nadia@", "elena@", "Haddad"):
        assert other not in body


def test_a_mail_about_words_carries_nothing(confirmed, nadia, elena):
    telling.write(nadia, "customer", confirmed, "message:1", "Elena wrote", "Hello")
    telling.send(Notice.objects.get(cause="message:1").pk)

    assert mail.outbox[-1].attachments == []


def test_another_time_moves_what_is_in_the_calendar(confirmed, nadia, samira, elena, mailed, understood, slot):
    (_m, [invited]) = understood(mailed(confirmed, nadia)[1])
    start, _end = slot(14)
    offered = take(confirmed, "propose_move", Actor(elena), {"times": [start], "words": ""})
    (_m, [meanwhile]) = understood(mailed(offered, nadia)[1])
    moved = take(offered, "agree_to_move", Actor(nadia), {"time": start})

    method, [event] = understood(mailed(moved, samira)[1])

    assert method == "REQUEST"
    assert meanwhile.starts == invited.starts
    assert (event.uid, event.starts) == (invited.uid, start)
    assert event.sequence > meanwhile.sequence > invited.sequence


def test_whoever_is_not_to_come_any_more_takes_it_out(confirmed, samira, understood):
    [part] = feeds.invitation(confirmed, confirmed.last_change, samira, "left")

    method, [event] = understood(part.get_payload(decode=True))

    assert (method, event.status) == ("CANCEL", "CANCELLED")


def test_each_day_of_a_course_is_an_invitation_of_its_own(on, come, nadia, understood):
    booking = come(nadia, on(sessions=3))

    parts = feeds.invitation(booking, booking.last_change, nadia, "customer")

    found = [understood(part.get_payload(decode=True)) for part in parts]
    assert [method for method, _events in found] == ["REQUEST"] * 3
    assert len({event.uid for _method, [event] in found}) == 3


def test_one_mail_about_several_bookings_invites_to_each(offer, nadia, elena, wishes, slot, monkeypatch, understood):
    changes = []
    for hour in (10, 14):
        start, end = slot(hour)
        asked = lifecycle.ask(offer, Actor(nadia), wishes(starts_at=start, ends_at=end))
        changes.append(take(asked, "accept", Actor(elena)).last_change)
    monkeypatch.setattr(Booking, "told_with", lambda booking, change: changes)

    telling.announce(changes[-1])
    telling.send(Notice.objects.get(cause=f"change:{changes[-1].pk}", reader=nadia).pk)

    parts = [part for part in mail.outbox[-1].message().walk() if part.get_content_type() == "text/calendar"]
    found = [understood(part.get_payload(decode=True)) for part in parts]
    assert {event.starts for _method, [event] in found} == {slot(10)[0], slot(14)[0]}

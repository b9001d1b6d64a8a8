"""Talk: who may, what is kept, what is unread, who is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from bookings import lifecycle, messaging, telling
from bookings.models import Message, Unread
from marketplace.lives.engine import Actor, take
from marketplace.notices.models import Notice
from marketplace.organisations.models import Mandate, Membership
from marketplace.refusals import Refused
from tests.folding import each


def test_a_message_waits_unread_for_the_other_side_alone(booking, nadia, elena):
    messaging.post(booking, Actor(elena), "Is the bell working?")

    assert messaging.unread_count(nadia) == 1
    assert messaging.unread_count(elena) == 0


def test_what_was_read_is_not_unread_and_never_goes_back(booking, nadia, elena):
    first = messaging.post(booking, Actor(elena), "one")
    messaging.post(booking, Actor(elena), "two")
    messaging.mark_read(booking, nadia)
    messaging.mark_read(booking, nadia, first)

    assert messaging.unread_count(nadia) == 0


def test_what_one_at_the_desk_has_read_waits_for_no_colleague(booking, nadia, elena):
    messaging.post(booking, Actor(nadia), "Hello")
    waiting = messaging.waiting_at_desk(booking.organisation)
    before = [thread.life_id for thread in waiting]
    messaging.mark_read(booking, elena)

    assert before == [booking.pk]
    assert not waiting.all().exists()


def test_what_the_desk_answered_waits_for_it_no_longer(booking, nadia, elena):
    messaging.post(booking, Actor(nadia), "Hello")
    messaging.post(booking, Actor(elena), "Good morning")

    assert not messaging.waiting_at_desk(booking.organisation).exists()


def test_a_thread_waits_in_the_order_of_its_last_words(booking, offer, nadia, dora, wishes, slot):
    starts_at, ends_at = slot(hour=14)
    other = lifecycle.ask(offer, Actor(dora), wishes(starts_at=starts_at, ends_at=ends_at))
    for life, writer in ((booking, nadia), (other, dora), (booking, nadia)):
        messaging.post(life, Actor(writer), "Hello")

    assert [thread.life_id for thread in messaging.waiting_at_desk(booking.organisation)] == [other.pk, booking.pk]


def test_words_of_the_worker_wait_for_the_desk_and_for_the_customer(confirmed, nadia, elena, samira):
    messaging.post(confirmed, Actor(samira), "I come by bike")

    assert [messaging.unread_count(user) for user in (nadia, samira, elena)] == [1, 0, 0]
    assert messaging.waiting_at_desk(confirmed.organisation).count() == 1


def test_a_message_written_for_somebody_is_read_by_the_desk_that_wrote_it(booking, nadia, elena):
    Mandate.objects.create(organisation=booking.organisation, person=nadia, entered_by=elena, how="by phone")
    messaging.post(booking, Actor(elena, nadia), "She rings twice")

    assert messaging.unread_count(nadia) == 1
    assert not messaging.waiting_at_desk(booking.organisation).exists()


def test_what_somebody_has_left_waits_for_her_no_longer(confirmed, worker, elena, samira):
    messaging.post(confirmed, Actor(elena), "Take the stairs")
    before = messaging.unread_count(samira)
    type(worker).objects.update(active=False)

    assert (before, messaging.unread_count(samira)) == (1, 0)


def test_unread_is_counted_by_booking_from_where_somebody_stopped(booking, nadia, elena):
    first = messaging.post(booking, Actor(elena), "one")
    for words in ("two", "three"):
        messaging.post(booking, Actor(elena), words)
    messaging.mark_read(booking, nadia, first)

    assert messaging.unread_by_booking(nadia, [booking]) == {booking.pk: 2}


def test_the_database_keeps_one_row_for_each_who_waits(booking, nadia, elena):
    for words in ("one", "two"):
        messaging.post(booking, Actor(elena), words)

    row = Unread.objects.get(reader=nadia)
    assert row.message.text == "two"
    with pytest.raises(IntegrityError), transaction.atomic():
        Unread.objects.create(life=booking, reader=nadia, message=row.message)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unread.objects.create(life=booking, reader=elena, desk=booking.organisation, message=row.message)


def test_an_outsider_writes_nothing(booking, dora):
    with pytest.raises(Refused):
        messaging.post(booking, Actor(dora), "hello")


def test_a_repeated_key_sends_one_message(booking, nadia):
    for _attempt in range(2):
        messaging.post(booking, Actor(nadia), "Hello", key="k")

    assert Message.objects.count() == 1


@each("text", ["", "   ", "\0", "x" * 2001])
def test_empty_words_and_too_many_are_refused_with_a_reason(booking, nadia, text):
    with pytest.raises(ValidationError) as said:
        messaging.post(booking, Actor(nadia), text)

    assert "text" in said.value.message_dict


@each("text", ["👍🏿", "مرحبا، أنا سميرة", "a\nb", "'; DROP TABLE bookings_message; --"])
def test_words_of_every_script_arrive_as_they_were_written(booking, nadia, text):
    assert messaging.post(booking, Actor(nadia), text).text == text


def test_changes_and_messages_are_one_line_of_time(booking, nadia, elena):
    messaging.post(booking, Actor(nadia), "Hello")

    entries = messaging.stream(booking, elena, "provider").entries

    assert [(entry.step, entry.author) for entry in entries] == [("ask", ""), ("", "Nadia")]


def test_whoever_took_a_step_reads_it_as_her_own(booking, nadia, elena):
    stretches = [messaging.stream(booking, *who) for who in ((nadia, "customer"), (elena, "provider"))]

    assert [stretch.entries[0].text for stretch in stretches] == [
        "You asked for this time.",
        "Nadia asked for this time.",
    ]


def test_a_long_thread_comes_in_stretches_that_leave_nothing_out(booking, nadia, elena, monkeypatch):
    monkeypatch.setattr(messaging, "SHOWN", 4)
    for number in range(9):
        messaging.post(booking, Actor(nadia if number % 2 else elena), str(number))
    take(booking, "accept", Actor(elena))

    stretches = [messaging.stream(booking, nadia, "customer")]
    while stretches[0].earlier:
        stretches.insert(0, messaging.stream(booking, nadia, "customer", stretches[0].earlier))

    assert [len(stretch.entries) for stretch in stretches] == [3, 4, 4]
    told = [entry.step or entry.text for stretch in stretches for entry in stretch.entries]
    assert told == ["ask", *map(str, range(9)), "accept"]


def test_a_clock_that_went_back_hides_nothing(booking, nadia, monkeypatch):
    monkeypatch.setattr(messaging, "SHOWN", 2)
    for number in range(5):
        message = messaging.post(booking, Actor(nadia), str(number))
        Message.objects.filter(pk=message.pk).update(created_at=booking.born_at - timedelta(hours=number))

    found, cursor = [], messaging.NEWEST
    while cursor:
        stretch = messaging.stream(booking, nadia, "customer", cursor)
        found, cursor = [entry.text for entry in stretch.entries if entry.message] + found, stretch.earlier

    assert found == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("text", ["", "x", "1", "1-", "-1-1", "1-" + "9" * 40, "١-٢", "1-2\n", "0x1-2"])
def test_a_cursor_that_cannot_be_is_the_newest(text):
    assert messaging.Cursor.read(text) == messaging.NEWEST


def test_a_cursor_is_written_as_it_is_read():
    assert messaging.Cursor.read(str(messaging.Cursor(12, 40))) == messaging.Cursor(12, 40)


def test_the_customer_sees_staff_as_their_organisation(booking, nadia, elena):
    messaging.post(booking, Actor(elena), "Hello")

    assert messaging.stream(booking, nadia, "customer").entries[-1].author == "Biagio, Elena"


def test_an_unread_message_is_mailed_once(booking, nadia, elena):
    message = messaging.post(booking, Actor(elena), "Is the bell working?")
    for _attempt in range(2):
        telling.tell_of(message)

    notice = Notice.objects.get(cause=f"message:{message.pk}", reader=nadia)
    assert notice.subject.startswith("Elena wrote: Babysitter")
    assert notice.text == "Is the bell working?"


@pytest.fixture
def written_for(offer, biagio, elena, wishes):
    """Elena books for somebody who lets Biagio do it, and writes in her name."""

    def write(person):
        Mandate.objects.create(organisation=biagio, person=person, entered_by=elena, how="by phone")
        booking = lifecycle.ask(offer, Actor(elena, acting_for=person), wishes())
        return messaging.post(booking, Actor(elena, acting_for=person), "The bell does not work.")

    return write


def test_nobody_is_called_to_hear_her_own_words(written_for, person, elena):
    carlo = person("Carlo", email=None, phone="+390115550199")
    message = written_for(carlo)

    telling.tell_of(message)

    assert not Notice.objects.filter(reader=carlo).exists()


def test_whoever_has_mail_is_told_who_wrote_in_her_name(written_for, nadia):
    message = written_for(nadia)

    telling.tell_of(message)

    notice = Notice.objects.get(cause=f"message:{message.pk}", reader=nadia)
    assert (notice.channel, notice.text) == ("mail", "The bell does not work.")
    assert notice.subject.startswith("Elena wrote in your name: Babysitter")


def test_others_are_told_whose_words_they_are(written_for, nadia, person, biagio):
    colleague = person("Bruno")
    Membership.objects.create(organisation=biagio, user=colleague, role="coordinator")
    message = written_for(nadia)

    telling.tell_of(message)

    assert Notice.objects.get(cause=f"message:{message.pk}", reader=colleague).subject.startswith("Nadia wrote: Baby")


def test_a_message_that_was_read_is_not_mailed(booking, nadia, elena):
    message = messaging.post(booking, Actor(elena), "Hello")
    messaging.mark_read(booking, nadia)
    telling.tell_of(message)

    assert not Notice.objects.filter(reader=nadia, cause__startswith="message").exists()


def test_a_burst_is_told_with_its_last_message(booking, nadia, elena):
    first = messaging.post(booking, Actor(elena), "one")
    messaging.post(booking, Actor(elena), "two")
    telling.tell_of(first)

    assert not Notice.objects.filter(cause=f"message:{first.pk}").exists()

"""People are told once, in their language, by mail or by a call from the desk."""

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import lifecycle, messaging, queues
from bookings.models import Booking
from bookings.telling import tell_of
from marketplace.lives.engine import Actor, take
from marketplace.lives.models import Change
from marketplace.notices import tasks, telling
from marketplace.notices.models import Letter, Notice
from marketplace.organisations.models import Mandate
from services.models import Offer


def announced(booking, step):
    change = Change.objects.get(life=booking.pk, step=step)  # as the task finds it: with nothing known before
    telling.announce(change)
    return Notice.objects.filter(cause=f"change:{change.pk}")


def test_the_desk_is_told_of_a_request_and_the_customer_is_not_told_of_her_own(booking, elena):
    assert {notice.reader for notice in announced(booking, "ask")} == {elena}


def test_somebody_with_two_roles_in_the_body_is_told_once(booking, elena):
    assert announced(booking, "ask").filter(reader=elena).count() == 1


def test_announcing_twice_tells_once(booking):
    announced(booking, "ask")

    assert announced(booking, "ask").count() == 1


def test_the_reader_s_own_language_is_used(booking, elena, nadia):
    nadia.language = "it"
    nadia.save()
    take(booking, "accept", Actor(elena))

    notice = announced(booking, "accept").get(reader=nadia)

    assert "(it)" in notice.subject


def test_a_letter_says_what_happened_what_comes_and_where_to_look(booking, elena, settings):
    notice = announced(booking, "ask").get()
    telling.send(notice.pk)

    (letter,) = mail.outbox
    assert "Nadia asked for this time." in letter.body
    assert f"{settings.SITE_URL}/bookings/{booking.pk}/" in letter.body
    assert letter.to == [elena.email]


def test_a_letter_is_sent_once(booking):
    notice = announced(booking, "ask").get()
    telling.send(notice.pk)
    notice.refresh_from_db()
    telling.send(notice.pk)

    assert len(mail.outbox) == 1


def test_the_booking_stands_when_the_mail_server_refuses(booking, monkeypatch):
    notice = announced(booking, "ask").get()

    def refuse(*args, **kwargs):
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    with pytest.raises(ConnectionRefusedError):
        tasks.send(notice.pk)

    notice.refresh_from_db()
    assert notice.done_at is None
    assert "no server" in notice.error
    assert Booking.objects.filter(pk=booking.pk, status="asked").exists()


def test_the_task_that_tells_commits_with_the_step(booking):
    names = set(ProcrastinateJob.objects.values_list("task_name", flat=True))

    assert "notices.announce" in names


def test_somebody_without_mail_is_put_on_the_list_of_calls(offer, person, biagio, elena, wishes):
    carlo = person("Carlo", email=None, phone="+390115550199")
    Mandate.objects.create(organisation=biagio, person=carlo, entered_by=elena, how="by phone")
    booking = lifecycle.ask(offer, Actor(elena, acting_for=carlo), wishes())
    announced(booking, "ask")

    call = queues.to_phone(biagio).get()

    assert call.reader == carlo
    assert "asked for this time" in call.text
    telling.phoned(call, elena)
    assert not queues.to_phone(biagio).exists()


def test_whoever_was_booked_for_is_told_and_by_whom(offer, nadia, biagio, elena, wishes):
    Mandate.objects.create(organisation=biagio, person=nadia, entered_by=elena, how="by phone")
    booking = lifecycle.ask(offer, Actor(elena, acting_for=nadia), wishes())

    notice = announced(booking, "ask").get()

    assert (notice.reader, notice.channel) == (nadia, "mail")
    assert notice.text.startswith("You asked for this time.")
    assert notice.text.endswith("Elena did this in your name.")


def test_an_operator_who_cancels_for_the_customer_does_not_do_it_behind_her_back(confirmed, nadia, elena, operator):
    take(confirmed, "cancel", Actor(operator, acting_for=nadia))

    told = {notice.reader: notice for notice in announced(confirmed, "cancel")}

    assert {nadia, elena} <= told.keys()
    assert "Olga did this in your name." in told[nadia].text
    assert "in your name" not in told[elena].text


def test_whoever_cancels_herself_is_not_told_of_it(confirmed, nadia):
    take(confirmed, "cancel", Actor(nadia))

    assert not announced(confirmed, "cancel").filter(reader=nadia).exists()


def test_nobody_is_called_because_of_what_she_did_herself(offer, person, wishes, elena):
    carlo = person("Carlo", email=None, phone="+390115550199")

    told = announced(lifecycle.ask(offer, Actor(carlo), wishes()), "ask")

    assert {notice.reader for notice in told} == {elena}


def test_where_no_mail_server_is_set_letters_stay_in_the_house(booking, settings):
    settings.EMAIL_BACKEND = "marketplace.notices.outbox.Backend"
    telling.send(announced(booking, "ask").get().pk)

    assert "asked for this time" in Letter.objects.get().text


def test_a_title_of_several_lines_makes_one_line_of_subject(booking, elena, nadia):
    """A mail server takes no subject with a line break, and nobody would ever hear of the refusal."""
    booking.offer.texts.update(title="Babysitter\n\nat home")
    take(booking, "decline", Actor(elena), {"reason": "We are full."})

    notice = announced(booking, "decline").get(reader=nadia)
    telling.send(notice.pk)

    assert "Babysitter at home" in mail.outbox[0].subject


def test_of_a_discreet_offer_the_subject_says_when_and_not_what(booking, elena, nadia):
    Offer.objects.update(discreet=True)

    take(booking, "accept", Actor(elena))

    subject = announced(booking, "accept").get(reader=nadia).subject
    assert subject.startswith("Appointment, ")
    assert booking.offer.title not in subject


def test_names_and_titles_as_long_as_they_may_be_fit_into_a_subject(booking, nadia, elena):
    nadia.given_name = "N" * 80
    nadia.save()
    booking.offer.texts.update(title="T" * 90)
    message = messaging.post(booking, Actor(nadia), "Hello")

    tell_of(message)

    subjects = Notice.objects.filter(cause=f"message:{message.pk}").values_list("subject", flat=True)
    assert {len(subject) for subject in subjects} == {200}

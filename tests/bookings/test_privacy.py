"""What people write of themselves and of others is for those who need it."""

import pytest

from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from marketplace.notices import telling
from marketplace.notices.models import Notice


@pytest.fixture
def complained(confirmed, nadia, samira, now_is) -> Booking:
    now_is(confirmed.starts_at)
    for step in ("start", "finish"):
        take(confirmed, step, Actor(samira))
    return take(confirmed, "complain", Actor(nadia), {"complaint": "She broke the lamp."})


def lines(booking, role):
    return " ".join(booking.line(change, role) for change in booking.changes.all())


def told(booking):
    telling.announce(booking.last_change)
    return {notice.reader: notice for notice in Notice.objects.filter(cause=f"change:{booking.last_change_id}")}


def test_a_complaint_and_its_answer_are_not_for_whoever_was_sent(complained, elena):
    take(complained, "settle", Actor(elena), {"answer": "We pay for the lamp.", "stays_due": "yes"})

    for role in ("provider", "customer", "operator"):
        assert "broke the lamp" in lines(complained, role)
        assert "pay for the lamp" in lines(complained, role)
    assert "lamp" not in lines(complained, "worker")
    assert lines(complained, "worker").endswith("Nadia has a complaint Elena answered the complaint")


def test_the_cause_of_a_cancellation_is_not_for_whoever_was_to_come(confirmed, nadia, samira, elena):
    cancelled = take(confirmed, "cancel", Actor(nadia), {"cause": "illness", "words": "I have to go to hospital."})

    notices = told(cancelled)

    assert "Nadia cancelled." in notices[samira].text
    for private in ("ill", "hospital"):
        assert private not in notices[samira].text
        assert private in notices[elena].text


def test_that_nobody_came_is_told_to_whoever_was_sent_without_the_words(confirmed, nadia, samira, elena, now_is):
    now_is(confirmed.ends_at)
    missed = take(confirmed, "nobody_came", Actor(nadia), {"words": "She drinks."})

    notices = told(missed)

    assert "drinks" in notices[elena].text
    assert "says that nobody came." in notices[samira].text
    assert "drinks" not in notices[samira].text


def test_whoever_is_sent_and_works_at_the_desk_reads_what_the_desk_reads(complained, elena, client, biagio):
    client.force_login(elena)
    complained.crew.add(biagio.resources.create(user=elena, name="Elena"))

    assert "broke the lamp" in client.get(complained.get_absolute_url()).content.decode()


def test_people_s_own_words_stand_in_no_subject(confirmed, nadia, elena):
    cancelled = take(confirmed, "cancel", Actor(nadia), {"cause": "illness", "words": "I have to go to hospital."})

    for notice in told(cancelled).values():
        assert notice.subject.endswith(": Nadia cancelled.")


def test_nor_does_a_reason(booking, nadia, elena):
    declined = take(booking, "decline", Actor(elena), {"reason": "Your boiler is dangerous."})

    notice = told(declined)[nadia]

    assert notice.subject.endswith(": Biagio declined")
    assert "Your boiler is dangerous." in notice.text


def test_nor_does_a_wish_for_another_price(quoted, nadia, elena):
    asked = take(quoted, "ask_change", Actor(nadia), {"change": "Without my mother's bed."})

    notice = told(asked)[elena]

    assert notice.subject.endswith(": Nadia asked for a change")
    assert "my mother's bed" in notice.text

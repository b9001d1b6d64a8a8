"""The same person for the same family: asked of whom it was for, read by nobody, and a part of the order."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import lifecycle
from bookings.jobs import again, making, stopping
from bookings.matching import candidates
from bookings.models import Again
from marketplace.lives.engine import Actor, take
from marketplace.refusals import Refused


@pytest.fixture
def for_booking_of(offer, elena, opening, wishes, slot):
    """A job for somebody's booking, some days from now."""
    opened = opening(offer=offer, name={"en": "Another time"})

    def make(customer, days: int, **told):
        starts_at, ends_at = slot(days=days)
        asked = lifecycle.ask(offer, Actor(customer), wishes(starts_at=starts_at, ends_at=ends_at, **told))
        return making.for_booking(take(asked, "accept", Actor(elena)), opened, elena)

    return make


def family(job, user, participant):
    """What the reason says of her, or None where it is not asked."""
    found = [one for column in candidates.columns(job, user).columns.values() for one in column]
    verdict = next(one for one in found if one.person.key == participant.pk)
    return next((reason for reason in verdict.reasons if reason.code == "same_person"), None)


def test_whoever_worked_for_a_family_knows_it_and_no_other(for_booking_of, helped, nadia, dora, chiara, ready, job):
    theirs, others = for_booking_of(nadia, 5), for_booking_of(dora, 6)

    assert family(theirs, chiara, ready).points == 6
    assert family(others, chiara, ready).points == 0
    assert family(job(), chiara, ready) is None


def test_a_yes_is_no_work_yet(for_booking_of, helping, nadia, chiara, ready):
    assert family(for_booking_of(nadia, 5), chiara, ready).points == 0
    assert again.helped(helping.job.booking, nadia) == []


def test_rather_somebody_else_is_as_if_she_were_new_there_and_can_be_taken_back(
    for_booking_of, helped, nadia, dora, chiara, ready
):
    theirs, others, booking = for_booking_of(nadia, 5), for_booking_of(dora, 6), helped.job.booking

    again.say(booking, helped, nadia, False)
    assert family(theirs, chiara, ready) == family(others, chiara, ready)

    again.say(booking, helped, nadia, True)
    assert family(theirs, chiara, ready).points == 6

    again.say(booking, helped, nadia, False)
    again.say(booking, helped, nadia, None)
    assert family(theirs, chiara, ready).points == 6
    assert not Again.objects.exists()


def test_the_last_word_about_her_counts(for_booking_of, helped, nadia, chiara, ready, propose, elena, now_is):
    second = propose(for_booking_of(nadia, 5))
    take(second, "accept", Actor(ready.person))
    for moment, step in ((second.starts_at, "check_in"), (second.ends_at, "check_out")):
        now_is(moment)
        take(second, step, Actor(elena))
    third = for_booking_of(nadia, 9)

    again.say(helped.job.booking, helped, nadia, False)
    assert family(third, chiara, ready).points == 0

    now_is(second.ends_at + timedelta(hours=1))
    again.say(second.job.booking, second, nadia, True)
    assert family(third, chiara, ready).points == 6


def test_whom_it_was_for_alone_is_asked(helped, nadia, elena, samira, chiara, ready, dora):
    booking = helped.job.booking

    assert [(one.name, one.again) for one in again.helped(booking, nadia)] == [("Fatou", None)]
    for stranger in (elena, samira, chiara, ready.person, dora):
        assert again.helped(booking, stranger) == []
        with pytest.raises(Refused):
            again.say(booking, helped, stranger, False)


def test_a_body_that_booked_for_itself_is_the_family(for_booking_of, helped, nadia, service, chiara, ready):
    theirs = for_booking_of(nadia, 5)
    for booking in (helped.job.booking, theirs.booking):
        type(booking).objects.filter(pk=booking.pk).update(client=service)
    elsewhere = for_booking_of(nadia, 6)

    theirs.refresh_from_db()
    assert family(theirs, chiara, ready).points == 6
    assert family(elsewhere, chiara, ready).points == 0


def test_it_goes_with_the_file(helped, nadia):
    again.say(helped.job.booking, helped, nadia, True)

    stopping.forget(helped.participant)

    assert not Again.objects.exists()


def test_the_family_is_asked_of_with_the_work_and_costs_no_query_of_its_own(for_booking_of, helped, nadia, chiara, job):
    theirs, plain = for_booking_of(nadia, 5), job()
    type(plain).objects.update(terms=plain.terms | {"mate": True})
    looks = []
    for one in (plain, theirs):
        look_at = type(one).objects.select_related("organisation", "booking", "place").get(pk=one.pk)
        with CaptureQueriesContext(connection) as queries:
            candidates.columns(look_at, chiara)
        looks.append(len(queries))

    assert looks[0] == looks[1] <= 17

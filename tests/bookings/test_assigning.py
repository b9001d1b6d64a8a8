"""Who is sent: whom the customer wishes for, whose turn it is, whom the desk chooses."""

from datetime import time

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from bookings import lifecycle
from bookings.models import Booking
from marketplace.lives.engine import Actor, steps_open, take
from marketplace.notices import telling
from marketplace.notices.models import Notice
from marketplace.organisations.models import Membership
from services import availability
from services.models import Hold, Resource, WeeklyHours
from tests.bookings.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bruno(person, biagio):
    user = person("Bruno")
    Membership.objects.create(organisation=biagio, user=user, role="worker")
    resource = Resource.objects.create(organisation=biagio, user=user, name="Bruno")
    for weekday in range(7):
        WeeklyHours.objects.create(resource=resource, weekday=weekday, opens=time(9), closes=time(18))
    availability.write_out(resource)
    return resource


@pytest.fixture
def both(offer, bruno):
    offer.resources.add(bruno)
    return offer


@pytest.fixture
def wished(make_offer, bruno):
    offer = make_offer(choice="customer")
    offer.resources.add(bruno)
    return offer


def test_whoever_is_wished_for_comes(wished, bruno, nadia, wishes):
    booking = lifecycle.ask(wished, Actor(nadia), wishes(wanted=bruno.pk))

    assert (booking.wanted, booking.worker) == (bruno, bruno)


def test_without_a_wish_it_is_a_turn(wished, worker, nadia, wishes):
    assert lifecycle.ask(wished, Actor(nadia), wishes()).worker == worker


def test_somebody_wished_for_who_is_not_free_is_told(wished, bruno, nadia, dora, wishes):
    lifecycle.ask(wished, Actor(dora), wishes(wanted=bruno.pk))

    with pytest.raises(ValidationError) as wrong:
        lifecycle.ask(wished, Actor(nadia), wishes(wanted=bruno.pk))

    assert list(wrong.value.message_dict) == ["wanted"]
    assert Booking.objects.count() == Hold.objects.filter(active=True).count() == 1


@pytest.mark.parametrize("wanted", [10**9, "x", -1, [1], {"a": 1}])
def test_a_wish_for_somebody_who_does_not_do_it_is_refused(wished, nadia, wishes, wanted):
    with pytest.raises(ValidationError, match=r"one of those|list"):
        lifecycle.ask(wished, Actor(nadia), wishes(wanted=wanted))


def test_a_wish_counts_only_where_the_offer_asks_for_it(both, bruno, worker, nadia, wishes):
    booking = lifecycle.ask(both, Actor(nadia), wishes(wanted=bruno.pk))

    assert (booking.wanted, booking.worker) == (None, worker)


def test_the_free_times_are_those_of_whom_one_wishes_for(wished, bruno, nadia, wishes, slot):
    lifecycle.ask(wished, Actor(nadia), wishes(wanted=bruno.pk))
    start = slot()[0]

    [of_bruno], [of_all] = (
        availability.times(wished, start.date(), 1, 120, wanted=wanted) for wanted in (bruno.pk, None)
    )

    assert start not in [time.starts_at for time in of_bruno.times]
    assert start in [time.starts_at for time in of_all.times]


def test_the_desk_sends_somebody_else_and_the_hold_moves(both, bruno, worker, nadia, elena, samira, wishes):
    booking = take(lifecycle.ask(both, Actor(nadia), wishes()), "accept", Actor(elena))

    sent = take(booking, "assign", Actor(elena), {"crew": bruno.pk})

    assert (sent.worker, list(sent.crew.all()), sent.status) == (bruno, [bruno], "confirmed")
    assert [hold.resource for hold in Hold.objects.filter(active=True)] == [bruno]
    assert "worker" not in sent.roles_of(samira)


def test_both_are_told(both, bruno, nadia, elena, samira, wishes):
    booking = take(lifecycle.ask(both, Actor(nadia), wishes()), "accept", Actor(elena))
    sent = take(booking, "assign", Actor(elena), {"crew": bruno.pk})

    telling.announce(sent.last_change)

    notices = Notice.objects.filter(cause=f"change:{sent.last_change_id}")
    told = {notice.reader.given_name: notice.text for notice in notices}
    assert set(told) == {"Nadia", "Bruno", "Samira"}
    assert "You need not come" in told["Samira"]
    assert mail.outbox == []


def test_a_request_can_be_given_to_somebody_before_the_yes(both, bruno, nadia, elena, wishes):
    booking = lifecycle.ask(both, Actor(nadia), wishes())

    prepared = take(booking, "prepare", Actor(elena), {"crew": str(bruno.pk)})

    assert (prepared.status, prepared.worker) == ("asked", bruno)
    assert take(prepared, "accept", Actor(elena)).worker == bruno


def test_who_is_busy_or_unknown_is_not_sent(both, bruno, nadia, dora, elena, wishes):
    first = lifecycle.ask(both, Actor(dora), wishes())
    second = lifecycle.ask(both, Actor(nadia), wishes())
    busy = second.worker

    for crew in (busy.pk, 10**9, "x", None, ""):
        with pytest.raises(ValidationError):
            take(first, "prepare", Actor(elena), {"crew": crew})

    assert Hold.objects.filter(active=True).count() == 2


def test_somebody_who_has_left_is_replaced(both, bruno, worker, nadia, elena, wishes):
    booking = take(lifecycle.ask(both, Actor(nadia), wishes()), "accept", Actor(elena))
    Resource.objects.filter(pk=worker.pk).update(active=False)
    Resource.objects.create(organisation=both.organisation, name="Van")
    third = Resource.objects.create(organisation=both.organisation, user=elena, name="Elena")
    both.resources.add(third)

    sent = take(Booking.objects.get(pk=booking.pk), "assign", Actor(elena), {"crew": bruno.pk})

    assert sent.worker == bruno
    assert Hold.objects.get(active=True).resource == bruno


def test_where_one_person_does_it_nobody_is_asked_who(confirmed, elena):
    assert "assign" not in steps_open(confirmed, Actor(elena))


def test_of_two_bookings_given_to_one_person_in_the_same_moment_one_is(both, bruno, nadia, dora, elena, person, wishes):
    third = Resource.objects.create(organisation=both.organisation, user=elena, name="Elena")
    for weekday in range(7):
        WeeklyHours.objects.create(resource=third, weekday=weekday, opens=time(9), closes=time(18))
    availability.write_out(third)
    both.resources.add(third)
    one, other = (lifecycle.ask(both, Actor(user), wishes()) for user in (nadia, dora))
    free = ({bruno, third, *both.pool} - {one.worker, other.worker}).pop()

    results = at_once(
        *[lambda booking=booking: take(booking, "prepare", Actor(elena), {"crew": free.pk}) for booking in (one, other)]
    )

    assert sum(isinstance(result, Booking) for result in results) == 1
    assert Hold.objects.filter(active=True).count() == 2

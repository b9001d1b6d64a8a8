"""Who pays what is agreed when it is asked for, and closed when it is over."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from bookings import lifecycle
from bookings.kinds.states import CONFIRMED
from bookings.models import Share
from marketplace.ledger import book, checking
from marketplace.ledger.models import Account, Entry
from marketplace.lives.engine import CLOCK, Actor, take
from tests.folding import each

pytestmark = pytest.mark.django_db
NOW = datetime(2040, 1, 1, tzinfo=UTC)
ON_SITE, INVOICED = Account.Kind.ON_SITE, Account.Kind.INVOICED


def shares(booking):
    return list(booking.shares.values_list("source", "cents", "kept_cents"))


def held(holder, kind=ON_SITE):
    return book.balance(book.account(holder, kind))


def test_whoever_asks_pays_on_site_what_nobody_else_carries(booked):
    assert shares(booked) == [("on_site", 2400, None)]
    assert not Entry.objects.exists()


def test_what_is_free_has_no_shares(make_offer, nadia, wishes):
    gift = lifecycle.ask(make_offer(price="free", price_cents=0), Actor(nadia), wishes())

    assert shares(gift) == []


def test_what_was_done_is_kept_whole(booked, nadia, biagio, now_is):
    now_is(booked.ends_at + timedelta(minutes=5))

    take(booked, "confirm", Actor(nadia))

    assert shares(booked) == [("on_site", 2400, 2400)]
    assert (held(nadia), held(biagio.topic)) == (-2400, 2400)
    assert list(checking.differences()) == []


def test_a_late_cancellation_keeps_a_part_which_is_due_on_site(booked, nadia, biagio, now_is):
    now_is(booked.starts_at - timedelta(hours=3))

    take(booked, "cancel", Actor(nadia))

    assert shares(booked) == [("on_site", 2400, 1200)]
    assert (held(nadia), held(biagio.topic)) == (-1200, 1200)


@each(("step", "facts"), [("decline", {"reason": "Everybody is away"}), ("withdraw", {}), ("expire", {})])
def test_what_never_became_a_booking_keeps_nothing(booking, nadia, elena, step, facts):
    actor = {"decline": Actor(elena), "withdraw": Actor(nadia), "expire": CLOCK}[step]

    take(booking, step, actor, facts)

    assert shares(booking) == [("on_site", 2400, 0)]
    assert not Entry.objects.exists()


def test_what_the_organisation_calls_off_keeps_nothing_however_late(booked, elena, now_is):
    now_is(booked.starts_at - timedelta(hours=1))

    take(booked, "call_off", Actor(elena), {"reason": "Samira is ill"})

    assert shares(booked) == [("on_site", 2400, 0)]


def test_whoever_was_absent_owes_it_only_when_nobody_excused_it(booked, elena, nadia, now_is):
    now_is(booked.starts_at + timedelta(minutes=30))
    absent = take(booked, "absent", Actor(elena), {"reason": "Nobody opened"})
    assert shares(absent) == [("on_site", 2400, None)]

    take(absent, "miss", CLOCK)

    assert shares(absent) == [("on_site", 2400, 1200)]
    assert held(nadia) == -1200


@pytest.mark.parametrize(("stays_due", "kept"), [(True, 2400), (False, 0)])
def test_a_complaint_decides_over_the_whole(booked, nadia, elena, now_is, stays_due, kept):
    now_is(booked.ends_at + timedelta(minutes=5))
    complained = take(booked, "complain", Actor(nadia), {"complaint": "Too short"})

    take(complained, "settle", Actor(elena), {"answer": "We are sorry", "stays_due": stays_due})

    assert shares(complained) == [("on_site", 2400, kept)]


def test_an_organisation_that_asked_for_it_gets_an_invoice(booked, city, biagio, now_is):
    booked.client = city
    booked.save()
    booked.shares.update(source="invoice")
    now_is(booked.ends_at + timedelta(days=2))

    take(booked, "close", CLOCK)

    assert (held(city.topic, INVOICED), held(biagio.topic, INVOICED)) == (-2400, 2400)


def test_a_price_that_is_named_later_is_shared_out_when_it_is_accepted(quoted, nadia):
    assert shares(quoted) == []

    agreed = take(quoted, "accept", Actor(nadia), {"quote": "1"})

    assert (agreed.status, shares(agreed)) == (CONFIRMED, [("on_site", 32_000, None)])


def test_whoever_waits_for_a_place_has_promised_nothing(come, on, nadia, dora, run_tasks):
    first = come(nadia, on(seats=1))
    waiting = come(dora, first.enrolment.occasion, wait=True)
    assert (shares(first), shares(waiting)) == ([("on_site", 500, None)], [])

    take(first, "cancel", Actor(nadia))
    run_tasks()
    waiting.refresh_from_db()
    coming = take(waiting, "come", Actor(dora))

    assert shares(coming) == [("on_site", 500, None)]


def test_the_database_keeps_no_more_than_was_paid(booked):
    with pytest.raises(IntegrityError, match="no_more_is_kept"), transaction.atomic():
        Share.objects.update(kept_cents=2401)


@each("owed", [0, 1199, 1201])
def test_what_is_kept_of_a_price_on_site_is_owed_whole(booked, owed):
    with pytest.raises(IntegrityError, match="owed"), transaction.atomic():
        Share.objects.update(kept_cents=1200, owed_cents=owed)


@each(("wrong", "told"), [
    ({"paid_cents": 2400}, "what_was_paid_has_a_day"),
    ({"paid_at": NOW}, "what_was_paid_has_a_day"),
    ({"paid_at": NOW, "paid_cents": 2401}, "only_by_bank_more_is_paid_than_owed"),
    ({"source": "on_site", "paid_at": NOW, "paid_cents": 2400}, "only_by_bank_more_is_paid_than_owed"),
    ({"source": "on_site", "due_on": NOW}, "by_bank_there_is_a_last_day"),
    ({"returned_at": NOW}, "what_was_not_kept_is_sent_back"),
    ({"kept_cents": 2400, "owed_cents": 1200}, "what_is_kept_on_trust_is_owed"),
])  # fmt: skip
def test_the_database_knows_what_can_be_of_a_transfer(booked, wrong, told):
    with pytest.raises(IntegrityError, match=told), transaction.atomic():
        booked.shares.update(**({"source": "bank"} | wrong))


def test_what_a_fund_carries_is_owed_by_nobody(booked, subsidise):
    with pytest.raises(IntegrityError, match="carried_is_not_owed"), transaction.atomic():
        Share.objects.update(source="fund", subsidy=subsidise(percent=50), kept_cents=1200, owed_cents=1)

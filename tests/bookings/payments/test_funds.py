"""What funds carry is promised when it is asked for, earned by what was done, and given back otherwise."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings import lifecycle
from bookings.payments import shares
from marketplace.ledger import book, checking
from marketplace.ledger.models import Account
from marketplace.lives.engine import CLOCK, Actor, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def carried(subsidise, make_offer, half_kept, nadia, wishes):
    """Two hours for 24 euros, half of them the City's."""
    subsidise(percent=50)
    return lifecycle.ask(make_offer(at_once=True, policy=half_kept), Actor(nadia), wishes())


def held(holder, kind):
    return book.balance(book.account(holder, kind))


def stands(booking):
    """Promised, earned, due on site at the organisation."""
    kinds = (Account.Kind.PROMISED, Account.Kind.EARNED, Account.Kind.ON_SITE)
    return tuple(held(booking.organisation.topic, kind) for kind in kinds)


def test_what_a_fund_carries_is_promised_at_asking(carried, left):
    assert (left(), stands(carried)) == (8800, (1200, 0, 0))


def test_what_was_done_is_earned(carried, left, nadia, now_is):
    now_is(carried.ends_at + timedelta(minutes=5))

    take(carried, "confirm", Actor(nadia))

    assert (left(), stands(carried)) == (8800, (0, 1200, 1200))


def test_what_was_declined_or_nobody_answered_goes_back_whole(subsidise, offer, nadia, elena, wishes, left):
    subsidise(percent=50)
    declined = lifecycle.ask(offer, Actor(nadia), wishes())
    take(declined, "decline", Actor(elena), {"reason": "Full"})
    expired = lifecycle.ask(offer, Actor(nadia), wishes())
    take(expired, "expire", CLOCK)

    assert (left(), stands(expired)) == (10_000, (0, 0, 0))


def test_what_a_late_cancellation_keeps_is_taken_from_whoever_asked_first(carried, left, nadia, now_is):
    now_is(carried.starts_at - timedelta(hours=3))

    take(carried, "cancel", Actor(nadia))

    assert (left(), stands(carried)) == (10_000, (0, 0, 1200))


def test_what_is_kept_beyond_her_own_part_is_the_funds(subsidise, make_offer, half_kept, nadia, wishes, left, now_is):
    subsidise(percent=75)
    carried = lifecycle.ask(make_offer(at_once=True, policy=half_kept), Actor(nadia), wishes())
    now_is(carried.starts_at - timedelta(hours=3))

    take(carried, "cancel", Actor(nadia))

    assert (left(), stands(carried)) == (10_000 - 600, (0, 600, 600))


@given(
    price=st.integers(1, 30_000),
    percents=st.lists(st.integers(1, 100), max_size=2),
    amounts=st.lists(st.integers(1, 12_000), max_size=2),
    percent_kept=st.integers(0, 100),
)
@settings(suppress_health_check=list(HealthCheck))
def test_plans_and_cancellations_always_balance(price, percents, amounts, percent_kept, booking, subsidise, left):
    """Whatever it costs, whoever carries what, whatever is kept: no cent comes from nowhere, and none is lost."""
    with transaction.atomic():
        booking.shares.all().delete()
        booking.price_cents, kept = price, price * percent_kept // 100
        for percent in percents:
            subsidise(percent=percent)
        for amount in amounts:
            subsidise(cents=amount)

        shares.write(booking)
        promised = stands(booking)[0]
        shares.keep(booking, kept, why="Kept")

        rows = list(booking.shares.all())
        carried, spent = (sum(getattr(row, of) for row in rows if row.subsidy_id) for of in ("cents", "kept_cents"))
        assert (sum(row.cents for row in rows), sum(row.kept_cents for row in rows)) == (price, kept)
        assert (promised, left()) == (carried, 10_000 - spent)
        assert stands(booking) == (0, spent, kept - spent)
        assert spent == max(0, kept - (price - carried))
        assert list(checking.differences()) == []
        transaction.set_rollback(True)

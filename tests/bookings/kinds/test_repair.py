"""A repair: what is broken is told, a price is named for it, accepted, paid, and the thing is brought."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError

from bookings import lifecycle
from bookings.kinds import of
from marketplace.lives.engine import Actor, take
from tests.cast import at
from tests.folding import each

CUSTOMER = frozenset({"customer"})


@pytest.fixture
def asked(mending, nadia, elena, mending_wishes):
    return lifecycle.ask(mending, Actor(nadia), mending_wishes())


@pytest.fixture
def words():
    day = at(9, days=5).date()
    return {"price": "18.00", "hours": "0.5", "day": day, "at": time(10), "until": day - timedelta(days=2), "words": ""}


def test_what_is_broken_is_told_and_nothing_is_held_or_priced(asked):
    assert dict(of(asked).details(asked, CUSTOMER)) == {"What is broken": "A coat whose lining is torn"}
    assert asked.price_cents == 0
    assert not asked.holds.exists()
    assert asked.on_site


def test_a_price_is_named_for_one_pair_of_hands_and_accepted(asked, nadia, elena, words):
    quoted = take(asked, "quote", Actor(elena), words)

    assert "crew" not in quoted.table.steps["quote"].asks
    assert quoted.quotes.get().said.startswith("€18 for 30\xa0minutes, ")
    assert "van" not in quoted.quotes.get().said
    assert quoted.holds.filter(active=True).count() == 1
    agreed = take(quoted, "accept", Actor(nadia), {"quote": "1", "own_seen": 1800, "pay_by": "on_site"})

    assert (agreed.status, agreed.price_cents) == ("confirmed", 1800)
    assert agreed.sentence("customer").startswith("Bring it on")


def test_a_price_that_is_turned_down_frees_the_hour(asked, nadia, elena, words):
    quoted = take(asked, "quote", Actor(elena), words)

    ended = take(quoted, "turn_down", Actor(nadia))

    assert not ended.holds.filter(active=True).exists()


@each("wrong", [{"what": ""}, {"what": "x" * 1001}, {"day": None}, {"time_of_day": "night"}])
def test_what_cannot_be_asked_is_told(mending, nadia, mending_wishes, wrong):
    with pytest.raises(ValidationError) as refused:
        lifecycle.ask(mending, Actor(nadia), mending_wishes(**wrong))

    assert set(refused.value.message_dict) >= set(wrong)


def test_nobody_asks_where_nobody_said_where_it_is(mending, nadia, mending_wishes):
    type(mending).objects.filter(pk=mending.pk).update(where="at_home")

    with pytest.raises(ValidationError, match="where this place is"):
        lifecycle.ask(mending, Actor(nadia), mending_wishes())

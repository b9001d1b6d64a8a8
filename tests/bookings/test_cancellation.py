"""What a cancellation costs: shown before, worked out by the terms of the booking, kept in the change."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from bookings import cancellation, lifecycle
from marketplace.lives.engine import Actor, steps_open, take
from marketplace.refusals import Refused
from services.models import CancellationPolicy, Tier
from tests.cast import at
from tests.folding import each

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy(biagio):
    made = CancellationPolicy.objects.create(organisation=biagio, name="A day before", move_hours=24, moves=1)
    for hours, percent in ((48, 25), (24, 50), (2, 100)):
        Tier.objects.create(policy=made, hours=hours, percent=percent)
    return made


@pytest.fixture
def booked(make_offer, policy, nadia, wishes):
    """Two hours at 12 euros, by these terms."""
    return lifecycle.ask(make_offer(at_once=True, policy=policy), Actor(nadia), wishes())


@each(
    ("before", "percent", "cents"),
    [(49, 0, 0), (48, 0, 0), (47.9, 25, 600), (24, 25, 600), (23, 50, 1200), (1, 100, 2400)],
)
def test_the_later_the_more_is_kept(booked, before, percent, cents):
    cost = cancellation.cost(booked, at=booked.starts_at - timedelta(hours=before))

    assert (cost.percent, cost.cents) == (percent, cents)


def test_the_amount_is_kept_with_the_cancellation(booked, nadia, now_is):
    now_is(at(9))

    cancelled = take(booked, "cancel", Actor(nadia), {"cause": "plans", "words": "My shift changed"})

    facts = cancelled.last_change.facts
    assert (facts["kept_cents"], facts["kept_percent"], facts["cause"]) == (2400, 100, "plans")
    line = cancelled.line(cancelled.last_change, "provider")
    assert line.startswith("Nadia cancelled. Something else came up. My shift changed")
    assert "24" in line


def test_terms_that_change_later_do_not_change_a_booking(booked, policy):
    policy.tiers.all().delete()

    assert cancellation.cost(booked, at=booked.starts_at).percent == 100
    assert cancellation.terms_of(booked.offer)["tiers"] == []


def test_without_a_policy_it_costs_nothing(confirmed, nadia, now_is):
    now_is(at(9, 59))

    cancelled = take(confirmed, "cancel", Actor(nadia))

    assert cancelled.last_change.facts["kept_cents"] == 0
    assert cancellation.lines(cancellation.terms_for(confirmed)) == [
        "You can cancel until the start. It costs nothing."
    ]


def test_illness_is_spared_only_with_a_word_about_it(booked, policy):
    policy.spared = ["illness"]
    booked.terms = {**booked.terms, "spared": ["illness"]}
    late = booked.starts_at - timedelta(hours=1)

    assert cancellation.cost(booked, {"cause": "illness", "words": "Fever"}, late).cents == 0
    assert cancellation.cost(booked, {"cause": "illness", "words": " "}, late).cents == 2400
    assert cancellation.cost(booked, {"cause": "plans", "words": "Fever"}, late).cents == 2400


def test_the_first_booking_is_spared_and_the_second_is_not(booked, nadia, wishes):
    again = lifecycle.ask(booked.offer, Actor(nadia), wishes(starts_at=at(14), ends_at=at(16)))
    for booking in (booked, again):
        booking.terms = {**booking.terms, "spared": ["first"]}

    assert cancellation.cost(booked, at=booked.starts_at) == cancellation.Cost(spared="first")
    assert cancellation.cost(again, at=again.starts_at).cents == 2400


def test_nobody_pays_when_the_provider_calls_it_off(booked, elena, now_is):
    now_is(at(9))

    called_off = take(booked, "call_off", Actor(elena), {"cause": "ill_worker", "reason": "Samira is ill"})

    assert called_off.last_change.facts["kept_cents"] == 0


def test_the_terms_are_said_before(policy):
    lines = cancellation.lines(
        {"tiers": [[48, 25], [24, 50]], "spared": ["first", "illness", "unknown"], "move_hours": 2, "moves": 1}
    )

    assert lines == [
        "Until 2 days before the start it costs nothing to cancel.",
        "Less than 2 days before: you pay 25 % of the price.",
        "Less than 24 hours before: you pay 50 % of the price.",
        "From then on it can be moved only if the organisation agrees.",
        "The first time that you book this, it costs nothing.",
        "If somebody is ill and you say so, it costs nothing.",
    ]


def test_half_a_cent_is_not_kept():
    assert cancellation.share(999, 50) == 499
    assert cancellation.share(0, 100) == 0


def test_the_terms_say_until_when_it_can_be_moved(booked, nadia, now_is):
    now_is(at(9, days=1))
    assert "ask_to_move" in steps_open(booked, Actor(nadia))

    now_is(at(11, days=1))
    assert "ask_to_move" not in steps_open(booked, Actor(nadia))


def test_nobody_moves_it_first_to_cancel_for_nothing(booked, nadia, elena, now_is):
    now_is(booked.starts_at - timedelta(hours=49))
    assert "move" in steps_open(booked, Actor(nadia))
    assert "ask_to_move" not in steps_open(booked, Actor(nadia))

    now_is(booked.starts_at - timedelta(hours=47))
    to = at(10, days=9).isoformat()
    with pytest.raises(Refused):
        take(booked, "move", Actor(nadia), {"time": to})

    wished = take(booked, "ask_to_move", Actor(nadia), {"times": [to]})
    assert take(wished, "grant_move", Actor(elena), {"time": to}).status == "confirmed"


def test_terms_that_were_not_shown_do_not_bind(make_offer, policy, nadia, wishes):
    offer = make_offer(at_once=True, policy=policy)
    seen = cancellation.digest(cancellation.terms_of(offer))
    Tier.objects.create(policy=policy, hours=72, percent=10)

    with pytest.raises(ValidationError, match="has changed: look again"):
        lifecycle.ask(offer, Actor(nadia), wishes(terms_seen=seen))

    now = cancellation.digest(cancellation.terms_of(offer))
    assert lifecycle.ask(offer, Actor(nadia), wishes(terms_seen=now)).status == "confirmed"


def test_another_name_for_the_same_terms_is_no_change(policy):
    before = cancellation.digest(cancellation.terms_by(policy))
    policy.name = "Strict"

    assert cancellation.digest(cancellation.terms_by(policy)) == before
    assert cancellation.digest({}) == cancellation.digest(cancellation.FREE)

"""How a booking ends: confirmed by the customer or the clock, absent and excused, a complaint and its answer."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from bookings.models import Booking
from marketplace.ledger.models import Entry
from marketplace.lives.engine import CLOCK, Actor, steps_open, take
from marketplace.refusals import Refused
from tests.cast import at
from tests.folding import each

pytestmark = pytest.mark.django_db


@pytest.fixture
def finished(confirmed, samira, now_is):
    now_is(at(12))
    return take(confirmed, "finish", Actor(samira))


@pytest.fixture
def operator(person):
    return person("Olga", is_staff=True, is_superuser=True)


def test_the_customer_says_that_all_was_well(finished, nadia):
    done = take(finished, "confirm", Actor(nadia))

    assert (finished.status, done.status, Entry.objects.count()) == ("finished", "done", 1)


def test_the_clock_says_it_a_day_after_the_end_or_the_work(confirmed, samira, now_is):
    later = at(16, days=3)
    now_is(at(16))
    finished = take(confirmed, "finish", Actor(samira))

    assert finished.timers.get(step="close").due_at == later
    assert take(finished, "close", CLOCK).status == "done"
    assert Entry.objects.count() == 1


def test_a_complaint_is_answered_by_the_organisation(finished, nadia, elena):
    complained = take(finished, "complain", Actor(nadia), {"complaint": "The children were alone for an hour."})

    settled = take(complained, "settle", Actor(elena), {"answer": "We are sorry. You pay nothing."})

    assert (complained.status, complained.state.turn, settled.status) == ("complained", "provider", "settled")
    assert "The children were alone" in complained.line(complained.last_change, "provider")
    assert not Entry.objects.exists()


def test_the_price_stays_due_where_the_answer_says_so(finished, nadia, elena):
    take(finished, "complain", Actor(nadia), {"complaint": "Late"})

    take(finished, "settle", Actor(elena), {"answer": "Ten minutes only.", "stays_due": True})

    assert Entry.objects.count() == 1


@each("words", ["", "   ", None, "x" * 501, "a\0b"])
def test_a_complaint_needs_words(finished, nadia, words):
    with pytest.raises(ValidationError):
        take(finished, "complain", Actor(nadia), {"complaint": words})


def test_without_an_answer_the_city_looks_at_it(finished, nadia, elena, operator):
    complained = take(finished, "complain", Actor(nadia), {"complaint": "Nobody cleaned up"})
    assert complained.timers.get(step="escalate").due_at == finished.last_change.at + timedelta(days=7)

    escalated = take(complained, "escalate", CLOCK)

    assert escalated.state.turn == "operator"
    assert Booking.objects.visible_to(operator).filter(pk=escalated.pk).exists()
    assert take(escalated, "settle", Actor(operator), {"answer": "The City has spoken to them."}).status == "settled"


def test_operators_see_no_booking_without_a_complaint(finished, operator):
    assert not Booking.objects.visible_to(operator).exists()


def test_a_complaint_can_be_taken_back(finished, nadia):
    take(finished, "complain", Actor(nadia), {"complaint": "Hm"})

    assert take(finished, "drop_complaint", Actor(nadia)).status == "done"


def test_nobody_came(confirmed, nadia, elena, now_is):
    now_is(at(10, 10))
    with pytest.raises(Refused):
        take(confirmed, "nobody_came", Actor(nadia))
    now_is(at(10, 20))

    complained = take(confirmed, "nobody_came", Actor(nadia), {"words": "I rang twice"})

    assert complained.status == "complained"
    assert "nobody came. I rang twice" in complained.line(complained.last_change, "provider")
    assert not complained.holds.filter(active=True).exists()


def test_who_was_absent_says_why_within_three_days_and_is_excused_by_the_provider(
    confirmed, samira, nadia, elena, now_is
):
    with pytest.raises(Refused):
        take(confirmed, "absent", Actor(samira), {"reason": "early"})
    now_is(at(10, 30))
    absent = take(confirmed, "absent", Actor(samira), {"reason": "Nobody opened"})

    given = take(absent, "give_reason", Actor(nadia), {"reason": "I was in hospital"})

    assert given.status == "absent"  # else not to come would be cheaper than to cancel
    assert "I was in hospital" in given.line(given.last_change, "provider")
    assert "give_reason" not in steps_open(given, Actor(nadia))
    assert take(given, "excuse", Actor(elena)).last_change.facts["kept_cents"] == 0


def test_after_the_end_the_customer_says_how_it_was_though_nobody_pressed_done(confirmed, nadia, now_is):
    assert not {"complain", "confirm"} & set(steps_open(confirmed, Actor(nadia)))

    now_is(confirmed.ends_at)

    assert {"complain", "confirm"} <= set(steps_open(confirmed, Actor(nadia)))
    assert take(confirmed, "complain", Actor(nadia), {"complaint": "Too short"}).status == "complained"
    assert "customer" in confirmed.table.steps["close"].told


def test_after_three_days_only_the_provider_excuses_and_after_a_week_nobody(confirmed, samira, nadia, elena, now_is):
    three_days_on, week_on = at(10, 31, days=5), at(10, 30, days=9)
    now_is(at(10, 30))
    absent = take(confirmed, "absent", Actor(samira), {"reason": "Nobody opened"})

    now_is(three_days_on)

    assert "give_reason" not in steps_open(absent, Actor(nadia))
    assert "excuse" in steps_open(absent, Actor(elena))
    assert absent.timers.get(step="miss").due_at == week_on
    assert take(absent, "miss", CLOCK).status == "not_there"


def test_who_is_late_says_it(confirmed, nadia, samira, now_is):
    with pytest.raises(Refused):
        take(confirmed, "late", Actor(nadia), {"minutes_late": 10})
    now_is(at(9, 30))

    late = take(confirmed, "late", Actor(samira), {"minutes_late": 20, "words": "The tram stands still"})

    assert late.status == "confirmed"
    assert late.line(late.last_change, "customer") == "Samira comes about 20 minutes late. The tram stands still"


@each("minutes", [0, 4, 181, -5, "soon", None, 1e9])
def test_how_late_is_a_number_of_minutes(confirmed, samira, now_is, minutes):
    now_is(at(9, 30))

    with pytest.raises(ValidationError):
        take(confirmed, "late", Actor(samira), {"minutes_late": minutes})


def test_whoever_is_late_says_so_also_while_other_times_are_looked_at(confirmed, samira, nadia, elena, now_is):
    start, other = confirmed.starts_at, at(14)
    now_is(start - timedelta(hours=3))
    offered = take(confirmed, "propose_move", Actor(elena), {"times": [other.isoformat()]})
    now_is(start - timedelta(minutes=115))

    late = take(offered, "late_move_offered", Actor(samira), {"minutes_late": 20})

    assert (late.status, late.other_times) == ("move_offered", [other])
    assert late.timers.get(step="lapse_move").due_at == offered.answer_by
    assert "20 minutes late" in late.line(late.last_change, "customer")
    with pytest.raises(Refused):
        take(offered, "late_move_wished", Actor(nadia), {"minutes_late": 20})


def test_a_cause_that_is_none_is_refused(confirmed, nadia):
    with pytest.raises(ValidationError):
        take(confirmed, "cancel", Actor(nadia), {"cause": "revenge"})


def test_what_was_cancelled_says_by_whom_and_why(confirmed, elena):
    called_off = take(confirmed, "call_off", Actor(elena), {"cause": "weather", "reason": "Snow"})

    change = called_off.last_change
    assert (change.actor, change.facts["cause"], change.roles) == (elena, "weather", ["provider", "staff"])
    assert called_off.line(change, "customer") == "Biagio called it off: Snow"
    assert change.at - called_off.born_at < timedelta(minutes=5)

"""One engine for whatever has a status."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bookings import kinds
from marketplace.lives import engine, tables
from marketplace.lives.engine import Actor, steps_open, take, untied
from marketplace.lives.models import Change, Life
from marketplace.lives.tables import NEW, Step, Table
from marketplace.organisations.lives import VERIFICATION
from marketplace.refusals import Refused
from services.lives import PUBLICATION

TABLES = {
    "organisation": VERIFICATION,
    "offer": PUBLICATION,
    **{f"{name} on request": kind.table(False) for name, kind in kinds.ALL.items()},
    **{f"{name} at once": kind.table(True) for name, kind in kinds.ALL.items()},
}


@pytest.fixture(params=TABLES)
def table(request) -> Table:
    return TABLES[request.param]


def test_a_status_comes_to_whatever_its_steps_lead_to_and_not_back():
    there_and_back = {"go": Step("", (NEW,), "there", ()), "return": Step("", ("there",), NEW, ())}
    table = Table({}, there_and_back | {"end": Step("", ("there",), "over", ())})

    assert table.comes_to(NEW) == table.comes_to("there") == {NEW, "there", "over"}
    assert table.comes_to("over") == {"over"}


def test_every_step_starts_somewhere_reachable(table):
    reached = {NEW}
    while True:
        further = {step.target for step in table.steps.values() if reached & set(step.sources)} - reached
        if not further:
            break
        reached |= further

    assert reached == set(table.states)
    assert all(set(step.sources) <= reached for step in table.steps.values())


def test_every_state_can_be_left_or_is_final(table):
    for name, state in table.states.items():
        assert bool(table.leaving(name)) != state.final, name


def test_what_is_due_at_some_time_is_taken_by_the_clock(table):
    for step in table.steps.values():
        assert step.by_clock or step.due is tables.never


def test_only_what_follows_from_a_date_or_a_payment_is_taken_by_a_task_at_no_time_of_its_own(table):
    for name, step in table.steps.items():
        if step.by_clock and step.due is tables.never:
            assert name.startswith(("invite", "moved_", "called_off", "paid", "card_saved", "close_card")), name


@pytest.mark.django_db(transaction=True)
def test_two_who_wait_for_each_other_both_come_through(booking, offer):
    """Each locks the row that the other one wants next: the database ends one of them, and it begins anew."""
    gate, tries = threading.Barrier(2, timeout=20), []

    @untied
    def both(first, second):
        tries.append(first)
        Life.objects.select_for_update().get(pk=first)
        if len(tries) <= 2:
            gate.wait()
        Life.objects.select_for_update().get(pk=second)
        return True

    def deed(rows):
        try:
            return both(*rows)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(deed, [(booking.pk, offer.pk), (offer.pk, booking.pk)]))

    assert done == [True, True]
    assert 3 <= len(tries) <= 4  # on a slow machine both may have waited for too long


@pytest.mark.django_db(transaction=True)
def test_what_somebody_held_for_too_long_is_waited_for_once_more(booking):
    held, tried_again, tries = threading.Event(), threading.Event(), []

    def hold():
        try:
            with transaction.atomic():
                Life.objects.select_for_update().get(pk=booking.pk)
                held.set()
                tried_again.wait(20)
        finally:
            connection.close()

    @untied
    def deed():
        tries.append(booking.pk)
        if len(tries) == 2:
            tried_again.set()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = %s", ["200ms" if len(tries) == 1 else "20s"])
        return Life.objects.select_for_update().get(pk=booking.pk)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        assert held.wait(20)
        assert deed().pk == booking.pk
    assert len(tries) == 2


def test_a_repeated_key_takes_the_step_once(booking, elena):
    once = take(booking, "accept", Actor(elena), key="k")
    again = take(booking, "accept", Actor(elena), key="k")

    assert once.status == again.status == "confirmed"
    assert booking.changes.filter(step="accept").count() == 1


def test_who_looked_at_an_older_state_is_asked_to_look_again(booking, elena):
    seen = booking.last_change_id
    take(booking, "accept", Actor(elena))

    with pytest.raises(Refused, match="changed meanwhile"):
        take(booking, "call_off", Actor(elena), {"reason": "ill"}, seen=seen)


def test_a_step_of_somebody_else_is_refused(booking, nadia):
    with pytest.raises(Refused, match="not for you"):
        take(booking, "accept", Actor(nadia))


def test_a_step_that_is_over_says_so(confirmed, elena):
    with pytest.raises(Refused, match="Confirmed"):
        take(confirmed, "accept", Actor(elena))


def test_a_reason_that_is_missing_is_asked_for_and_nothing_changes(booking, elena):
    with pytest.raises(ValidationError) as refused:
        take(booking, "decline", Actor(elena), {})

    assert "reason" in refused.value.message_dict
    booking.refresh_from_db()
    assert booking.status == "asked"
    assert booking.holds.get().active


def test_facts_that_nobody_asked_for_are_left_out(booking, elena):
    take(booking, "decline", Actor(elena), {"reason": "The van is broken.", "status": "done", "price_cents": 1})

    assert booking.changes.get(step="decline").facts == {"reason": "The van is broken."}


def test_an_outsider_has_no_steps(booking, dora):
    assert steps_open(booking, Actor(dora)) == {}


def test_of_the_steps_that_are_not_taken_nothing_is_asked(booking, elena, monkeypatch):
    asked, may = [], engine.may
    monkeypatch.setattr(engine, "may", lambda life, step, roles: asked.append(step) or may(life, step, roles))

    take(booking, "decline", Actor(elena), {"reason": "The van is broken."})

    assert asked == [booking.table.steps["decline"]]


def test_nothing_is_kept_when_an_effect_fails(booking, elena, monkeypatch):
    monkeypatch.setattr("bookings.effects.availability.release", lambda life: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        take(booking, "decline", Actor(elena), {"reason": "no"})

    booking.refresh_from_db()
    assert booking.status == "asked"
    assert not Change.objects.filter(life=booking, step="decline").exists()


def test_a_step_writes_what_it_made_otherwise_and_nothing_else(booking, elena):
    with CaptureQueriesContext(connection) as asked:
        take(booking, "decline", Actor(elena), {"reason": "no"})

    (written,) = [each["sql"] for each in asked if each["sql"].startswith('UPDATE "lives_life"')]
    assert "born_at" not in written
    assert not any(each["sql"].startswith('UPDATE "bookings_booking"') for each in asked)


def test_what_an_effect_changed_in_place_is_written(booking, elena, monkeypatch):
    monkeypatch.setattr("bookings.effects.availability.release", lambda life: life.answers.update(ages="7"))

    take(booking, "decline", Actor(elena), {"reason": "no"})

    booking.refresh_from_db()
    assert (booking.answers["ages"], booking.status) == ("7", "declined")

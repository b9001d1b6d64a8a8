"""Locked choices are kept, or one that cannot be is named; none is relaxed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.matching import solver
from bookings.matching.instance import Ceiling, LockRefused, Pair, Person, Rule
from tests.bookings.matching import lawful
from tests.bookings.matching.planning import AMINA, BRUNO, MORNING, NOON, everybody, planned

LITTLE_AT_FIRST = (("FEW", 0), ("AT_FIRST", 1), ("CHEAP", 1.0), ("NEAR", 1e-9))


@pytest.mark.parametrize("patches", [(), LITTLE_AT_FIRST], ids=["all at once", "few at first"])
@given(instance=lawful.instances(most_pairs=7), data=st.data())
def test_locks_are_kept_or_one_of_them_is_named(instance, data, patches):
    choices = [pair.choice for pair in instance.pairs]
    locked = data.draw(st.frozensets(st.sampled_from(choices), max_size=3)) if choices else frozenset()
    instance = replace(instance, locked=locked)
    best = lawful.best(instance)

    with pytest.MonkeyPatch.context() as patched:
        for name, value in patches:
            patched.setattr(solver, name, value)
        check(instance, best)


def check(instance, best):
    if best is None:
        with pytest.raises(LockRefused) as refused:
            solver.solve(instance)
        assert refused.value.choice in instance.locked
    else:
        plan = solver.solve(instance)
        assert instance.locked <= set(plan.choices)
        assert plan.value == pytest.approx(best, abs=1e-4)


def test_a_lock_is_kept_though_it_costs():
    pairs = [("amina", "morning", 28), ("bruno", "morning", 0)]

    plan = planned([AMINA, BRUNO], [MORNING], pairs, locked=frozenset({("bruno", "morning")}))

    assert plan.choices == (("bruno", "morning"),)


def refusal(people, jobs, pairs, locked, **more):
    with pytest.raises(LockRefused) as refused:
        planned(people, jobs, pairs, locked=frozenset(locked), **more)
    return refused.value.choice, refused.value.rule, refused.value.others


def test_a_lock_that_breaks_a_gate_is_named():
    lock = ("amina", "morning")

    assert refusal([AMINA], [MORNING], [], [lock]) == (lock, Rule.GATE, ())
    assert refusal([AMINA], [MORNING], [lock], [lock], struck=frozenset({lock})) == (lock, Rule.STRUCK, ())


def test_a_lock_that_meets_another_is_named_with_it():
    pairs = everybody([AMINA, BRUNO], [MORNING, NOON])
    both = [("amina", "morning"), ("amina", "noon")]
    two = [("amina", "morning"), ("bruno", "morning")]
    household = Ceiling("household", 50, tuple((choice, 40) for choice in pairs))

    assert refusal([AMINA], [MORNING, NOON], both, both, slack=5) == (both[1], Rule.CLASH, (both[0],))
    assert refusal([Person("amina", 300)], [MORNING, NOON], both, both) == (both[1], Rule.HOURS, (both[0],))
    assert refusal([AMINA, BRUNO], [MORNING], two, two) == (two[1], Rule.PLACES, (two[0],))
    assert refusal([AMINA], [MORNING, NOON], both, both, ceilings=(household,)) == (both[1], Rule.CEILING, (both[0],))


def test_a_lock_in_a_job_that_too_few_can_come_to_is_named():
    removal, lock = replace(MORNING, places=2, all_together=True), ("amina", "morning")

    assert refusal([AMINA], [removal], [lock], [lock]) == (lock, Rule.TOGETHER, ())


def test_a_lock_of_a_beginner_without_a_mate_is_named():
    job, lock = replace(MORNING, wants_mate=True), ("amina", "morning")

    assert refusal([AMINA], [job], [Pair(*lock, 10, beginner=True)], [lock]) == (lock, Rule.MATE, ())

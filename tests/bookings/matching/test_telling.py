"""What is told of a plan: why places stay empty, and who would fill one."""

from dataclasses import replace

from bookings.matching import solver, telling
from bookings.matching.instance import Instance, Pair, Person, Rule
from tests.bookings.matching.planning import AMINA, BRUNO, CARLA, EVENING, MORNING, NOON, everybody, planned


def test_an_empty_place_says_what_keeps_everybody_away():
    short = Person("bruno", 60)
    pairs = everybody([AMINA, short], [MORNING, replace(MORNING, key="too")])

    plan = planned([AMINA, short], [MORNING, replace(MORNING, key="too")], pairs)

    (empty,) = plan.unfilled
    assert (empty.places, empty.fitting, empty.kept_away) == (1, 2, {Rule.CLASH: 1, Rule.HOURS: 1})


def test_it_says_whom_an_open_gate_would_bring():
    instance = Instance((AMINA, BRUNO, CARLA), (MORNING, NOON), (Pair("amina", "morning", 10),), slack=10)
    plan = solver.solve(instance)

    opened = [Pair("amina", "noon", 5), Pair("bruno", "noon", 5), Pair("carla", "morning", 5)]

    assert telling.filled_by(instance, plan, opened) == [("bruno", "noon")]


def test_an_open_gate_brings_no_beginner_without_a_mate_and_not_one_where_two_are_missing():
    jobs = (replace(MORNING, wants_mate=True), replace(EVENING, places=2, all_together=True))
    instance = Instance((AMINA, BRUNO), jobs)

    opened = [Pair("amina", "morning", 5, beginner=True), Pair("amina", "evening", 5), Pair("bruno", "morning", 5)]

    assert telling.filled_by(instance, solver.solve(instance), opened) == [("bruno", "morning")]

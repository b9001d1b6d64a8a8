"""The plan of a week is the best there is: beside all plans of small weeks, and large ones whose best is known."""

import random
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.matching import rivals, solver, telling
from bookings.matching.instance import Ceiling, Instance, Job, Pair, Person, Rule, Stage, TookTooLong, Weights
from tests.bookings.matching import lawful
from tests.bookings.matching.planning import AMINA, BRUNO, CARLA, EVENING, MORNING, NOON, everybody, planned
from tests.weeks import week


@given(lawful.instances())
def test_of_a_small_week_no_plan_is_better(instance):
    plan = solver.solve(instance)

    assert lawful.keeps_all(instance, plan.choices)
    assert plan.value == pytest.approx(lawful.points(instance, plan.choices))
    assert plan.value == pytest.approx(lawful.best(instance), abs=1e-4)
    assert plan.bound == pytest.approx(plan.value, abs=0.01)


@given(lawful.instances())
def test_nor_is_it_where_few_pairs_are_looked_at_first(instance):
    with pytest.MonkeyPatch.context() as patched:
        for name, value in (("FEW", 0), ("AT_FIRST", 1), ("CHEAP", 1.0), ("NEAR", 1e-9)):
            patched.setattr(solver, name, value)
        plan = solver.solve(instance)

    assert plan.value == pytest.approx(lawful.best(instance), abs=1e-4)
    assert plan.bound == pytest.approx(plan.value, abs=2 * solver.LITTLE)


@given(lawful.instances(), st.randoms(use_true_random=False))
def test_shuffled_rows_give_the_same_plan(instance, chance):
    def shuffled(rows):
        return tuple(chance.sample(rows, len(rows)))

    other = replace(
        instance,
        people=shuffled(instance.people),
        jobs=shuffled(instance.jobs),
        pairs=shuffled(instance.pairs),
        ceilings=shuffled(instance.ceilings),
    )

    assert solver.solve(other).choices == solver.solve(instance).choices


def test_a_week_is_planned_near_the_bound_and_better_than_its_rivals():
    instance = week(300, 120)

    plan = solver.solve(instance)

    assert lawful.keeps_all(instance, plan.choices)
    assert plan.gap <= solver.NEAR
    for rival in (rivals.greedy, rivals.first_come):
        assert telling.worth(instance, rival(instance)) < plan.value


def test_shuffled_rows_give_the_same_plan_of_a_large_week_too():
    instance, chance = week(400, 150), random.Random(5)
    rows = {name: getattr(instance, name) for name in ("people", "jobs", "pairs", "ceilings")}
    assert len(instance.pairs) > solver.FEW

    other = replace(instance, **{name: tuple(chance.sample(row, len(row))) for name, row in rows.items()})

    assert solver.solve(other).choices == solver.solve(instance).choices


def planted(seed, people=600, jobs=200, reach=25):
    """A week, and the value of its best plan. All jobs run at once; each person and each place has a price, no pair is
    worth more than its two prices, and those of one plan are worth exactly these: so no plan passes that one."""
    draw = random.Random(seed)
    turns = {f"p{number}": draw.random() for number in range(people)}
    chosen = {person: f"j{number}" for number, person in enumerate(draw.sample(sorted(turns), jobs))}
    place = {job: 100 + 20 * draw.random() for job in chosen.values()}
    own = {person: 20 * turns[person] + 15 * draw.random() if person in chosen else 0 for person in turns}
    worth = {choice: own[choice[0]] + place[choice[1]] for choice in chosen.items()}
    for person in turns:
        for job in draw.sample(sorted(place), reach):
            worth.setdefault((person, job), own[person] + place[job] - draw.choice([0.0, 1, 4]))
    points = {choice: value - 100 - 20 * turns[choice[0]] for choice, value in worth.items()}
    instance = Instance(
        people=tuple(Person(key, 2400, turn) for key, turn in turns.items()),
        jobs=tuple(Job(job, 0, 60) for job in place),
        pairs=tuple(Pair(*choice, value) for choice, value in points.items() if value >= 0),
    )
    return instance, sum(worth[choice] for choice in chosen.items())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_planted_best_plan_is_found(seed):
    instance, best = planted(seed)
    assert len(instance.pairs) > solver.FEW

    plan = solver.solve(instance)

    assert best * (1 - solver.NEAR) <= plan.value <= best + 0.01
    assert plan.bound >= best - 0.01
    assert telling.worth(instance, rivals.greedy(instance)) < plan.value


# --- what is empty --------------------------------------------------------------------------------------------------
def test_nothing_to_plan_gives_an_empty_plan():
    plan = solver.solve(Instance())

    assert (plan.choices, plan.value, plan.gap, plan.unfilled) == ((), 0, 0, ())


def test_where_nobody_fits_every_place_is_told_as_empty():
    plan = planned([AMINA], [MORNING, replace(NOON, places=2)], [])

    assert plan.choices == ()
    assert [(empty.job, empty.places, empty.fitting) for empty in plan.unfilled] == [("morning", 1, 0), ("noon", 2, 0)]


def test_jobs_without_people_and_people_without_jobs_are_no_trouble():
    assert planned([], [MORNING], []).choices == ()
    assert planned([AMINA], [], []).choices == ()


# --- one rule after the other ---------------------------------------------------------------------------------------
def test_two_jobs_that_touch_are_one_too_many_where_there_must_be_time_between_them():
    pairs = everybody([AMINA], [MORNING, NOON])

    assert len(planned([AMINA], [MORNING, NOON], pairs).choices) == 2
    assert len(planned([AMINA], [MORNING, NOON], pairs, slack=10).choices) == 1


def test_jobs_that_lie_apart_are_not_for_the_same_person():
    pairs = everybody([AMINA, BRUNO], [MORNING, EVENING])

    nobody = planned([AMINA], [MORNING, EVENING], pairs[:2], apart=frozenset({("evening", "morning")}))
    own = planned([AMINA, BRUNO], [MORNING, EVENING], pairs, clashes=frozenset({("amina", "morning", "evening")}))

    assert len(nobody.choices) == 1
    assert len(own.choices) == 2
    assert not {("amina", "morning"), ("amina", "evening")} <= set(own.choices)


@pytest.mark.parametrize(("left", "chosen"), [(539, 0), (540, 1)])
def test_hours_are_those_that_pass_also_in_the_night_when_clocks_are_set_back(left, chosen):
    night = Job("night", 22 * 60, 22 * 60 + 9 * 60)  # from 22 to 6 on the wall, and an hour twice

    assert len(planned([Person("amina", left)], [night], [("amina", "night")]).choices) == chosen


def test_a_job_of_all_or_none_stays_empty_rather_than_half_full():
    removal = replace(MORNING, places=2, all_together=True)

    one = planned([AMINA], [removal], [("amina", "morning")])
    two = planned([AMINA, BRUNO], [removal], [("amina", "morning"), ("bruno", "morning")])

    assert one.choices == ()
    assert one.unfilled[0].kept_away == {Rule.TOGETHER: 1}
    assert len(two.choices) == 2


def test_beginners_come_with_a_mate_and_each_mate_takes_two_along():
    job = replace(MORNING, places=4, wants_mate=True)
    people = [AMINA, BRUNO, CARLA, Person("dario", 2400)]
    beginners = [Pair(person.key, "morning", 20, beginner=True) for person in people[:3]]

    alone = planned(people, [job], beginners)
    with_mate = planned(people, [job], [*beginners, Pair("dario", "morning", 1)])
    there_already = planned(people, [replace(job, experienced=1, beginners=1)], beginners)

    assert alone.choices == ()
    assert alone.unfilled[0].kept_away == {Rule.MATE: 3}
    assert len(with_mate.choices) == 3
    assert ("dario", "morning") in with_mate.choices
    assert len(there_already.choices) == 1


def test_a_ceiling_counts_for_all_of_a_household():
    pairs = everybody([AMINA, BRUNO], [MORNING, EVENING])
    household = Ceiling("household", 100, tuple((choice, 40) for choice in pairs))

    plan = planned([AMINA, BRUNO], [replace(MORNING, places=2), EVENING], pairs, ceilings=(household,))

    assert len(plan.choices) == 2
    assert all(empty.kept_away.get(Rule.CEILING) for empty in plan.unfilled)


# --- turns, change, struck ------------------------------------------------------------------------------------------
def test_work_goes_to_those_whose_turn_it_is():
    people = [Person("amina", 2400, turn=0.2), Person("bruno", 2400, turn=0.9)]

    plan = planned(people, [MORNING], [("amina", "morning", 15), ("bruno", "morning", 10)])
    without = planned(people, [MORNING], [("amina", "morning", 15), ("bruno", "morning", 10)], weights=Weights(turn=0))

    assert plan.choices == (("bruno", "morning"),)
    assert without.choices == (("amina", "morning"),)


def test_a_second_turn_counts_less_than_somebody_else_s_first():
    pairs = [("amina", "morning", 15), ("amina", "evening", 15), ("bruno", "morning", 10), ("bruno", "evening", 10)]

    plan = planned([AMINA, BRUNO], [MORNING, EVENING], pairs)
    had_one = planned([AMINA, replace(BRUNO, had=1)], [MORNING], [("amina", "morning"), ("bruno", "morning")])

    assert plan.turns == {"amina": 1, "bruno": 1}
    assert had_one.turns == {"amina": 1}


def test_what_people_have_seen_changes_only_for_something_better():
    pairs = [("amina", "morning", 14), ("bruno", "morning", 10)]
    shown = frozenset({("bruno", "morning")})

    assert planned([AMINA, BRUNO], [MORNING], pairs).turns == {"amina": 1}
    assert planned([AMINA, BRUNO], [MORNING], pairs, shown=shown).turns == {"bruno": 1}


def test_what_is_struck_is_not_chosen():
    plan = planned([AMINA], [MORNING], [("amina", "morning")], struck=frozenset({("amina", "morning")}))

    assert plan.choices == ()
    assert plan.unfilled[0].kept_away == {Rule.STRUCK: 1}


def test_between_equals_the_salt_decides_and_no_name():
    people = [Person(f"p{number}", 600) for number in range(5)]
    pairs = everybody(people, [MORNING])

    chosen = {planned(people, [MORNING], pairs, salt=str(day)).choices for day in range(30)}

    assert len(chosen) == 5


def test_stages_are_told_in_their_order_and_timed():
    stages = []

    plan = solver.solve(week(20, 10), stages.append)

    assert stages == list(Stage)
    assert list(plan.seconds) == stages


def test_time_that_is_up_leaves_a_plan_and_its_gap(monkeypatch):
    late = SimpleNamespace(status=1, x=None, mip_dual_bound=None)
    monkeypatch.setattr(solver, "asked", lambda *_all: late)
    instance = week(60, 30)

    plan = solver.solve(instance, seconds=0)

    assert lawful.keeps_all(instance, plan.choices)
    assert plan.choices == tuple(rivals.greedy(instance))
    assert plan.bound >= plan.value


def test_time_that_is_up_leaves_no_plan_without_a_lock(monkeypatch):
    late = SimpleNamespace(status=1, x=None, mip_dual_bound=None)
    monkeypatch.setattr(solver, "asked", lambda *_all: late)
    monkeypatch.setattr(rivals, "greedy", lambda _instance: [])

    with pytest.raises(TookTooLong):
        planned([AMINA], [MORNING], [("amina", "morning")], locked=frozenset({("amina", "morning")}))


def test_a_plan_that_breaks_a_rule_is_never_told(monkeypatch):
    instance = Instance((AMINA, BRUNO), (MORNING,), (Pair("amina", "morning", 1), Pair("bruno", "morning", 1)))
    monkeypatch.setattr(solver, "chosen", lambda *_all: ([pair.choice for pair in instance.pairs], 0.0))

    with pytest.raises(telling.Broken):
        solver.solve(instance)


def test_somebody_who_stands_twice_is_a_mistake():
    for wrong in ({"people": (AMINA, AMINA)}, {"pairs": (Pair("amina", "noon", 1), Pair("amina", "noon", 2))}):
        with pytest.raises(ValueError, match="twice"):
            solver.solve(replace(Instance((AMINA,), (NOON,)), **wrong))

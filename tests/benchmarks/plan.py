"""The plan of a week for 2,000 people and 500 jobs, some of which few can do: how near the best one it is proved to be,
and how long that takes from handing it over; beside a plan without turns, the best first, and who answers first."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

PEOPLE, JOBS, SEED = 2_000, 500, 1
SECONDS = 10


def measure() -> Iterator[dict]:
    from bookings.matching import rivals, running
    from bookings.matching.instance import Weights
    from tests.weeks import week

    instance = week(PEOPLE, JOBS, SEED)
    begun = time.perf_counter()
    plan = running.solve_in_child(instance)
    seconds = time.perf_counter() - begun
    assert plan
    without = running.solve_in_child(replace(instance, weights=Weights(turn=0)))
    assert without
    yield {
        "value": seconds,
        "unit": "s, lower is better",
        "limit": SECONDS,
        "limit_is": "a budget",
        "ratio": seconds / SECONDS,
        "seconds": seconds,
        "gap": plan.gap,
        "gap_per_million": round(plan.gap * 1_000_000),
        "pairs": len(instance.pairs),
        "empty": sum(job.places for job in instance.jobs) - len(plan.choices),
        "stages": {stage.value: round(passed, 3) for stage, passed in plan.seconds.items()},
        **told(instance, plan.choices),
        **told(instance, without.choices, "without_turns_"),
        **told(instance, rivals.greedy(instance), "greedy_"),
        **told(instance, rivals.first_come(instance), "first_come_"),
    }


def told(instance: Any, choices: Sequence[tuple[str, str]], name: str = "") -> dict:
    """Points, places, people with work, and how unevenly its hours lie on those whom some job would fit."""
    from bookings.matching import telling
    from bookings.matching.fairness import gini

    minutes = {job.key: job.minutes for job in instance.jobs}
    hours = {pair.person: 0 for pair in instance.pairs}
    for person, job in choices:
        hours[person] += minutes[job]
    return {
        f"{name}points": telling.worth(instance, choices),
        f"{name}places": len(choices),
        f"{name}people": sum(map(bool, hours.values())),
        f"{name}gini": gini(hours.values()),
    }

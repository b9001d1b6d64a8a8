"""How one flow is made from another: what an effect does, which steps there are, which states they lead to."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bookings.effects import if_it_blocks, reserve, reserve_if_it_blocks
from marketplace.lives.tables import NEW, State, Step, Table

Effect = Callable[[Any, dict], None]


def with_effects(table: Table, other: Mapping[Effect, Effect]) -> Table:
    """The same flow, but what one effect did is done by another: seats are taken, say, instead of people.

    Whoever replaces `reserve` replaces what it does for a request as well."""
    if reserve in other and reserve_if_it_blocks not in other:
        other = {**other, reserve_if_it_blocks: if_it_blocks(other[reserve])}
    steps = {
        name: replace(step, effects=tuple(other.get(effect, effect) for effect in step.effects))
        for name, step in table.steps.items()
    }
    return replace(table, steps=steps)


def without(table: Table, *names: str) -> Table:
    """The same flow without these steps, and without the states that only they led to."""
    return pruned(replace(table, steps={name: step for name, step in table.steps.items() if name not in names}))


def pruned(table: Table) -> Table:
    """The same flow without the states that no step leads to, and without the steps that start there alone."""
    states = reachable(table.states, table.steps)
    known = {name: only_from(step, states) for name, step in table.steps.items()}
    return replace(table, states=states, steps={name: step for name, step in known.items() if step.sources})


def reachable(states: Mapping[str, State], steps: Mapping[str, Step]) -> dict[str, State]:
    """The states that these steps lead to, in their order."""
    reached = {NEW}
    while further := {step.target for step in steps.values() if reached & set(step.sources)} - reached:
        reached |= further
    return {name: state for name, state in states.items() if name in reached}


def only_from(step: Step, states: Mapping[str, State]) -> Step:
    return replace(step, sources=tuple(source for source in step.sources if source in states))

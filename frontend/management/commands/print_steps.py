"""`manage.py print_steps`: all lives of the project as they are declared, in Markdown. docs/steps.md is its output."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from bookings import kinds
from bookings.payments.tables import BY_SPECIES
from marketplace.lives.tables import NEW, State, Step, Table, Words, always, never
from marketplace.organisations.lives import VERIFICATION
from services.lives import PUBLICATION

PREFACE = """# Lives and their steps

What can happen to an organisation, an offer, a payment and a booking, as the step tables of the project say it. Do not
edit this file: `manage.py print_steps > docs/steps.md` writes it, and a test holds it against the tables. How a step is
taken is told in [architecture.md](architecture.md#the-engine); people see these words in their own language.

A step of the `clock` is taken by itself when its time comes. A ⏳ stands behind a state that keeps somebody's time
taken, a ■ behind one that nothing leads out of. *Words like this* are filled in for each life."""
HEADS = {
    "states": ("State", "Label", "Whose turn", "What people read"),
    "steps": ("Step", "Button", "From", "To", "Who", "Asks", "Effects", "Only when", "By the clock", "Told", "History"),
}


class Command(BaseCommand):
    help = "Print the step tables of organisations, offers, payments and all kinds of booking as Markdown."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """In the words of the sources: no language is active."""
        with translation.override(None):
            self.stdout.write("\n\n".join([PREFACE, *(chapter(name, table) for name, table in tables())]))


def tables() -> Iterator[tuple[str, Table]]:
    """Every table, under the name it is known by."""
    yield "Organisation", VERIFICATION
    yield "Offer", PUBLICATION
    yield from ((species.split(".")[1].title(), table) for species, table in BY_SPECIES.items())
    for kind in kinds.ALL.values():
        yield f"Booking: {kind.name}, on request", kind.table(False)
        yield f"Booking: {kind.name}, at once", kind.table(True)


def chapter(name: str, table: Table) -> str:
    states = [state_row(key, state) for key, state in table.states.items()]
    steps = [step_row(key, step) for key, step in table.steps.items()]
    parts = [f"## {name}", f"Version {table.version}.", drawing(table)]
    parts += [grid(HEADS["states"], states), grid(HEADS["steps"], steps), "\n".join(notes(table))]
    return "\n\n".join(part for part in parts if part)


def drawing(table: Table) -> str:
    """A diagram that Markdown readers know how to draw."""
    lines = ["```mermaid", "stateDiagram-v2", "    direction LR", f"    [*] --> {NEW}"]
    lines += [f'    state "{state.label}" as {name}' for name, state in table.states.items()]
    lines += [arrow(source, step) for step in table.steps.values() for source in step.sources]
    lines += [f"    {name} --> [*]" for name, state in table.states.items() if state.final]
    return "\n".join([*lines, "```"])


def arrow(source: str, step: Step) -> str:
    return f"    {source} --> {step.target}: {step.label} ({', '.join(step.actors)})"


def state_row(name: str, state: State) -> tuple[str, ...]:
    marks = " ⏳" * state.holds + " ■" * state.final
    said = "<br>".join(f"{role or 'others'}: {plain(text)}" for role, text in state.sentences.items())
    return f"`{name}`{marks}", plain(state.label), state.turn, said


def step_row(name: str, step: Step) -> tuple[str, ...]:
    return (
        f"`{name}`",
        plain(step.label),
        ticked(step.sources),
        ticked((step.target,)),
        ", ".join(step.actors),
        ticked(step.asks),
        ", ".join(map(spoken, step.effects)),
        "" if step.when is always else spoken(step.when),
        "" if step.due is never else spoken(step.due),
        ", ".join(step.told),
        plain(step.said),
    )


def notes(table: Table) -> Iterator[str]:
    """What effects, guards and the clock do, where their authors say it."""
    called: dict[Callable[..., Any], None] = {}
    for step in table.steps.values():
        called |= dict.fromkeys((*step.effects, step.when, step.due))
    for function in called:
        if function.__doc__:
            yield f"- *{spoken(function)}*: {function.__doc__.strip().splitlines()[0]}"


def spoken(function: Callable[..., Any]) -> str:
    return function.__name__.replace("_", " ")


def ticked(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def plain(words: Words) -> str:
    """The sentence with what is filled in set apart, fit for a table."""
    return re.sub(r"%\((\w+)\)s", lambda name: f"*{name[1].replace('_', ' ')}*", str(words)).replace("|", "\\|")


def grid(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table, without the columns in which nothing stands."""
    filled = [n for n in range(len(head)) if any(row[n] for row in rows)]
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line[n] for n in filled) + " |" for line in lines)

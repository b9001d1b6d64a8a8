"""The one engine: whatever has a status lives here. Pages, API, tasks and admin all come through `take`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as tasks
from psycopg.errors import DeadlockDetected, LockNotAvailable

from marketplace import live
from marketplace.accounts.models import User
from marketplace.lives import clock
from marketplace.lives.models import Change, Life
from marketplace.lives.tables import Step
from marketplace.refusals import Counted, Refused

L = TypeVar("L", bound=Life)
P = ParamSpec("P")
R = TypeVar("R")
TRIES = 3
AGAIN = (DeadlockDetected, LockNotAvailable)  # nothing was done, and the next moment may be a better one


@dataclass(frozen=True)
class Actor:
    """Who takes a step: somebody, perhaps for somebody else who let her. Without a user it is the clock."""

    user: User | None
    acting_for: User | None = None

    def roles(self, life: Life) -> frozenset[str]:
        return life.roles_of(self.user, self.acting_for) if self.user else frozenset({"clock"})

    @property
    def person(self) -> User | None:
        """The one whose act it is."""
        return self.acting_for or self.user


CLOCK = Actor(None)


def untied(deed: Callable[P, R]) -> Callable[P, R]:
    """The same deed in a transaction of its own, done again where the database ended it: to untie two who waited for
    each other, or because somebody held for long what it needs. Within another transaction it is done once: only the
    outermost can begin anew."""

    @wraps(deed)
    def again(*args: P.args, **kwargs: P.kwargs) -> R:
        return tried(lambda: deed(*args, **kwargs), 1 if connection.in_atomic_block else TRIES)

    return again


def tried(deed: Callable[[], R], tries: int) -> R:
    try:
        with transaction.atomic():
            return deed()
    except OperationalError as error:
        if tries == 1 or not isinstance(error.__cause__, AGAIN):
            raise
    return tried(deed, tries - 1)


def take(
    life: L, name: str, actor: Actor, facts: dict | None = None, *, seen: int | None = None, key: str | None = None
) -> L:
    """Take one step, whole or not at all.

    `seen` is the last change the person looked at; `key` makes a repeat harmless. Raises Refused when it is not
    possible now or not hers, ValidationError when a fact cannot be.
    """
    try:
        return whole(life, name, actor, facts, seen, key)
    except Counted as wrong:
        wrong.count()
        raise


@untied
def whole(life: L, name: str, actor: Actor, facts: dict | None, seen: int | None, key: str | None) -> L:
    life = lock(life)
    if key and life.changes.filter(key=key).exists():
        return life
    if seen is not None and life.last_change_id and seen < life.last_change_id:
        raise Refused(_("This has changed meanwhile. Look again, then decide."))
    return taken(life, name, actor, facts, key)


@transaction.atomic(savepoint=False)
def take_locked(life: L, name: str, actor: Actor, facts: dict | None = None, *, key: str | None = None) -> L:
    """Take one step of a life that nobody else can move: locked and read, or saved, in this same transaction.

    So it is neither locked nor read again, nor is what it points at, and no `key` can have been used meanwhile. Raises
    as `take` does; then all of the transaction, or of the part of it that can be undone alone, comes to nothing.
    """
    return taken(life, name, actor, facts, key)


def taken(life: L, name: str, actor: Actor, facts: dict | None, key: str | None) -> L:
    """The step itself, of a life that nobody else can move."""
    roles = actor.roles(life)
    step = step_for(life, name, roles) or refuse(life, name, roles)
    facts, before = clean(life, step, facts or {}), life.row()
    for effect in step.effects:
        effect(life, facts)
    record(life, name, step, Change(actor=actor.user, acting_for=actor.acting_for, roles=sorted(roles), key=key), facts)
    keep(life, before)
    return life


def lock(life: L) -> L:
    """Lock the row of this life and read it afresh. One order everywhere: what was booked by its key, then its offer,
    then resources by key, then accounts. Whoever holds an offer waits for no booking but those she has just made."""
    rows = life.sort._default_manager.select_for_update(of=("life_ptr", "self"), no_key=True)
    return cast(L, rows.select_related(*life.sort.read_with or (None,)).get(pk=life.pk))


def steps_for(life: Life, roles: frozenset[str]) -> dict[str, Step]:
    """What somebody with these roles may do now, by the step's name."""
    return {name: step for name, step in life.table.leaving(life.status).items() if may(life, step, roles)}


def step_for(life: Life, name: str, roles: frozenset[str]) -> Step | None:
    """The one of this name, if somebody with these roles may take it now. Of the others nothing is asked."""
    step = life.table.leaving(life.status).get(name)
    return step if step and may(life, step, roles) else None


def may(life: Life, step: Step, roles: frozenset[str]) -> bool:
    return bool(roles & set(step.actors) and step.when(life))


def steps_open(life: Life, actor: Actor) -> dict[str, Step]:
    return steps_for(life, actor.roles(life))


def is_open(life: Life, name: str, actor: Actor) -> bool:
    return step_for(life, name, actor.roles(life)) is not None


def refuse(life: Life, name: str, roles: frozenset[str]) -> Step:
    step = life.table.steps.get(name)
    if step and roles & set(step.actors):
        raise Refused(_("This is not possible any more: %(state)s.") % {"state": life.state.label})
    raise Refused(_("This is not for you to do."))


def clean(life: Life, step: Step, facts: dict) -> dict:
    """The facts that the step asks for, checked; whatever else was sent along is left out."""
    if not step.asks:
        return {}
    form = life.facts_form(step, facts, files=facts)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form.cleaned_data


def record(life: Life, name: str, step: Step, change: Change, facts: dict) -> None:
    """Set the status (here alone), write history, and tell who should know."""
    change.life_id, change.step, change.source, change.target = life.pk, name, life.status, step.target
    change.at, change.facts = timezone.now(), {fact: plain(value) for fact, value in facts.items()}
    change.save()
    life.status, life.last_change = step.target, change
    if step.told:
        announce(life, change)
    live.publish(life.topic)


def keep(life: Life, before: dict[str, Any]) -> None:
    """Write what the step made otherwise, and nothing else: most steps leave all but the status as it was."""
    life.save(update_fields=[name for name, value in life.row().items() if value != before[name]])
    clock.reset(life, before["status"])


def announce(life: Life, change: Change) -> None:
    """Have people told, by the room above."""
    seconds = int(life.waits_to_tell(change).total_seconds())
    wait = {"seconds": seconds} if seconds else None
    tasks.configure_task("notices.announce", schedule_in=wait).defer(change_id=change.pk)


def plain(value: Any) -> Any:
    """A fact as JSON holds it: rows by key, times as ISO 8601."""
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if hasattr(value, "isoformat") else value

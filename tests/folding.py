"""Many cases with one set-up: `each` stands where `pytest.mark.parametrize` would make people and offers anew for all.

The cases are subtests of one test, so a failure still names its case and stops no other. After each of them all is as
it was before: rows, mails, cookies, what was patched, what was drawn and kept.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from copy import copy, deepcopy
from functools import partial, wraps
from typing import Any

import pytest
import pytest_django
from django.core import mail
from django.core.cache import caches
from django.db import connection, models, transaction
from django.test import Client
from django.utils import translation

Test = Callable[..., None]
DRAWN = ("drawn", "pieces")  # by number: the next case makes other rows of the same numbers


def each(names: str | tuple[str, ...], cases: Iterable[Any]) -> Callable[[Test], Test]:
    """Like `pytest.mark.parametrize`, for tests with a database in which no case needs a set-up of its own."""
    named = [names] if isinstance(names, str) else [*names]
    told = [dict(zip(named, values(case, len(named)), strict=True)) for case in cases]
    return lambda test: folded(test, told)


def values(case: Any, count: int) -> tuple[Any, ...]:
    return (case,) if count == 1 else tuple(case)


def folded(test: Test, told: list[dict[str, Any]]) -> Test:
    inner = getattr(test, "cases", None)
    if inner is not None:  # one `each` upon another: every pair of their cases
        return folded(test.__wrapped__, [below | above for above in told for below in inner])  # type: ignore[attr-defined]

    asked = [name for name in inspect.signature(test).parameters if name not in told[0]]

    @wraps(test)
    def every(request: pytest.FixtureRequest, subtests: pytest.Subtests, **made: Any) -> None:
        named = by_name(request, told) if "request" in asked else ()
        everything = [mail.outbox, *request.node.funcargs.values(), *named]
        made |= {"request": request} if "request" in asked else {}
        for case in told:
            with subtests.test(**case), undone(everything):
                test(**made | case)

    every.cases = told  # type: ignore[attr-defined]
    every.__signature__ = signature(["request", "subtests", *asked])  # type: ignore[attr-defined]
    return every


def signature(names: Iterable[str]) -> inspect.Signature:
    """What pytest reads to know which fixtures to make."""
    return inspect.Signature([inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in dict.fromkeys(names)])


def by_name(request: pytest.FixtureRequest, told: list[dict[str, Any]]) -> Iterator[Any]:
    """What cases will ask for by `request.getfixturevalue(who)`: made before the first, or it would go with it."""
    for name in dict.fromkeys(value for case in told for value in case.values() if isinstance(value, str)):
        with suppress(pytest.FixtureLookupError):
            yield request.getfixturevalue(name)


@contextmanager
def undone(everything: Iterable[Any]) -> Iterator[None]:
    """Whatever is done inside is gone afterwards, from the database and from what the fixtures made."""
    with ExitStack() as after, translation.override(translation.get_language()):
        for made in everything:
            for put_back in kept(made):
                after.callback(put_back)
        for name in DRAWN:
            after.callback(caches[name].clear)
        with transaction.atomic():
            yield
            if not connection.needs_rollback and connection.is_usable():
                connection.check_constraints()  # as at the end of every test
            transaction.set_rollback(True)


def kept(made: Any) -> Iterator[Callable[[], None]]:
    """What puts back all that a case may alter of what a fixture made."""
    if isinstance(made, models.Model):
        yield from (content(part) for part in (made.__dict__, made._state.__dict__, made._state.fields_cache))
    elif isinstance(made, Client):
        yield partial(setattr, made, "cookies", deepcopy(made.cookies))  # the same cookie gets another value
        yield content(made.__dict__)
    elif isinstance(made, dict | list):
        yield content(made)
    elif isinstance(made, pytest.MonkeyPatch):
        yield patches(made)
    elif isinstance(made, pytest_django.Settings):
        yield overrides(made)


def content(made: Any) -> Callable[[], None]:
    before = copy(made)

    def put_back() -> None:
        made.clear()
        made.extend(before) if isinstance(made, list) else made.update(before)

    return put_back


def patches(monkeypatch: Any) -> Callable[[], None]:
    """Of what is patched, what a case has patched; its own `undo` would also take back what fixtures have."""
    before = [(part, part[:]) for part in (monkeypatch._setattr, monkeypatch._setitem)]
    for part, _ in before:
        part.clear()

    def put_back() -> None:
        monkeypatch.undo()
        for part, content in before:
            part[:] = content

    return put_back


def overrides(settings: Any) -> Callable[[], None]:
    count = len(settings._to_restore)

    def put_back() -> None:
        while len(settings._to_restore) > count:
            settings._to_restore.pop().disable()

    return put_back

"""What a page reads: the rows of one edition, put together; nothing is counted here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language

from marketplace.accounts.language import chosen
from marketplace.places.areas import areas
from marketplace.programme import indicators
from marketplace.programme.indicators import Indicator
from marketplace.programme.models import Edition, Project, Told

WEEKS = 26  # that the line over time goes back
PARTS = (Told.By.PROJECT.value, Told.By.AREA.value)
TOLD = "SELECT indicator, by, line, amount FROM programme_told WHERE edition_id = %(edition)s"
OVER_TIME = """
SELECT edition.until, indicator, amount FROM (
    SELECT DISTINCT ON (date_trunc('week', until AT TIME ZONE %(zone)s)) id, until FROM programme_edition
    WHERE (published_at IS NOT NULL OR id = %(edition)s) AND id <= %(edition)s
    ORDER BY date_trunc('week', until AT TIME ZONE %(zone)s) DESC, id DESC LIMIT %(weeks)s
) AS edition JOIN programme_told told ON told.edition_id = edition.id WHERE by = 'whole' ORDER BY edition.until
"""
NAMES = """
SELECT (SELECT md5(string_agg(project::text, '' ORDER BY id)) FROM programme_project project),
    count(id), max(id), max(changed_at) FROM places_area
"""
EDITIONS = 40  # that a process keeps in mind
Numbers = dict[str, int]  # by the name of the indicator, in its unit; what is not told is not in it


@dataclass(frozen=True)
class Line:
    """A project, or a neighbourhood."""

    code: str
    name: str
    numbers: Numbers
    grant_cents: int = 0


@dataclass(frozen=True)
class Results:
    """`rest`: by "project" and "area" what is told of all those together that have no number of their own."""

    edition: Edition
    whole: Numbers
    projects: list[Line]
    areas: list[Line]
    rest: dict[str, Numbers]
    weeks: list[tuple[datetime, Numbers]] = field(default_factory=list)

    @property
    def indicators(self) -> list[Indicator]:
        return [one for one in indicators.every() if one.name in self.whole]

    @property
    def grants_cents(self) -> int:
        return sum(project.grant_cents for project in self.projects)

    def lines(self) -> Iterator[tuple[Indicator, str, str, str, int | None]]:
        """All numbers, for a file: indicator, by what, code, name, number; None: not told."""
        for one in self.indicators:
            yield one, Told.By.WHOLE, "", "", self.whole[one.name]
            for by, lines in ((Told.By.PROJECT, self.projects), (Told.By.AREA, self.areas)):
                yield from ((one, by, line.code, line.name, line.numbers.get(one.name)) for line in lines)
                yield one, by, "", "", self.rest[by].get(one.name, 0)


def last() -> Edition | None:
    return Edition.objects.published().first()


def of(edition: Edition) -> Results:
    """In a fixed number of queries, however much there is to count. What was published never changes: each process puts
    it together once for each language, and again where the name of something in it has changed."""
    if not edition.published_at:
        return put_together(edition)
    return kept(edition, edition.published_at, get_language(), rows(NAMES, {})[0])


@lru_cache(maxsize=EDITIONS)
def kept(edition: Edition, published_at: datetime, language: str | None, names: tuple) -> Results:
    """By the moment as well: in a city that was loaded anew, keys begin anew."""
    return put_together(edition)


def put_together(edition: Edition) -> Results:
    told: dict[tuple[str, int], Numbers] = {}
    for name, by, line, amount in rows(TOLD, {"edition": edition.pk}):
        told.setdefault((by, line), {})[name] = amount
    whole = told.get((Told.By.WHOLE, 0), {})
    rests = {by: rest(whole, [row for (how, _line), row in told.items() if how == by]) for by in PARTS}
    return Results(edition, in_units(whole), projects(told), neighbourhoods(told), rests, weeks(edition.pk))


def rest(whole: Numbers, rows: list[Numbers]) -> Numbers:
    return in_units({name: amount - sum(row.get(name, 0) for row in rows) for name, amount in whole.items()})


def in_units(row: Numbers) -> Numbers:
    """Sixty minutes are an hour. What is not in the register any more is not shown."""
    return {name: amount // indicators.ALL[name].per for name, amount in row.items() if name in indicators.ALL}


def projects(told: dict[tuple[str, int], Numbers]) -> list[Line]:
    every = Project.objects.values_list("pk", "slug", "name", "grant_cents")
    found = (
        Line(slug, chosen(name), in_units(told.get(("project", pk), {})), cents) for pk, slug, name, cents in every
    )
    return sorted(found, key=lambda line: line.name)


def neighbourhoods(told: dict[tuple[str, int], Numbers]) -> list[Line]:
    return [Line(area.code, area.name, in_units(told.get(("area", area.pk), {}))) for area in areas()]


def weeks(edition: int) -> list[tuple[datetime, Numbers]]:
    """What the last edition of each week tells, the oldest first, up to the one that is looked at."""
    found: dict[datetime, Numbers] = {}
    for until, name, amount in rows(OVER_TIME, {"zone": settings.TIME_ZONE, "edition": edition, "weeks": WEEKS}):
        found.setdefault(until, {})[name] = amount
    return [(until, in_units(row)) for until, row in found.items()]


def rows(sql: str, params: dict[str, Any]) -> list[tuple]:
    """Plain SQL: these two are read for each visitor, and to put them together takes longer than to answer them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def totals() -> Numbers:
    """What the last edition tells as a whole."""
    told = Told.objects.filter(by=Told.By.WHOLE, edition=Edition.objects.published().values("pk")[:1])
    return in_units(dict(told.values_list("indicator", "amount")))

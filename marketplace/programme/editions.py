"""Editions: prepared each night beside what was told before, looked at by the City, and published for good.

A line that moves takes all that came to it with it; one that does not stands as it was told. So what was told stays."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.organisations.models import is_city
from marketplace.programme import counting, indicators, suppression
from marketplace.programme.indicators import Indicator
from marketplace.programme.models import Edition, Told
from marketplace.refusals import Refused

Key = tuple[str, str, int]  # indicator, by, line
Number = tuple[int, datetime]  # amount, until when it counts
Standing = dict[Key, Number]
NIGHT = 7_403_117  # the lock of those who prepare: one at a time


def nightly() -> Edition | None:
    """Publish what the City could look at for a day, then prepare the next one. A repeat, and what is killed half way,
    do no harm."""
    due = Edition.objects.filter(published_at=None, held=False, until__lt=midnight())
    due.update(published_at=timezone.now())
    return prepare()


def midnight() -> datetime:
    """What happened today is told tomorrow: nothing of it is on its way any more."""
    return datetime.combine(timezone.localdate(), time(0), timezone.get_current_timezone())


@transaction.atomic
def prepare() -> Edition | None:
    """The next edition, in the place of one that is prepared; None where nothing may be told anew, or where the City
    holds the prepared one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NIGHT])
    if Edition.objects.filter(published_at=None, held=True).exists():
        return None
    Edition.objects.filter(published_at=None).delete()
    before, until = standing(), midnight()
    after = before | {key: row for one in indicators.ALL.values() for key, row in moved(one, before, until)}
    return written(after, until) if after != before else None


def standing() -> Standing:
    """All that the last edition tells."""
    last = Edition.objects.published().order_by("-pk").first()
    rows = last.told.values_list("indicator", "by", "line", "amount", "until") if last else []
    return {row[:3]: row[3:] for row in rows}


def moved(indicator: Indicator, before: Standing, until: datetime) -> Iterator[tuple[Key, Number]]:
    """The lines that are told anew."""
    moments, told = history(indicator)
    came, now = counting.came(indicator, moments, until), len(moments) + 1
    whole = came[Told.By.WHOLE].get(0, {}).get(now, suppression.NOTHING)
    if not whole.amount or (indicator.people and len(whole.people) < suppression.FEW):
        return
    for by, lines in came.items():
        table = suppression.Table(lines, {line: told.get((by, line or 0), frozenset()) for line in lines}, now)
        for line in moving(indicator, by, table):
            key: Key = (indicator.name, by, line)
            told_so_far = before[key][0] if key in before else 0
            yield key, (told_so_far + table.since(line), until)


def moving(indicator: Indicator, by: Told.By, table: suppression.Table) -> set[suppression.Line]:
    if by == Told.By.WHOLE:
        return {0}
    return suppression.lines(table) if indicator.people else {line for line in table.came if line and table.since(line)}


def history(indicator: Indicator) -> tuple[list[datetime], dict[tuple[str, int], frozenset[int]]]:
    """Until when the whole was told, in order; and after which of these batches each line was."""
    rows = Told.objects.filter(indicator=indicator.name).exclude(edition__published_at=None)
    found = set(rows.values_list("by", "line", "until"))
    moments = sorted(until for by, _line, until in found if by == Told.By.WHOLE)
    number, told = {until: place for place, until in enumerate(moments, 1)}, defaultdict(set)
    for by, line, until in found:
        told[by, line].add(number[until])
    return moments, {key: frozenset(batches) for key, batches in told.items()}


def written(rows: Standing, until: datetime) -> Edition:
    edition = Edition.objects.create(until=until)
    Told.objects.bulk_create(
        Told(edition=edition, indicator=name, by=by, line=line, amount=amount, until=counted)
        for (name, by, line), (amount, counted) in sorted(rows.items())
    )
    return edition


# --- what an officer decides --------------------------------------------------------------------------------------
def publish(edition: Edition, user: Any) -> None:
    """Now, not in the next night. Raises Refused."""
    decided(edition, user, published_at=timezone.now(), held=False)


def hold(edition: Edition, user: Any) -> None:
    """No night publishes it, and none prepares another one, until an officer does. Raises Refused."""
    decided(edition, user, held=True)


def decided(edition: Edition, user: Any, **fields: Any) -> None:
    if not is_city(user, "officer"):
        raise Refused(_("This is not for you to do."))
    if not Edition.objects.filter(pk=edition.pk, published_at=None).update(**fields):
        raise Refused(_("This has changed meanwhile. Look again, then decide."))

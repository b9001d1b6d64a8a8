"""A wardrobe in numbers: what hangs beside what was missed, how long it hangs, and each month with whom it served.

Months are prepared each night, so that no page adds up a city. Behind no number stand fewer than FEW households: they
are told together with as many others as it takes, so that nothing is found by taking one from another."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import Piece
from marketplace.ledger.models import Account, Posting
from marketplace.programme.suppression import FEW
from services.models import GarmentType, Household, Member, Missed, PointsMoved, Served, Wardrobe
from services.models.sizes import said_size

MONTHS, FRESH = 12, 2  # what was chosen late in a month may be taken home in the next
LATELY = timedelta(days=90)  # the time in which it is counted what was missed
AGES = (30, 90, 180)  # days
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stock:
    name: str
    size: str
    hanging: int
    missed: int

    @property
    def words(self) -> str:
        return f"{self.name}, {self.size}" if self.size else self.name


@dataclass(frozen=True)
class Month:
    """None: behind it stand fewer than five households."""

    first: date
    households: int | None
    members: int | None
    pieces: int | None
    given_out: int | None
    spent: int | None


@dataclass(frozen=True)
class Part:
    name: str
    households: int | None
    members: int | None
    pieces: int | None


def stock(wardrobe: Wardrobe) -> list[Stock]:
    """By type and size; what was missed most stands first."""
    hanging = wardrobe.garments.hanging().order_by().values_list("type", "size").annotate(number=Count("pk"))
    since = wardrobe.today() - LATELY
    asked = Missed.objects.filter(wardrobe=wardrobe, day__gt=since).order_by().values_list("type", "size")
    there, missed = {row[:2]: row[2] for row in hanging}, {row[:2]: row[2] for row in asked.annotate(Sum("number"))}
    types = {kind.pk: str(kind) for kind in GarmentType.objects.all()}
    rows = [
        Stock(types[kind], said_size(size), there.get((kind, size), 0), missed.get((kind, size), 0))
        for kind, size in there.keys() | missed.keys()
    ]
    return sorted(rows, key=lambda row: (-row.missed, row.name, row.size))


def ages(wardrobe: Wardrobe) -> list[tuple[str, int]]:
    """For how long what hangs has been hanging, in four steps."""
    now, edges = timezone.now(), [timedelta(0), *(timedelta(days=days) for days in AGES)]
    said = [_("up to 30 days"), _("31 to 90 days"), _("91 to 180 days"), _("longer")]
    older = {f"n{number}": Count("pk", filter=Q(hung_at__lte=now - edge)) for number, edge in enumerate(edges)}
    counts = [*wardrobe.garments.hanging().aggregate(**older).values(), 0]
    return [(words, counts[number] - counts[number + 1]) for number, words in enumerate(said)]


def months(wardrobe: Wardrobe) -> list[Month]:
    """The last twelve that are over, the newest first, as the last night left them."""
    since = whole_months(wardrobe)[-1]
    served = Served.objects.filter(wardrobe=wardrobe, month__gte=since).order_by().values("month")
    sums = served.annotate(h=Sum("households"), m=Sum("members"), p=Sum("pieces"))
    rows = {row["month"]: (row["h"], row["m"], row["p"]) for row in sums}
    moved = PointsMoved.objects.filter(wardrobe=wardrobe, month__gte=since).order_by("-month")
    return [hidden(row, rows.get(row.month, (0, 0, 0))) for row in moved]


def hidden(moved: PointsMoved, served: tuple[int, int, int]) -> Month:
    if served[0] < FEW:  # points may have come to one household where nobody took anything home
        return Month(moved.month, None, None, None, None, None)
    return Month(moved.month, *served, moved.given_out, moved.spent)


def areas(wardrobe: Wardrobe, month: date) -> list[Part]:
    rows = Served.objects.filter(wardrobe=wardrobe, month=month).select_related("area")
    return folded(Part(row.area.name if row.area else "", row.households, row.members, row.pieces) for row in rows)


def folded(parts: Iterable[Part]) -> list[Part]:
    """The small ones, and those of whom no area is known, are told together, with as many others as it takes to hide
    them; where all are few, no number is told."""
    rows = sorted(parts, key=lambda part: (bool(part.name) and number(part) >= FEW, number(part), part.name))
    small = [part for part in rows if not part.name or number(part) < FEW]
    while small and sum(map(number, small)) < FEW and len(small) < len(rows):
        small.append(rows[len(small)])
    large = sorted(rows[len(small) :], key=lambda part: (-number(part), part.name))
    return large + ([together(small, alone=not large)] if small else [])


def number(part: Part) -> int:
    return part.households or 0


def together(parts: list[Part], alone: bool) -> Part:
    name = _("All neighbourhoods") if alone else _("Other neighbourhoods")
    if sum(map(number, parts)) < FEW:
        return Part(name, None, None, None)
    sums = [sum(getattr(part, of) or 0 for part in parts) for of in ("households", "members", "pieces")]
    return Part(name, *sums)


# --- prepared each night ------------------------------------------------------------------------------------------
def prepare_all() -> None:
    """The last two whole months of every wardrobe, and whatever of the year is not there yet. A repeat is harmless."""
    for wardrobe in Wardrobe.objects.select_related("organisation"):
        there = set(PointsMoved.objects.filter(wardrobe=wardrobe).values_list("month", flat=True))
        for number, month in enumerate(whole_months(wardrobe)):
            if number < FRESH or month not in there:
                prepared(wardrobe, month)


def prepared(wardrobe: Wardrobe, month: date) -> None:
    """What fails with one month, stops no other; it is tried again the next night."""
    try:
        prepare(wardrobe, month)
    except Exception:
        log.exception("the figures of wardrobe %s were not prepared for %s", wardrobe.pk, month)


def whole_months(wardrobe: Wardrobe) -> list[date]:
    """Their first days, the newest first. The month that runs is told when it is over: who came yesterday could be read
    from what it says today."""
    running = wardrobe.today().replace(day=1)
    return [running - relativedelta(months=number) for number in range(1, MONTHS + 1)]


@transaction.atomic
def prepare(wardrobe: Wardrobe, month: date) -> None:
    following = month + relativedelta(months=1)
    Served.objects.filter(wardrobe=wardrobe, month=month).delete()
    Served.objects.bulk_create(
        Served(wardrobe=wardrobe, month=month, **row) for row in served(wardrobe, month, following)
    )
    PointsMoved.objects.update_or_create(
        wardrobe=wardrobe,
        month=month,
        defaults={
            "given_out": -moved(wardrobe, Account.Kind.ISSUED, month, following),
            "spent": moved(wardrobe, Account.Kind.EARNED, month, following),
        },
    )


def served(wardrobe: Wardrobe, month: date, following: date) -> list[dict[str, Any]]:
    """By area: who took something home, by the day on which it was chosen; members are those of today."""
    taken = Piece.objects.filter(outcome=Piece.Outcome.TAKEN, on__gte=month, on__lt=following)
    here = taken.filter(household__wardrobe=wardrobe).order_by()
    rows = here.values("household__area").annotate(pieces=Count("pk"), households=Count("household", distinct=True))
    households = Household.objects.filter(pk__in=here.values("household")).values("pk")
    people = Member.objects.now().filter(household__in=households).order_by().values_list("household__area")
    members = dict(people.annotate(number=Count("pk")))
    return [
        {
            "area_id": row["household__area"],
            "households": row["households"],
            "members": members.get(row["household__area"], 0),
            "pieces": row["pieces"],
        }
        for row in rows
    ]


def moved(wardrobe: Wardrobe, kind: Account.Kind, month: date, following: date) -> int:
    since, until = (datetime.combine(day, time(0), wardrobe.organisation.tz) for day in (month, following))
    postings = Posting.objects.filter(account=wardrobe.account(kind), entry__at__gte=since, entry__at__lt=until)
    return postings.aggregate(sum=Sum("amount"))["sum"] or 0

"""What became of a fund: what was in it day by day, and what it carried, by month and by neighbourhood."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import Share
from marketplace.ledger.models import Posting
from marketplace.programme.models import Fund
from marketplace.programme.suppression import FEW

PACE = timedelta(days=28)  # the time by which it is told when a fund will be empty
FARTHEST = timedelta(days=730)


@dataclass(frozen=True)
class Month:
    """In cents: what was put in, what went out for bookings (what came back is taken off), what was left at the end."""

    first: date
    put_in: int
    carried: int
    left: int


@dataclass(frozen=True)
class Part:
    """What was carried in a neighbourhood, and for how many bookings."""

    name: str
    bookings: int
    cents: int


def days(fund: Fund) -> list[tuple[date, int]]:
    """What the fund held at the end of each day on which something was moved."""
    zone, held, closings = fund.funder.tz, 0, []
    moved = postings(fund).annotate(day=TruncDate("entry__at", tzinfo=zone)).values("day")
    for row in moved.annotate(sum=Sum("amount")).order_by("day"):
        held += row["sum"]
        closings.append((row["day"], held))
    return closings


def months(fund: Fund) -> list[Month]:
    """Month by month, the first at the top; months without a movement are left out."""
    left, found = 0, []
    moved = postings(fund).annotate(month=TruncMonth("entry__at", tzinfo=fund.funder.tz)).values("month")
    put_in = Coalesce(Sum("amount", filter=Q(entry__about=fund.topic)), 0)
    for row in moved.annotate(sum=Sum("amount"), put_in=put_in).order_by("month"):
        left += row["sum"]
        found.append(Month(row["month"].date(), row["put_in"], row["put_in"] - row["sum"], left))
    return found


def postings(fund: Fund) -> QuerySet[Posting]:
    return Posting.objects.filter(account=fund.account).order_by()


def areas(fund: Fund) -> list[Part]:
    """By neighbourhood, the most at the top. Those with few bookings are told together, with as many others as it takes
    to hide them."""
    shares = Share.objects.filter(subsidy__fund=fund).annotate(came_to=Coalesce("kept_cents", "cents"))
    rows = shares.filter(came_to__gt=0).values("booking__place__area__name").order_by()
    told = rows.annotate(bookings=Count("booking", distinct=True), sum=Sum("came_to"))
    return folded(Part(row["booking__place__area__name"] or "", row["bookings"], row["sum"]) for row in told)


def told_alone(fund: Fund) -> set[str]:
    """The names of the neighbourhoods that are not told together with others."""
    return {part.name for part in areas(fund)} - {others(some=True), others(some=False)}


def others(some: bool) -> str:
    """What stands for the small ones; `some`: beside others that are told alone."""
    return _("Other neighbourhoods") if some else _("All neighbourhoods")


def folded(parts: Iterable[Part]) -> list[Part]:
    """Whoever has no place in the city counts with the small ones."""
    rows = sorted(parts, key=lambda part: (bool(part.name) and part.bookings >= FEW, part.bookings, part.name))
    small = [part for part in rows if not part.name or part.bookings < FEW]
    while small and sum(part.bookings for part in small) < FEW and len(small) < len(rows):
        small.append(rows[len(small)])
    name = others(some=bool(rows[len(small) :]))
    together = [Part(name, sum(part.bookings for part in small), sum(part.cents for part in small))]
    return sorted(rows[len(small) :], key=lambda part: (-part.cents, part.name)) + together * bool(small)


def empty_on(fund: Fund, closings: list[tuple[date, int]]) -> date | None:
    """The day on which it will be empty if as much goes out as in the last weeks; None where that cannot be said."""
    today = timezone.localdate(timezone=fund.funder.tz)
    lately = postings(fund).filter(entry__at__gte=timezone.now() - PACE).exclude(entry__about=fund.topic)
    spent = -(lately.aggregate(sum=Sum("amount"))["sum"] or 0)
    if spent <= 0 or not closings:
        return None
    ahead = timedelta(days=closings[-1][1] * PACE.days // spent)
    return today + ahead if ahead < FARTHEST else None

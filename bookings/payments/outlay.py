"""A fund line by line, for whoever funds: what was put in, promised, earned and gone back, and what was left then.

Nobody is named, and nothing here leads to a booking; a neighbourhood is told only where its bookings are many."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Case, CharField, F, QuerySet, Subquery, Sum, Value, When
from django.db.models.expressions import Window
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.models import GivenBack, Share
from bookings.payments import melting
from marketplace import wording
from marketplace.ledger.models import Account, Posting
from marketplace.programme.models import Fund, Subsidy
from services import availability

AT_ONCE = 1000  # lines whose bookings are read together
PUT_IN, PROMISED, EARNED, CORRECTED = "put_in", "promised", "earned", "corrected"
GONE_BACK, GIVEN_BACK = "gone_back", "given_back"
HAPPENED: dict[str, str | Promise] = {
    PUT_IN: _("Put into the fund"),
    PROMISED: _("Promised for a booking"),
    EARNED: _("Earned by what was done"),
    GONE_BACK: _("Gone back: it was not needed"),
    GIVEN_BACK: _("Given back by the organisation"),
    CORRECTED: _("Corrected in the book"),
}
KEY = re.compile(
    r"fund:\d+:(?P<put>in):.+|share:(?P<share>\d+):(?P<how>promised|kept|back)|(?P<by>given):(?P<given>\d+):back",
    re.DOTALL,
)
HEADINGS = ("date", "what", "organisation", "category", "area", "cents", "moved_cents", "left_cents")  # as in the API
BY_KEY = {"in": PUT_IN, "promised": PROMISED, "kept": EARNED, "back": GONE_BACK, "given": GIVEN_BACK}


@dataclass(frozen=True)
class Line:
    """In cents: how much it was about, by how much what is left changed (what is earned was promised before), and what
    was left then. `area` is empty where naming it might point to somebody."""

    on: date
    what: str
    organisation: str
    category: str
    area: str
    cents: int
    moved: int
    left: int

    @property
    def happened(self) -> str:
        return str(HAPPENED[self.what])

    @property
    def cells(self) -> list[Any]:
        """Under `HEADINGS`."""
        told = [self.on.isoformat(), self.what, self.organisation, self.category, self.area]
        return [*told, self.cents, self.moved, self.left]


def lines(fund: Fund, postings: Iterable[Any]) -> Iterator[Line]:
    """What these rows of `entered` say; their bookings are read a thousand at a time."""
    areas, rows = melting.told_alone(fund), iter(postings)
    while some := list(islice(rows, AT_ONCE)):
        given = given_back(some)
        shares = shares_of(some, given)
        for row in some:
            yield line(fund, row, shares.get(number(row, given)), areas)


def entered(fund: Fund, month: date | None = None) -> QuerySet[Posting]:
    """Its lines in the book, the newest first, with `moved` and `left`; of the month in which that day lies, or all.

    What was there before and what moved since come from one statement: nobody's posting in between shifts a line."""
    account, zone = fund.account, fund.funder.tz
    rows = Posting.objects.filter(pk__in=own(account).union(earned(fund)))
    before: Any = Value(0)
    if month:
        first, after = (availability.midnight(day, zone) for day in Subsidy.Period.MONTH.of(month))
        rows = rows.filter(entry__at__gte=first, entry__at__lt=after)
        sums = Posting.objects.filter(account=account, entry__at__lt=first).order_by().values("account")
        before = Coalesce(Subquery(sums.annotate(sum=Sum("amount")).values("sum")), 0)
    moved = rows.annotate(moved=Case(When(account=account, then=F("amount")), default=0))
    since = Window(Sum("moved"), order_by=[F("entry__at"), F("pk")])
    return moved.annotate(left=before + since).select_related("entry").order_by("-entry__at", "-pk")


def own(account: Account) -> QuerySet:
    return Posting.objects.filter(account=account).order_by().values("pk")


def earned(fund: Fund) -> QuerySet:
    """What was kept of its shares, as each organisation received it; also what it gave back later."""
    shares = Share.objects.filter(subsidy__fund=fund).order_by()
    key = Concat(Value("share:"), Cast("pk", CharField()), Value(":kept"))
    kept = Posting.objects.filter(account__kind=Account.Kind.EARNED, entry__key__in=shares.values_list(key))
    return kept.order_by().values("pk")


def given_back(postings: Iterable[Posting]) -> dict[int, int]:
    """Of what was given back by hand, the share."""
    keys = (KEY.fullmatch(posting.entry.key) for posting in postings)
    numbers = {int(found["given"]) for found in keys if found and found["given"]}
    return dict(GivenBack.objects.filter(pk__in=numbers).values_list("pk", "share_id")) if numbers else {}


def shares_of(postings: Iterable[Posting], given: dict[int, int]) -> dict[int, Share]:
    known = Share.objects.select_related("booking__organisation", "booking__offer__category", "booking__place__area")
    return known.in_bulk({found for posting in postings if (found := number(posting, given))})


def number(posting: Posting, given: dict[int, int]) -> int:
    """The key of the share that it is about; 0: of none."""
    found = KEY.fullmatch(posting.entry.key)
    if found and found["given"]:
        return given.get(int(found["given"]), 0)
    return int(found["share"] or 0) if found else 0


def line(fund: Fund, posting: Any, share: Share | None, areas: set[str]) -> Line:
    booking = share.booking if share else None
    area = str(booking.place.area or "") if booking and booking.place else ""
    return Line(
        on=wording.date_of(posting.entry.at, fund.funder.tz),
        what=what(posting),
        organisation=booking.organisation.name if booking else "",
        category=str(booking.offer.category) if booking else "",
        area=area if area in areas else "",
        cents=abs(posting.amount),
        moved=posting.moved,
        left=posting.left,
    )


def what(posting: Posting) -> str:
    """By the entry's key: its own words may be somebody's, and name somebody."""
    found = None if posting.entry.reverses_id else KEY.fullmatch(posting.entry.key)
    return BY_KEY[found["put"] or found["how"] or found["by"]] if found else CORRECTED

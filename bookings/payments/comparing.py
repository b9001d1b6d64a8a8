"""Does Stripe hold what we say? Its lists are read a page at a time and held against our rows. Nothing here repairs.

What moves while it is read, and what nobody knows the end of yet, is left to `reconciling`, for a day.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from bookings.models import Charge, Refund, Transfer
from bookings.models.payment import Payment
from bookings.payments import stripe_client
from bookings.payments.reconciling import IN_DOUBT
from bookings.payments.states import GIVEN, SENT

Json = dict[str, Any]
Cents = dict[str, int]
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Sort:
    """A list at Stripe, and how it is read beside our rows: the number that both know, and cents by what they are."""

    listed: str
    rows: Callable[[], QuerySet]
    number: Callable[[Json], str]
    there: Callable[[Json], Cents]
    here: Callable[[Any], Cents]
    parts: Callable[[Any], list[Payment]] = lambda row: []
    gather: Callable[[Iterator[list[Json]]], Iterable[list[Json]]] = lambda pages: pages


def by_charge(pages: Iterator[list[Json]]) -> list[list[Json]]:
    """Of one charge several disputes may be lost, and what they come to counts. They are few: all stand on one page."""
    found: dict[str, list[Json]] = {}
    for dispute in chain.from_iterable(pages):
        if dispute["status"] == "lost":
            found.setdefault(dispute["payment_intent"], []).append(dispute)
    return [[lost[0] | {"amount": sum(one["amount"] for one in lost)} for lost in found.values()]]


def changed(rows: QuerySet) -> QuerySet:
    return rows.select_related("last_change").order_by("pk")


SORTS = (
    Sort(
        "charges",
        lambda: changed(Charge.objects.all()),
        lambda thing: thing["payment_intent"] or "",
        lambda thing: {"captured": thing["amount_captured"]},
        lambda charge: {"captured": charge.captured_cents},
    ),
    Sort(
        "disputes",
        lambda: changed(Charge.objects.all()),
        lambda thing: thing["payment_intent"] or "",
        lambda thing: {"lost": thing["amount"] if thing["status"] == "lost" else 0},
        lambda charge: {"lost": charge.lost_cents},
        gather=by_charge,
    ),
    Sort(
        "refunds",
        lambda: changed(Refund.objects.all()),
        lambda thing: thing["id"],
        lambda thing: {"refunded": thing["amount"] if thing["status"] == "succeeded" else 0},
        lambda refund: {"refunded": refund.cents if refund.status == GIVEN else 0},
    ),
    Sort(
        "transfers",
        lambda: changed(Transfer.objects.prefetch_related("reversals__last_change")),
        lambda thing: thing["id"],
        lambda thing: {"transferred": thing["amount"], "reversed": thing["amount_reversed"]},
        lambda transfer: {
            "transferred": transfer.cents if transfer.status == SENT else 0,
            "reversed": transfer.taken_back,
        },
        lambda transfer: list(transfer.reversals.all()),
    ),
)


class Seen:
    """Which of our rows Stripe has named: a bit for each key, so that a million rows take a hundred kilobytes."""

    def __init__(self) -> None:
        self.bits = bytearray()

    def add(self, key: int) -> None:
        self.bits.extend(bytes(max(0, key // 8 + 1 - len(self.bits))))
        self.bits[key // 8] |= 1 << key % 8

    def __contains__(self, key: int) -> bool:
        return key // 8 < len(self.bits) and bool(self.bits[key // 8] & 1 << key % 8)


def differences() -> Iterator[str]:
    """A sentence for each thing that Stripe and we do not say alike. Raises Away."""
    begun = timezone.now()
    for sort in SORTS:
        seen = Seen()
        for page in sort.gather(stripe_client.pages(sort.listed, int(begun.timestamp()))):
            yield from of_page(sort, [thing for thing in page if any(sort.there(thing).values())], seen, begun)
        yield from missing(sort, seen, begun)


def of_page(sort: Sort, page: list[Json], seen: Seen, begun: datetime) -> Iterator[str]:
    """Where nothing was paid, as with a card that was refused, there is nothing to compare."""
    rows = {row.stripe_id: row for row in sort.rows().filter(stripe_id__in=[sort.number(thing) for thing in page])}
    on_their_way = attempts(sort, page)
    for thing in page:
        row = rows.get(sort.number(thing)) or on_their_way.get(attempt_of(thing))
        if row is None:
            told = ", ".join(f"{cents} {what}" for what, cents in sort.there(thing).items() if cents)
            yield f"Stripe has {told} as {thing['id']}, and we do not know it."
            continue
        seen.add(row.pk)
        yield from [] if moves(sort, row, begun) else of_row(sort, row, sort.there(thing), thing["id"])


def attempts(sort: Sort, page: list[Json]) -> dict[str, Any]:
    """Our rows that a page names as theirs, also where they have not heard the answer yet."""
    named = [attempt_of(thing).partition(":") for thing in page]
    kind = sort.rows().model.topic_name
    keys = [int(number) for name, _colon, number in named if name == kind and number.isdecimal()]
    return {row.topic: row for row in sort.rows().filter(pk__in=keys, stripe_id="")}


def attempt_of(thing: Json) -> str:
    return (thing.get("metadata") or {}).get("attempt", "")


def of_row(sort: Sort, row: Any, there: Cents, number: str) -> Iterator[str]:
    for what, cents in sort.here(row).items():
        if cents != there[what]:
            yield f"Stripe has {there[what]} {what} of {row.topic} ({number}), and we have {cents}."


def missing(sort: Sort, seen: Seen, begun: datetime) -> Iterator[str]:
    for row in sort.rows().iterator(chunk_size=500):
        if row.pk not in seen and not moves(sort, row, begun):
            yield from of_row(sort, row, dict.fromkeys(sort.here(row), 0), row.stripe_id or "no number")


def moves(sort: Sort, row: Any, begun: datetime) -> bool:
    return any(is_moving(one, begun) for one in (row, *sort.parts(row)))


def is_moving(payment: Payment, begun: datetime) -> bool:
    at = payment.last_change.at if payment.last_change else payment.born_at
    return at >= begun or (payment.status in IN_DOUBT and at > begun - A_DAY)

"""What the stand-in answers to whoever looks: one object, or a list, a page at a time."""

from typing import Any

from bookings.payments.standin import acting, objects

Json = dict[str, Any]


def find(asked: Any, number: str) -> Json:
    return acting.seen(number)


def find_intent(asked: Json, number: str) -> Json:
    intent = acting.seen(number)
    if "expand" in asked and intent["latest_charge"]:
        return intent | {"latest_charge": acting.seen(intent["latest_charge"])}
    return intent


def find_all(asked: Json, kind: str) -> Json:
    found = acting.rows().filter(kind=kind.removesuffix("s"))
    if about := asked.get("payment_intent") or asked.get("transfer_group"):
        found = found.filter(about=about)
    return paged(found, asked, f"/v1/{kind}")


def find_reversals(asked: Json, number: str) -> Json:
    found = acting.rows().filter(kind="transfer_reversal", about=number)
    return paged(found, asked, f"/v1/transfers/{number}/reversals")


def paged(found: Any, asked: Json, url: str) -> Json:
    """The newest first, of some time, after the last one of the page before."""
    for side, moment in asked.get("created", {}).items():
        found = found.filter(**{f"data__created__{side}": int(moment)})
    if after := asked.get("starting_after"):
        found = found.filter(pk__lt=acting.rows().get(number=after).pk)
    size = int(asked.get("limit", 10))
    things = [row.data for row in found.order_by("-pk")[: size + 1]]
    return objects.listed(things[:size], url, more=len(things) > size)


def find_balance(asked: Json) -> Json:
    return objects.balance(acting.balance_of(asked["account"]))

"""The card of a series, asked of Stripe and brought home: a page on which it is saved, and forgetting it.

As with charges: each call belongs to a row that is committed, is safe to repeat, and holds no lock.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app as tasks

from bookings.models import SavedCard
from bookings.payments import following, lasting, pages, stripe_client, truth
from bookings.payments.states import AWAITING, FORGETTING, STARTING, UNKNOWN
from bookings.payments.waking import wake
from marketplace import live
from marketplace.lives.engine import CLOCK, is_open, lock, take
from marketplace.lives.models import Life

Json = dict[str, Any]
AGAIN, LONGEST = 15, 3600  # seconds until an answer that did not come is asked for again


def work(card: SavedCard) -> None:
    """Do what this card needs of Stripe, if it still does."""
    card = lasting.loosen(card)
    try:
        if card.status in (STARTING, UNKNOWN) and card.wanted:
            open_page(card)
        elif card.status in (FORGETTING, UNKNOWN):
            forget(card)
    except stripe_client.Away:
        doubt(card)


def doubt(card: SavedCard) -> None:
    """Nobody knows: the next try has another key."""
    tries = card.tries + 1
    forward(card, "lose_sight", tries=tries)
    wait = min(AGAIN * 2**tries, LONGEST)
    tasks.configure_task("payments.work", schedule_in={"seconds": wait}).defer(life_id=card.pk)


def open_page(card: SavedCard) -> None:
    """A session of which nobody has the address is no danger: each try may make a new one."""
    try:
        session = stripe_client.open_session(pages.page_for_series(card), f"{card.topic}:open:{card.tries}")
    except stripe_client.Declined:
        forward(card, "lapse")
    else:
        of_session(card, session)


def forget(card: SavedCard) -> None:
    """The page is closed, so that nobody saves it any more; whoever was quicker has her card forgotten. Stripe refuses
    where that was done before."""
    if card.session_id and not card.method:
        card = close(card)
    if card.method:
        with suppress(stripe_client.Declined):
            stripe_client.detach(card.method, f"{card.topic}:forget:{card.tries}")
        forward(card, "forgotten", method="")
    else:
        forward(card, "lapse")


def close(card: SavedCard) -> SavedCard:
    try:
        session = stripe_client.expire_session(card.session_id, f"{card.topic}:close:{card.tries}")
    except stripe_client.Declined:
        return look(card)
    return of_session(card, session)


def look(card: SavedCard) -> SavedCard:
    """Fetch what is true at Stripe, and go there. Raises Away."""
    if not card.session_id or card.state.final:
        return card
    return of_session(card, stripe_client.session(card.session_id))


def of_session(card: SavedCard, session: Json) -> SavedCard:
    if session["status"] == "expired":
        return forward(card, "lapse")
    if session["status"] == "complete" and not card.method:
        method = session["setup_intent"]["payment_method"]
        told = {"payer": session["customer"], "method": method["id"], "label": truth.named(method.get("card") or {})}
        return forward(card, "save", session_id=session["id"], page="", **told)
    return forward(card, "opened", session_id=session["id"], page=session.get("url") or "")


# --- forward ------------------------------------------------------------------------------------------------------
@transaction.atomic
def forward(card: SavedCard, name: str, **fields: Any) -> SavedCard:
    """Take a step if it can still be taken, with what Stripe has told besides; else change nothing.

    The series is locked first, then the bookings that wait for the card, then the card."""
    series = lasting.locked(card.series_id)
    lock_waiting(card)
    card = lock(card)
    if not card.state.final:
        truth.note(card, fields)
    if not is_open(card, name, CLOCK):
        return card
    card = take(card, name, CLOCK)
    FOLLOWS.get(name, lambda card: None)(card)
    live.publish(series.topic)
    return card


def lock_waiting(card: SavedCard) -> None:
    """The bookings by their keys, as everywhere."""
    waiting = card.charges.filter(status=AWAITING).values("booking")
    list(Life.objects.select_for_update().filter(pk__in=waiting).order_by("pk").values_list("pk"))


def follow_save(card: SavedCard) -> None:
    """Each date that waits goes on by itself; what is saved already is charged to this card from now on."""
    for charge in card.charges.filter(status=AWAITING).order_by("booking_id"):
        following.follow_save(take(charge, "save", CLOCK))
        live.publish(charge.its_booking.topic)
    lasting.put_instead(card)
    wake(card, {})  # it may be that nothing needs it any more


def follow_lapse(card: SavedCard) -> None:
    """Nobody will save it: what waits for it is over, and nothing more is asked for."""
    waiting = list(card.charges.filter(status=AWAITING).order_by("booking_id"))
    if waiting:
        lasting.stop(card)
    for charge in waiting:
        truth.forward(charge, "lapse")


FOLLOWS: dict[str, Callable[[SavedCard], None]] = {"save": follow_save, "lapse": follow_lapse}

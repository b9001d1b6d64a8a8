"""Each hour: what Stripe told and we did not hear, and what we wished and do not know the end of."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from bookings.models import Charge, PayoutAccount, Refund, Reversal, SavedCard, StripeEvent, Transfer
from bookings.payments import accounts, events, lasting, looking, saving, stripe_client, talking
from bookings.payments.states import (
    ASKED,
    CAPTURING,
    CHARGING,
    FORGETTING,
    OPEN,
    PENDING,
    RELEASED,
    RELEASING,
    SAVED,
    SENDING,
    STARTING,
    UNKNOWN,
)

log = logging.getLogger(__name__)
BACK = timedelta(days=3)  # events are asked for so far back
IN_DOUBT = (STARTING, CHARGING, CAPTURING, RELEASING, UNKNOWN, ASKED, PENDING, SENDING)

# Cards that are not needed any more, and not forgotten yet.
SAVED_TOO_LONG = ~Q(method="") & (Q(status=RELEASED) | Q(captured_cents__gt=0))


def reconcile() -> None:
    """One that fails stops no other: it is there in the next hour."""
    attempt(hear_again)
    for event in StripeEvent.objects.filter(handled_at=None).order_by("pk"):
        attempt(partial(events.handle, event))
    for rows in unfinished():
        for number in rows.order_by("pk").values_list("pk", flat=True):
            attempt(partial(talking.work, number))
    for card in SavedCard.objects.filter(~Q(session_id=""), status=OPEN).order_by("pk"):
        attempt(partial(saving.look, card))
    for charge in Charge.objects.filter(~Q(session_id=""), status=OPEN).order_by("pk"):
        attempt(partial(looking.look, charge))
    for account in PayoutAccount.objects.exclude(stripe_id="").order_by("pk"):
        attempt(partial(accounts.look, account))


def unfinished() -> Iterator[QuerySet]:
    """What we wished and do not know the end of, and cards that are not forgotten yet."""
    for model in (Charge, Refund, Transfer, Reversal):
        yield model.objects.filter(status__in=IN_DOUBT)
    yield Charge.objects.filter(SAVED_TOO_LONG)
    yield cards_to_ask_for()


def cards_to_ask_for() -> QuerySet[SavedCard]:
    """Of series: in doubt, on the way to be forgotten, or saved while no date waits for them."""
    waits = Charge.objects.filter(lasting.NEEDS, saved=OuterRef("pk"))
    idle = Q(status__in=(OPEN, SAVED)) & ~Exists(waits)
    return SavedCard.objects.filter(idle | Q(status__in=(STARTING, UNKNOWN, FORGETTING)))


def hear_again() -> None:
    """Webhooks that were lost: Stripe keeps what it has told."""
    told = stripe_client.events_since(int((timezone.now() - BACK).timestamp()))
    heard = StripeEvent.objects.filter(number__in=[event["id"] for event in told])
    known = set(heard.values_list("number", flat=True))
    for event in told:
        if event["id"] not in known:
            events.keep(event)


def attempt(deed: Callable[[], Any]) -> None:
    try:
        deed()
    except Exception:
        log.exception("a payment could not be reconciled")

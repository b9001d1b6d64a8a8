"""Each hour: what Stripe told and we did not hear, and what we wished and do not know the end of."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils import timezone

from bookings.models import Charge, PayoutAccount, Refund, Reversal, StripeEvent, Transfer
from bookings.payments import accounts, events, looking, stripe_client, talking
from bookings.payments.states import ASKED, CAPTURING, CHARGING, OPEN, RELEASED, RELEASING, SENDING, STARTING, UNKNOWN

log = logging.getLogger(__name__)
BACK = timedelta(days=3)  # events are asked for so far back
IN_DOUBT = (STARTING, CHARGING, CAPTURING, RELEASING, UNKNOWN, ASKED, SENDING)

# Cards that are not needed any more, and not forgotten yet.
SAVED_TOO_LONG = ~Q(method="") & (Q(status=RELEASED) | Q(captured_cents__gt=0))


def reconcile() -> None:
    """One that fails stops no other: it is there in the next hour."""
    attempt(hear_again)
    for event in StripeEvent.objects.filter(handled_at=None).order_by("pk"):
        attempt(partial(events.handle, event))
    for model in (Charge, Refund, Transfer, Reversal):
        for number in model.objects.filter(status__in=IN_DOUBT).order_by("pk").values_list("pk", flat=True):
            attempt(partial(talking.work, number))
    for number in Charge.objects.filter(SAVED_TOO_LONG).order_by("pk").values_list("pk", flat=True):
        attempt(partial(talking.work, number))
    for charge in Charge.objects.filter(~Q(session_id=""), status=OPEN).order_by("pk"):
        attempt(partial(looking.look, charge))
    for account in PayoutAccount.objects.exclude(stripe_id="").order_by("pk"):
        attempt(partial(accounts.look, account))


def hear_again() -> None:
    """Webhooks that were lost: Stripe keeps what it has told."""
    for event in stripe_client.events_since(int((timezone.now() - BACK).timestamp())):
        events.keep(event)


def attempt(deed: Callable[[], Any]) -> None:
    try:
        deed()
    except Exception:
        log.exception("a payment could not be reconciled")

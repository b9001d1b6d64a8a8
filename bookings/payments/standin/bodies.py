"""The accounts of organisations at the stand-in: opened, completed, ready to be paid out."""

from typing import Any

from django.conf import settings
from django.db import transaction

from bookings.payments.standin import acting, objects, sending

Json = dict[str, Any]


def open_account(asked: Json) -> Json:
    return acting.keep(objects.account(asked))


def account_link(asked: Json) -> Json:
    acting.held(asked["account"])
    return objects.account_link(asked, settings.SITE_URL)


@transaction.atomic
def complete_account(number: str) -> None:
    """The organisation has told Stripe all that it asks."""
    account = acting.held(number)
    active = {"stripe_balance": {"stripe_transfers": {"status": "active", "status_details": []}}}
    recipient = {"applied": True, "capabilities": active}
    acting.change(account, configuration={"recipient": recipient})
    sending.send_thin("v2.core.account[configuration.recipient].capability_status_updated", number)

"""An organisation's own account at Stripe: opened by an owner, completed on Stripe's pages, looked at afterwards."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from bookings.models import PayoutAccount
from bookings.payments import stripe_client
from marketplace.organisations.models import Organisation


def onboarding(organisation: Organisation) -> str:
    """The address where the organisation tells Stripe who it is. Raises Away, Declined."""
    account = PayoutAccount.objects.get_or_create(organisation=organisation)[0]
    if not account.stripe_id:
        opened = stripe_client.open_account(described(organisation), f"account:{account.pk}")
        PayoutAccount.objects.filter(pk=account.pk).update(stripe_id=opened["id"])
        account.stripe_id = opened["id"]
    back = urljoin(settings.SITE_URL, reverse("desk_payments"))
    where = {"refresh_url": back, "return_url": back}
    use = {"type": "account_onboarding", "account_onboarding": where}
    return stripe_client.account_link({"account": account.stripe_id, "use_case": use})["url"]


def described(organisation: Organisation) -> Any:
    wanted = {"stripe_balance": {"stripe_transfers": {"requested": True}}}
    paid_by = {"fees_collector": "application", "losses_collector": "application"}
    return {
        "dashboard": "express",
        "display_name": organisation.name,
        "contact_email": organisation.email,
        "identity": {"country": "it", "entity_type": "non_profit"},
        "configuration": {"recipient": {"capabilities": wanted}},
        "defaults": {"currency": "eur", "responsibilities": paid_by},
        "metadata": {"organisation": str(organisation.pk)},
    }


def look(account: PayoutAccount) -> None:
    """Whether it can be paid out, as Stripe sees it now. Raises Away."""
    told = stripe_client.account(account.stripe_id)
    recipient = (told.get("configuration") or {}).get("recipient") or {}
    balance = (recipient.get("capabilities") or {}).get("stripe_balance") or {}
    ready = (balance.get("stripe_transfers") or {}).get("status") == "active"
    PayoutAccount.objects.filter(pk=account.pk).update(ready=ready)

"""What Stripe tells: checked, kept once by its number together with its task, and used as a reason to look."""

import json
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as tasks

from bookings.models import Charge, PayoutAccount, SavedCard, StripeEvent
from bookings.payments import accounts, looking, saving, stripe_client


def receive(payload: bytes, signature: str) -> None:
    """Keep it and have it handled. Raises Forged."""
    stripe_client.verify(payload, signature)
    keep(json.loads(payload))


@transaction.atomic
def keep(event: Any) -> None:
    row, new = StripeEvent.objects.get_or_create(number=event["id"], defaults={"body": event})
    if new:
        tasks.configure_task("payments.handle").defer(event_id=row.pk)


def handle(event: StripeEvent) -> None:
    """Look at what it is about, and forget what it said of people. Raises Away: then the task is tried again."""
    if event.handled_at:
        return
    if card := card_of(event.body):
        saving.look(card)
    elif charge := charge_of(event.body):
        looking.look(charge)
    elif account := account_of(event.body):
        accounts.look(account)
    StripeEvent.objects.filter(pk=event.pk).update(handled_at=timezone.now(), body={"type": event.body["type"]})


def card_of(body: Any) -> SavedCard | None:
    kind, number, _thing = attempt_of(body)
    return SavedCard.objects.filter(pk=number).first() if kind == "card" and number.isdecimal() else None


def attempt_of(body: Any) -> tuple[str, Any, Any]:
    """Our own sort and number in the metadata of what it is about, and that thing."""
    thing = body.get("data", {}).get("object", {})
    kind, _colon, number = (thing.get("metadata") or {}).get("attempt", "").partition(":")
    return kind, number, thing


def charge_of(body: Any) -> Charge | None:
    """By our own number in its metadata, else by Stripe's number of the intent."""
    kind, number, thing = attempt_of(body)
    if kind == "charge" and number.isdecimal():
        return Charge.objects.filter(pk=number).first()
    if kind == "transfer" and number.isdecimal():
        return Charge.objects.filter(transfers=number).first()
    intent = thing.get("payment_intent")
    return Charge.objects.filter(stripe_id=intent).first() if intent else None


def account_of(body: Any) -> PayoutAccount | None:
    related = (body.get("related_object") or {}).get("id")
    return PayoutAccount.objects.filter(stripe_id=related).first() if related else None

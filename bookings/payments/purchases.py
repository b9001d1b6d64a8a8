"""Buying a bundle by card: begun by whoever wants it, led on by what becomes of the money, taken back by a desk."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import PayoutAccount, Purchase, Sale
from bookings.payments import bundles, cards, plan, receipts, squaring
from bookings.payments.states import PAYING
from marketplace.ledger.models import Account
from marketplace.lives.engine import CLOCK, Actor, is_open, lock, take
from marketplace.lives.models import Life
from marketplace.organisations.models import Organisation
from marketplace.refusals import Refused
from services.models import Bundle


def on_sale() -> QuerySet[Bundle]:
    """What one can buy by card: of organisations that everybody sees and that can be paid out. Nothing while payments
    are off."""
    rows = Bundle.objects.filter(on_sale=True, price_cents__gte=plan.LEAST_BY_CARD)
    seen = rows.filter(
        organisation__in=Organisation.objects.published(),
        organisation__payout_account__in=PayoutAccount.objects.usable(),
    )
    return seen.select_related("organisation").order_by("pk")


@transaction.atomic
def begin(bundle: Bundle, person: Any, key: str | None = None) -> Purchase:
    """She goes on to pay. A repeat answers what is begun already: of one bundle, one at a time. Raises Refused."""
    Life.objects.select_for_update().get(pk=bundle.organisation_id)  # a double click waits for itself
    hers = Purchase.objects.filter(person=person)
    if key and (made := hers.filter(key=key).first()):
        return made
    if made := hers.filter(bundle=bundle, status=PAYING).first():
        return made
    if not on_sale().filter(pk=bundle.pk).exists():
        raise Refused(_("This cannot be bought by card any more."))
    purchase = Purchase.objects.create(bundle=bundle, person=person, cents=bundle.price_cents, key=key)
    return take(purchase, "begin", Actor(person))


def follow(booked: Any) -> None:
    """What became of the card money of a purchase leads it on. It is locked."""
    if not isinstance(booked, Purchase):
        return
    purchase = lock(booked)
    for name in ("bought", "slip", "went_back"):
        if is_open(purchase, name, CLOCK):
            purchase = take(purchase, name, CLOCK)


# --- effects ------------------------------------------------------------------------------------------------------
def enter(purchase: Purchase, facts: dict) -> None:
    """The services are hers, and the money goes on to the organisation two days from now."""
    purchase.sale = bundles.open_sale(purchase.bundle, purchase.person, purchase.cents)
    cards.plan(purchase.charge)
    receipts.for_sale(purchase.sale, purchase.charge.card)


def let_go(purchase: Purchase, facts: dict) -> None:
    """Nothing is taken from the card."""
    cards.settle(purchase, 0)


def give_back(purchase: Purchase, facts: dict) -> None:
    """All that is left goes back to the card, and the services are taken back, if none was used."""
    if charge := cards.charge_of(purchase):
        cards.give_back(charge, charge.left)
        squaring.tidy(charge)
    take_services(purchase, facts)
    if used(purchase.sale):
        raise Refused(_("A service of it was used already."))


def take_services(purchase: Purchase, facts: dict) -> None:
    """What is left of it is taken back, and nothing is carried by it any more."""
    sale = purchase.sale
    if not sale:
        return
    Account.objects.select_for_update(no_key=True).get(pk=bundles.held(sale).pk)  # those who spend from it stand there
    Sale.objects.filter(pk=sale.pk).update(returned_at=timezone.now())
    bundles.take_rest(sale, "returned", bundles.RETURNED)


# --- guards -------------------------------------------------------------------------------------------------------
def used(sale: Sale | None) -> bool:
    """Whether one of its services was used, or is promised for a booking."""
    return bool(sale and sale.shares.exclude(kept_cents=0).exists())


def can_be_given_back(purchase: Purchase) -> bool:
    return bool(purchase.charge and purchase.charge.can_go_back) and not used(purchase.sale)

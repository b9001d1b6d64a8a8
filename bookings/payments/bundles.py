"""Writing bundles, selling them at the desk, and what somebody has left of them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bookings.models import Booking, Sale
from bookings.payments import receipts
from marketplace.accounts.models import User
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives.models import Life
from marketplace.organisations.membership import must_have
from marketplace.organisations.models import Organisation
from marketplace.refusals import Refused
from services.models import Bundle, Offer

SOLD, DUE, PAID = gettext_noop("Bought"), gettext_noop("For a bundle"), gettext_noop("Paid at the desk")
MOST_CENTS = 1_000_000


@transaction.atomic
def write(organisation: Organisation, user: Any, services: int, cents: int, offers: Iterable[Offer]) -> Bundle:
    """A new bundle, on sale. Raises ValidationError by field, Refused."""
    must_have(organisation, user)
    offers = list(offers)
    if type(cents) is not int or not 0 < cents <= MOST_CENTS:
        raise ValidationError({"price": _("Write an amount above zero, in whole cents.")})
    if not offers or any(offer.organisation_id != organisation.pk for offer in offers):
        raise ValidationError({"offers": _("Choose at least one of your offers.")})
    bundle = Bundle(organisation=organisation, services=services, price_cents=cents)
    bundle.full_clean()
    bundle.save()
    bundle.offers.set(offers)
    return bundle


def end(bundle: Bundle, user: Any) -> None:
    """It is not sold any more; what was sold stays good. Raises Refused."""
    must_have(bundle.organisation, user)
    Bundle.objects.filter(pk=bundle.pk).update(on_sale=False)


@transaction.atomic
def sell(bundle: Bundle, person: Any, user: Any, key: str | None = None) -> Sale:
    """Somebody has paid it at the desk. A repeated `key` is harmless. Raises Refused."""
    must_have(bundle.organisation, user)
    Life.objects.select_for_update().get(pk=bundle.organisation_id)  # a double click waits for itself
    if key and (made := Sale.objects.filter(sold_by=user, key=key).first()):
        return made
    if not bundle.on_sale or not buyers(bundle.organisation).filter(pk=person.pk).exists():
        raise Refused(_("This is not for you to do."))
    sale = Sale.objects.create(bundle=bundle, person=person, sold_by=user, price_cents=bundle.price_cents, key=key)
    enter(sale, user)
    receipts.for_sale(sale)
    return sale


def enter(sale: Sale, user: Any) -> None:
    """The services, and the money: due on site and paid there at once."""
    bundle, organisation = sale.bundle, sale.bundle.organisation.topic
    source = book.account(organisation, Account.Kind.ISSUED, bundle.currency)
    book.post(
        f"{sale.topic}:services",
        {source: -bundle.services, held_by(sale.person, bundle): bundle.services},
        why=SOLD,
        by=user,
    )
    debtor, creditor = book.account(sale.person, Account.Kind.ON_SITE), book.account(organisation, Account.Kind.ON_SITE)
    book.post(f"{sale.topic}:due", {debtor: -sale.price_cents, creditor: sale.price_cents}, why=DUE, by=user)
    book.post(f"{sale.topic}:paid", {debtor: sale.price_cents, creditor: -sale.price_cents}, why=PAID, by=user)


def buyers(organisation: Organisation) -> QuerySet[User]:
    """Whom this desk knows: who has booked there, and for whom it may book."""
    booked = Booking.objects.filter(organisation=organisation).values("customer")
    known = Q(pk__in=booked) | Q(mandates__organisation=organisation, mandates__until=None)
    return User.objects.filter(known, is_active=True).distinct().order_by("given_name", "family_name", "pk")


def held_by(person: Any, bundle: Bundle) -> Account:
    return book.account(person, Account.Kind.HELD, bundle.currency)


def usable(person: Any, offer: Offer) -> Bundle | None:
    """The one she bought first of which something is left for this offer."""
    bought = Bundle.objects.filter(sales__person=person, offers=offer).distinct().order_by("pk") if person else []
    return next((bundle for bundle in bought if book.balance(held_by(person, bundle)) > 0), None)


def lock(person: Any, offer: Offer) -> None:
    """Stand in the line of those who spend from her bundles: what is read of them from now on stays so."""
    if person:
        currencies = [bundle.currency for bundle in Bundle.objects.filter(sales__person=person, offers=offer)]
        held = Account.objects.filter(user=person, kind=Account.Kind.HELD, currency__in=currencies)
        list(held.select_for_update(no_key=True).order_by("pk").values_list("pk"))

"""Writing bundles, selling them at the desk, and what somebody has left of them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bookings.models import Booking, Sale, Share
from bookings.payments import receipts
from marketplace import wording
from marketplace.accounts.models import User
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives.models import Life
from marketplace.organisations.membership import must_have
from marketplace.organisations.models import Organisation
from marketplace.refusals import Refused
from services.models import Bundle, Offer

SOLD, DUE, PAID = gettext_noop("Bought"), gettext_noop("For a bundle"), gettext_noop("Paid at the desk")
ONE_MORE, OVER = gettext_noop("Given out by the membership"), gettext_noop("Not used when the year was over")
RETURNED = gettext_noop("Taken back: the money goes back to the card")
MOST_CENTS = 1_000_000


@transaction.atomic
def write(
    organisation: Organisation,
    user: Any,
    services: int | None,
    cents: int,
    offers: Iterable[Offer],
    yearly: bool = False,
) -> Bundle:
    """A new bundle, on sale; `yearly`: a membership, whose services may be as many as are needed (None).

    Raises ValidationError by field, Refused."""
    must_have(organisation, user)
    offers = list(offers)
    if type(cents) is not int or not 0 < cents <= MOST_CENTS:
        raise ValidationError({"price": _("Write an amount above zero, in whole cents.")})
    if not offers or any(offer.organisation_id != organisation.pk for offer in offers):
        raise ValidationError({"offers": _("Choose at least one of your offers.")})
    bundle = Bundle(organisation=organisation, services=services, price_cents=cents, yearly=yearly)
    bundle.full_clean()
    bundle.save()
    bundle.offers.set(offers)
    return bundle


def end(bundle: Bundle, user: Any) -> None:
    """It is not sold any more; what was sold stays good. Raises Refused."""
    must_have(bundle.organisation, user)
    Bundle.objects.filter(pk=bundle.pk).update(on_sale=False)


# --- selling ------------------------------------------------------------------------------------------------------
@transaction.atomic
def sell(bundle: Bundle, person: Any, user: Any, key: str | None = None) -> Sale:
    """Somebody has paid it at the desk. A repeated `key` is harmless. Raises Refused."""
    must_have(bundle.organisation, user)
    Life.objects.select_for_update().get(pk=bundle.organisation_id)  # a double click waits for itself
    if key and (made := Sale.objects.filter(sold_by=user, key=key).first()):
        return made
    if not bundle.on_sale or not buyers(bundle.organisation).filter(pk=person.pk).exists():
        raise Refused(_("This is not for you to do."))
    sale = open_sale(bundle, person, bundle.price_cents, sold_by=user, key=key)
    enter_money(sale, user)
    receipts.for_sale(sale)
    return sale


def open_sale(bundle: Bundle, person: Any, cents: int, **fields: Any) -> Sale:
    """The sale with its services; a year begins with today, on the clock of the place."""
    today = timezone.localdate(timezone=bundle.organisation.tz)
    last = bundle.last_day(today)
    days = {"first_day": today, "last_day": last} if last else {}
    sale = Sale.objects.create(bundle=bundle, person=person, price_cents=cents, **days, **fields)
    sale.account = held(sale)
    sale.save(update_fields=["account"])
    if bundle.services:
        move(sale, "services", bundle.services, SOLD, fields.get("sold_by"))
    return sale


def move(sale: Sale, how: str, number: int, why: str, by: Any = None) -> None:
    """So many services from what the organisation gives out to what is held; below zero, back."""
    lines = {issued(sale.bundle): -number, held(sale): number}
    book.post(f"{sale.topic}:{how}", lines, why=why, by=by)


def enter_money(sale: Sale, user: Any) -> None:
    """Due on site and paid there at once."""
    organisation = sale.bundle.organisation.topic
    debtor, creditor = book.account(sale.person, Account.Kind.ON_SITE), book.account(organisation, Account.Kind.ON_SITE)
    book.post(f"{sale.topic}:due", {debtor: -sale.price_cents, creditor: sale.price_cents}, why=DUE, by=user)
    book.post(f"{sale.topic}:paid", {debtor: sale.price_cents, creditor: -sale.price_cents}, why=PAID, by=user)


def buyers(organisation: Organisation) -> QuerySet[User]:
    """Whom this desk knows: who has booked there, and for whom it may book."""
    booked = Booking.objects.filter(organisation=organisation).values("customer")
    known = Q(pk__in=booked) | Q(mandates__organisation=organisation, mandates__until=None)
    return User.objects.filter(known, is_active=True).distinct().order_by("given_name", "family_name", "pk")


def issued(bundle: Bundle) -> Account:
    return book.account(bundle.organisation.topic, Account.Kind.ISSUED, bundle.currency)


def held(sale: Sale) -> Account:
    """Where its services are held."""
    return sale.account or book.account(sale.topic, Account.Kind.HELD, sale.bundle.currency)


# --- spending -----------------------------------------------------------------------------------------------------
def usable(person: Any, offer: Offer, day: date) -> Sale | None:
    """Of what she bought and is good on that day: what ends first and has something left, else what is not counted."""
    bought = (
        Sale.objects.of(person, offer)
        .filter(returned_at=None)
        .with_left()
        .filter(Q(left__gt=0) | Q(bundle__services=None))
    )
    bought = bought.filter(Q(last_day=None) | Q(first_day__lte=day, last_day__gte=day))
    return bought.select_related("bundle__organisation").order_by(F("last_day").asc(nulls_last=True), "pk").first()


def lock(person: Any, offer: Offer) -> None:
    """Stand in the line of those who spend from her bundles: what is read of them from now on stays so."""
    held = Account.objects.filter(pk__in=Sale.objects.of(person, offer).values("account"))
    list(held.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def give_out(share: Share) -> None:
    """A membership that is not counted gives out a service when one is needed. Its account is locked."""
    sale = share.sale
    if sale and not sale.counted and book.balance(held(sale)) < 1:
        lines = {issued(sale.bundle): -1, held(sale): 1}
        book.post(f"{share.topic}:given", lines, why=ONE_MORE, about=share.booking.topic)


def must_cover(booking: Booking) -> None:
    """A booking that a membership carries stays within its year. Raises ValidationError ("time")."""
    day = wording.date_of(booking.starts_at, booking.tz)
    for share in booking.shares.filter(sale__last_day__isnull=False).select_related("sale"):
        if share.sale and share.sale.last_day and not share.sale.covers(day):
            text = _("Your membership carries it, until %(day)s. Choose a time before that.")
            raise ValidationError({"time": text % {"day": wording.day(share.sale.last_day)}})


# --- when the year is over ----------------------------------------------------------------------------------------
def end_years() -> int:
    """What is left where the year is over, or the money went back, is taken back. Answers of how many sales; a repeat
    is harmless, and what comes back later, of a booking that was cancelled, is taken back the next time."""
    latest = timezone.localdate() + timedelta(days=1)  # somewhere it may be later already
    ended = Sale.objects.filter(Q(last_day__lt=latest) | Q(returned_at__isnull=False))
    rows = ended.with_left().filter(Q(left__gt=0)).select_related("bundle__organisation").order_by("pk")
    return sum(end_year(sale) for sale in rows if sale.is_over or sale.returned_at)


@transaction.atomic
def end_year(sale: Sale) -> bool:
    Account.objects.select_for_update(no_key=True).get(pk=held(sale).pk)
    return take_rest(sale, "over", OVER)


def take_rest(sale: Sale, how: str, why: str) -> bool:
    """What is left goes back to what the organisation gives out. Its account is locked, so that the key is its own."""
    account = held(sale)
    left, newest = book.balance(account), account.postings.order_by("-pk").values_list("pk", flat=True).first()
    if left > 0:
        move(sale, f"{how}:{newest}", -left, why)
    return left > 0

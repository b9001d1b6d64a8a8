"""Receipts: when one is due, which number it has, and what it says for ever.

One is given for money that an organisation has received of a person: what a bundle cost, what the desk says was paid
on site, and what a card has paid once the booking is over. What goes back later is a credit note with a number of its
own. All of it in the transaction of the event, and the number last of all: its row is locked until that ends.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Sum
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bookings.models import Booking, Charge, Receipt, ReceiptBook, Sale, Share
from bookings.payments.states import CAPTURED, DISPUTED
from marketplace import wording
from marketplace.accounts.models import User
from marketplace.organisations.models import Organisation

Facts = dict[str, Any]
BUNDLE = "bundle"  # how it was paid, beside the sources of shares: at the desk, for what is to come


def for_sale(sale: Sale, card: str = "") -> None:
    """Somebody has bought a bundle and paid it, at the desk or by card."""
    if not sale.receipts.exists():
        organisation = sale.bundle.organisation
        issue(organisation, sale.person, sale.price_cents, lambda: facts_of_sale(sale, card), sale=sale)


def for_share(share: Share) -> None:
    """The desk says that it was paid. An organisation that booked gets its invoice elsewhere."""
    by_person = share.owed_how != Share.Source.INVOICE and not share.booking.client_id
    if by_person and not share.receipts.exists():
        give(share, share.paid_cents, share.owed_how)


def for_return(share: Share) -> None:
    """The desk says that what was not kept of it went back."""
    if first := share.receipts.filter(corrects=None).first():
        take_back(first, share.back_cents)


def for_booking(booking: Booking) -> None:
    """It is over: what a card has paid by now stays as well."""
    if charge := Charge.objects.filter(booking=booking).first():
        for_charge(charge)


def for_charge(charge: Charge) -> None:
    """Bring what receipts say to what the card has paid. What was booked or bought is locked."""
    if charge.booking:
        by_card(charge, charge.booking)
    else:
        for_purchase(charge)


def by_card(charge: Charge, booking: Booking) -> None:
    """Before it is over there is none."""
    share = booking.shares.filter(source=Share.Source.CARD, kept_cents__gt=0).first()
    first = share.receipts.filter(corrects=None).first() if share else None
    if first:
        take_back(first, too_much(first, charge))
    elif share and charge.status in (CAPTURED, DISPUTED) and charge.left:
        give(share, min(share.due, charge.left), Share.Source.CARD, charge.card)


def for_purchase(charge: Charge) -> None:
    """What went back of a bundle that was bought by card."""
    if first := Receipt.objects.filter(sale__purchase=charge.purchase_id, corrects=None).first():
        take_back(first, too_much(first, charge))


def too_much(first: Receipt, charge: Charge) -> int:
    """By how much receipts say more than the card has paid. What could not go back yet has not gone."""
    stays = max(0, charge.captured_cents - charge.returned - charge.lost_cents)
    said = Receipt.objects.filter(share=first.share, sale=first.sale).aggregate(sum=Sum("cents"))["sum"]
    return max(0, said - stays)


def give(share: Share, cents: int, how: Share.Source, card: str = "") -> None:
    booking, told = share.booking, {"how": how.value, "card": card.title()}
    issue(booking.organisation, booking.customer, cents, lambda: facts_of_share(share) | told, share=share)


def take_back(first: Receipt, cents: int) -> None:
    """A credit note in the words of what it corrects."""
    if cents:
        named = {"share": first.share, "sale": first.sale, "corrects": first}
        issue(first.organisation, first.person, -cents, lambda: first.facts, language=first.language, **named)


def issue(
    organisation: Organisation, person: User, cents: int, facts: Callable[[], Facts], language: str = "", **about: Any
) -> Receipt:
    """Write it down, in the language of whoever receives it."""
    at, language = timezone.now(), language or person.written_in
    with translation.override(language):
        told = facts()
    year = wording.local(at, organisation.tz).year
    row = {"organisation": organisation, "year": year, "number": next_number(organisation, year)}
    return Receipt.objects.create(
        **row, issued_at=at, person=person, language=language, cents=cents, facts=told, **about
    )


def next_number(organisation: Organisation, year: int) -> int:
    """The row is locked to the end of the transaction: if that ends in nothing, the number was never given."""
    ReceiptBook.objects.bulk_create([ReceiptBook(organisation=organisation, year=year)], ignore_conflicts=True)
    book = ReceiptBook.objects.select_for_update(no_key=True).get(organisation=organisation, year=year)
    book.last += 1
    book.save(update_fields=["last"])
    return book.last


# --- what it says, in the language of the moment ------------------------------------------------------------------
def facts_of_sale(sale: Sale, card: str) -> Facts:
    offers = wording.listed(offer.title for offer in sale.bundle.offers.order_by("pk"))
    own = {"what": f"{sale.bundle}: {offers}", "when": "", "reference": "", "how": BUNDLE, "card": ""}
    if card:
        own |= {"how": Share.Source.CARD.value, "card": card.title()}
    return sides(sale.bundle.organisation, sale.person) | own | {"price": sale.price_cents, "kept": None, "carried": []}


def facts_of_share(share: Share) -> Facts:
    booking = share.booking
    shares = list(booking.shares.select_related("subsidy__fund__programme__funder"))
    kept = sum(one.due for one in shares)
    return sides(booking.organisation, booking.customer) | {
        "what": booking.offer.title,
        "when": when(booking),
        "reference": booking.reference,
        "price": booking.price_cents,
        "kept": kept if kept != booking.price_cents else None,
        "carried": [[one.fund.funder.name, one.due] for one in shares if one.fund and one.due],
    }


def when(booking: Booking) -> str:
    day, hours = wording.day_in_full(booking.starts_at, booking.tz), wording.span
    return f"{day}, {hours(booking.starts_at, booking.ends_at, booking.tz)}"


def sides(organisation: Organisation, person: User) -> Facts:
    return {"organisation": organisation.name, "contact": contact(organisation), "person": person.name}


def contact(organisation: Organisation) -> list[str]:
    """What is known of where it is and how it is reached, line by line."""
    code = _("Tax code %(code)s") % {"code": organisation.tax_code} if organisation.tax_code else ""
    phone = organisation.phone.as_international if organisation.phone else ""
    lines = [str(organisation.place or ""), code, organisation.email, phone, organisation.website]
    return [line for line in lines if line]

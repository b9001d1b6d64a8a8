"""What a booking does with card money: begin a payment, take it, let it go, and settle at the end. No network here."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import Booking, Charge, Purchase, Refund, SavedCard, Share, Transfer
from bookings.models.payment import charge_time
from bookings.payments import lasting, later, reversals, squaring
from bookings.payments import plan as plans
from bookings.payments.states import (
    CHARGING,
    DISPUTED,
    HELD,
    LOST,
    OPEN,
    RELEASED,
    SAVED,
)
from marketplace.accounts.models import User
from marketplace.lives import clock
from marketplace.lives.engine import CLOCK, Actor, lock, take
from marketplace.lives.models import Change
from marketplace.refusals import Refused
from services.models import Offer

TO_TRANSFER = timedelta(hours=48)
Wish = Charge.Wish


def possible(offer: Offer) -> bool:
    """Whether this offer can be paid by card: payments are on, and the organisation can be paid out."""
    account = getattr(offer.organisation, "payout_account", None)
    return bool(account and account.usable)


def possible_for(offer: Offer, customer: Any) -> bool:
    """The same for somebody: she needs a page of her own, and to be told of it."""
    return customer.reachable_by_mail and possible(offer)


def due(booking: Booking) -> int:
    """What the card pays of a booking, in cents."""
    return sum(share.cents for share in plans.of(booking) if share.source == Share.Source.CARD)


def begin(booking: Booking) -> Charge:
    """A charge of its own row, committed before Stripe hears of it. For what is far away the card is only saved."""
    if booking.series:
        return put_on_card(booking, lasting.card_for(booking.series))
    return take(new_charge(booking), "begin", CLOCK)


def put_on_card(booking: Booking, card: SavedCard) -> Charge:
    """A date of a series is paid by the card that is saved for all, or waits for it. The series is locked."""
    charge = Charge.objects.create(booking=booking, cents=due(booking), wish=Wish.SAVE, saved=card)
    charge = take(charge, "wait", CLOCK)
    return take(charge, "save", CLOCK) if card.status == SAVED else charge


def call(booking: Booking) -> None:
    """The same for what is agreed before it is paid: there is a page until a day that is told, and then it is paid on
    site. So it is at once where the organisation takes no cards any more."""
    if booking.by_card and due(booking) and possible(booking.offer) and not booking.charges.exists():
        open_until(take(new_charge(booking), "call", CLOCK), booking)


def open_until(charge: Charge, booking: Booking) -> None:
    """Name the day until which there is a page. Both are locked; the booking may be moving just now."""
    charge.until = later.pay_until(booking)
    charge.save(update_fields=["until"])
    clock.reset(charge)


def new_charge(booking: Booking) -> Charge:
    wish = Wish.SAVE if later.is_far(booking.ends_at) else Wish.HOLD
    return Charge.objects.create(booking=booking, cents=due(booking), wish=wish)


def charge_of(booking: Booking | Purchase) -> Charge | None:
    """The charge of this booking or purchase, locked, as that is already."""
    charge = booking.charges.first()
    return lock(charge) if charge else None


def is_held(booking: Booking | Purchase) -> bool:
    return booking.charges.filter(status=HELD).exists()


def is_saved(booking: Booking) -> bool:
    return Charge.objects.filter(booking=booking, status=SAVED).exists()


def payable(charge: Charge) -> bool:
    return charge.status == OPEN and bool(charge.page)


def page_of(booking: Booking | Purchase) -> str:
    """Where it is paid now; empty: nowhere, or not any more."""
    return page_in(booking.charges.all())


def page_in(charges: Iterable[Charge]) -> str:
    return next((charge.page for charge in charges if payable(charge)), "")


def newest_change(booking: Booking) -> int:
    """The key of the last thing that happened to its money; 0 where there is none."""
    charge = Charge.objects.filter(booking=booking).first()
    if not charge:
        return 0
    changes = Change.objects.filter(Q(life=charge.pk) | Q(life__in=charge.refunds.values("pk")))
    return changes.order_by("-pk").values_list("pk", flat=True).first() or 0


def capture(booking: Booking | Purchase) -> None:
    """With the yes: what is held is taken, and a saved card has its day."""
    if not (charge := charge_of(booking)):
        return
    if charge.status == HELD:
        take(charge, "capture", CLOCK)
    elif charge.status == SAVED and charge.booking:
        plan_charge(charge, charge.booking)


def plan_charge(charge: Charge, booking: Booking) -> None:
    """Name the day on which the saved card is charged. Both are locked; the booking may be moving just now."""
    charge.charge_at = charge_time(booking)
    charge.save(update_fields=["charge_at"])
    clock.reset(charge)


def follow(booking: Booking) -> None:
    """The booking has moved: so has the day on which its saved card is charged, or until which there is a page."""
    if not (charge := charge_of(booking)):
        return
    if charge.status == SAVED and charge.charge_at:
        plan_charge(charge, booking)
    elif later.has_time(charge):
        open_until(charge, booking)


def settle(booking: Booking | Purchase, keep: int) -> int:
    """The booking is over: so many cents of its price stay. The rest goes back, and what stays is transferred later.

    Answers how much of what stays the card pays."""
    charge = charge_of(booking)
    if not charge or charge.wish == Wish.RELEASE or charge.status == RELEASED:
        return 0
    if charge.wish in (Wish.HOLD, Wish.SAVE):
        return settle_held(charge, keep)
    if charge.status != LOST:
        settle_taken(charge, keep)
    return keep  # what a desk or a bank has given back is not asked for a second time


def settle_held(charge: Charge, keep: int) -> int:
    """Nothing was taken yet: a part of what is held can be, and the rest is free again; so with a saved card, where
    the bank has still to say yes: then what stays is transferred once it is taken."""
    if charge.status not in (HELD, SAVED, CHARGING) or not keep:
        take(charge, "release", CLOCK)
        return 0
    Charge.objects.filter(pk=charge.pk).update(cents=min(keep, charge.cents))
    if name := {HELD: "capture", SAVED: "charge"}.get(charge.status):
        take(charge, name, CLOCK)
    if charge.status == HELD:
        plan(charge)
    return min(keep, charge.cents)


def is_settled(booking: Booking) -> bool:
    """It is over, and known what stays of what the card was to pay."""
    return booking.shares.filter(source=Share.Source.CARD, kept_cents__isnull=False).exists()


def settle_taken(charge: Charge, keep: int) -> None:
    """It is taken or about to be: what does not stay goes back."""
    left = charge.cents - charge.given_back
    stays = min(keep, left)
    if left > stays:
        give_back(charge, left - stays)
    if stays:
        plan(charge)


def plan(charge: Charge) -> None:
    """Transfer what is left two days from now: until then somebody can still complain."""
    if not charge.transfers.exists():
        due = timezone.now() + TO_TRANSFER
        take(Transfer.objects.create(charge=charge, cents=charge.cents, due_at=due), "plan", CLOCK)
        if charge.status == DISPUTED:
            squaring.hand_on(charge)


def give_back(charge: Charge, cents: int, key: str | None = None) -> Refund:
    """A part of the charge goes back to the card, from the organisation if it has it. The charge is locked."""
    refund = take(Refund.objects.create(charge=charge, cents=cents), "begin", CLOCK, key=key)
    reversals.take_back(charge)
    return refund


@transaction.atomic
def refund_by_hand(booking: Booking | Purchase, cents: int, by: User, key: str | None = None) -> Refund:
    """What a desk gives back of its own will; once for each key. Raises ValidationError, Refused."""
    if "provider" not in Actor(by).roles(lock(booking)):
        raise Refused(_("This is not for you to do."))
    charge = charge_of(booking)
    if charge and (made := made_by(charge, cents, key)):
        return made
    if not charge or not charge.can_go_back:
        raise Refused(_("There is nothing that could go back to the card."))
    if not 0 < cents <= charge.left:
        raise ValidationError({"cents": _("No more can go back than was paid.")})
    refund = give_back(charge, cents, key)
    squaring.tidy(charge)
    return refund


def made_by(charge: Charge, cents: int, key: str | None) -> Refund | None:
    """What the same form has given back already. Raises Refused where it said another amount."""
    made = charge.refunds.filter(changes__key=key).first() if key else None
    if made and made.cents != cents:
        raise Refused(_("This form was sent before, with %(amount)s. Open it anew to give back more.") % made.words())
    return made

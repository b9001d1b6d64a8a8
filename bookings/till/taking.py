"""Taking at the till: a booking that begins and ends in one transaction, by the rules and points of every other one.

What does not hang on the rack goes all the same where whoever works there says why: the garment is in her hands. What
is put aside for somebody, was given or recycled does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import cancellation, kinds, pieces
from bookings.kinds.freely import WAITING
from bookings.kinds.states import AGREED
from bookings.models import Booking, Fitting
from marketplace.accounts.models import User
from marketplace.ledger import book
from marketplace.lives import engine
from marketplace.lives.engine import Actor, steps_open, take, take_locked, untied
from marketplace.organisations.membership import must_have
from marketplace.refusals import Refused
from services.models import Garment, Household, Wardrobe
from services.models.garment import MOST_AT_ONCE, ON_THE_WAY, RACK, as_label
from services.models.wardrobe import STAFF
from services.wardrobe import households

MINUTE = timedelta(minutes=1)
HANDING = {"hand_over", "hand_over_now"}


@dataclass(frozen=True)
class Basket:
    """What lies on the till: whose card it is, the garments that were read, and what is put aside for today."""

    household: Household
    garments: list[Garment] = field(default_factory=list)
    aside: list[Booking] = field(default_factory=list)
    left: int = 0  # points on the card

    @property
    def sum(self) -> int:
        return 0 if self.household.without_home else sum(garment.points for garment in self.garments)

    @property
    def missing(self) -> int:
        """Points that the card lacks."""
        return max(0, self.sum - self.left)


def basket(wardrobe: Wardrobe, by: User, card: str, labels: Iterable[str] = ()) -> Basket:
    """Nothing is taken yet. Raises ValidationError ("card" or "labels"), Refused."""
    must_have(wardrobe.organisation, by, *STAFF)
    household = households.of_card(wardrobe, card)
    garments = read(wardrobe, labels)
    return Basket(household, garments, aside_today(household, by), book.balance(household.account))


@untied
def take_home(
    wardrobe: Wardrobe,
    by: User,
    card: str,
    labels: Iterable[str],
    nonce: str,
    taken_at: datetime | None = None,
    excuse: str = "",
) -> Booking:
    """The garments with these labels go home with the household of this card, all or none.

    `excuse`: why it is more than the rules allow, or not on the rack. A repeated `nonce` is harmless. Raises
    ValidationError ("card", "labels", "garment"), Refused."""
    must_have(wardrobe.organisation, by, *STAFF)
    household = engine.lock(households.of_card(wardrobe, card))
    households.of_card(wardrobe, card)  # nobody has said meanwhile that it is lost
    if made := made_before(household, nonce):
        return made
    garments = locked(read(wardrobe, labels))
    must_be_takable(garments, excuse)
    booking = opened(wardrobe, household, taken_at or timezone.now())
    pieces.carry(booking, household, garments, excuse.strip()[:200])
    return take_locked(booking, "take", Actor(by), key=nonce)


def made_before(household: Household, nonce: str) -> Booking | None:
    """What the same tap took. The household is locked."""
    return Booking.objects.filter(fitting__household=household, changes__key=nonce).first()


# --- labels -------------------------------------------------------------------------------------------------------
def read(wardrobe: Wardrobe, labels: Iterable[str]) -> list[Garment]:
    """In the order in which they were read. Raises ValidationError ("labels") for one that is none of this wardrobe."""
    named = list(dict.fromkeys(as_label(label) for label in labels if label.strip()))
    if len(named) > MOST_AT_ONCE:
        raise ValidationError({"labels": _("Take up to twenty at a time.")})
    found = {one.label: one for one in wardrobe.garments.filter(label__in=named).select_related("type")}
    if unknown := [label for label in named if label not in found]:
        raise ValidationError({"labels": _("There is no garment %(label)s here.") % {"label": unknown[0]}})
    return [found[label] for label in named]


def locked(garments: list[Garment]) -> list[Garment]:
    """By primary key, as they are now. Raises ValidationError ("labels") for none at all."""
    if not garments:
        raise ValidationError({"labels": _("Read a label first.")})
    return pieces.locked(garments)


def must_be_takable(garments: Iterable[Garment], excuse: str) -> None:
    for garment in garments:
        if garment.status == RACK or (garment.status in ON_THE_WAY and excuse.strip()):
            continue
        text = _("%(label)s does not hang on the rack: %(state)s.")
        if garment.status in ON_THE_WAY:
            text = _("%(label)s does not hang on the rack: %(state)s. Say why it goes all the same.")
        raise ValidationError({"labels": text % {"label": garment.label, "state": garment.state.label}})


# --- the booking --------------------------------------------------------------------------------------------------
def opened(wardrobe: Wardrobe, household: Household, at: datetime) -> Booking:
    """For the first grown-up of the household, not lived yet. Raises Refused where the wardrobe has no offer."""
    offer = wardrobe.offer
    if not offer:
        raise Refused(_("Write the offer for trying on first: what is taken is a booking of it."))
    kind = kinds.of(offer)
    booking = Booking(
        offer=offer, organisation=wardrobe.organisation, kind=kind.name, starts_at=at, ends_at=at + MINUTE
    )
    booking.customer = grown_up(household)
    booking.at_once, booking.version = offer.at_once, kind.table(offer.at_once).version
    booking.terms, booking.place, booking.on_site = cancellation.terms_of(offer), offer.place, True
    booking.save()
    Fitting.objects.create(booking=booking, household=household)
    return booking


def grown_up(household: Household) -> Any:
    """Of a closed household the one who was its first."""
    grown = list(household.members.filter(child=False).select_related("person"))
    return min(grown, key=lambda member: (member.until is not None, member.pk)).person


# --- what was put aside -------------------------------------------------------------------------------------------
def aside_today(household: Household, by: User) -> list[Booking]:
    """What its people have put aside and may be handed over now, with a time or without."""
    waiting = Booking.objects.filter(fitting__household=household, status__in=(*WAITING, *AGREED)).order_by("starts_at")
    waiting = waiting.select_related("organisation", "offer").prefetch_related("crew", "pieces__garment__type")
    return [booking for booking in waiting if HANDING & set(steps_open(booking, Actor(by)))]


@untied
def hand_over(wardrobe: Wardrobe, by: User, card: str, number: int, key: str) -> Booking:
    """All that this booking has put aside. A repeated `key` is harmless. Raises ValidationError ("card"), Refused."""
    household = households.of_card(wardrobe, card)
    booking = Booking.objects.filter(fitting__household=household, pk=number).first()
    if not booking:
        raise Refused(_("This is not put aside for this card."))
    every = list(booking.pieces.aside().values_list("pk", flat=True))
    step = "hand_over_now" if booking.status in WAITING else "hand_over"
    return take(booking, step, Actor(by), {"taken": every}, key=key)

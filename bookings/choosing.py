"""Choosing in a wardrobe: the first garment opens a booking, the next ones join it until it has a time."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bookings import lifecycle
from bookings.kinds.freely import ADD, WAITING
from bookings.kinds.states import DONE, FINISHED, UNDER_WAY
from bookings.models import Booking
from marketplace.lives.engine import Actor, take, untied
from marketplace.refusals import Refused
from services.models import Household, Member, Wardrobe


@dataclass(frozen=True)
class Interview:
    """Somebody has asked for a card of this wardrobe; with the one that she has by now."""

    wardrobe: Wardrobe
    household: Household | None


@untied
def choose(wardrobe: Wardrobe, actor: Actor, label: str, key: str | None = None) -> Booking:
    """Put the garment with this label aside for the actor's person. A repeated `key` is harmless.

    Raises ValidationError ("garment" or "garments"), Refused."""
    begun = open_choice(wardrobe, actor.person)
    if begun:
        return take(begun, ADD[begun.status], actor, {"garment": label}, key=key)
    if not wardrobe.offer:
        raise Refused(_("Here one chooses at the wardrobe itself: come by."))
    return lifecycle.ask(wardrobe.offer, actor, {"garments": [label]}, key=key)


def open_choice(wardrobe: Wardrobe, person: Any) -> Booking | None:
    """What she has put aside for her household, and booked no time for."""
    ours = Member.objects.now().filter(wardrobe=wardrobe, person=person).values("household")
    hers = Booking.objects.filter(customer=person, status__in=WAITING, fitting__household__in=ours)
    return hers.order_by("-pk").first()


def interview(booking: Booking) -> Interview | None:
    """What an interview is about, once it is agreed; None: this is none."""
    wardrobe = Wardrobe.objects.filter(interview=booking.offer_id, organisation=booking.organisation_id).first()
    if not wardrobe or not (booking.agreed or booking.status in (UNDER_WAY, FINISHED, DONE)):
        return None
    hers = Member.objects.now().filter(wardrobe=wardrobe, person=booking.customer_id).select_related("household")
    return Interview(wardrobe, member.household if (member := hers.first()) else None)

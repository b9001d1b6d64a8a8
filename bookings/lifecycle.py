"""Opening a booking, and what is on offer to whom. Thin over `marketplace.lives.engine.take`."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app as tasks

from bookings import cancellation, deadlines, kinds
from bookings.effects import call_for_payment
from bookings.kinds import asked, limits, ways
from bookings.models import Booking, Series, Way
from bookings.payments import cards, lasting, plan
from marketplace.accounts.models import User
from marketplace.lives.engine import CLOCK, Actor, take, take_locked, untied
from marketplace.lives.models import Change, Life
from marketplace.organisations.models import DESK, Organisation, may_act_for
from marketplace.places import geocoding
from marketplace.places.models import Area, Place
from marketplace.refusals import Refused
from services import questions
from services.models import Offer, Resource

Wishes = dict[str, Any]


class AddressForm(forms.Form):
    """How an address is given. The neighbourhood is chosen where nobody knows the street."""

    address = forms.CharField(
        label=gettext_lazy("Street and number"),
        max_length=160,
        error_messages={"required": gettext_lazy("Write street and number, so that somebody can come.")},
    )
    door = forms.CharField(label=gettext_lazy("Door, floor, name on the bell"), max_length=160, required=False)


ASKED_OF = (  # what is asked of an offer that is booked
    "organisation__payout_account", "organisation__bank_account", "category", "place__area"
)  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """The date of a series that a booking is made for, and who came before: they are preferred.

    `attended`: whoever asks is there now, and can save a card."""

    series: Series
    on: date
    crew: tuple[Resource, ...] = ()
    attended: bool = False

    @property
    def fields(self) -> dict[str, Any]:
        return {"series": self.series, "series_on": self.on, "client": self.series.client}


@untied
def ask(
    offer: Offer, actor: Actor, wishes: Wishes, *, key: str | None = None, planned: Planned | None = None
) -> Booking:
    """Open a booking of this offer for the actor's person, and take its first step.

    `wishes`: starts_at, ends_at, note; address, door and area where somebody comes; what the kind and the category
    ask, under their own names; terms_seen, the digest of the terms that were read; own_seen, the cents that whoever
    asks was told to pay; client, the organisation that books, at whose desk that person works. A repeated `key`
    answers with the booking made before. Raises ValidationError by field, Refused.
    """
    offer = locked(offer)
    if key and (made := made_before(actor, key)):
        return made
    check_bookable(offer)
    customer = customer_of(actor)
    kind = kinds.of(offer)
    booking = Booking(offer=offer, organisation=offer.organisation, customer=customer, kind=kind.name)
    booking.client = client_of(customer, wishes)
    join(booking, planned)
    told = fill(booking, kind, wishes)
    kind.check(booking)
    limits.check(booking)
    save(booking)
    kind.keep(booking, told)
    prefer(booking, planned)
    booking = take_locked(booking, opening(booking, kind, actor, planned), actor, key=key)
    if planned and cards.is_saved(booking):
        booking = take(booking, "card_saved", CLOCK)
    if booking.state.agreed:
        call_for_payment(booking, {})  # where nobody has to say yes any more
    plan.must_be_seen(booking, wishes.get("own_seen"))
    return booking


def opening(booking: Booking, kind: kinds.Kind, actor: Actor, planned: Planned | None) -> str:
    """The first step. Who waits in line pays with the place, for whom a desk books with the yes; who does not know the
    price yet chooses no card."""
    step = kind.opening(booking)
    if step == "pay" and not is_card_at_hand(actor, planned):
        step = kind.first_step(booking.at_once)
    if booking.by_card and step != "pay" and not cards.due(booking):
        booking.way = Way.ON_SITE
        booking.save(update_fields=["way"])
    return step


def is_card_at_hand(actor: Actor, planned: Planned | None) -> bool:
    """Whether somebody is there to pay, or a card was saved for the series. Else there is a page with the yes."""
    if not planned:
        return not actor.acting_for
    there = planned.attended and not actor.acting_for
    return there or lasting.card_of(planned.series) is not None


def join(booking: Booking, planned: Planned | None) -> None:
    for name, value in (planned.fields if planned else {}).items():
        setattr(booking, name, value)


def prefer(booking: Booking, planned: Planned | None) -> None:
    """Whoever came before comes first when the time is taken; where nothing is taken yet, nobody is named either."""
    if planned and (booking.blocks or booking.at_once):
        booking.crew.set(planned.crew)


def save(booking: Booking) -> None:
    if booking.place and not booking.place.pk:
        booking.place.save()
        booking.place_id = booking.place.pk
        tasks.configure_task("places.refine").defer(place_id=booking.place_id)
    booking.save()


def made_before(actor: Actor, key: str) -> Booking | None:
    change = Change.objects.filter(key=key, actor=actor.user, life__species="bookings.booking").first()
    return Booking.objects.get(pk=change.life_id) if change else None


def locked(offer: Offer) -> Offer:
    """The offer as it is now. The lock holds off a withdrawal, and the second half of a double click."""
    Life.objects.select_for_update().get(pk=offer.pk)
    return Offer.objects.select_related(*ASKED_OF).get(pk=offer.pk)


def check_bookable(offer: Offer) -> None:
    """Of an offer that was read just now."""
    if not offer.is_published:
        raise Refused(_("This offer was withdrawn a moment ago. What you typed is kept: choose a similar offer."))


def customer_of(actor: Actor) -> User:
    if actor.user and actor.acting_for and not may_act_for(actor.user, actor.acting_for):
        raise Refused(_("You may not act for this person."))
    if not actor.person:
        raise Refused(_("Somebody has to be booked for."))
    return actor.person


def client_of(customer: User, wishes: Wishes) -> Organisation | None:
    """The organisation for which she books; None: for herself."""
    client = wishes.get("client")
    if client and not Organisation.objects.of(customer, *DESK).filter(pk=client.pk).exists():
        raise ValidationError({"client": _("Choose an organisation at whose desk you work.")})
    return client


def fill(booking: Booking, kind: kinds.Kind, wishes: Wishes) -> Wishes:
    """Write the wishes into the booking and check them all, so that every mistake is told at once.

    Answers with what the kind's own fields told, clean."""
    offer, told, errors = booking.offer, Wishes(), {}
    for name in kind.asks:
        setattr(booking, name, wishes.get(name) if wishes.get(name) is not None else blank(name))
    booking.at_once, booking.blocks = offer.at_once, offer.request_blocks
    booking.version = kind.table(offer.at_once).version
    booking.terms = cancellation.terms_of(offer)
    for part in (check_terms, fill_kind, check_fields, fill_wanted, fill_answers, fill_place, fill_payment):
        try:
            told |= part(booking, kind, wishes)
        except ValidationError as error:
            errors.update(error.update_error_dict({}))
    if errors:
        raise ValidationError(errors)
    booking.price_cents = kind.price(booking, told)
    booking.answer_by = answer_by(offer, booking.starts_at)
    return told


def check_terms(booking: Booking, kind: kinds.Kind, wishes: Wishes) -> Wishes:
    """No terms bind that were not shown: whoever says which ones she has read is told when there are others."""
    if (seen := wishes.get("terms_seen")) and seen != cancellation.digest(booking.terms):
        raise ValidationError({"terms_seen": _("What a cancellation costs has changed: look again.")})
    return {}


def fill_kind(booking: Booking, kind: kinds.Kind, wishes: Wishes) -> Wishes:
    told = questions.cleaned(kind.fields(booking.offer), wishes)
    kind.fill(booking, told)
    return told


def blank(name: str) -> Any:
    return "" if name == "note" else None


READ = (
    "life_ptr", "species", "status", "answers", "place", "reference", "born_at", "offer", "organisation", "customer",
    "client", "series", "partner",
)  # fmt: skip


def check_fields(booking: Booking, kind: kinds.Kind, wishes: Wishes) -> Wishes:
    """What the model says a field may hold, and that its times have an order. Who and what is booked was read."""
    times = () if kind.picks_time or booking.starts_at else ("starts_at", "ends_at")  # what gives them is wrong itself
    booking.clean_fields(exclude=(*READ, *times))
    if not times and booking.ends_at <= booking.starts_at:
        raise ValidationError({"ends_at": _("The end must come after the start.")})
    return {}


def fill_wanted(booking: Booking, kind: kinds.Kind, wishes: Wishes) -> Wishes:
    """Whom the customer would like to come, where the offer lets her say so."""
    booking.wanted = questions.cleaned(asked.wanted(booking.offer), wishes).get("wanted")
    return {}


def fill_answers(booking: Booking, kind: kinds.Kind, wishes: Wishes) -> Wishes:
    booking.answers = questions.clean(kind.questions(booking.offer), wishes)
    return {}


def fill_place(booking: Booking, kind: kinds.Kind, wishes: Wishes) -> Wishes:
    """Where it happens: at the customer's address, where the offer is, or as the kind has said."""
    if kind.says_where:
        return {}
    if booking.offer.needs_address:
        booking.place = address(booking.offer, wishes)
    else:
        booking.place, booking.on_site = booking.offer.place, True
    return {}


def fill_payment(booking: Booking, kind: kinds.Kind, wishes: Wishes) -> Wishes:
    """How somebody chose to pay, where she may. A card that is saved for a series pays its dates."""
    open_to_her = kind.ways(booking.offer, booking.customer)
    if booking.series and booking.series.by_card:
        booking.way = Way.CARD if Way.CARD in open_to_her else Way.ON_SITE
        return {}
    booking.way = questions.cleaned({"pay_by": ways.WayField(open_to_her)}, wishes)["pay_by"]
    return {}


def area_of(offer: Offer, wishes: Wishes) -> Area | None:
    """The neighbourhood in which it would take place; None where nobody knows it yet."""
    if kinds.of(offer).says_where:
        return None
    if not offer.needs_address:
        return offer.place.area if offer.place else None
    with suppress(ValidationError):
        return address(offer, wishes).area
    return None


def address(offer: Offer, wishes: Wishes) -> Place:
    """The place that the address names. Raises ValidationError when nobody knows it or nobody goes there."""
    form = AddressForm(wishes)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    place = geocoding.place_at(form.cleaned_data["address"], wishes.get("area"))
    place.extra = form.cleaned_data["door"]
    served = list(offer.areas.all())
    if served and place.area not in served:
        names = ", ".join(sorted(area.name for area in served))
        raise ValidationError({"address": _("For this offer somebody comes only to: %(areas)s.") % {"areas": names}})
    return place


def answer_by(offer: Offer, starts_at: datetime) -> datetime | None:
    """When a request of this offer expires; None: nobody has to answer."""
    return None if offer.at_once else deadlines.answer_due(offer, starts_at)

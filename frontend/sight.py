"""A booking as one reader sees it: every sentence of its page that depends on who looks."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import cancellation, kinds, messaging
from bookings.kinds import ways
from bookings.kinds.paying import PAYING, pay_by
from bookings.kinds.states import CONFIRMED
from bookings.messaging import NEWEST, Cursor, Entry, Stretch
from bookings.models import Booking, Charge, Receipt
from bookings.payments import bank, cards, plan, states
from frontend.parts import part
from frontend.precision import address_sentence, staff_sentence
from frontend.split import Line, bought, lines
from marketplace import wording
from marketplace.lives.engine import Actor, steps_for
from marketplace.lives.tables import Step
from services import questions
from services.models import Offer

RESIDENTS = {"customer", "partner"}
# Who may stand in for each side.
SIDES = {"customer": {"provider", "operator"}, "partner": {"provider", "operator"}, "provider": {"operator"}}
FIRST_SENTENCE = re.compile(r"(.{12,}?[.!?]) (.+)", re.DOTALL)  # shorter is an abbreviation: "S. Anna answers."


@dataclass
class Sight:
    """`side`: "customer" or "provider", with whose eyes the reader looks, who is somebody else: the desk with those of
    the person on the phone, an operator of the City with those of either."""

    booking: Booking
    reader: Any  # somebody who is signed in
    side: str = ""
    before: Cursor = NEWEST  # the part of the thread that is shown ends here
    mark: str = ""  # of what is new, read before what is shown

    @cached_property
    def actor(self) -> Actor:
        return Actor(self.reader, self.booking.stand_in(self.side) if self.side else None)

    @cached_property
    def roles(self) -> frozenset[str]:
        return self.actor.roles(self.booking)

    @cached_property
    def role(self) -> str:
        return messaging.hat(self.roles)

    @property
    def mine(self) -> bool:
        return "customer" in self.roles

    @property
    def frame(self) -> str:
        """The template around the page: who works here sees the desk's side."""
        return "base.html" if self.role in RESIDENTS and not self.side else "base_staff.html"

    # --- what can be done -----------------------------------------------------------------------------------------
    @cached_property
    def steps(self) -> dict[str, Step]:
        return steps_for(self.booking, self.roles)

    @property
    def forward(self) -> dict[str, Step]:
        return {name: step for name, step in self.steps.items() if not step.tone}

    @property
    def rare(self) -> dict[str, Step]:
        """What is seldom needed: folded away, so that the next thing to do stands alone."""
        return {name: step for name, step in self.steps.items() if step.tone == "rare"}

    @property
    def plain(self) -> list[tuple[str, Step]]:
        """What is not folded away."""
        return [*self.forward.items(), *self.back.items()]

    @property
    def back(self) -> dict[str, Step]:
        return {name: step for name, step in self.steps.items() if step.tone == "no"}

    @cached_property
    def twins(self) -> list["Sight"]:
        """The same booking for each side that is not the reader's own and for which she may act."""
        others = [side for side, hats in SIDES.items() if side not in self.roles and hats & self.roles]
        known = [side for side in others if side != "partner" or self.booking.partner]
        return [twin for side in known if side in (twin := Sight(self.booking, self.reader, side)).roles]

    @property
    def on_behalf(self) -> str:
        """For whom she does it, in a word."""
        return self.booking.words()["organisation" if self.side == "provider" else self.side]

    @property
    def home(self) -> str:
        """Where she goes on from a step: an operator, who may not read each booking, to the admin."""
        pk = self.booking.pk
        if self.side and not Booking.objects.visible_to(self.reader).filter(pk=pk).exists():
            return reverse("admin:bookings_booking_change", args=[pk])
        return self.booking.get_absolute_url()

    @cached_property
    def terms(self) -> list[str]:
        """What a cancellation costs, by the terms of this booking."""
        return cancellation.lines(cancellation.terms_for(self.booking))

    @cached_property
    def cost(self) -> str:
        """What it costs to cancel now."""
        return cancellation.said(cancellation.cost_now(self.booking))

    @cached_property
    def again(self) -> bool:
        """Whether the customer can book the same once more."""
        if not self.mine or self.booking.partner or self.booking.state.holds:
            return False
        return Offer.objects.visible_to(self.reader).filter(pk=self.booking.offer_id).exists()

    # --- what is going on -----------------------------------------------------------------------------------------
    @cached_property
    def headline(self) -> str:
        return self.sentences[0]

    @cached_property
    def more(self) -> str:
        """Once it is confirmed there is nothing else to do than to pay, and the page says that instead."""
        to_pay = self.payable or (self.mine and self.slip)
        return "" if to_pay and self.booking.status == CONFIRMED else self.sentences[1]

    @cached_property
    def sentences(self) -> tuple[str, str]:
        parts = FIRST_SENTENCE.fullmatch(whole := self.booking.sentence(self.role))
        return (parts[1], parts[2]) if parts else (whole, "")

    @property
    def kicker(self) -> str:
        """Whose turn it is, and by when."""
        state, facts = self.booking.state, {"organisation": self.booking.organisation.name, **self.when(self.due)}
        if state.final or not state.turn:
            return str(state.label)
        if state.turn in self.roles and (self.forward or self.payable):
            return _("Your turn, by %(day)s at %(hour)s") % facts
        if state.turn == "provider":
            return _("It is %(organisation)s's turn") % facts
        if state.turn in RESIDENTS:
            return _("It is %(customer)s's turn") % {"customer": self.booking.words()[state.turn]}
        if state.turn == "operator":
            return _("It is the City's turn")
        return (_("Next: %(day)s at %(hour)s") if self.ahead_of_start else _("Until %(hour)s")) % facts

    @property
    def due(self) -> datetime:
        booking = self.booking
        if booking.status == PAYING:
            return pay_by(booking)
        if booking.state.turn in RESIDENTS | {"provider"} and booking.answer_by:
            return booking.answer_by
        return booking.starts_at if self.ahead_of_start else booking.ends_at

    @property
    def ahead_of_start(self) -> bool:
        return timezone.now() < self.booking.starts_at

    def when(self, moment: datetime) -> dict[str, str]:
        zone = self.booking.tz
        return {"day": wording.near_day(moment, zone), "hour": wording.clock(moment, zone)}

    # --- who, where, what -----------------------------------------------------------------------------------------
    @property
    def agreed(self) -> bool:
        """Somebody has said yes, and it is not over."""
        return self.booking.agreed

    @property
    def place(self) -> str:
        return self.booking.place_for(self.roles)

    @property
    def address_note(self) -> str:
        """Who sees how much of the address, and from when on."""
        booking = self.booking
        if not (booking.place and not booking.on_site):
            return ""
        facts = booking.words() | self.when(booking.starts_at - timedelta(days=1)) | {"area": booking.place.area or ""}
        sentence = address_sentence if self.mine else staff_sentence
        return sentence(booking, self.agreed) % facts

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What the kind keeps, then what the category asked."""
        booking = self.booking
        own = kinds.of(booking).details(booking, self.roles)
        return own + questions.spoken(booking.offer.category.questions, booking.answers)

    @property
    def picks_time(self) -> bool:
        """Whether its length was chosen with it: that of a course says nothing."""
        return kinds.of(self.booking).picks_time

    @property
    def priced(self) -> bool:
        return kinds.of(self.booking).priced(self.booking)

    @cached_property
    def bought(self) -> str:
        return bought(self.booking.offer, self.booking.minutes)

    @cached_property
    def split(self) -> list[Line]:
        """Who pays what of it; nothing, where it is free, off, or its price not named yet. Not for whoever is sent."""
        if self.role == "worker":
            return []
        return lines(plan.of(self.booking), "" if self.mine else self.payer, ways.is_still_to_say_how(self.booking))

    @cached_property
    def charge(self) -> Charge | None:
        """What is paid by card; not for whoever is only sent."""
        return None if self.role == "worker" else self.booking.charges.first()

    @property
    def receipts(self) -> Any:
        """For its two sides; before it is over there are none."""
        return () if self.booking.state.holds else Receipt.objects.visible_to(self.reader).about(self.booking)

    @property
    def payable(self) -> bool:
        """Whether the reader can pay now, or save her card."""
        charge = self.charge if self.mine else None
        return bool(charge and cards.payable(charge) and (self.booking.status == PAYING or charge.until))

    @cached_property
    def slip(self) -> bank.Slip | None:
        """What is to be transferred now, for its two sides."""
        return None if self.role == "worker" else bank.slip(self.booking)

    @property
    def waits_for_card(self) -> bool:
        """Whether the reader is to save the card of its series; there is a page for it there."""
        return bool(self.mine and self.charge and self.charge.status == states.AWAITING)

    @property
    def payer(self) -> str:
        return self.booking.client.name if self.booking.client else self.booking.customer.given_name

    @property
    def part(self) -> str:
        """What the kind draws beside the booking: the way of a parcel, the dates of a course."""
        return part(self.booking.kind, "facts")

    @property
    def partner(self) -> str:
        """To whom one writes here."""
        if other := self.booking.across(self.roles):
            return other
        if self.role != "customer":
            return self.booking.customer.given_name
        desk, worker = self.booking.organisation.name, self.booking.worker_name
        return _("%(one)s and %(other)s") % {"one": desk, "other": worker} if worker and self.agreed else desk

    # --- what was, and what will be -------------------------------------------------------------------------------
    @cached_property
    def stretch(self) -> Stretch:
        """Whoever is sent and works at the desk as well reads what the desk reads."""
        role = "provider" if self.role == "worker" and "provider" in self.roles else self.role
        return messaging.stream(self.booking, self.reader, role, self.before)

    @property
    def newest(self) -> bool:
        """Whether the end of the thread is shown, with what comes next."""
        return self.before == NEWEST

    @property
    def days(self) -> list[tuple[str, list[Entry]]]:
        """The stream, parted by the days of the place's calendar."""
        zone = self.booking.tz
        by_day = groupby(self.stretch.entries, key=lambda entry: wording.local(entry.at, zone).date())
        return [(self.heading(day), list(entries)) for day, entries in by_day]

    def heading(self, day: date) -> str:
        today = timezone.localdate(timezone=self.booking.tz)
        said = wording.day(day)
        return _("Today, %(day)s") % {"day": said} if day == today else said[0].upper() + said[1:]

    @property
    def ahead(self) -> list[str]:
        """What the clock will do, told to those who will hear of it."""
        steps = self.booking.table.steps
        timers = [(timer, steps[timer.step]) for timer in self.booking.timers.order_by("due_at")]
        heard = [(timer, step) for timer, step in timers if step.ahead and self.role in step.told]
        return [str(step.ahead) % self.when(timer.due_at) for timer, step in heard]

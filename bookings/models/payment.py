"""What is paid by card: charges, what goes back of them, what goes on to the organisation, and what Stripe told.

Each is a life of its own, younger than the booking it belongs to: whoever locks both locks the booking first.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.models import history
from bookings.models.booking import Booking
from bookings.models.card import SavedCard
from bookings.models.purchase import Purchase
from marketplace import wording
from marketplace.lives.models import Change, Life

# A saved card is charged a week before: by then most who cancel have done so, and where the bank asks there is time to
# answer.
BEFORE = timedelta(days=7)


class Payment(Life):
    """What charges, refunds and transfers share."""

    stripe_id = models.CharField(max_length=80, blank=True)
    cents = models.PositiveIntegerField(_("amount, cents"))
    tries = models.PositiveSmallIntegerField(default=0)  # after each answer that did not come, another key

    class Meta:
        abstract = True

    @property
    def booked(self) -> Booking | Purchase:
        """The booking, or the purchase of a bundle, that it belongs to."""
        raise TypeError(type(self))

    @property
    def title(self) -> str:
        return self.booked.title

    def get_absolute_url(self) -> str:
        return self.booked.get_absolute_url()

    def words(self) -> dict[str, Any]:
        return self.booked.words() | {"amount": wording.euro(self.cents)}

    @property
    def said(self) -> str:
        """How it stands, in a sentence."""
        return self.sentence("")

    def roles_of(self, user: Any, acting_for: Any = None) -> frozenset[str]:
        return self.booked.roles_of(user, acting_for)

    def readers(self, roles: tuple[str, ...]) -> list[tuple[Any, str]]:
        return self.booked.readers(roles)

    def who(self, change: Change, role: str) -> str:
        return self.booked.who(change, role)


class Charge(Payment):
    """A payment by card: held first, then captured or released. `stripe_id` is the number of its intent.

    For what is far away the card is only saved, and charged at `charge_at`. What is paid for a booking that is agreed
    already has `until`: from then on it is paid on site."""

    class Wish(models.TextChoices):
        """What we want of Stripe, whatever it has done of it yet."""

        SAVE = "save", _("to save the card")
        HOLD = "hold", _("to hold")
        CAPTURE = "capture", _("to take")
        RELEASE = "release", _("to let go")

    life_ptr = models.OneToOneField(
        Life, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_charge"
    )
    booking = models.ForeignKey(Booking, null=True, on_delete=models.PROTECT, related_name="charges")
    purchase = models.ForeignKey(Purchase, null=True, on_delete=models.PROTECT, related_name="charges")
    wish = models.CharField(max_length=8, choices=Wish, default=Wish.HOLD)
    captured_cents = models.PositiveIntegerField(default=0)
    session_id = models.CharField(max_length=100, blank=True)
    page = models.URLField(max_length=2000, blank=True)  # where the customer pays
    source = models.CharField(max_length=80, blank=True)  # Stripe's own charge, which transfers name
    card = models.CharField(max_length=40, blank=True)  # visa 4242
    payer = models.CharField(max_length=80, blank=True)  # Stripe's customer, to whom a saved card belongs
    method = models.CharField(max_length=80, blank=True)  # the saved card itself, until it is forgotten
    saved = models.ForeignKey(SavedCard, null=True, on_delete=models.PROTECT, related_name="charges")  # of a series
    charge_at = models.DateTimeField(null=True)  # none: nothing is agreed yet, or the card is not saved
    until = models.DateTimeField(null=True)
    disputed_cents = models.PositiveIntegerField(default=0)  # for which its holder asks the bank now
    lost_cents = models.PositiveIntegerField(default=0)  # which banks have given to its holder

    topic_name = "charge"

    class Meta:
        verbose_name = _("payment by card")
        verbose_name_plural = _("payments by card")
        indexes = [models.Index(fields=["stripe_id"], name="charges_by_intent")]
        constraints = [
            models.UniqueConstraint(fields=["booking"], name="a_booking_is_charged_once"),
            models.UniqueConstraint(fields=["purchase"], name="a_purchase_is_charged_once"),
            models.CheckConstraint(
                condition=models.Q(booking=None) ^ models.Q(purchase=None), name="a_charge_is_for_one_thing"
            ),
        ]

    @property
    def booked(self) -> Booking | Purchase:
        return self.booking or self.purchase  # type: ignore[return-value]  # one of the two, says the database

    @property
    def its_booking(self) -> Booking:
        """Whose card is saved, or who is asked to pay later: a bundle is paid at once."""
        if not self.booking:
            raise TypeError(self)
        return self.booking

    def words(self) -> dict[str, Any]:
        """`instead`: what becomes of the price where the bank did not keep the money."""
        disputed = {"disputed": wording.euro(self.disputed_cents)}
        if not self.booking:
            return super().words() | disputed | {"instead": _("Nothing was bought.")}
        zone = self.booking.tz
        told = {
            "instead": _("The price is paid on site."),
            "charged_day": wording.day(self.charge_at or charge_time(self.booking), zone),
            "until_day": wording.day(self.until, zone) if self.until else "",
            "until_hour": wording.clock(self.until, zone) if self.until else "",
        }
        return super().words() | disputed | told

    @property
    def keeper(self) -> "Charge | SavedCard":
        """Who keeps the saved card: for a date of a series the one that serves for all of them, else itself."""
        return self.saved or self

    @property
    def is_to_be_saved(self) -> bool:
        return self.wish == self.Wish.SAVE

    @property
    def follows_yes(self) -> bool:
        """Its booking is agreed already and waits for no money."""
        return bool(self.until or self.method or self.saved_id)

    @property
    def can_go_back(self) -> bool:
        """Whether a desk can still give back of it; what was transferred is taken back first."""
        return self.status == "captured" and self.left > 0

    @property
    def handed_on(self) -> int:
        """What the organisation has of it, or is about to have: transferred, less what was taken back."""
        return sum(transfer.cents - transfer.taken_back for transfer in self.transfers.all() if transfer.is_gone)

    @property
    def to_hand_on(self) -> int:
        """What can go on to the organisation now: not what a bank asks for, nor what somebody took back at Stripe by
        hand and left here."""
        stays = self.stays - self.disputed_cents
        gone = [transfer for transfer in self.transfers.all() if transfer.is_gone]
        sent, by_hand = sum(transfer.cents for transfer in gone), sum(transfer.taken_by_hand for transfer in gone)
        back = sum(transfer.taken_back for transfer in gone)
        needed = max(0, sent - stays - (back - by_hand))  # by hand besides
        return stays - (sent - back) - max(0, by_hand - needed)

    @property
    def is_to_be_handed_on(self) -> bool:
        """Again: a transfer was planned and is over, and more can go on."""
        over = [transfer.status in ("sent", "dropped") for transfer in self.transfers.all()]
        return bool(over) and all(over) and self.to_hand_on > 0

    @property
    def to_come_back(self) -> int:
        """What of all that was transferred has to come back: what does not stay, or was lost to a bank."""
        sent = sum(transfer.cents for transfer in self.transfers.all() if transfer.status == "sent")
        return max(0, min(sent, sent - self.stays))

    @property
    def asked_back(self) -> int:
        """What came back of it, or is to."""
        return sum(transfer.asked_back for transfer in self.transfers.all())

    @property
    def given_back(self) -> int:
        """What went back, is about to, or is owed to whoever paid: the card did not take it."""
        return self.back(lambda status: status not in ("dropped", "repeated"))

    @property
    def returned(self) -> int:
        """What whoever paid has again: on the card, or given back by the organisation outside."""
        return self.back(lambda status: status in ("given", "outside"))

    @property
    def gone(self) -> int:
        """What is not here any more, because Stripe has said that it is on its way."""
        return self.back(lambda status: status in ("given", "pending"))

    def back(self, counts: Callable[[str], bool]) -> int:
        return sum(refund.cents for refund in self.refunds.all() if counts(refund.status))

    @property
    def left(self) -> int:
        """What can still go back."""
        return max(0, -self.too_much_back)

    @property
    def too_much_back(self) -> int:
        """By how much more went back, is to, or was lost to a bank than was taken."""
        return self.given_back + self.lost_cents - self.captured_cents

    @property
    def stays(self) -> int:
        """What stays with the organisation if nothing more goes back: what it gave back outside as well. Below zero: a
        bank took more than there was left."""
        here = self.captured_cents - self.lost_cents
        return here - self.back(lambda status: status not in ("dropped", "repeated", "outside"))


def charge_time(booking: Booking) -> datetime:
    """When a saved card is charged for what is agreed now."""
    return max(timezone.now(), booking.starts_at - BEFORE)


class Refund(Payment):
    """A part of a charge that goes back to the card; also when it was started at Stripe."""

    life_ptr = models.OneToOneField(
        Life, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_refund"
    )
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="refunds")
    failure = models.CharField(max_length=60, blank=True)  # Stripe's word for why the card did not take it
    refusals = models.PositiveSmallIntegerField(default=0)  # after each no, with which nothing happened, another key

    topic_name = "refund"

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.UniqueConstraint(
                fields=["stripe_id"], condition=~models.Q(stripe_id=""), name="a_refund_is_kept_once"
            )
        ]

    @property
    def booked(self) -> Booking | Purchase:
        return self.charge.booked

    @property
    def has_failed(self) -> bool:
        """The card did not take it, and it is owed until somebody decides how it goes back."""
        return self.status == "failed"

    def said_of(self, change: Change) -> dict[str, str]:
        return history.spoken(change.facts)

    @property
    def is_covered(self) -> bool:
        """Whether what it gives back is here, and not with the organisation: whoever asked first is served first."""
        charge, gone = self.charge, self.charge.gone
        held = charge.captured_cents - charge.lost_cents
        if held - gone < self.cents:
            return True  # it can never go back: that is Stripe's to say
        before = charge.refunds.filter(pk__lte=self.pk, status__in=("asked", "unknown", "owed", "failed"))
        wanted = gone + sum(refund.cents for refund in before)
        return held - charge.handed_on >= min(held, wanted)

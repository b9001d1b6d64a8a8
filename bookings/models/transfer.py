"""What is handed on to the organisation of what a card paid, and what is taken back of that."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from bookings.models.payment import Charge, Payment
from bookings.models.purchase import Purchase
from marketplace.lives.models import Life


class Transfer(Payment):
    """What is left of a charge, on its way to the organisation. The amount is settled when it is sent. Another follows
    where something came back for nothing, or a bank let go what was kept back for it."""

    life_ptr = models.OneToOneField(
        Life, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_transfer"
    )
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="transfers")
    due_at = models.DateTimeField()

    topic_name = "transfer"

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")

    @property
    def is_to_come(self) -> bool:
        return self.status == "waiting"

    @property
    def amount(self) -> int:
        """What is or would be transferred, in cents."""
        return self.cents if self.is_gone else max(0, self.charge.to_hand_on)

    @property
    def is_gone(self) -> bool:
        return self.status in ("sending", "unknown", "sent")

    @property
    def booked(self) -> Booking | Purchase:
        return self.charge.booked

    @property
    def asked_back(self) -> int:
        """What came back of it, or is to."""
        return sum(reversal.cents for reversal in self.reversals.all() if reversal.status != "dropped")

    @property
    def taken_back(self) -> int:
        """What has come back of it."""
        return sum(reversal.cents for reversal in self.reversals.all() if reversal.status == "taken")

    @property
    def taken_by_hand(self) -> int:
        """What of that somebody took back at Stripe."""
        return sum(reversal.cents for reversal in self.reversals.all() if reversal.by_hand)


class Reversal(Payment):
    """A part of a transfer that is taken back from the organisation; also when it was started at Stripe."""

    life_ptr = models.OneToOneField(
        Life, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_reversal"
    )
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="reversals")
    due_at = models.DateTimeField()  # when it is asked for, the next time
    by_hand = models.BooleanField(default=False)  # started at Stripe, by somebody there

    topic_name = "reversal"

    class Meta:
        verbose_name = _("reversal of a transfer")
        verbose_name_plural = _("reversals of transfers")
        constraints = [
            models.UniqueConstraint(
                fields=["stripe_id"], condition=~models.Q(stripe_id=""), name="a_reversal_is_kept_once"
            )
        ]

    @property
    def booked(self) -> Booking | Purchase:
        return self.transfer.booked

"""Who pays how much of one booking. All shares together are its price."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.bank import creditor_reference, in_fours
from bookings.models.booking import Booking
from bookings.models.sale import Sale
from marketplace.programme.models import Fund, Subsidy

ON_TRUST = ("on_site", "invoice", "bank")  # the sources that are settled between the two, outside of Cortile


class Share(models.Model):
    """So much of the price from one source; when the booking is over, how much of it was kept.

    How money moved is told by the book: entries that begin with the share's topic, "share:7:kept"."""

    class Source(models.TextChoices):
        FUND = "fund", _("a fund")
        BUNDLE = "bundle", _("a bundle")
        CARD = "card", _("by card")
        ON_SITE = "on_site", _("on site")
        INVOICE = "invoice", _("by invoice")
        BANK = "bank", _("by bank transfer")

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="shares")
    source = models.CharField(_("from"), max_length=10, choices=Source)
    subsidy = models.ForeignKey(Subsidy, null=True, on_delete=models.PROTECT, related_name="shares")
    sale = models.ForeignKey(Sale, null=True, on_delete=models.PROTECT, related_name="shares")  # of the bundle
    cents = models.PositiveIntegerField(_("amount, cents"))
    # None: it is not over yet. What a desk gives back by hand is taken off.
    kept_cents = models.PositiveIntegerField(_("kept of it, cents"), null=True)
    # What of that is settled between the two, outside of Cortile: what was to be paid so, and what a card did not pay.
    owed_cents = models.PositiveIntegerField(_("owed of it, cents"), default=0)
    # By when it is to be transferred, from the yes on: what comes by bank is asked for before it is kept.
    due_on = models.DateField(_("to be transferred by"), null=True)
    paid_cents = models.PositiveIntegerField(_("paid of it, cents"), default=0)
    paid_at = models.DateTimeField(_("paid on"), null=True)  # as the desk says
    returned_at = models.DateTimeField(_("sent back on"), null=True)  # what came and was not kept, as the desk says

    class Meta:
        verbose_name = _("share of a booking")
        verbose_name_plural = _("shares of bookings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source="fund", subsidy__isnull=False) | ~Q(source="fund") & Q(subsidy=None),
                name="a_fund_pays_by_a_subsidy",
            ),
            models.CheckConstraint(
                condition=Q(source="bundle", sale__isnull=False) | ~Q(source="bundle") & Q(sale=None),
                name="a_bundle_pays_as_itself",
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_share_pays_something"),
            models.CheckConstraint(condition=Q(kept_cents__lte=F("cents")), name="no_more_is_kept_than_is_paid"),
            models.CheckConstraint(
                condition=Q(owed_cents=0) | Q(owed_cents__lte=F("kept_cents")), name="no_more_is_owed_than_is_kept"
            ),
            models.CheckConstraint(
                condition=~Q(source__in=ON_TRUST) | Q(kept_cents=None) | Q(owed_cents=F("kept_cents")),
                name="what_is_kept_on_trust_is_owed",
            ),
            models.CheckConstraint(
                condition=Q(owed_cents=0) | ~Q(source__in=("fund", "bundle")), name="what_is_carried_is_not_owed"
            ),
            models.CheckConstraint(
                condition=Q(paid_at=None, paid_cents=0) | Q(paid_at__isnull=False, paid_cents__gt=0),
                name="what_was_paid_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(paid_cents__lte=F("cents"), source="bank") | Q(paid_cents__in=(0, F("owed_cents"))),
                name="only_by_bank_more_is_paid_than_owed",
            ),
            models.CheckConstraint(condition=Q(due_on=None) | Q(source="bank"), name="by_bank_there_is_a_last_day"),
            models.CheckConstraint(
                condition=Q(returned_at=None)
                | Q(source="bank", kept_cents__isnull=False, kept_cents__lt=F("paid_cents")),
                name="what_was_not_kept_is_sent_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.source}"

    @property
    def topic(self) -> str:
        return f"share:{self.pk}"

    @property
    def owed_how(self) -> Source:
        """In which way what is owed of it is paid."""
        return self.Source(self.source) if self.source in ON_TRUST else self.Source.ON_SITE

    @property
    def asked_cents(self) -> int:
        """What whoever booked has to pay now: what is owed, or all of it where it is to be transferred before."""
        return self.cents if self.due_on and self.kept_cents is None else self.owed_cents

    @property
    def amounts(self) -> list[int]:
        """What may have come of it, in cents: what is asked for, or the whole where less is due by now than was told
        to a bank."""
        return list(dict.fromkeys(filter(None, (self.asked_cents, self.cents if self.due_on else 0))))

    @property
    def back_cents(self) -> int:
        """What came of it and was not kept."""
        return max(0, self.paid_cents - self.due)

    @property
    def reference(self) -> str:
        """What is written on a transfer, so that the desk knows it again (ISO 11649)."""
        return creditor_reference(self.booking.reference)

    @property
    def spoken_reference(self) -> str:
        return in_fours(self.reference)

    @property
    def fund(self) -> Fund | None:
        return self.subsidy.fund if self.subsidy else None

    @property
    def due(self) -> int:
        """What it comes to as things stand, in cents."""
        return self.cents if self.kept_cents is None else self.kept_cents

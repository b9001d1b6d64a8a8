"""A receipt: what an organisation has received of somebody, told once and never changed.

The database gives no number twice, leaves none out, and refuses what would change a row (migration 0002).
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from bookings.models.sale import Sale
from bookings.models.share import Share
from marketplace.organisations.models import DESK, Membership, Organisation


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, user: Any) -> "ReceiptQuerySet":
        """Her own, and those of the desks she works at: whoever sees the booking as one of its two sides."""
        if not user.is_authenticated:
            return self.none()
        desks = Membership.objects.of(user, *DESK).values("organisation")
        return self.filter(Q(person=user) | Q(organisation__in=desks))

    def about(self, booking: Booking) -> "ReceiptQuerySet":
        """What was received for it, and what of that went back."""
        return self.filter(share__booking=booking).order_by("pk")


class Receipt(models.Model):
    """Money of a share of a booking, or of a bundle that was bought. Below zero it is a credit note: so much of an
    earlier receipt went back. `facts` is what its paper says, as it was on that day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="receipts")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    issued_at = models.DateTimeField(_("issued on"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="receipts")
    language = models.CharField(_("language"), max_length=5)
    cents = models.IntegerField(_("amount, cents"))
    share = models.ForeignKey(Share, null=True, on_delete=models.PROTECT, related_name="receipts")
    sale = models.ForeignKey(Sale, null=True, on_delete=models.PROTECT, related_name="receipts")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="credit_notes")
    facts = models.JSONField()

    objects: ClassVar = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["organisation", "year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="a_number_is_given_once"),
            models.UniqueConstraint(fields=["share"], condition=Q(corrects=None), name="a_share_has_one_receipt"),
            models.UniqueConstraint(fields=["sale"], condition=Q(corrects=None), name="a_sale_has_one_receipt"),
            models.CheckConstraint(
                condition=Q(share=None, sale__isnull=False) | Q(share__isnull=False, sale=None),
                name="a_receipt_is_for_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(cents__gt=0, corrects=None) | Q(cents__lt=0, corrects__isnull=False),
                name="what_went_back_is_below_zero",
            ),
            models.CheckConstraint(condition=~Q(corrects=F("id")), name="no_receipt_corrects_itself"),
        ]

    def __str__(self) -> str:
        return self.called

    def get_absolute_url(self) -> str:
        return reverse("receipt", args=[self.pk])

    @property
    def called(self) -> str:
        """Its number as people say it: 12/2026."""
        return f"{self.number}/{self.year}"

    @property
    def title(self) -> str:
        """In the language of the moment."""
        name = gettext("Credit note %(number)s") if self.is_credit_note else gettext("Receipt %(number)s")
        return name % {"number": self.called}

    @property
    def is_credit_note(self) -> bool:
        return self.corrects_id is not None

    @property
    def booking_id(self) -> int | None:
        return self.share.booking_id if self.share else None


class ReceiptBook(models.Model):
    """The last number that an organisation has given in a year. Whoever gives the next one locks this row, as the
    last of all that she locks."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="receipt_books")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("book of receipts")
        verbose_name_plural = _("books of receipts")
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="one_book_a_year")]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.year}"

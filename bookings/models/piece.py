"""What a household has chosen in a wardrobe: garments that a booking puts aside, and that come to be its own."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from marketplace.ledger import currencies
from services.models import Garment, Household


class Fitting(models.Model):
    """For which household somebody tries things on."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="fitting")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="fittings")

    class Meta:
        verbose_name = _("fitting")
        verbose_name_plural = _("fittings")

    def __str__(self) -> str:
        return f"{self.booking_id} {self.household_id}"


class PieceQuerySet(models.QuerySet["Piece"]):
    def aside(self) -> "PieceQuerySet":
        return self.filter(outcome=Piece.Outcome.ASIDE)

    def had(self) -> "PieceQuerySet":
        """What counts against the most that somebody may have: taken home, or put aside for that."""
        return self.exclude(outcome=Piece.Outcome.LEFT)


class Piece(models.Model):
    """A garment in a booking, with the points that were put aside for it. `excuse`: why it is more than the rules
    allow, by whom the change of the booking says. Without a household it is one of two that residents swap."""

    class Outcome(models.TextChoices):
        ASIDE = "aside", _("put aside")
        TAKEN = "taken", _("taken home")
        LEFT = "left", _("left here")

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="pieces")
    household: Any = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="pieces")
    garment = models.ForeignKey(Garment, on_delete=models.PROTECT, related_name="pieces")
    points = models.PositiveSmallIntegerField(_("Points"))
    on = models.DateField(_("Chosen on"))
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.ASIDE)
    excuse = models.CharField(_("Why beyond the rules"), max_length=200, blank=True)

    objects: ClassVar = PieceQuerySet.as_manager()

    class Meta:
        verbose_name = _("chosen garment")
        verbose_name_plural = _("chosen garments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["garment"], condition=~Q(outcome="left"), name="nobody_takes_the_same_garment"
            )
        ]
        indexes = [models.Index(fields=["household", "on"], name="pieces_of_a_household")]

    def __str__(self) -> str:
        return f"{self.garment_id} {self.outcome}"

    @property
    def topic(self) -> str:
        return f"piece:{self.pk}"

    @property
    def points_said(self) -> str:
        return currencies.points(self.points) if self.points else ""

    @property
    def excused_by(self) -> str:
        """Who let it go beyond the rules, in the first step of its booking: for lists that have fetched the changes."""
        first = next(iter(self.booking.changes.all()), None)
        return first.actor.name if first and first.actor else ""

    @property
    def said(self) -> Any:
        return f"{self.garment.type}, {self.garment.size_said}"

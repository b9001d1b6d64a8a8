"""What is delivered, what it costs to bring it, and how it is shown that it arrived."""

import secrets
from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from bookings.models.photo import Photo
from services.models import Offer
from services.models.hold import Point

MOST, HEAVIEST = 50, 100  # pieces of one line, kg of one piece


class Size(models.TextChoices):
    """Each with the longest side it may have, so that two people mean the same."""

    S = "S", _("S: a shoe box, up to 40 cm")
    M = "M", _("M: a suitcase, up to 70 cm")
    L = "L", _("L: a moving box, up to 100 cm")
    XL = "XL", _("XL: a chair, up to 180 cm")


class Parcel(models.Model):
    """So many pieces of one size and weight."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="parcels")
    number = models.PositiveSmallIntegerField(_("How many"), default=1)
    size = models.CharField(_("Size"), max_length=2, choices=Size.choices)
    kg = models.PositiveSmallIntegerField(_("Kilograms each"))
    fragile = models.BooleanField(_("Breaks easily"), default=False)

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=MOST), name="parcels_can_be_counted"),
            models.CheckConstraint(condition=Q(kg__gte=1, kg__lte=HEAVIEST), name="a_parcel_can_be_lifted"),
        ]

    def __str__(self) -> str:
        return f"{self.number} x {self.size}, {self.kg} kg"


LAST_DAY = RangeBoundary(inclusive_upper=True)
DAYS = Func(F("valid_from"), F("valid_to"), LAST_DAY, function="daterange", output_field=DateRangeField())


def cents(label: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, default=0, validators=[MaxValueValidator(100_000)])


class TariffQuerySet(models.QuerySet["Tariff"]):
    def on(self, day: date) -> "TariffQuerySet":
        """Those that count on this day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Tariff(models.Model):
    """What an offer's deliveries cost while it is valid, in cents: base, each kilometre begun, each piece by size, and
    for each piece each floor without a lift. The price of a booking stays that of the day on which it was asked."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="tariffs")
    base_cents = cents(_("To come"))
    km_cents = cents(_("Each kilometre begun"))
    s_cents = cents(_("Each piece of size S"))
    m_cents = cents(_("Each piece of size M"))
    l_cents = cents(_("Each piece of size L"))
    xl_cents = cents(_("Each piece of size XL"))
    floor_cents = cents(_("Each piece and floor without a lift"))
    valid_from = models.DateField(_("First day"))
    valid_to = models.DateField(_("Last day"), null=True, blank=True)

    objects = TariffQuerySet.as_manager()
    FIELDS: ClassVar[tuple[str, ...]] = (
        "base_cents",
        "km_cents",
        "s_cents",
        "m_cents",
        "l_cents",
        "xl_cents",
        "floor_cents",
    )

    class Meta:
        verbose_name = _("tariff")
        verbose_name_plural = _("tariffs")
        ordering = ["offer", "valid_from"]
        constraints = [
            ExclusionConstraint(
                name="one_tariff_at_a_time",
                expressions=[
                    (Point(F("offer"), F("offer"), function="int8range"), RangeOperators.OVERLAPS),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("On some of these days the offer already has a price table."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="a_tariff_ends_after_it_begins",
                violation_error_message=_("The last day must not come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.valid_from}"

    def piece_cents(self, size: str) -> int:
        return getattr(self, f"{size.lower()}_cents")


def new_code() -> str:
    return f"{secrets.randbelow(10_000):04d}"


class Proof(models.Model):
    """How it is shown that a delivery arrived: by the code that the receiver says, a photo, or who took it."""

    class How(models.TextChoices):
        CODE = "code", _("The receiver's code")
        PHOTO = "photo", _("A photo")
        NAME = "name", _("The name of who took it")

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="proof")
    code = models.CharField(max_length=4, default=new_code, editable=False)
    wrong_codes = models.PositiveSmallIntegerField(default=0, editable=False)  # how often somebody tried another one
    how = models.CharField(max_length=10, choices=How.choices, blank=True)
    name = models.CharField(max_length=80, blank=True)
    photo = models.ForeignKey(Photo, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("proof of delivery")
        verbose_name_plural = _("proofs of delivery")

    def __str__(self) -> str:
        return f"{self.booking_id} {self.how}"

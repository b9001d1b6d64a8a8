"""What comes in at once: a bag, what of it gets no label of its own, and lists of garments that come as a file."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace import wording
from marketplace.lives.models import Life
from services.models.wardrobe import GarmentType, Wardrobe

MOST_GRAMS, MOST_PIECES = 2_000_000, 20_000  # a van full


class BroughtQuerySet(models.QuerySet[Any]):
    def at_work(self, user: Any) -> "BroughtQuerySet":
        """Those of the wardrobes in which this person works."""
        return self.filter(wardrobe__in=Wardrobe.objects.of(user).values("pk"))


class BagQuerySet(BroughtQuerySet):
    def to_tell(self) -> "BroughtQuerySet":
        """Those whose donor does not know yet what became of it. Few, however many there have been."""
        return self.filter(told_at=None).exclude(life=None)


class Bag(models.Model):
    """Clothes that somebody brought. `life` is the booking it came with, if any; who gave it stands there alone."""

    wardrobe = models.ForeignKey(Wardrobe, on_delete=models.PROTECT, related_name="bags")
    life = models.OneToOneField(
        Life, null=True, blank=True, on_delete=models.PROTECT, related_name="brought", editable=False
    )
    came_at = models.DateTimeField(default=timezone.now, editable=False)
    grams = models.PositiveIntegerField(
        _("Weight, grams"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_GRAMS)]
    )
    number = models.PositiveIntegerField(
        _("Pieces, if counted"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PIECES)],
    )
    note = models.CharField(_("Note"), max_length=200, blank=True, validators=[ProhibitNullCharactersValidator()])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    key = models.CharField(max_length=80, unique=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = BagQuerySet.as_manager()

    class Meta:
        verbose_name = _("bag")
        verbose_name_plural = _("bags")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["came_at"], name="bags_to_tell_of", condition=Q(told_at=None, life__isnull=False))
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("desk_bag", args=[self.pk])


class Bulk(models.Model):
    """So much of a type that is not labelled one by one, in pieces or grams, and what became of it."""

    class Unit(models.TextChoices):
        PIECES = "pieces", _("pieces")
        GRAMS = "grams", _("grams")

    bag = models.ForeignKey(Bag, on_delete=models.CASCADE, related_name="bulk")
    type = models.ForeignKey(GarmentType, verbose_name=_("Type"), on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(_("Counted in"), max_length=10, choices=Unit, default=Unit.PIECES)
    total = models.PositiveIntegerField(
        _("How many or how much"), validators=[MinValueValidator(1), MaxValueValidator(MOST_GRAMS)]
    )
    hung = models.PositiveIntegerField(_("Put on the rack"), default=0, validators=[MaxValueValidator(MOST_GRAMS)])
    recycled = models.PositiveIntegerField(_("Recycled"), default=0, validators=[MaxValueValidator(MOST_GRAMS)])
    sent_on = models.PositiveIntegerField(_("Sent on"), default=0, validators=[MaxValueValidator(MOST_GRAMS)])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    key = models.CharField(max_length=80, unique=True, editable=False)

    class Meta:
        verbose_name = _("bulk of a bag")
        verbose_name_plural = _("bulk of bags")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(total=F("hung") + F("recycled") + F("sent_on"), total__gt=0),
                name="bulk_adds_up",
                violation_error_message=_("What became of it does not add up to the whole. Look at the figures."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.type}: {self.total_said}"

    @property
    def total_said(self) -> str:
        return self.said(self.total)

    @property
    def became(self) -> str:
        """put on the rack: 5, recycled: 4"""
        parts = [(self.hung, _("put on the rack")), (self.recycled, _("recycled")), (self.sent_on, _("sent on"))]
        return ", ".join(f"{words}: {self.said(amount)}" for amount, words in parts if amount)

    def said(self, amount: int) -> str:
        return wording.weight(amount) if self.unit == self.Unit.GRAMS else str(amount)


class GarmentList(models.Model):
    """A file of garments: its right lines, and what is wrong with the others. `entered` counts the lines that are in;
    a line goes in together with the count, so that nothing goes in twice."""

    wardrobe = models.ForeignKey(Wardrobe, on_delete=models.PROTECT, related_name="lists")
    bag = models.ForeignKey(Bag, null=True, blank=True, on_delete=models.PROTECT, related_name="lists")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("File"), max_length=100)
    digest = models.CharField(max_length=64)  # of what stands in the file
    lines = models.JSONField(
        default=list
    )  # [number in the file, type, size, season, condition, colour, points, pieces]
    wrong = models.JSONField(default=list)  # [number in the file, what is wrong]
    made_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True)
    entered = models.PositiveIntegerField(default=0)
    stopped = models.CharField(max_length=200, blank=True)  # why it went no further

    objects: ClassVar = BroughtQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of garments")
        verbose_name_plural = _("lists of garments")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wardrobe", "bag", "digest"], name="a_file_is_entered_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk_garment_list", args=[self.pk])

    @property
    def topic(self) -> str:
        return f"garments:{self.pk}"

    @property
    def whole(self) -> bool:
        """All right lines are in."""
        return bool(self.begun_at) and self.entered == len(self.lines)

    @property
    def pieces(self) -> int:
        return sum(line[-1] for line in self.lines)

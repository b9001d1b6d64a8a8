"""A wardrobe: where clothes are given, and chosen for points, by rules of its own that each have their days."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.language import chosen
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.organisations.models import DESK, Membership, Organisation
from marketplace.places.models import Place
from services.models.hold import Point
from services.models.offer import Offer
from services.models.sizes import Sizing, said_size

STAFF = (*DESK, "worker")  # who takes clothes in, hangs them up and hands them out
MOST_POINTS = 1000
DAYS = Func(
    F("valid_from"),
    F("valid_to"),
    RangeBoundary(inclusive_lower=True, inclusive_upper=True),
    function="daterange",
    output_field=DateRangeField(),
)


class WardrobeQuerySet(models.QuerySet["Wardrobe"]):
    def published(self) -> "WardrobeQuerySet":
        return self.filter(active=True, organisation__status="verified")

    def of(self, user: Any, *roles: str) -> "WardrobeQuerySet":
        """Those in which this person works today, in one of these roles (any when none is named)."""
        return self.filter(organisation__in=Membership.objects.of(user, *(roles or STAFF)).values("organisation"))


class Wardrobe(models.Model):
    """Its points are a currency of their own in the book. Its offers are what one books to come and try things on, to
    give clothes, to ask for a card, and to give a hand: an invitation, which changes no points."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="wardrobes")
    slug = models.SlugField(
        unique=True,
        max_length=40,
        validators=[RegexValidator(r"^[a-z0-9-]+$")],
        help_text=_("Small letters, digits and hyphens. It names the points in the book, and is never changed."),
    )
    name = models.JSONField(_("Name"), default=dict)  # language -> text
    offer = models.OneToOneField(
        Offer, null=True, blank=True, on_delete=models.PROTECT, related_name="wardrobe", verbose_name=_("Fitting")
    )
    drop_off = models.ForeignKey(
        Offer, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Giving clothes")
    )
    interview = models.ForeignKey(
        Offer, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Asking for a card")
    )
    invitations = models.ManyToManyField(Offer, blank=True, related_name="+", verbose_name=_("Giving a hand"))
    swaps = models.OneToOneField(
        Offer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="swap_wardrobe",
        verbose_name=_("Swaps between residents"),
    )
    meeting_places = models.ManyToManyField(
        Place, blank=True, related_name="+", verbose_name=_("Where residents meet to swap")
    )
    takes = models.JSONField(_("What is taken"), default=dict, blank=True)  # language -> text
    keep_hours = models.PositiveSmallIntegerField(
        _("Hours for which what was chosen is kept until a time is booked"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(336)],
    )
    most_chosen = models.PositiveSmallIntegerField(
        _("Pieces that a household may have put aside at a time"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    active = models.BooleanField(_("Open"), default=True)

    objects: ClassVar = WardrobeQuerySet.as_manager()

    class Meta:
        verbose_name = _("wardrobe")
        verbose_name_plural = _("wardrobes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return chosen(self.name)

    def get_absolute_url(self) -> str:
        return reverse("wardrobe", args=[self.slug])

    @property
    def swaps_are_open(self) -> bool:
        """Do residents swap under its name now?"""
        return bool(self.swaps and self.swaps.is_published)

    @property
    def takes_here(self) -> str:
        """What is taken, in the reader's language."""
        return chosen(self.takes)

    @property
    def topic(self) -> str:
        return f"wardrobe:{self.pk}"

    @property
    def currency(self) -> str:
        return f"points:{self.slug}"

    def today(self) -> date:
        """Where it stands."""
        return timezone.localdate(timezone=self.organisation.tz)

    def account(self, kind: Account.Kind) -> Account:
        """Where its points come from (issued), wait for who has chosen (promised), and end (earned)."""
        return book.account(self.topic, kind, self.currency)


class GarmentType(models.Model):
    """A sort of garment, the same in every wardrobe of the city: a coat, shoes, a child's trousers."""

    slug = models.SlugField(unique=True, max_length=40)
    name = models.JSONField(_("Name"), default=dict)  # language -> text
    drawing = models.CharField(_("Drawing"), max_length=40, default="gar-tee")
    sizing = models.CharField(_("Sizes"), max_length=10, choices=Sizing, default=Sizing.ADULT)
    position = models.PositiveSmallIntegerField(_("Position"), default=0)

    class Meta:
        verbose_name = _("type of garment")
        verbose_name_plural = _("types of garment")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return chosen(self.name)


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> "DatedQuerySet":
        """Those that count on this day."""
        return self.standing(day).filter(valid_from__lte=day)

    def standing(self, day: date) -> "DatedQuerySet":
        """Those that count on this day, and those to come."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day))


class Dated(models.Model):
    """A rule of a wardrobe, from its first day to its last. It is not changed: another follows it."""

    valid_from = models.DateField(_("First day"))
    valid_to = models.DateField(_("Last day"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["valid_from"]


class Rule(Dated):
    """A rule of which one ends where the next one begins. `follows`: the one that it ended; `until_then`: the last day
    which that one had before, so that it can go on again where this one is taken back before it begins."""

    wardrobe = models.ForeignKey(Wardrobe, on_delete=models.CASCADE, related_name="%(class)ss")
    follows = models.ForeignKey("self", null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    until_then = models.DateField(null=True, editable=False)

    class Meta(Dated.Meta):
        abstract = True


def in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
        name=name,
        violation_error_message=_("The last day must not come before the first."),
    )


def one_at_a_time(name: str, *keys: str) -> ExclusionConstraint:
    same = [(Point(F(key), F(key), function="int8range"), RangeOperators.OVERLAPS) for key in keys]
    return ExclusionConstraint(
        name=name,
        expressions=[*same, (DAYS, RangeOperators.OVERLAPS)],
        violation_error_message=_("On some of these days there is such a rule already."),
    )


class Tag(Rule):
    """What a type of garment costs in points, and how many of it each member of a household may have in a period."""

    type = models.ForeignKey(GarmentType, verbose_name=_("Type"), on_delete=models.PROTECT, related_name="tags")
    points = models.PositiveSmallIntegerField(_("Points"), validators=[MaxValueValidator(MOST_POINTS)])
    most = models.PositiveSmallIntegerField(
        _("At most, for each member in a period"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    class Meta(Dated.Meta):
        verbose_name = _("points of a type")
        verbose_name_plural = _("points of types")
        constraints = [
            in_order("a_tag_ends_after_it_begins"),
            one_at_a_time("one_tag_of_a_type_at_a_time", "wardrobe", "type"),
        ]

    def __str__(self) -> str:
        return f"{self.type}: {self.points}"


class Recharge(Rule):
    """How many points each member of a household gets, and every how many months; the periods are counted from the
    first day of the rule. What is left of a period ends with it, unless it is kept."""

    adult_points = models.PositiveSmallIntegerField(
        _("Points for an adult"), validators=[MaxValueValidator(MOST_POINTS)]
    )
    child_points = models.PositiveSmallIntegerField(
        _("Points for a child"), validators=[MaxValueValidator(MOST_POINTS)]
    )
    months = models.PositiveSmallIntegerField(
        _("Every, months"), default=3, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    keeps_rest = models.BooleanField(_("What is left is kept"), default=False)

    class Meta(Dated.Meta):
        verbose_name = _("recharge")
        verbose_name_plural = _("recharges")
        constraints = [
            in_order("a_recharge_ends_after_it_begins"),
            one_at_a_time("one_recharge_at_a_time", "wardrobe"),
        ]

    def __str__(self) -> str:
        return f"{self.adult_points}/{self.child_points}, {self.months}"

    def points_for(self, grown: int, children: int) -> int:
        """In a period."""
        return self.adult_points * grown + self.child_points * children


class Quota(Rule):
    """What each member of a household without a home may have, without points: so many pieces of these types in so
    many days."""

    types = models.ManyToManyField(GarmentType, verbose_name=_("Types"), related_name="quotas")
    number = models.PositiveSmallIntegerField(_("Pieces"), default=1, validators=[MinValueValidator(1)])
    days = models.PositiveSmallIntegerField(
        _("In so many days"), default=7, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )

    class Meta(Dated.Meta):
        verbose_name = _("quota of people without a home")
        verbose_name_plural = _("quotas of people without a home")
        constraints = [in_order("a_quota_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.number} / {self.days}"


class Sought(Dated):
    """What a wardrobe needs now: shown to everybody who might give it."""

    wardrobe = models.ForeignKey(Wardrobe, on_delete=models.CASCADE, related_name="sought")
    type = models.ForeignKey(GarmentType, verbose_name=_("Type"), on_delete=models.PROTECT, related_name="+")
    sizes = ArrayField(models.CharField(max_length=10), verbose_name=_("Sizes"), default=list, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("what is needed")
        verbose_name_plural = _("what is needed")
        constraints = [in_order("a_wish_ends_after_it_begins")]

    def __str__(self) -> str:
        return str(self.type)

    @property
    def sizes_said(self) -> str:
        return ", ".join(said_size(size) for size in self.sizes)

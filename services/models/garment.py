"""A garment: it always has one place and one state, and its life can be read."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.ledger import currencies
from marketplace.lives.models import Life
from marketplace.organisations.models import Membership
from services.models.bag import Bag, BroughtQuerySet
from services.models.household import LETTERS
from services.models.sizes import said_size
from services.models.wardrobe import MOST_POINTS, STAFF, GarmentType, Wardrobe

ARRIVED, WASH, REPAIR, RACK, RESERVED, GIVEN, TAILORING, RECYCLED = (
    "arrived", "wash", "repair", "rack", "reserved", "given", "tailoring", "recycled",
)  # fmt: skip
ON_THE_WAY = (ARRIVED, WASH, REPAIR, TAILORING)  # to the rack
MOST_AT_ONCE = 20  # garments that one tap or one request may name


def new_label() -> str:
    """What the label says, and its QR code: like 7K2-9FX4."""
    return as_label("".join(secrets.choice(LETTERS) for _ in range(7)))


def as_label(text: str) -> str:
    """As it is printed, however it was typed: 7k29fx4 is 7K2-9FX4. Nothing stays nothing."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum())[:11]
    return "-".join(filter(None, (letters[:3], letters[3:])))


class GarmentQuerySet(BroughtQuerySet):
    def hanging(self) -> "GarmentQuerySet":
        return self.filter(hangs=True)

    def visible_to(self, user: Any) -> "BroughtQuerySet":
        """To everybody while they hang on the rack or are put aside, to those who work there always."""
        return (self.filter(status__in=(RACK, RESERVED)) | self.at_work(user)).distinct()

    def to_label(self) -> "GarmentQuerySet":
        """Those that have arrived and have no label yet."""
        return self.filter(status=ARRIVED, printed_at=None)


class StockManager(models.Manager.from_queryset(GarmentQuerySet)):  # type: ignore[misc]
    """What belongs to a wardrobe. What residents show to each other is no stock: no rack, label, till or figure may
    take it for some, so that one finds it as `OwnGarment` alone."""

    def get_queryset(self) -> GarmentQuerySet:
        return super().get_queryset().filter(resident=None)


class Garment(Life):
    """One piece. `points` are those of its type on the day it came in; what somebody pays is said when she chooses."""

    class Season(models.TextChoices):
        WINTER = "winter", _("Winter")
        SUMMER = "summer", _("Summer")
        ALL = "all", _("All the year")

    class Condition(models.TextChoices):
        NEW = "new", _("new")
        AS_NEW = "as_new", _("as new")
        GOOD = "good", _("good")

    class Colour(models.TextChoices):
        BLACK = "black", _("black")
        WHITE = "white", _("white")
        GREY = "grey", _("grey")
        BLUE = "blue", _("blue")
        GREEN = "green", _("green")
        RED = "red", _("red")
        YELLOW = "yellow", _("yellow")
        BROWN = "brown", _("brown")
        PINK = "pink", _("pink")
        MIXED = "mixed", _("several colours")

    life_ptr = models.OneToOneField(
        Life, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_garment"
    )
    wardrobe = models.ForeignKey(Wardrobe, on_delete=models.PROTECT, related_name="garments")
    type = models.ForeignKey(GarmentType, verbose_name=_("Type"), on_delete=models.PROTECT, related_name="garments")
    label = models.CharField(max_length=12, unique=True, default=new_label, editable=False)
    size = models.CharField(pgettext_lazy("of clothes", "Size"), max_length=10)
    season = models.CharField(_("Season"), max_length=10, choices=Season, default=Season.ALL)
    condition = models.CharField(_("Condition"), max_length=10, choices=Condition, default=Condition.GOOD)
    colour = models.CharField(_("Colour"), max_length=10, choices=Colour, default=Colour.MIXED)
    points = models.PositiveSmallIntegerField(_("Points"), validators=[MaxValueValidator(MOST_POINTS)], editable=False)
    picture = models.ImageField(_("Picture"), upload_to="garments", blank=True)
    bag = models.ForeignKey(
        Bag, null=True, blank=True, on_delete=models.PROTECT, related_name="garments", editable=False
    )
    resident = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="own_garments",
        editable=False,
    )  # whose it is, where somebody who lives here shows it to swap
    remark = models.CharField(
        _("A few words"), max_length=300, blank=True, validators=[ProhibitNullCharactersValidator()]
    )
    printed_at = models.DateTimeField(null=True, editable=False)  # its label, for the first time
    # Kept by its steps, so that what hangs is found by one index, however much was given: the status stands elsewhere.
    hangs = models.BooleanField(default=False, editable=False)
    hung_at = models.DateTimeField(null=True, editable=False)  # when it last came to the rack out of work

    objects: ClassVar = StockManager()
    topic_name = "garment"
    read_with = ("wardrobe",)

    class Meta:
        verbose_name = _("garment")
        verbose_name_plural = _("garments")
        constraints = [
            models.CheckConstraint(condition=Q(hangs=False) | Q(hung_at__isnull=False), name="what_hangs_was_hung"),
            models.CheckConstraint(
                condition=Q(resident=None) | Q(hangs=False, bag=None, points=0), name="what_residents_show_is_no_stock"
            ),
        ]
        indexes = [
            models.Index(
                "wardrobe",
                "type",
                "size",
                F("hung_at").desc(),
                F("life_ptr").desc(),
                name="what_hangs_by_size",
                condition=Q(hangs=True),
            ),
            models.Index(
                "wardrobe", F("hung_at").desc(), F("life_ptr").desc(), name="what_hangs", condition=Q(hangs=True)
            ),
            models.Index(fields=["wardrobe"], name="garments_to_label", condition=Q(printed_at=None)),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def title(self) -> str:
        return f"{self.type} {self.label}"

    @property
    def size_said(self) -> str:
        return said_size(self.size)

    @property
    def points_said(self) -> str:
        return currencies.points(self.points)

    @property
    def picture_name(self) -> str:
        return (self.picture.name or "").rpartition("/")[2]

    def get_absolute_url(self) -> str:
        return reverse("desk_garment", args=[self.pk])

    def roles_of(self, user: Any, acting_for: Any = None) -> frozenset[str]:
        """`staff`: who works in its wardrobe. Whoever chooses it comes through a booking."""
        here = Membership.objects.of(user, *STAFF).filter(organisation=self.wardrobe.organisation_id)
        return frozenset({"staff"} if here.exists() else ())

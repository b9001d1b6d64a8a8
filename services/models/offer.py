"""An offer: what can be booked, in which words, where, for how long and at what price."""

from datetime import timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.language import Chosen, here
from marketplace.lives.models import Life
from marketplace.organisations.models import DESK, CredentialKind, Organisation, is_city
from marketplace.places.models import Area, Place
from marketplace.places.points import PointField
from services.models.category import LONGEST_VALUE, Category, Told
from services.models.policy import CancellationPolicy
from services.models.resource import Resource, Skill

PUBLISHED = Q(status="published", organisation__status="verified")


class OfferQuerySet(models.QuerySet["Offer"]):
    def published(self) -> "OfferQuerySet":
        return self.filter(PUBLISHED)

    def visible_to(self, user: Any) -> "OfferQuerySet":
        if not user.is_authenticated:
            return self.published()
        if is_city(user):
            return self.all()
        mine = Organisation.objects.of(user, *DESK, "worker").values("pk")
        return self.filter(PUBLISHED | Q(organisation__in=mine))

    def of_desk(self, user: Any) -> "OfferQuerySet":
        return self.filter(organisation__in=Organisation.objects.of(user, *DESK).values("pk"))

    def for_cards(self) -> "OfferQuerySet":
        """With everything that a card shows, in a fixed number of queries."""
        return self.prefetch_related("organisation", "category", "place__area", "texts", "areas")

    def light(self) -> "OfferQuerySet":
        """As little of each as it takes to know which card was drawn for it: its kind, and its listing's `edition`."""
        return self.annotate(edition=F("listing__edition")).only("kind")


class Offer(Life):
    """Something that can be booked. Its words are in `texts`, a row a language; who does it in `resources`."""

    class Where(models.TextChoices):
        AT_HOME = "at_home", _("at your home")
        AT_PLACE = "at_place", _("at our place")
        PHONE = "phone", _("by phone")
        REMOTE = "remote", _("online")

    class Price(models.TextChoices):
        FREE = "free", _("free")
        FIXED = "fixed", _("a fixed price")
        HOURLY = "hourly", _("by the hour")
        SLICE = "slice", _("by the slice of time")
        FROM = "from", _("from this price on, by what there is to do")

    class Choice(models.TextChoices):
        TURN = "turn", _("whose turn it is: fewest hours lately")
        CUSTOMER = "customer", _("whoever books chooses, if they like")
        DESK = "desk", _("the desk decides")

    life_ptr = models.OneToOneField(
        Life, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_offer"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offers")
    category = models.ForeignKey(Category, verbose_name=_("Category"), on_delete=models.PROTECT, related_name="offers")
    traits = ArrayField(  # "ages:0-2": what of its category's traits is true of it
        models.CharField(max_length=LONGEST_VALUE), verbose_name=_("Details"), default=list, db_default=[], blank=True
    )
    kind = models.CharField(_("Kind"), max_length=20, default="appointment")
    at_once = models.BooleanField(
        _("Booked at once"), default=False, help_text=_("Nobody has to accept: a free time is booked as it is chosen.")
    )
    choice = models.CharField(_("Who is sent"), max_length=10, choices=Choice.choices, default=Choice.TURN)
    request_blocks = models.BooleanField(
        _("A request keeps the time"),
        default=True,
        help_text=_("Otherwise several people may ask for the same time, and the first yes takes it."),
    )
    most_a_month = models.PositiveSmallIntegerField(
        _("At most so many a month for each person"), null=True, blank=True, help_text=_("Empty: as many as they like.")
    )
    one_at_a_time = models.BooleanField(_("Nobody has two of it at the same time"), default=False)
    discreet = models.BooleanField(_("Mails and calendars say when, not what"), default=False)
    policy = models.ForeignKey(
        CancellationPolicy,
        verbose_name=_("If somebody cancels"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offers",
        help_text=_("Empty: it costs nothing until the start."),
    )
    credentials = models.ManyToManyField(
        CredentialKind, verbose_name=_("What workers must have shown"), blank=True, related_name="+"
    )
    resources = models.ManyToManyField(Resource, verbose_name=_("Who does it"), related_name="offers", blank=True)

    where = models.CharField(_("Where"), max_length=10, choices=Where.choices, default=Where.AT_HOME)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Of that place, as the gazetteer folds it: by it the database finds where everybody may know that it lies.
    street = models.TextField(default="", db_default="", blank=True, editable=False)
    step_free = models.BooleanField(_("One gets in without steps"), null=True, blank=True)  # none: not said yet
    areas = models.ManyToManyField(
        Area, verbose_name=_("Areas served"), blank=True, related_name="+", help_text=_("None: the whole city.")
    )
    location = PointField(null=True, blank=True, editable=False)  # exact; what search reads stands in its listing

    price = models.CharField(_("Price"), max_length=10, choices=Price.choices, default=Price.FREE)
    price_cents = models.PositiveIntegerField(_("Cents"), default=0)
    slice_minutes = models.PositiveSmallIntegerField(_("Minutes a slice"), default=30)
    min_minutes = models.PositiveSmallIntegerField(_("Shortest stay, minutes"), default=60)
    max_minutes = models.PositiveSmallIntegerField(_("Longest stay, minutes"), default=60)
    every_minutes = models.PositiveSmallIntegerField(_("A start every, minutes"), default=30)
    notice_minutes = models.PositiveIntegerField(_("Notice needed, minutes"), default=240)
    horizon_days = models.PositiveSmallIntegerField(_("Bookable this many days ahead"), default=28)
    buffer_before = models.PositiveSmallIntegerField(_("Minutes kept free before"), default=0)
    buffer_after = models.PositiveSmallIntegerField(_("Minutes kept free after"), default=0)
    answer_hours = models.PositiveSmallIntegerField(_("Hours in which you answer"), default=24)
    picture = models.ImageField(_("Picture"), upload_to="offers", blank=True)
    key = models.CharField(max_length=80, null=True, editable=False)  # of the form or the program that wrote it

    objects: ClassVar = OfferQuerySet.as_manager()
    topic_name = "offer"
    asked_fields: ClassVar[dict[str, Any]] = {
        "reason": lambda life: forms.CharField(
            label=_("Reason"), max_length=500, widget=forms.Textarea, help_text=_("The organisation reads it.")
        )
    }
    REVIEWED = ("category", "traits", "kind", "where", "price", "price_cents", "slice_minutes", "picture")

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        indexes = [
            GistIndex("location", name="offers_by_location"),
            models.Index(fields=["street"], name="offers_by_street", condition=~Q(street="")),
            models.Index(fields=["picture"], name="offers_by_picture", condition=~Q(picture="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="a_key_writes_one_offer"),
            models.CheckConstraint(
                condition=Q(max_minutes__gte=F("min_minutes"), min_minutes__gte=5, max_minutes__lte=1440),
                name="stay_has_a_length",
                violation_error_message=_("The longest stay must not be shorter than the shortest."),
            ),
            models.CheckConstraint(
                condition=Q(every_minutes__gte=5, every_minutes__lte=480, slice_minutes__gte=5),
                name="starts_and_slices_have_a_length",
            ),
            models.CheckConstraint(condition=Q(horizon_days__lte=84), name="hours_are_written_out_that_far"),
            models.CheckConstraint(
                condition=Q(price="free", price_cents=0) | (~Q(price="free") & Q(price_cents__gt=0)),
                name="free_costs_nothing",
                violation_error_message=_("Something free has no price; everything else has one."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def text(self) -> "OfferText":
        """Its words in the reader's language, else in Italian, else in any."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(here()) or texts.get("it") or next(iter(texts.values()), OfferText())

    @property
    def title(self) -> str:
        return Chosen(self.text.title, self.text.language)

    @property
    def described(self) -> list[Told]:
        """What it says of itself, as people read it; what its category does not know any more is not told."""
        return list(self.category.told(self.traits))

    @property
    def tz(self) -> ZoneInfo:
        return self.organisation.tz

    @cached_property
    def pool(self) -> list[Resource]:
        """All who may be taken for it, with what they can do: fetched where the list it came from has not."""
        models.prefetch_related_objects([self], "resources__skills")
        return sorted((one for one in self.resources.all() if one.active), key=lambda one: one.pk)

    @property
    def is_published(self) -> bool:
        """Whether everybody finds it: the question of `published`, of one offer."""
        return self.status == "published" and self.organisation.status == "verified"

    @property
    def durations(self) -> list[int]:
        """The lengths of stay one may choose, in minutes."""
        step = self.slice_minutes if self.price == self.Price.SLICE else self.every_minutes
        return list(range(self.min_minutes, self.max_minutes + 1, max(step, 5)))

    @property
    def needs_address(self) -> bool:
        return self.where == self.Where.AT_HOME

    def price_for(self, minutes: int) -> int:
        """What a stay of this length costs, in cents. A slice that was begun is a whole slice."""
        if self.price == self.Price.HOURLY:
            return -(-self.price_cents * minutes // 60)
        if self.price == self.Price.SLICE:
            return self.price_cents * -(-minutes // self.slice_minutes)
        return self.price_cents

    def blocked(self, minutes: int) -> timedelta:
        return timedelta(minutes=minutes + self.buffer_before + self.buffer_after)

    def get_absolute_url(self) -> str:
        return reverse("offer", args=[self.pk])

    def words(self) -> dict[str, Any]:
        return {"offer": self.title, "organisation": self.organisation.name}

    def roles_of(self, user: Any, acting_for: Any = None) -> frozenset[str]:
        mine = self.organisation.roles_of(user)
        return mine | {"provider"} if mine & set(DESK) else mine - {"worker"}

    def readers(self, roles: tuple[str, ...]) -> list[tuple[Any, str]]:
        wanted = tuple(role for name in roles for role in (DESK if name == "provider" else (name,)))
        return [(user, "provider" if r in DESK else r) for user, r in self.organisation.readers(wanted)]


class Need(models.Model):
    """So many resources with this skill are taken for each booking. An offer without needs takes one of its own."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="needs")
    skill = models.ForeignKey(Skill, verbose_name=_("What for"), on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("How many"), default=1)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "skill"], name="a_skill_is_needed_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=12), name="a_team_has_a_size"),
        ]

    def __str__(self) -> str:
        return f"{self.number} x {self.skill}"


class Searchable(Func):
    """The stems of an offer's words, folded as what is looked for, by the grammar of their language."""

    output_field = SearchVectorField()
    template = (
        "to_tsvector(CASE language WHEN 'it' THEN 'italian'::regconfig WHEN 'en' THEN 'english'::regconfig"
        " ELSE 'simple'::regconfig END, places_fold(title || ' ' || summary || ' ' || body))"
    )


class OfferText(models.Model):
    """An offer's words in one language."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("Language"), max_length=5)
    title = models.CharField(_("Title"), max_length=90)
    summary = models.CharField(_("In one sentence"), max_length=240)
    body = models.TextField(_("What you get"), max_length=4000, blank=True)
    conditions = models.TextField(_("Conditions"), max_length=4000, blank=True)
    search = models.GeneratedField(expression=Searchable(), output_field=SearchVectorField(), db_persist=True)

    class Meta:
        verbose_name = _("offer text")
        verbose_name_plural = _("offer texts")
        constraints = [models.UniqueConstraint(fields=["offer", "language"], name="one_text_a_language")]
        indexes = [GinIndex("search", name="offer_words")]

    def __str__(self) -> str:
        return self.title

"""A household and its card: who belongs to it, until when it may choose clothes, and how much it has had."""

import secrets
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace import wording
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives.models import Life
from marketplace.organisations.models import DESK, Membership
from marketplace.places.models import Area
from services.models.wardrobe import STAFF, Wardrobe

LETTERS = "23456789ACDEFHJKLMNPQRTUVWXY"  # none that is taken for another on the phone
OPEN, PAUSED, ENDED = "open", "paused", "ended"


def new_code() -> str:
    """Long enough not to be guessed: whoever holds it can take clothes for the household's points."""
    return "".join(secrets.choice(LETTERS) for _ in range(12))


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, user: Any) -> "HouseholdQuerySet":
        """Her own, while she belongs to it, and those of the wardrobes at whose desk she works: whoever only hands
        clothes out sees no names."""
        if not user.is_authenticated:
            return self.none()
        hers = Q(pk__in=Member.objects.now().filter(person=user).values("household"))
        return self.filter(hers | Q(wardrobe__in=Wardrobe.objects.of(user, *DESK).values("pk")))

    def at_desk(self, user: Any) -> "HouseholdQuerySet":
        """Those of the wardrobes at whose desk she works."""
        return self.filter(wardrobe__in=Wardrobe.objects.of(user, *DESK).values("pk"))

    def topics(self) -> "models.QuerySet[Any, Any]":
        """Their names in the book."""
        return self.annotate(named=Concat(Value("household:"), Cast("pk", models.CharField()))).values("named")


class Household(Life):
    """People who live together and share a card of a wardrobe. How many points they have says the book."""

    life_ptr = models.OneToOneField(
        Life, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_household"
    )
    wardrobe = models.ForeignKey(Wardrobe, on_delete=models.PROTECT, related_name="households")
    without_home = models.BooleanField(
        _("Without a home"), default=False, help_text=_("Then they have so many pieces in so many days, and no points.")
    )
    area = models.ForeignKey(
        Area, verbose_name=_("Neighbourhood"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recharged_for = models.DateField(null=True, editable=False)  # the first day of the period whose points it has
    sizes = models.JSONField(_("Sizes"), default=dict, blank=True)  # {"adult": ["M", "L"], "shoe": ["38"]}

    objects: ClassVar = HouseholdQuerySet.as_manager()
    topic_name = "household"
    read_with = ("wardrobe__organisation",)
    asked_fields: ClassVar[dict[str, Any]] = {
        "reason": lambda life: forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea)
    }

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        indexes = [models.Index(fields=["wardrobe", "recharged_for"], name="households_to_recharge")]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def title(self) -> str:
        """By the first name of whoever was entered first: nobody reads more over a shoulder."""
        members = self.members.order_by("pk").select_related("person")
        first = members.filter(until=None).first() or members.first()
        return first.person.given_name if first else ""

    @property
    def names(self) -> str:
        """First names, those of grown-ups first: for lists that have fetched the members."""
        members = sorted((one for one in self.members.all() if not one.until), key=lambda one: (one.child, one.pk))
        return wording.listed(one.person.given_name for one in members)

    @property
    def tz(self) -> Any:
        return self.wardrobe.organisation.tz

    def today(self) -> date:
        return self.wardrobe.today()

    @property
    def lapses_at(self) -> datetime | None:
        """When the last day of its admission is over, on the clock of the place."""
        newest = self.admissions.first()
        last = newest.valid_until if newest else None
        return datetime.combine(last + timedelta(days=1), time(0), self.tz) if last else None

    @property
    def account(self) -> Account:
        """Its points: never below zero, says the database."""
        return book.account(self.topic, Account.Kind.HELD, self.wardrobe.currency)

    @property
    def debts(self) -> Account:
        """Points that it took while a till had no line, and that its card did not hold: below zero, or nothing."""
        return book.account(self.topic, Account.Kind.OWED, self.wardrobe.currency)

    def get_absolute_url(self) -> str:
        return reverse("household", args=[self.pk])

    def words(self) -> dict[str, Any]:
        return {"wardrobe": self.wardrobe.organisation.name}

    def roles_of(self, user: Any, acting_for: Any = None) -> frozenset[str]:
        """`member`: a grown-up of the household; `desk` and `staff`: of the wardrobe."""
        mine = set(
            Membership.objects.of(user, *STAFF)
            .filter(organisation=self.wardrobe.organisation_id)
            .values_list("role", flat=True)
        )
        hats = {
            "member": self.members.now().filter(person=user, child=False).exists(),
            "provider": bool(mine & set(DESK)),
            "staff": bool(mine),
        }
        return frozenset(hat for hat, worn in hats.items() if worn)

    def readers(self, roles: tuple[str, ...]) -> list[tuple[Any, str]]:
        grown = self.members.now().filter(child=False).select_related("person").order_by("pk")
        return [(member.person, "member") for member in grown] if "member" in roles else []


class MemberQuerySet(models.QuerySet["Member"]):
    def now(self) -> "MemberQuerySet":
        return self.filter(until=None)

    def choosing(self, person: Any) -> "MemberQuerySet":
        """Her own, where she is a grown-up: for these households she may choose, while their card is open."""
        return self.now().filter(person=getattr(person, "pk", None), child=False)

    def with_open_card(self) -> "MemberQuerySet":
        return self.filter(household__status=OPEN)


class Member(models.Model):
    """Somebody belongs to a household. It is the same row of a person as everywhere, with or without an e-mail. The
    wardrobe is that of the household: the database lets nobody have two cards in one."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    wardrobe = models.ForeignKey(Wardrobe, on_delete=models.PROTECT, related_name="+", editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="households")
    child = models.BooleanField(_("Child"), default=False)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    key = models.CharField(max_length=80, null=True, editable=False)

    objects: ClassVar = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a household")
        verbose_name_plural = _("members of a household")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wardrobe", "person"], condition=Q(until=None), name="one_household_in_a_wardrobe"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="a_member_stays_a_while"),
            models.UniqueConstraint(fields=["household", "key"], name="a_key_brings_one_member"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.person_id}"


class Admission(models.Model):
    """An officer of the wardrobe has seen that the household may have a card, until that day. No paper is kept, and no
    figure of it: only what it was about, when it was seen, and by whom."""

    class Basis(models.TextChoices):
        MEANS = "means", _("the means test is passed")
        NO_HOME = "no_home", _("no place to sleep")
        REFERRAL = "referral", _("sent by a body of the network")

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="admissions")
    basis = models.CharField(_("What was seen"), max_length=10, choices=Basis)
    seen_on = models.DateField(_("Seen on"), default=timezone.localdate)
    valid_until = models.DateField(_("Valid until"))
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("admission")
        verbose_name_plural = _("admissions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("seen_on")),
                name="an_admission_lasts",
                violation_error_message=_("The end must not come before the start."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.valid_until}"


class Card(models.Model):
    """What a household shows at the till: a code, on paper or on the phone. A lost one dies at once."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="cards")
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        constraints = [
            models.UniqueConstraint(fields=["household"], condition=Q(ended_at=None), name="one_card_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.household_id}"

    @property
    def spelled(self) -> str:
        """In groups that one can read out."""
        return " ".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))

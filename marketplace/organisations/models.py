"""Organisations, who works in them and as what, and for whom they may act."""

import secrets
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from marketplace.accounts.language import chosen
from marketplace.lives.models import Life
from marketplace.organisations.naming import BY_WORDS, Words, words_asked
from marketplace.places.models import Place


def new_prefix() -> str:
    return secrets.token_hex(6)


DESK, CITY = ("owner", "coordinator"), ("officer", "auditor")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def published(self) -> "OrganisationQuerySet":
        return self.filter(status="verified")

    def providers(self) -> "OrganisationQuerySet":
        """All who may offer something to everybody."""
        return self.published().filter(kind="provider")

    def named(self, text: str) -> "OrganisationQuerySet":
        """Those in whose names all of these words stand, or begin words; any where nothing is said."""
        return self.alias(said=Words("name")).filter(said=asked) if (asked := words_asked(text)) else self

    def keeping_files(self) -> "OrganisationQuerySet":
        """Those that the City lets keep files of supported people."""
        return self.published().exclude(keeps_files_since=None)

    def of(self, user: Any, *roles: str) -> "OrganisationQuerySet":
        """The organisations in which this person has one of these roles today (any role when none is named)."""
        return self.filter(pk__in=Membership.objects.of(user, *roles).values("organisation"))

    def visible_to(self, user: Any) -> "OrganisationQuerySet":
        if not user.is_authenticated:
            return self.published()
        if is_city(user):
            return self.all()
        return self.filter(Q(status="verified") | Q(pk__in=Membership.objects.of(user).values("organisation")))


class Organisation(Life):
    """A body that offers, refers or funds. The City is one too: its members are the officers and auditors."""

    class Kind(models.TextChoices):
        PROVIDER = "provider", _("provider")
        CITY = "city", _("the City")

        @property
        def overseen(self) -> bool:
            """Whether the City verifies and suspends bodies like this one; itself it does not."""
            return self is not Organisation.Kind.CITY

    life_ptr = models.OneToOneField(
        Life, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_organisation"
    )
    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(unique=True, max_length=60)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PROVIDER)
    about = models.JSONField(_("About"), default=dict, blank=True)  # language -> text
    languages = models.JSONField(_("Languages spoken"), default=list, blank=True)  # ISO 639-1 codes
    email = models.EmailField(_("E-mail"), blank=True)
    phone = PhoneNumberField(_("Phone"), blank=True)
    website = models.URLField(_("Website"), blank=True)
    tax_code = models.CharField(_("Tax code"), max_length=16, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    zone = models.CharField(_("Time zone"), max_length=40, default="Europe/Rome")
    key = models.CharField(max_length=100, null=True, unique=True, editable=False)  # of whose form it was founded with
    keeps_files_since = models.DateField(null=True, blank=True, editable=False)  # by a step of the City's officer

    objects: ClassVar = OrganisationQuerySet.as_manager()
    topic_name = "organisation"
    asked_fields: ClassVar[dict[str, Any]] = {
        "reason": lambda life: forms.CharField(
            label=_("Reason"), max_length=500, widget=forms.Textarea, help_text=_("The organisation reads it.")
        )
    }

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [models.Index(fields=["name", "life_ptr"], name="organisations_in_order"), BY_WORDS]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        return self.name

    @property
    def about_here(self) -> str:
        """What it says of itself, in the reader's language."""
        return chosen(self.about)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.slug])

    @property
    def keeps_files(self) -> bool:
        """Whether its social workers may keep files of supported people today."""
        return self.status == "verified" and self.keeps_files_since is not None

    def is_overseen(self) -> bool:
        return Organisation.Kind(self.kind).overseen

    def words(self) -> dict[str, Any]:
        return {"organisation": self.name}

    def roles_of(self, user: Any, acting_for: Any = None) -> frozenset[str]:
        city = Q(organisation__kind="city", role="officer")
        here = Membership.objects.of(user).filter(Q(organisation=self) | city)
        return frozenset(here.values_list("role", flat=True))

    def readers(self, roles: tuple[str, ...]) -> list[tuple[Any, str]]:
        here = Membership.objects.now().filter(organisation=self, role__in=roles)
        city = Membership.objects.now().filter(organisation__kind="city", role__in={"officer"} & set(roles))
        return [(m.user, m.role) for m in (here | city).select_related("user").distinct()]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def now(self) -> "MembershipQuerySet":
        today = timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=today), since__lte=today)

    def of(self, user: Any, *roles: str) -> "MembershipQuerySet":
        mine = self.now().filter(user_id=user.pk or 0)
        return mine.filter(role__in=roles) if roles else mine


class Membership(models.Model):
    """What somebody is in an organisation, from when until when.

    `called` and `told_phone` are what whoever let her in wrote: her account is hers, and who knows an e-mail does not
    read a name or a number out of it."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        COORDINATOR = "coordinator", _("coordinator")
        WORKER = "worker", _("worker")
        CASEWORKER = "caseworker", _("social worker")
        OFFICER = "officer", _("city officer")
        AUDITOR = "auditor", _("auditor")
        PROTECTION = "protection", _("data protection officer")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    called = models.CharField(max_length=170, blank=True, editable=False)
    told_phone = PhoneNumberField(null=True, blank=True, editable=False)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    key = models.CharField(max_length=100, null=True, unique=True, editable=False)  # of the form that let her in

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user", "role"], condition=Q(until=None), name="one_open_membership_a_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}: {self.get_role_display()}"

    @property
    def name(self) -> str:
        """As the organisation knows her. Without e-mail she was entered there: all of it is theirs."""
        return self.user.name if not self.user.email else self.called or self.user.given_name

    @property
    def phone(self) -> Any:
        return self.told_phone if self.user.email else self.user.phone


class Mandate(models.Model):
    """A person lets an organisation act for her, for example because she books by phone. She may end it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="mandates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mandates")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(_("how it was given"), max_length=200)
    key = models.CharField(max_length=100, null=True, unique=True, editable=False)  # of the form that entered it
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], condition=Q(until=None), name="one_open_mandate")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} for {self.person}"


class CredentialKind(models.Model):
    """A paper that some work needs: the check for work with minors, a driving licence, first aid."""

    slug = models.SlugField(unique=True)
    name = models.JSONField(_("Name"), default=dict)  # language -> text
    proof = models.BooleanField(
        _("The law wants it to have been seen"), default=False, help_text=_("Without it, one may still ask.")
    )

    class Meta:
        verbose_name = _("kind of credential")
        verbose_name_plural = _("kinds of credential")
        ordering = ["slug"]

    def __str__(self) -> str:
        return chosen(self.name)


class Credential(models.Model):
    """Somebody showed a paper, and it is good from the one day until the other, both included. No copy is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="credentials")
    kind = models.ForeignKey(CredentialKind, verbose_name=_("What"), on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="credentials")
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until"))
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen_on = models.DateField(default=timezone.localdate)

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        ordering = ["valid_until"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("valid_from")),
                name="a_credential_is_valid_for_a_while",
                violation_error_message=_("The end must not come before the start."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.valid_until}"


class ApiKey(models.Model):
    """A key to the API for one organisation. Only its hash is kept; the key is shown once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(max_length=12, unique=True, default=new_prefix)
    hashed = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"


def is_city(user: Any, *roles: str) -> bool:
    """Whether this person works for the City, in one of these roles (officer or auditor when none is named)."""
    here = Membership.objects.of(user, *(roles or CITY))
    return bool(user.is_authenticated) and here.filter(organisation__kind="city").exists()


def may_act_for(user: Any, person: Any) -> bool:
    """Whether this person has a desk role in an organisation that `person` lets act for her."""
    return mandates_of(user).filter(person=person).exists()


def mandates_of(user: Any) -> models.QuerySet[Mandate]:
    """The mandates by which this person may act for others, at the desks where she works."""
    desks = Membership.objects.of(user, *DESK).values("organisation")
    return Mandate.objects.filter(until=None, organisation__in=desks)

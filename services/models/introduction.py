"""A body that knows a household sends it to a wardrobe, by a link that runs out. It needs no account."""

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from marketplace.organisations.models import DESK
from services.models.household import Admission
from services.models.wardrobe import Wardrobe

SEEN = [choice for choice in Admission.Basis.choices if choice[0] != Admission.Basis.REFERRAL]
BLANK = Q(given_name="", phone="", seen="", seen_on=None, grown=None, children=None)
FULL = Q(seen_on__isnull=False, grown__isnull=False, children__isnull=False) & ~Q(given_name="") & ~Q(seen="")


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def at_desk(self, user: Any) -> "IntroductionQuerySet":
        """Those of the wardrobes at whose desk she works."""
        return self.filter(wardrobe__in=Wardrobe.objects.of(user, *DESK).values("pk"))

    def answered(self) -> "IntroductionQuerySet":
        """A household waits for an answer of the wardrobe."""
        return self.filter(closed_at=None).exclude(answered_at=None)


class Introduction(models.Model):
    """An invitation to send one household. `sender` is the body that is asked, `by` who asked it. Where it stands is
    read off its dates. What the body answers stands here until somebody of the wardrobe has decided, and not after:
    the database lets no name stay in a row that is closed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    wardrobe = models.ForeignKey(Wardrobe, on_delete=models.CASCADE, related_name="introductions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sender = models.CharField(_("Which body sends"), max_length=120)
    email = models.EmailField(_("Its e-mail"), help_text=_("The address that you know already, not a new one."))
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    given_name = models.CharField(_("First name"), max_length=80, blank=True)
    phone = PhoneNumberField(_("Phone"), blank=True)
    language = models.CharField(_("Language"), max_length=5, choices=settings.LANGUAGES, default="it")
    seen = models.CharField(_("What you have seen"), max_length=10, choices=SEEN, blank=True)
    seen_on = models.DateField(_("Seen on"), null=True, blank=True)
    grown = models.PositiveSmallIntegerField(
        _("Grown-ups"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    children = models.PositiveSmallIntegerField(
        _("Children"), null=True, blank=True, validators=[MaxValueValidator(19)]
    )

    objects: ClassVar = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(answered_at=None, closed_at=None) & BLANK)
                | (Q(answered_at__isnull=False, closed_at=None, withdrawn_at=None) & FULL)
                | (Q(answered_at__isnull=False, closed_at__isnull=False) & BLANK),
                name="what_a_body_wrote_goes_with_the_decision",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d} {self.sender}"

    @property
    def waits(self) -> bool:
        """For the body to answer."""
        return not self.answered_at and not self.withdrawn_at and self.expires_at > timezone.now()

    @property
    def to_decide(self) -> bool:
        return bool(self.answered_at and not self.closed_at)

"""On which base data are kept, and what the person herself permitted, to whom, by which text."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.accounts.language import chosen
from marketplace.casework.questions import BY_CODE, CODES
from marketplace.organisations.models import Organisation

MOST_MONTHS = 120


class LegalBaseQuerySet(models.QuerySet["LegalBase"]):
    def on(self, day: date) -> "LegalBaseQuerySet":
        until = Q(valid_until=None) | Q(valid_until__gte=day)
        return self.filter(until, valid_from__lte=day).order_by("purpose", "-valid_from")


class LegalBase(models.Model):
    """For what, by which article, and how long; a row for each period. What people read is `text`, in a version."""

    SUPPORT, OPENING, CONTACT, WORK = "support", "open_file", "contact", "work"

    class Purpose(models.TextChoices):
        SUPPORT = "support", _("support on the way to work")
        OPENING = "open_file", _("another body opens the file")
        CONTACT = "contact", _("another body calls the person")
        WORK = "work", _("work is proposed, and providers learn the first name of who says yes")

    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    article = models.CharField(_("article"), max_length=60, help_text=_("For example: 6.1.e; 9.2.g"))
    version = models.CharField(_("version of the text"), max_length=20)
    text = models.JSONField(_("text"), default=dict)  # language -> text
    months = models.PositiveSmallIntegerField(_("kept for so many months"), help_text=_("After the last contact."))
    valid_from = models.DateField(_("Valid from"), default=timezone.localdate)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)

    objects: ClassVar = LegalBaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal base")
        verbose_name_plural = _("legal bases")
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="one_text_a_version"),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=MOST_MONTHS),
                name="a_base_keeps_for_a_while",
                violation_error_message=_("From 1 to 120 months."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="a_base_is_valid_for_a_while",
                violation_error_message=_("The end must not come before the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.version}"

    @property
    def text_here(self) -> str:
        return chosen(self.text)


class PermissionQuerySet(models.QuerySet["Permission"]):
    def now(self) -> "PermissionQuerySet":
        today = timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=today), withdrawn_at=None, since__lte=today)


class Permission(models.Model):
    """The person lets a body do something, by the text that she was read; she may take it back at any time."""

    class How(models.TextChoices):
        SIGNED = "signed", pgettext_lazy("of a permission", "signed on paper")
        SPOKEN = "spoken", pgettext_lazy("of a permission", "said at the interview")
        PHONE = "phone", pgettext_lazy("of a permission", "said on the phone")
        HERSELF = "herself", pgettext_lazy("of a permission", "given on her or his own page")

    participant = models.ForeignKey("casework.Participant", on_delete=models.CASCADE, related_name="permissions")
    base = models.ForeignKey(LegalBase, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(_("For what"), max_length=12, choices=LegalBase.Purpose)
    body = models.ForeignKey(Organisation, verbose_name=_("Who"), on_delete=models.PROTECT, related_name="+")
    parts = ArrayField(
        models.CharField(max_length=20, choices=[(code, code) for code in CODES]), default=list, blank=True
    )
    version = models.CharField(max_length=20)
    language = models.CharField(_("Read out in"), max_length=5)
    how = models.CharField(_("How it was given"), max_length=10, choices=How)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(pgettext_lazy("a day", "Until"), null=True, blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("permission")
        verbose_name_plural = _("permissions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "purpose", "body"],
                condition=Q(withdrawn_at=None),
                name="one_permission_for_a_purpose_and_body",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.purpose}"

    @property
    def lasts(self) -> bool:
        return not self.withdrawn_at and not self.is_over

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until < timezone.localdate()

    def said_parts(self) -> list[Any]:
        return [BY_CODE[code].label for code in self.parts if code in BY_CODE]

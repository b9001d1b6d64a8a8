"""An opening: work that an organisation has for people who are supported into work, and by which terms."""

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.accounts.language import chosen
from marketplace.organisations.models import DESK, CredentialKind, Organisation
from marketplace.places.models import Place
from services.models.hours import WEEKDAYS
from services.models.offer import Offer
from services.models.resource import Skill

MOST_PLACES = 40
SOON = timedelta(days=30)  # before it ends something can be renewed without haste


class OpeningQuerySet(models.QuerySet["Opening"]):
    def of_desk(self, user: Any) -> "OpeningQuerySet":
        """Those of the desks at which she works. To others openings show in the jobs that they give."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation__in=Organisation.objects.of(user, *DESK).values("pk"))

    def in_use(self) -> "OpeningQuerySet":
        today = timezone.localdate()
        lasting = Q(valid_until=None) | Q(valid_until__gte=today)
        return self.filter(lasting, organisation__status="verified", active=True)


class Opening(models.Model):
    """What there is to do, for how much, by which form of contract, and what it asks of whoever does it.

    Jobs come of it: one for each booking of `offer` for which the desk asks helpers, one every week on `weekday`, or
    one on each day that the desk names. A job keeps the terms that its opening had then."""

    class Form(models.TextChoices):
        VOLUNTEER = "volunteer", _("voluntary work")
        PRESTO = "presto", _("occasional work (PrestO)")
        LIBRETTO = "libretto", _("occasional work in families (Libretto Famiglia)")
        EMPLOYEE = "employee", _("employment")
        TRAINEESHIP = "traineeship", _("traineeship")
        TRIAL = "trial", _("trial day")

    UNPAID = (Form.VOLUNTEER, Form.TRIAL)

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="openings")
    offer = models.ForeignKey(
        Offer,
        verbose_name=_("For bookings of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="openings",
        help_text=_("Empty: not for bookings, for days of its own."),
    )
    name = models.JSONField(_("Name"), default=dict)  # language -> text
    tasks = models.JSONField(_("What there is to do"), default=dict, blank=True)  # language -> text
    form = models.CharField(_("Form of contract"), max_length=12, choices=Form)
    hourly_cents = models.PositiveIntegerField(_("Cents an hour"), default=0)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField(
        _("How many people"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    all_together = models.BooleanField(
        _("All of them or nobody"), default=False, help_text=_("A sofa is not carried by one.")
    )
    needed = models.ManyToManyField(Skill, verbose_name=_("Must be able to"), blank=True, related_name="+")
    nice = models.ManyToManyField(Skill, verbose_name=_("Good to be able to"), blank=True, related_name="+")
    credentials = models.ManyToManyField(
        CredentialKind, verbose_name=_("Papers it needs"), blank=True, related_name="+"
    )
    demands = ArrayField(models.CharField(max_length=12), verbose_name=_("It asks for"), default=list, blank=True)
    levels = models.JSONField(_("Languages"), default=dict, blank=True)  # language -> level, 1 to 3
    support_on_site = models.BooleanField(_("Somebody is there to help"), default=False)
    mate = models.BooleanField(_("Beginners come with somebody who knows the work"), default=False)
    weekday = models.PositiveSmallIntegerField(
        _("Every week on"), choices=WEEKDAYS, null=True, blank=True, help_text=_("Empty: on days that you name.")
    )
    opens = models.TimeField(_("From"), null=True, blank=True)
    closes = models.TimeField(pgettext_lazy("an hour", "Until"), null=True, blank=True)
    valid_until = models.DateField(pgettext_lazy("a day", "Until"), null=True, blank=True)
    active = models.BooleanField(_("In use"), default=True)
    key = models.CharField(max_length=80, null=True, editable=False)  # of the form or the program that wrote it

    objects: ClassVar = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(form__in=["volunteer", "trial"], hourly_cents=0)
                | (~Q(form__in=["volunteer", "trial"]) & Q(hourly_cents__gt=0)),
                name="work_is_paid_as_its_form_says",
                violation_error_message=_("Voluntary work and a trial day are not paid; everything else is."),
            ),
            models.CheckConstraint(
                condition=Q(weekday=None, opens=None, closes=None)
                | Q(weekday__isnull=False, opens__isnull=False, closes__gt=F("opens")),
                name="a_weekly_opening_has_hours",
                violation_error_message=_("Give the day and both hours, the end after the start; or none of them."),
            ),
            models.UniqueConstraint(fields=["organisation", "key"], name="a_key_writes_one_opening"),
            models.CheckConstraint(condition=Q(places__gte=1, places__lte=MOST_PLACES), name="an_opening_has_places"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return chosen(self.name)

    @property
    def ends_soon(self) -> bool:
        """Within a month: whoever wants to go on writes a later day."""
        today = timezone.localdate()
        return bool(self.active and self.valid_until and today <= self.valid_until <= today + SOON)

    @property
    def is_paid(self) -> bool:
        return self.form not in self.UNPAID

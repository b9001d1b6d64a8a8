"""A job: one dated piece of work with so many places, and the terms that it was announced with."""

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from marketplace import wording
from marketplace.accounts.language import chosen
from marketplace.casework.models.participant import bodies_of
from marketplace.organisations.models import DESK, Organisation
from marketplace.places.models import Place
from services.models import Opening


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Any) -> "JobQuerySet":
        """Those of her desks; to the social workers of a verified body all; to a person those put to her."""
        if not user.is_authenticated:
            return self.none()
        desks = Organisation.objects.of(user, *DESK).values("pk")
        put = self.model.objects.filter(pk=OuterRef("pk"), proposals__participant__person=user)
        return self.filter(Q(organisation__in=desks) | Exists(bodies_of(user)) | Exists(put))

    def of_desk(self, user: Any) -> "JobQuerySet":
        return self.filter(organisation__in=Organisation.objects.of(user, *DESK).values("pk"))

    def to_come(self) -> "JobQuerySet":
        return self.filter(called_off_at=None, starts_at__gt=timezone.now())

    def with_taken(self) -> "JobQuerySet":
        """How many of its places are taken, agreed or asked for."""
        return self.annotate(taken=Count("proposals", filter=Q(proposals__live=True)))

    def with_coming(self) -> "JobQuerySet":
        """For how many of its places the desk knows who comes: of those who were asked it learns nothing."""
        agreed = Q(proposals__live=True, proposals__told_at__isnull=False)
        return self.annotate(coming=Count("proposals", filter=agreed))

    def of_workers(self, user: Any) -> "JobQuerySet":
        """All of them, to the social workers of a verified body."""
        return self.filter(Exists(bodies_of(user))) if user.is_authenticated else self.none()

    def for_lists(self) -> "JobQuerySet":
        return self.select_related("organisation", "opening", "place__area").with_taken().order_by("starts_at", "pk")


class Job(models.Model):
    """Work on one day. `terms` are frozen: what its opening said on the day on which it was announced.

    `booking`: for whom the work is done, where a booking created it; it follows that booking."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="jobs")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="jobs")
    booking = models.ForeignKey(Booking, null=True, on_delete=models.PROTECT, related_name="jobs")
    starts_at = models.DateTimeField(_("Starts"))
    ends_at = models.DateTimeField(_("Ends"))
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField(_("How many people"))
    terms = models.JSONField(default=dict)
    seen_change = models.BigIntegerField(null=True)  # the last change of the booking that it has followed
    born_at = models.DateTimeField(auto_now_add=True)
    called_off_at = models.DateTimeField(null=True)

    objects: ClassVar = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_job_lasts"),
            models.CheckConstraint(condition=Q(places__gte=1), name="a_job_has_places"),
            models.UniqueConstraint(
                fields=["opening", "booking"],
                condition=Q(called_off_at=None, booking__isnull=False),
                name="helpers_are_asked_for_once",
            ),
            models.UniqueConstraint(
                fields=["opening", "starts_at"],
                condition=Q(called_off_at=None, booking=None),
                name="an_opening_gives_a_day_one_job",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="jobs_to_come", condition=Q(called_off_at=None)),
            models.Index(fields=["organisation", "starts_at"], name="jobs_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.when}"

    def get_absolute_url(self) -> str:
        return reverse("job", args=[self.pk])

    @property
    def title(self) -> str:
        return chosen(self.terms.get("name", {}))

    @property
    def tasks(self) -> str:
        return chosen(self.terms.get("tasks", {}))

    @property
    def tz(self) -> ZoneInfo:
        return self.organisation.tz

    @property
    def when(self) -> str:
        return f"{wording.day(self.starts_at, self.tz)}, {wording.span(self.starts_at, self.ends_at, self.tz)}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def pay_cents(self) -> int:
        """For the whole job, gross; what was worked counts in the end."""
        return self.terms["hourly_cents"] * self.minutes // 60

    @property
    def form_said(self) -> str:
        return str(Opening.Form(self.terms["form"]).label)

    @property
    def shared_topic(self) -> str:
        """What social workers follow: that somebody was asked, too."""
        return f"job:{self.pk}"

    @property
    def desk_topic(self) -> str:
        """What its desk follows: nothing before the yes."""
        return f"coming:{self.pk}"

    @property
    def is_to_come(self) -> bool:
        return self.called_off_at is None and self.starts_at > timezone.now()

    @cached_property
    def left(self) -> int:
        """How many places nobody has been asked for yet."""
        taken = self.taken if hasattr(self, "taken") else self.proposals.filter(live=True).count()
        return max(self.places - taken, 0)

    def overlaps(self, start: datetime, end: datetime) -> bool:
        return self.starts_at < end and start < self.ends_at

"""A date on which something takes place for several people: a dinner, a course with its days. Its seats are lanes."""

from datetime import timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace import wording
from marketplace.lives.models import Life
from marketplace.places.models import Place
from services.models.offer import Offer
from services.models.resource import Resource

OPEN = "open"
MOST_SEATS, MOST_SESSIONS = 500, 30


class OccasionQuerySet(models.QuerySet["Occasion"]):
    def visible_to(self, user: Any) -> "OccasionQuerySet":
        """The dates of the offers that somebody sees, and those that she leads."""
        seen = Q(offer__in=Offer.objects.visible_to(user).values("pk"))
        return self.filter(seen | led_by(user) if user.is_authenticated else seen)

    def of_staff(self, user: Any) -> "OccasionQuerySet":
        """Of the desks at which she works, and those that she leads: who comes is for them alone."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(offer__in=Offer.objects.of_desk(user).values("pk")) | led_by(user))

    def bookable(self) -> "OccasionQuerySet":
        """Not begun, not called off, and not sooner than the offer's notice asks."""
        notice = models.ExpressionWrapper(
            F("offer__notice_minutes") * models.Value(timedelta(minutes=1)),
            output_field=models.DurationField(),
        )
        return self.filter(status=OPEN, starts_at__gt=timezone.now() + notice)

    def with_left(self) -> "OccasionQuerySet":
        """Each with `left`, the seats that nobody has."""
        taken = Count("resource__holds", filter=Q(resource__holds__active=True))
        return self.annotate(left=Greatest(F("resource__lanes") - taken, 0))

    def for_lists(self) -> "OccasionQuerySet":
        """With everything that a line about them says, in a fixed number of queries."""
        whole = self.select_related("offer__organisation", "offer__category", "resource", "place__area")
        return whole.prefetch_related("sessions", "offer__texts", "leaders__user").order_by("starts_at", "pk")


def led_by(user: Any) -> Q:
    led = Occasion.leaders.through.objects.filter(resource__user=user, resource__active=True)
    return Q(pk__in=led.values("occasion"))


class Occasion(Life):
    """One dinner, one course: it begins with its first session and ends with its last. `resource` carries its seats;
    nobody's pool has that resource, so it is taken for this alone."""

    life_ptr = models.OneToOneField(
        Life, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_occasion"
    )
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="occasions")
    resource = models.OneToOneField(Resource, on_delete=models.PROTECT, related_name="occasion")
    leaders = models.ManyToManyField(Resource, verbose_name=_("Who leads it"), blank=True, related_name="leads")
    starts_at = models.DateTimeField(_("Starts"))
    ends_at = models.DateTimeField(_("Ends"))
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = OccasionQuerySet.as_manager()
    topic_name = "occasion"
    asked_fields: ClassVar[dict[str, Any]] = {
        "reason": lambda occasion: forms.CharField(
            label=_("Why?"), max_length=500, widget=forms.Textarea, help_text=_("Everybody who comes reads it.")
        ),
        "seats": lambda occasion: forms.IntegerField(
            label=_("How many places"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
        ),
    }

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="an_occasion_lasts")]
        indexes = [models.Index(fields=["offer", "starts_at"], name="occasions_of_an_offer")]

    def __str__(self) -> str:
        return self.when

    @property
    def tz(self) -> ZoneInfo:
        return self.offer.tz

    @property
    def seats(self) -> int:
        return self.resource.lanes

    @property
    def when(self) -> str:
        """The first session, as people say it."""
        first = next(iter(self.sessions.all()), self)
        return f"{wording.day(first.starts_at, self.tz)}, {wording.span(first.starts_at, first.ends_at, self.tz)}"

    @property
    def days(self) -> list[str]:
        """Every session, as people say it."""
        return [session.when for session in self.sessions.all()]

    @property
    def minutes(self) -> int:
        """How long all sessions last together."""
        return sum(int((one.ends_at - one.starts_at).total_seconds() // 60) for one in self.sessions.all())

    @property
    def title(self) -> str:
        return f"{self.offer.title}, {self.when}"

    @property
    def leader_names(self) -> list[str]:
        return [leader.name for leader in self.leaders.all()]

    @property
    def where(self) -> Place | None:
        return self.place or self.offer.place

    @property
    def begun(self) -> bool:
        return timezone.now() >= self.starts_at

    def get_absolute_url(self) -> str:
        return reverse("occasion_roll", args=[self.pk])

    def words(self) -> dict[str, Any]:
        return {"offer": self.offer.title, "organisation": self.offer.organisation.name, "when": self.when}

    def roles_of(self, user: Any, acting_for: Any = None) -> frozenset[str]:
        leads = {"worker"} if any(one.user_id == user.pk and one.active for one in self.leaders.all()) else set()
        return (self.offer.roles_of(user) - {"worker"}) | leads

    def readers(self, roles: tuple[str, ...]) -> list[tuple[Any, str]]:
        leading = [(one.user, "worker") for one in self.leaders.all() if one.active and one.user and "worker" in roles]
        return [*self.offer.readers(tuple(role for role in roles if role != "worker")), *leading]


class Session(models.Model):
    """One of the times at which those who come to an occasion meet."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField(_("Starts"))
    ends_at = models.DateTimeField(_("Ends"))

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_session_lasts")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def when(self) -> str:
        zone = self.occasion.tz
        return f"{wording.day(self.starts_at, zone)}, {wording.span(self.starts_at, self.ends_at, zone)}"

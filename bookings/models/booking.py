"""A booking: somebody, an offer, a time. The one row behind services, and later parcels, clothes and jobs."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator, MinValueValidator, ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.models import history
from bookings.models.known import BookingQuerySet, operates
from bookings.models.way import Way
from marketplace import wording
from marketplace.lives.models import Change, Life
from marketplace.organisations.models import DESK, Membership, Organisation, may_act_for
from marketplace.places.models import Place
from services.models import Offer, Resource
from services.models.wardrobe import STAFF

BURST = timedelta(minutes=1)  # in which the same step for several dates of a series is told as one
KNOW_WHY = frozenset(
    {"customer", "partner", "provider", "operator"}
)  # a cause may be an illness: not for whoever is sent
LETTERS = "23456789ACDEFHJKLMNPQRTUVWXY"  # none that is taken for another on the phone


def new_reference() -> str:
    """Like 4K7-219: short enough to be said on the phone."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(7))
    return f"{letters[:3]}-{letters[3:]}"


class Booking(Life):
    """What was asked of an offer, for whom, when and where. What happens to it stands in its kind."""

    life_ptr = models.OneToOneField(
        Life, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_booking"
    )
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kind = models.CharField(max_length=20, editable=False)
    at_once = models.BooleanField(default=False, editable=False)  # the flow it was born with
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="bookings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bookings")
    customer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bookings")
    worker = models.ForeignKey(Resource, null=True, blank=True, on_delete=models.PROTECT, related_name="bookings")
    crew = models.ManyToManyField(Resource, blank=True, related_name="+", editable=False)  # all that is taken for it
    client = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="ordered", editable=False
    )
    partner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )  # the resident who answers, where two of them agree with each other
    seats = models.PositiveSmallIntegerField(_("How many"), default=1, validators=[MinValueValidator(1)])
    blocks = models.BooleanField(default=True, editable=False)  # a request keeps the time until it is answered
    starts_at = models.DateTimeField(_("Starts"))
    ends_at = models.DateTimeField(_("Ends"))
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on_site = models.BooleanField(default=False, editable=False)  # the place is the organisation's own, since its birth
    answers = models.JSONField(_("Answers"), default=dict, blank=True)
    note = models.TextField(
        _("Anything to say?"),
        max_length=2000,
        blank=True,
        validators=[MaxLengthValidator(2000), ProhibitNullCharactersValidator()],
    )
    series = models.ForeignKey(
        "bookings.Series", null=True, blank=True, on_delete=models.PROTECT, related_name="bookings", editable=False
    )
    series_on = models.DateField(null=True, editable=False)  # the date of the plan, which stays when this is moved
    price_cents = models.PositiveIntegerField(_("Price, cents"), default=0, editable=False)
    way = models.CharField(
        max_length=10, choices=Way, default=Way.ON_SITE, editable=False
    )  # how what nobody else carries is paid
    answer_by = models.DateTimeField(null=True, editable=False)
    wanted = models.ForeignKey(
        Resource, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )  # whom the customer wished for
    other_times = ArrayField(models.DateTimeField(), default=list, editable=False)  # the starts that were proposed
    rounds = models.PositiveSmallIntegerField(default=0, editable=False)  # how often others were proposed
    moved = models.PositiveSmallIntegerField(default=0, editable=False)  # how often another one was agreed
    terms = models.JSONField(default=dict, editable=False)  # what a cancellation costs, as it was when it was made

    objects: ClassVar = BookingQuerySet.as_manager()
    own_words = Life.own_words | {"complaint", "answer", "cause", "change"}
    topic_name = "booking"
    read_with = ("organisation",)
    asked_fields: ClassVar[dict[str, Any]] = {
        "reason": lambda booking: forms.CharField(
            label=_("Why?"), max_length=500, widget=forms.Textarea, help_text=_("The other side reads it.")
        ),
        "work_note": lambda booking: forms.CharField(
            label=_("How did it go?"),
            max_length=1000,
            required=False,
            widget=forms.Textarea,
            help_text=_("Only the organisation reads it."),
        ),
    }

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="a_booking_lasts",
                violation_error_message=_("The end must come after the start."),
            ),
            models.UniqueConstraint(fields=["series", "series_on"], name="a_date_of_a_series_is_booked_once"),
        ]
        indexes = [
            models.Index(fields=["organisation", "starts_at"], name="bookings_of_organisation"),
            models.Index(fields=["customer", "-starts_at"], name="bookings_of_customer"),
            models.Index(fields=["worker", "starts_at"], name="bookings_of_worker"),
            models.Index(fields=["organisation", "ends_at"], name="open_bookings_at_desk"),
            models.Index(fields=["customer", "ends_at"], name="open_bookings_of_customer"),
            models.Index(fields=["partner", "ends_at"], name="open_swaps", condition=Q(partner__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def title(self) -> str:
        return f"{self.offer.title}, {self.when}"

    @property
    def when(self) -> str:
        """giovedì 26 novembre, 16.30-18.30"""
        return f"{wording.day(self.starts_at, self.tz)}, {wording.span(self.starts_at, self.ends_at, self.tz)}"

    @property
    def tz(self) -> ZoneInfo:
        return self.organisation.tz

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def worker_name(self) -> str:
        return self.worker.user.given_name if self.worker and self.worker.user else ""

    @property
    def by_card(self) -> bool:
        return self.way == Way.CARD

    @property
    def crew_names(self) -> str:
        """All who are taken for it, people by the first name, things by theirs: Ileana, Samira and Ducato."""
        people = sorted(self.crew.all(), key=lambda one: (one.user_id is None, one.pk))
        return wording.listed(one.user.given_name if one.user else one.name for one in people)

    @property
    def agreed(self) -> bool:
        """Both sides have said yes, and it is not over."""
        return bool(self.state.agreed)

    def across(self, roles: frozenset[str]) -> str:
        """The first name of the other one, where two residents agree with each other."""
        others = {"customer": self.partner, "partner": self.customer} if self.partner else {}
        return next((other.given_name for role, other in others.items() if role in roles), "")

    @property
    def desk_follows(self) -> bool:
        """Whether words wait for the desk: what two residents write to each other does not, unless it has to decide."""
        return not self.partner_id or self.state.turn == "provider"

    def worker_for(self, roles: frozenset[str]) -> str:
        """Who comes, by the first name: whoever booked learns it with the yes."""
        return self.worker_name if self.agreed or roles - {"customer"} else ""

    @property
    def shows_phone(self) -> bool:
        """The body's direct line is for the day itself."""
        return self.state.holds and wording.date_of(self.starts_at, self.tz) == timezone.localdate(timezone=self.tz)

    def place_for(self, roles: frozenset[str]) -> str:
        """The address as precisely as this reader needs it by now: area, then street, then door."""
        return self.place.shown(self.precision_for(roles)) if self.place else ""

    def precision_for(self, roles: frozenset[str]) -> str:
        """By what was so when it was asked for: no later edit of the offer shows where somebody lives."""
        if "customer" in roles or self.on_site:
            return Place.DOOR
        if not self.agreed:
            return Place.AREA
        near = timezone.now() >= self.starts_at - timedelta(days=1)
        return Place.DOOR if near and roles & {"worker", "provider"} else Place.STREET

    def get_absolute_url(self) -> str:
        return reverse("booking", args=[self.pk])

    def words(self) -> dict[str, Any]:
        return {
            "customer": self.customer.given_name,
            "partner": self.partner.given_name if self.partner else "",
            "organisation": self.organisation.name,
            "worker": self.worker_name or self.organisation.name,
            "price": wording.euro(self.price_cents),
            "day": wording.day(self.starts_at, self.tz),
            "start": wording.clock(self.starts_at, self.tz),
            "end": wording.clock(self.ends_at, self.tz),
            "times": history.listed(self, self.other_times),
            "by_day": wording.day(self.answer_by, self.tz) if self.answer_by else "",
            "by_hour": wording.clock(self.answer_by, self.tz) if self.answer_by else "",
        }

    def roles_of(self, user: Any, acting_for: Any = None) -> frozenset[str]:
        """The hats somebody wears here. For somebody else she wears that person's: if that person lets her, or as an
        operator of the City."""
        if acting_for and acting_for != user:
            lets = may_act_for(user, acting_for) or operates(user)
            return self.roles_of(acting_for) if lets else frozenset()
        works = Membership.objects.of(user, *STAFF).filter(organisation__in=[self.organisation_id, self.client_id])
        roles = set(works.values_list("organisation", "role"))
        desks = {organisation for organisation, role in roles if role in DESK}
        return self.hats(user, desks, staff=any(organisation == self.organisation_id for organisation, _role in roles))

    def hats(self, user: Any, desks: Collection[int], staff: bool = False) -> frozenset[str]:
        """The same for somebody of whom it is known already at which desks she works: lists ask that once. `staff`:
        whoever works for the organisation at all; it lets nobody see a booking."""
        hats = {
            "customer": self.customer_id == user.pk or self.client_id in desks,
            "partner": self.partner_id == user.pk,
            "worker": any(one.user_id == user.pk and one.active for one in self.crew.all()),
            "provider": self.organisation_id in desks,
            "staff": staff,
            "operator": operates(user),
        }
        return frozenset(hat for hat, worn in hats.items() if worn)

    @property
    def clock_waits(self) -> timedelta:  # type: ignore[override]
        return BURST if self.series_id else timedelta(0)

    def told_with(self, change: Change) -> list[Change]:
        """What the same person, or the clock, did to other dates of the series at about the same time."""
        if not self.series_id:
            return [change]
        near = (change.at - BURST, change.at + BURST)
        mates = Change.objects.filter(life__as_booking__series=self.series_id, at__range=near, step=change.step)
        return list(mates.filter(actor=change.actor_id).select_related("life").order_by("pk"))

    def readers(self, roles: tuple[str, ...]) -> list[tuple[Any, str]]:
        """The people who wear these hats; somebody with two of them is told once, as the first."""
        found: dict[Any, str] = {}
        for role in roles:
            for person in self.wearing(role):
                found.setdefault(person, role)
        return list(found.items())

    def wearing(self, role: str) -> list[Any]:
        if role == "provider":
            desk = Membership.objects.now().filter(organisation=self.organisation_id, role__in=DESK)
            return [membership.user for membership in desk.select_related("user").distinct()]
        if role == "worker":
            return [one.user for one in self.crew.all() if one.active and one.user]
        if role == "left":
            return self.left_behind()
        return list(filter(None, [{"customer": self.customer, "partner": self.partner}.get(role)]))

    def stand_in(self, side: str) -> Any:
        """Who is meant when somebody acts for this side: of a desk its first account. None: nobody works there now."""
        return min(self.wearing(side), key=lambda person: person.pk, default=None)

    def left_behind(self) -> list[Any]:
        """Whom the last change took off it: they need not come."""
        gone = self.last_change.facts.get("left", []) if self.last_change else []
        others = Resource.objects.filter(pk__in=gone, active=True).exclude(pk__in=self.crew.values("pk"))
        return [one.user for one in others.exclude(user=None).select_related("user")]

    def said_of(self, change: Change) -> dict[str, str]:
        return history.said_of(self, change)

    def line(self, change: Change, role: str = "") -> str:
        """Without the gaps that words leave which were not said, or are not for whoever is sent."""
        if role not in KNOW_WHY:
            change = change.without(self.table.steps[change.step].private)
        return " ".join(super().line(change, role).split()).rstrip(":")

    def aside(self, change: Change, role: str) -> str:
        """What whoever did the work wrote about it: for the organisation alone."""
        return change.facts.get("work_note", "") if role in {"provider", "worker"} else ""

    def who(self, change: Change, role: str) -> str:
        """Staff are seen as their organisation, with a first name; the customer by the first name."""
        person = change.acting_for or change.actor
        if person and "provider" in change.roles and role in {"customer", "partner"}:
            return self.organisation.name
        return person.given_name if person else ""

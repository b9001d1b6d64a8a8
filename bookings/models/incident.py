"""Something went wrong at work: told by the person, the provider or the social worker; read by whoever is responsible
for the person, and written down each time."""

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookings.models.proposal import Proposal
from marketplace.casework.models import Participant, TeamMember
from marketplace.casework.models.participant import bodies_of
from marketplace.casework.sealing import SealedField


class Deed(models.TextChoices):
    """What was done about it. To count, and to say without words."""

    CALLED = "called", _("called for help (112)")
    DOCTOR = "doctor", _("went to the doctor")
    HOME = "home", _("went home")
    TALKED = "talked", _("talked about it")
    CHANGED = "changed", _("something was changed at the place")
    STOPPED = "stopped", _("nobody works there for now")
    REPORTED = "reported", _("reported to the authorities")


class IncidentQuerySet(models.QuerySet["Incident"]):
    def open(self) -> "IncidentQuerySet":
        return self.filter(closed_at=None)

    def readable_by(self, user: Any) -> "IncidentQuerySet":
        """Whoever is responsible for the person today: nobody else in the team, no desk, no officer."""
        if not user.is_authenticated:
            return self.none()
        owner = TeamMember.objects.now().filter(user=user, role=TeamMember.Role.OWNER, body__in=bodies_of(user))
        return self.filter(Exists(owner.filter(participant=OuterRef("participant"))))

    def known_to(self, user: Any) -> "IncidentQuerySet":
        """Who may know that there is one: whoever sees the proposal."""
        return self.filter(proposal__in=Proposal.objects.visible_to(user).values("pk"))


class Incident(models.Model):
    class Kind(models.TextChoices):
        HURT = "hurt", _("somebody was hurt")
        UNSAFE = "unsafe", _("it was not safe there")
        TREATED = "treated", _("somebody was treated badly")
        MONEY = "money", _("about money or pay")
        DAMAGE = "damage", _("something was broken or is missing")
        OTHER = "other", _("something else")

    class Side(models.TextChoices):
        PERSON = "person", pgettext_lazy("who told of an incident", "the person")
        PROVIDER = "provider", pgettext_lazy("who told of an incident", "the provider")
        TEAM = "team", pgettext_lazy("who told of an incident", "the social service")

    Deed = Deed

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="incidents")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(_("What it is about"), max_length=8, choices=Kind)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side)
    told_at = models.DateTimeField(default=timezone.now)
    deeds = ArrayField(models.CharField(max_length=8, choices=Deed), default=list, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sealed = SealedField(null=True)

    objects: ClassVar = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-told_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="somebody_closes_an_incident",
            )
        ]
        indexes = [
            models.Index(fields=["participant"], condition=Q(closed_at=None), name="open_incidents"),
            models.Index(fields=["proposal"], name="incidents_of_a_proposal"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.kind}"

    @property
    def deeds_said(self) -> list[str]:
        return [str(Deed(code).label) for code in self.deeds]

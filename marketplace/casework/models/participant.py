"""A supported person, who is the same row as everywhere else, and who works with her."""

import secrets
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.casework.models.permission import LegalBase, Permission
from marketplace.casework.models.reading import Override
from marketplace.casework.reasons import REASONS
from marketplace.lives.models import Life
from marketplace.organisations.models import Organisation

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another on the phone
CASEWORKER, PROTECTION = "caseworker", "protection"
KEPT_MONTHS = 24  # after the last contact, where the City has set nothing else


def new_number() -> str:
    return "".join(secrets.choice(SIGNS) for _sign in range(7))


def bodies_of(user: Any) -> Any:
    """The bodies for which this person is a social worker today, and which the City lets keep files."""
    return Organisation.objects.keeping_files().of(user, CASEWORKER).values("pk")


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, user: Any) -> "ParticipantQuerySet":
        """Her own file; those she works with; those that the person permitted her body to open; those that she opened
        by an override that still lasts. Nobody else's, whatever else she is."""
        if not user.is_authenticated:
            return self.none()
        here = {"participant": OuterRef("pk")}
        bodies = bodies_of(user)
        with_her = TeamMember.objects.now().filter(user=user, body__in=bodies, **here)
        permitted = Permission.objects.now().filter(purpose=LegalBase.OPENING, body__in=bodies, **here)
        forced = Override.objects.now().filter(by=user, body__in=bodies, **here)
        return self.filter(Q(person=user) | Exists(with_her) | Exists(permitted) | Exists(forced))

    def worked_with_by(self, user: Any) -> "ParticipantQuerySet":
        """Her files and those of her team."""
        with_her = TeamMember.objects.now().filter(user=user, body__in=bodies_of(user), participant=OuterRef("pk"))
        return self.filter(Exists(with_her))


class Participant(Life):
    """A person who is supported into work. `number` is what is said on the phone and stands in addresses.

    What is asked of her stands in `Written`, sealed; here only what clocks and lists need. Without `person` she is
    nobody any more: only a count is left."""

    life_ptr = models.OneToOneField(
        Life, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_participant"
    )
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="participant"
    )
    number = models.CharField(max_length=7, unique=True, default=new_number, editable=False)
    entered_here = models.BooleanField(default=False)  # her row was made for this file: its name goes with it
    contact_on = models.DateField(default=timezone.localdate)
    paused_until = models.DateField(null=True)
    talk_asked_at = models.DateTimeField(null=True)  # she wants to talk with somebody, and nobody has yet
    left_on = models.DateField(null=True)
    left_for = models.CharField(max_length=12, blank=True)

    objects: ClassVar = ParticipantQuerySet.as_manager()
    topic_name = "participant"
    asked_fields: ClassVar[dict[str, Any]] = {
        "why": lambda life: forms.ChoiceField(
            label=_("Why"), choices=list(REASONS.items()), help_text=_("A reason to count, without words.")
        ),
        "until": lambda life: forms.DateField(
            label=pgettext_lazy("a day", "Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        ),
    }

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return f"File {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("casework_file", args=[self.number])

    def roles_of(self, user: Any, acting_for: Any = None) -> frozenset[str]:
        mine = {"team"} if self.team.now().filter(user=user, body__in=bodies_of(user)).exists() else set()
        return frozenset(mine | ({"person"} if user.pk == self.person_id else set()))

    @property
    def pause_ends_at(self) -> datetime | None:
        return midnight(self.paused_until) if self.paused_until else None

    @property
    def forgotten_at(self) -> datetime:
        """When nothing but a count is left of her: so many months after the last contact."""
        base = LegalBase.objects.on(self.contact_on).filter(purpose=LegalBase.SUPPORT).first()
        return midnight(months_after(self.contact_on, base.months if base else KEPT_MONTHS))


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def months_after(day: date, months: int) -> date:
    """The same day so many months later; of a shorter month the first of the next."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return months_after(day.replace(day=1), months + 1)


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def now(self) -> "TeamMemberQuerySet":
        return self.filter(until=None)


class TeamMember(models.Model):
    """Who works with somebody, for which body, and as what. Rows end, they are not deleted."""

    class Role(models.TextChoices):
        OWNER = "owner", pgettext_lazy("of a file", "responsible")
        TEAM = "team", pgettext_lazy("of a file", "in the team")
        STAND_IN = "stand_in", pgettext_lazy("of a file", "stands in")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)

    objects: ClassVar = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a team")
        verbose_name_plural = _("members of a team")
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(until=None, role="owner"), name="one_is_responsible_for_a_file"
            ),
            models.UniqueConstraint(
                fields=["participant", "user"], condition=Q(until=None), name="once_in_the_team_of_a_file"
            ),
        ]
        indexes = [models.Index(fields=["user"], condition=Q(until=None), name="files_somebody_works_with")]

    def __str__(self) -> str:
        return f"{self.participant}: {self.role}"

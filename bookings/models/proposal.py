"""A job put to a person by a named social worker; and the rules by which people were put in order for it."""

from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookings.models import quiet
from bookings.models.job import Job
from marketplace import wording
from marketplace.casework.models import Participant
from marketplace.casework.models.participant import bodies_of
from marketplace.casework.sealing import SealedField
from marketplace.lives.models import Change, Life
from marketplace.organisations.models import DESK, Membership, Organisation

ASKING = ("propose", "remind")
HOUR, BURST = timedelta(hours=1), timedelta(minutes=10)
SILENT = timedelta(days=7)  # of one side about the hours


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    def on(self, day: Any) -> "RuleSetQuerySet":
        until = Q(valid_until=None) | Q(valid_until__gte=day)
        return self.filter(until, valid_from__lte=day).order_by("-version")


class RuleSet(models.Model):
    """How people are put in order for a job: published, with a version, approved by name. Never edited."""

    version = models.PositiveSmallIntegerField(_("Version"), unique=True)
    rules = models.JSONField(_("Rules"))
    approved_by = models.CharField(_("Approved by"), max_length=120)
    approved_on = models.DateField(_("Approved on"))
    valid_from = models.DateField(_("Valid from"), default=timezone.localdate)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)

    objects: ClassVar = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of matching")
        verbose_name_plural = _("rules of matching")
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="rules_are_valid_for_a_while"
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.version}"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: Any) -> "ProposalQuerySet":
        """To the person it was put to; to those who work with her; to the desk whose job it is, after the yes."""
        if not user.is_authenticated:
            return self.none()
        desks = Organisation.objects.of(user, *DESK).values("pk")
        hers = Participant.objects.worked_with_by(user).values("pk")
        told = Q(told_at__isnull=False, job__organisation__in=desks)
        return self.filter(told | Q(participant__in=hers) | Q(participant__person=user))

    def of_team(self, user: Any) -> "ProposalQuerySet":
        return self.filter(participant__in=Participant.objects.worked_with_by(user).values("pk"))

    def of_person(self, user: Any) -> "ProposalQuerySet":
        return self.filter(participant__person=user)

    def coming(self) -> "ProposalQuerySet":
        """What a desk reads of who comes: after the yes, and only while it holds."""
        return self.filter(live=True, told_at__isnull=False)

    def for_lists(self) -> "ProposalQuerySet":
        return self.select_related(
            "job__organisation", "job__opening", "job__place__area", "participant__person", "worked"
        )


class Proposal(Life):
    """One person for one place of a job.

    `live`: it keeps its place. `told_at`: since when the provider knows a first name and `told`, the skills that
    matter; never before the yes. What was considered stands sealed in `Considered`."""

    class Why(models.TextChoices):
        WISH = "wish", _("she or he wishes for exactly this")
        LEARNING = "learning", _("to learn it")
        ASKED = "asked", _("the family asks for her or him again")
        KNOWS = "knows", _("I know something that the rules do not")
        TURN = "turn", _("it is her or his turn, all in all")
        PLAN = "plan", _("the plan of the week suggests it")

    life_ptr = models.OneToOneField(
        Life, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_proposal"
    )
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="proposals")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="proposals")
    lane = models.PositiveSmallIntegerField()
    live = models.BooleanField(default=True)
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # for which she chose
    rank = models.PositiveSmallIntegerField(null=True)  # where it stood in the list that was shown; None: no order
    why = models.CharField(_("Why her or him?"), max_length=10, choices=Why, blank=True)
    starts_at = models.DateTimeField()  # of the job, as it was when it was put to her
    ends_at = models.DateTimeField()
    told = models.JSONField(default=dict)  # {"skills": [...], "mate": bool}
    told_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    objects: ClassVar = ProposalQuerySet.as_manager()
    topic_name = "proposal"
    own_words = Life.own_words | {"refusal", "absence"}

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(fields=["job", "lane"], condition=Q(live=True), name="one_person_a_place"),
            models.UniqueConstraint(
                fields=["job", "participant"], condition=Q(live=True), name="nobody_is_asked_twice_for_a_job"
            ),
        ]
        indexes = [
            models.Index(fields=["participant"], condition=Q(live=True), name="live_proposals_of_a_person"),
            models.Index(fields=["participant", "-life_ptr"], name="proposals_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def title(self) -> str:
        """What and when: never who."""
        return f"{self.job.title}, {self.job.when}"

    @property
    def first_name(self) -> str:
        person = self.participant.person
        return person.given_name if person else ""

    def get_absolute_url(self) -> str:
        return reverse("proposal", args=[self.pk])

    def words(self) -> dict[str, Any]:
        tz = self.job.tz
        return {
            "name": self.first_name,
            "organisation": self.job.organisation.name,
            "by_day": wording.day(self.expires_at, tz),
            "by_hour": wording.clock(self.expires_at, tz),
            "worked": lazy(self.worked_said, str)(),
            "counts_on": lazy(self.counts_on, str)(),
        }

    def worked_said(self) -> str:
        """How long it took, so far as somebody has said it."""
        row = getattr(self, "worked", None)
        return wording.minutes(row.said) if row and row.said is not None else "-"

    def counts_on(self) -> str:
        return wording.day(self.counts_at, self.job.tz) if self.counts_at else "-"

    @property
    def counts_at(self) -> datetime | None:
        """Until then the other side may answer what the one said; not in the evening or at night."""
        row = getattr(self, "worked", None)
        return quiet.morning_after(row.said_at + SILENT, self.job.tz) if row and row.said_at else None

    def said_of(self, change: Change) -> dict[str, str]:
        told, tz = change.facts, self.job.tz
        times = {name: told[name] for name in ("came_at", "left_at") if told.get(name)}
        worked = {"worked": wording.minutes(told["hours"] * 60 + told["minutes"])} if "hours" in told else {}
        return worked | {name: wording.clock(datetime.fromisoformat(at), tz) for name, at in times.items()}

    def roles_of(self, user: Any, acting_for: Any = None) -> frozenset[str]:
        """Whoever works with her may answer for her, and both names are kept."""
        if acting_for and acting_for != user:
            theirs = acting_for.pk == self.participant.person_id and "team" in self.participant.roles_of(user)
            return frozenset({"person"}) if theirs else frozenset()
        desk = self.told_at and Membership.objects.of(user, *DESK).filter(organisation=self.job.organisation_id)
        return self.participant.roles_of(user) | ({"provider"} if desk and desk.exists() else set())

    def readers(self, roles: tuple[str, ...]) -> list[tuple[Any, str]]:
        found: dict[Any, str] = {}
        for role in roles:
            for person in self.wearing(role):
                found.setdefault(person, role)
        return list(found.items())

    def wearing(self, role: str) -> list[Any]:
        if role == "provider":
            desk = Membership.objects.now().filter(organisation=self.job.organisation_id, role__in=DESK)
            return [one.user for one in desk.select_related("user").distinct()] if self.told_at else []
        if role == "team":
            team = self.participant.team.now().select_related("user")
            return [one.user for one in team if one.body_id in {row["pk"] for row in bodies_of(one.user)}]
        return list(filter(None, [self.participant.person])) if role == "person" else []

    def waits_to_tell(self, change: Change) -> timedelta:
        """Until the morning, where it is night; and what is put to somebody a little, for more may follow."""
        soon = change.at + (BURST if change.step in ASKING else timedelta(0))
        return quiet.morning_after(soon, self.job.tz) - change.at

    def told_with(self, change: Change) -> list[Change]:
        """What was put to the same person within the hour is one notice."""
        if change.step not in ASKING:
            return [change]
        near = (change.at - HOUR, change.at + HOUR)
        mates = Change.objects.filter(life__as_proposal__participant=self.participant_id, at__range=near)
        return list(mates.filter(step__in=ASKING).select_related("life").order_by("pk"))

    def line(self, change: Change, role: str = "") -> str:
        """Why it ended is not the provider's to know, whoever ended it: there stands what its state says, and of what
        she gave as a reason nothing anywhere."""
        state = self.table.states[change.target]
        plain = state.sentences.get("provider") if role == "provider" and state.final else None
        bare = change.without(self.own_words) if role == "provider" else change
        return str(plain) % self.words() if plain else super().line(bare, role).removesuffix(": .").rstrip(" :")

    def headline(self, change: Change, role: str = "") -> str:
        """Where others may look over a shoulder, as a mail's subject: not who, and not what she answered."""
        return str(_("read it on Cortile"))

    def who(self, change: Change, role: str) -> str:
        """The provider reads first names alone, of her too; of social workers none."""
        if role == "provider" and "team" in change.roles:
            return str(pgettext_lazy("who did something", "The social service"))
        return super().who(change, role)


class Considered(models.Model):
    """What was known of her and of the job when it was put to her, gate by gate and reason by reason, and her place in
    the list: sealed, kept to explain the choice."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="considered")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    sealed = SealedField(null=True)

    class Meta:
        verbose_name = _("what was considered")
        verbose_name_plural = _("what was considered")

    def __str__(self) -> str:
        return f"{self.proposal_id}"


PROVIDERS_REASONS = {
    "cancelled": _("the work is called off"),
    "changed": _("there is something else to do"),
    "requirement": _("a requirement that was named is missing"),
    "safety": _("it is not safe there"),
    "trial": _("no agreement after the trial day"),
}
PERSONS_REASONS = {
    "": _("rather not say"),
    "time": _("the time"),
    "far": _("too far"),
    "work": _("not this work"),
    "pay": _("the pay"),
    "benefit": _("I fear for my benefit"),
    "ill": _("not well"),
    "family": _("family"),
    "works": _("I have work"),
    "not_ready": _("I do not feel ready"),
}
CLOSINGS = {
    "consent": _("a permission was taken back"),
    "paused": _("it is paused"),
    "credential": _("a paper is not valid any more"),
    "ceiling": _("a ceiling is reached"),
    "changed": _("the work has moved"),
    "cancelled": _("the work is called off"),
    "clash": _("you have said yes to something else at that time"),
    "mistake": _("it was a mistake"),
}


def choice(label: Any, reasons: dict[str, Any], required: bool = True) -> Any:
    return lambda life: forms.ChoiceField(label=label, choices=list(reasons.items()), required=required)

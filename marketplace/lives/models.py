"""One row for whatever has a status, its history and its clock."""

from collections.abc import Collection
from copy import copy, deepcopy
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from marketplace.lives.tables import NEW, State, Step, Table, table_of


class SpeciesField(models.CharField):
    """The model of the row that inherits from a life ("bookings.booking"), written by itself at saving."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        if add:
            setattr(model_instance, self.attname, model_instance._meta.label_lower)
        return getattr(model_instance, self.attname)


class Life(models.Model):
    """Whatever has a status: a booking, an offer, an organisation. Threads, holds and changes point here.

    A subclass says which roles somebody has in it and how the facts of its steps are asked; its app registers the
    table it lives by. Its status is set by `marketplace.lives.take` alone.
    """

    species = SpeciesField(max_length=60, editable=False)
    status = models.CharField(_("status"), max_length=20, default=NEW, editable=False)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    last_change = models.ForeignKey(
        "lives.Change", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    born_at = models.DateTimeField(auto_now_add=True)

    asked_fields: ClassVar[dict[str, Any]] = {}  # fact -> callable(life) that gives its form field
    own_words: ClassVar[frozenset[str]] = frozenset({"reason", "words"})  # facts that people write: in no subject
    topic_name: ClassVar[str] = "life"
    read_with: ClassVar[tuple[str, ...]] = ()  # what nearly every step asks about and hardly ever changes: read at once
    clock_waits = timedelta(0)  # before people are told what the clock did: it may do the same to several

    class Meta:
        verbose_name = _("life")
        verbose_name_plural = _("lives")
        indexes = [models.Index(fields=["species", "status"], name="lives_by_status")]

    def __str__(self) -> str:
        return f"{self.species} {self.pk}"

    def get_absolute_url(self) -> str:
        return "/"

    def concrete(self) -> "Life":
        """The booking, offer or organisation that this row is."""
        return self if isinstance(self, self.sort) else self.sort._default_manager.get(pk=self.pk)

    @property
    def sort(self) -> type["Life"]:
        """The model of that."""
        return apps.get_model(self.species)

    def row(self) -> dict[str, Any]:
        """What is to stand in its row, by field, for a look back: what may change in place is copied."""
        said = {field.attname: field.value_from_object(self) for field in self._meta.concrete_fields}
        return {name: apart(value) for name, value in said.items()}

    @property
    def table(self) -> Table:
        return table_of(self)

    @property
    def state(self) -> State:
        return self.table.states[self.status]

    @property
    def topic(self) -> str:
        return f"{self.topic_name}:{self.pk}"

    def roles_of(self, user: Any, acting_for: Any = None) -> frozenset[str]:
        """The hats this person wears here, herself or for somebody who let her. Nobody: none."""
        return frozenset()

    def readers(self, roles: tuple[str, ...]) -> list[tuple[Any, str]]:
        """The people who wear these hats, as (person, role)."""
        return []

    def waits_to_tell(self, change: "Change") -> timedelta:
        """How long after the change people are told of it."""
        return self.clock_waits if change.by_clock else timedelta(0)

    def told_with(self, change: "Change") -> list["Change"]:
        """The changes that people are told of in one notice, in their order: this one and those of the same burst."""
        return [change]

    @property
    def title(self) -> str:
        """What people call it, in the language of the moment."""
        return str(self)

    def words(self) -> dict[str, Any]:
        """The names that sentences about this life may use, as %(name)s."""
        return {}

    def who(self, change: "Change", role: str) -> str:
        """Whom a reader with this role takes the change to be from."""
        person = change.acting_for or change.actor
        return person.given_name if person else ""

    def said_of(self, change: "Change") -> dict[str, str]:
        """The facts of a change in people's words, where they are not words already."""
        return {}

    def line(self, change: "Change", role: str = "") -> str:
        """One line of history, for a reader with this role."""
        step = self.table.steps[change.step]
        facts = {name: step.spoken(name, value) for name, value in change.facts.items()}
        said = step.said_you if role in change.roles and step.said_you else step.said
        return str(said or step.label) % {
            **self.words(),
            **facts,
            **self.said_of(change),
            "who": self.who(change, role),
        }

    def headline(self, change: "Change", role: str = "") -> str:
        """The same line for where anybody may look: without what people wrote themselves."""
        return self.line(change.without(self.own_words), role).rstrip(" :")

    def sentence(self, role: str) -> str:
        """What is going on, whose turn it is and by when, said to somebody with this role."""
        sentences = self.state.sentences
        text = sentences.get(role) or sentences.get("") or self.state.label
        return str(text) % self.words()

    def facts_form(self, step: Step, data: dict | None = None, **kwargs: Any) -> forms.Form:
        """The form that asks what a step wants to know. Pages show it, the API and `take` validate with it."""
        makers = {**self.asked_fields, **step.fields}
        fields = {name: makers[name](self) for name in step.asks}
        return type("FactsForm", (forms.Form,), fields)(data, **kwargs)


def apart(value: Any) -> Any:
    """The same, which stays as it is whatever becomes of this."""
    if isinstance(value, FieldFile):
        return value.name
    return deepcopy(value) if isinstance(value, dict | list) else value


class Change(models.Model):
    """A step that was taken. Only added to."""

    life = models.ForeignKey(Life, on_delete=models.PROTECT, related_name="changes")
    step = models.CharField(max_length=30)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="changes")
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    roles = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    key = models.CharField(max_length=80, null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["life", "id"], name="changes_of_a_life"),
            # Whether somebody has pressed before: asked at each press, of whoever may have pressed for years.
            models.Index(fields=["key", "actor"], name="changes_by_key", condition=models.Q(key__isnull=False)),
        ]
        constraints = [models.UniqueConstraint(fields=["life", "key"], name="a_key_takes_one_step")]

    def __str__(self) -> str:
        return f"{self.life_id} {self.step}"

    @property
    def by_clock(self) -> bool:
        return self.actor_id is None

    def without(self, names: Collection[str]) -> "Change":
        """The same change, never to be saved, with these facts left empty."""
        bare = copy(self)
        bare.facts = {name: "" if name in names else value for name, value in self.facts.items()}
        return bare


class Timer(models.Model):
    """When the clock takes a step. Reset at each step; what fails is tried again later; `/health/` counts it."""

    life = models.ForeignKey(Life, on_delete=models.CASCADE, related_name="timers")
    step = models.CharField(max_length=30)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField()
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("timer")
        verbose_name_plural = _("timers")
        indexes = [models.Index(fields=["retry_at"], name="timers_by_time")]
        constraints = [models.UniqueConstraint(fields=["life", "step"], name="one_timer_a_step")]

    def __str__(self) -> str:
        return f"{self.life_id} {self.step} {self.due_at:%Y-%m-%d %H:%M}"

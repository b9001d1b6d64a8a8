"""Whatever has a status shows its state and its open steps alike, and is led on by the same POST."""

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.accounts.models import User
from marketplace.api.shapes import FactSheet, Known, Shape, Whole, Words
from marketplace.api.views import Room
from marketplace.lives.engine import Actor, steps_for, take
from marketplace.lives.models import Life
from marketplace.lives.tables import Step


class StepShape(serializers.Serializer):
    """A step that is open to you. `asks` names the facts that go with it."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    asks = serializers.ListField(child=serializers.CharField())


class StepsShape(serializers.Serializer):
    """`seen` goes back with the step, so that nobody decides on what has changed meanwhile."""

    status = serializers.CharField()
    seen = serializers.IntegerField(allow_null=True)
    steps = StepShape(many=True)


class TakeShape(Shape):
    """One step to take."""

    step = Words(max_length=30)
    facts = FactSheet(required=False, help_text="By the names in `asks`.")
    seen = Whole(required=False, allow_null=True, min_value=0, max_value=2**63 - 1)


class TakeForShape(TakeShape):
    """One step to take, perhaps for somebody who lets your organisation act for her. An operator of the City takes it
    for either side of a booking: `for` is its customer, or the first account of its desk."""

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"for": known_person(self.context)}


def known_person(context: Mapping[str, Any]) -> Known:
    """The number of a person one may act for; the view puts those people into the context."""
    people = context.get("people")
    text = "The number of a person who lets your organisation act for her."
    queryset = User.objects.none() if people is None else people
    return Known(queryset=queryset, required=False, allow_null=True, help_text=text)


def opened(life: Life, roles: frozenset[str]) -> list[dict]:
    """The steps open to these roles, as they are shown."""
    return [shown(name, step) for name, step in steps_for(life, roles).items()]


def shown(name: str, step: Step) -> dict:
    return {"name": name, "label": str(step.label), "asks": list(step.asks)}


class Steps(Room):
    """For viewsets of lives: GET and POST `.../steps/`."""

    take_shape: ClassVar[type[Shape]] = TakeShape

    @extend_schema(responses=StepsShape)
    @action(detail=True, filter_backends=[], pagination_class=None)
    def steps(self, request: Request, **kwargs: Any) -> Response:
        """What you may do now."""
        return self.now(self.get_object())

    @extend_schema(request=TakeShape, responses=StepsShape)
    @steps.mapping.post
    def take(self, request: Request, **kwargs: Any) -> Response:
        """Take a step. 409 when it is not possible now or not yours, 400 when a fact cannot be."""
        life = self.get_object()
        given = self.read(self.take_shape)
        actor = Actor(self.me, given.get("for"))
        life = take(life, given["step"], actor, given.get("facts"), seen=given.get("seen"), key=self.key)
        return self.now(life, actor)

    def now(self, life: Life, actor: Actor | None = None) -> Response:
        roles = (actor or Actor(self.me)).roles(life)
        state = {"status": life.status, "seen": life.last_change_id, "steps": opened(life, roles)}
        return Response(StepsShape(state).data)


def status_choices(*tables: Any) -> list[str]:
    """Every status that these tables know, in their order."""
    return list(dict.fromkeys(status for table in tables for status in table.states))

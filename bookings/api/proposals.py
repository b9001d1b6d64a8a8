"""Proposals over the wire: for the person, for those who work with her, and for the desk after the yes."""

from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.jobs import considering, proposing
from bookings.models import Proposal, WorkedHours
from marketplace.accounts.models import User
from marketplace.api.views import Room
from marketplace.lives.api import Steps, TakeForShape


class WorkedShape(serializers.ModelSerializer):
    """From when until when, and how long: as both sides agreed it, or as one has said so far."""

    minutes = serializers.IntegerField(source="said", allow_null=True)

    class Meta:
        model = WorkedHours
        fields: tuple[str, ...] = ("came_at", "left_at", "minutes", "agreed_at")


class ProposalShape(serializers.ModelSerializer):
    """A job put to somebody. The desk reads a first name and the skills that the work asks for; `person`, for whom an
    answer may be given, and the clock are null to it."""

    title = serializers.CharField(help_text="What and when, never who.")
    sentence = serializers.SerializerMethodField()
    name = serializers.CharField(source="first_name")
    skills = serializers.SerializerMethodField(help_text="By their slugs.")
    person = serializers.SerializerMethodField()
    expires_at = serializers.SerializerMethodField()
    worked = serializers.SerializerMethodField(help_text="The hours of work; null: nobody came yet.")

    class Meta:
        model = Proposal
        fields: tuple[str, ...] = (
            "id", "job", "title", "status", "sentence", "name", "skills", "person", "expires_at", "worked"
        )  # fmt: skip

    def role(self, proposal: Proposal) -> str:
        if proposal.participant.person_id == self.context["me"].pk:
            return "person"
        return "team" if proposal.participant_id in self.context["hers"] else "provider"

    @extend_schema_field(serializers.CharField())
    def get_sentence(self, proposal: Proposal) -> str:
        return proposal.sentence(self.role(proposal))

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_skills(self, proposal: Proposal) -> list[str]:
        return list(proposal.told.get("skills", []))

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_person(self, proposal: Proposal) -> int | None:
        return None if self.role(proposal) == "provider" else proposal.participant.person_id

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_expires_at(self, proposal: Proposal) -> Any:
        return None if self.role(proposal) == "provider" else proposal.expires_at

    @extend_schema_field(WorkedShape(allow_null=True))
    def get_worked(self, proposal: Proposal) -> Any:
        row = getattr(proposal, "worked", None)
        return WorkedShape(row).data if row else None


class WeighedShape(serializers.Serializer):
    """A gate or a reason of that day: what it said, and how many points it gave."""

    code = serializers.CharField()
    verdict = serializers.CharField(help_text="yes, if (somebody can mend it), no, or unknown.")
    text = serializers.CharField(allow_blank=True)
    points = serializers.FloatField()


class ConsideredShape(serializers.Serializer):
    """What was weighed when the job was put to her, by which version of the rules. Of others no more than points."""

    version = serializers.IntegerField()
    column = serializers.CharField(help_text="fits, or fits_if.")
    points = serializers.FloatField()
    rank = serializers.IntegerField(allow_null=True, help_text="Null: there was no order.")
    of = serializers.IntegerField(help_text="So many stood in the same column.")
    points_before = serializers.ListField(child=serializers.FloatField())
    gates = WeighedShape(many=True)
    reasons = WeighedShape(many=True)
    why = serializers.CharField(allow_blank=True, help_text="Why her, where it had to be said.")


class ProposalsQuery(serializers.Serializer):
    """Of one job, or all that you may see."""

    job = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class Proposals(Steps):
    """Proposals that you may see. No key opens this."""

    queryset = Proposal.objects.all()
    serializer_class = ProposalShape
    take_shape = TakeForShape
    queries: ClassVar[dict] = {"list": ProposalsQuery}

    def get_queryset(self) -> Any:
        return Proposal.objects.visible_to(self.me).for_lists()

    def get_serializer_context(self) -> dict[str, Any]:
        people = User.objects.filter(participant__in=proposing.people_of(self.me))
        return {**super().get_serializer_context(), "people": people}

    @extend_schema(responses=ProposalShape(many=True))
    def list(self, request: Request) -> Response:
        """The newest first."""
        wanted = {"job": self.asked["job"]} if "job" in self.asked else {}
        rows: Any = self.paginate_queryset(self.get_queryset().filter(**wanted).order_by("-pk"))
        return self.get_paginated_response(ProposalShape(rows, many=True, context=known(self.me)).data)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.shown(self, self.get_object())

    @extend_schema(responses=ConsideredShape)
    @action(detail=True, filter_backends=[], pagination_class=None)
    def considered(self, request: Request, **kwargs: Any) -> Response:
        """What was weighed then. For those who work with her; each look stands in the list that she reads."""
        proposal = get_object_or_404(Proposal.objects.of_team(self.me).select_related("rule_set"), pk=kwargs["pk"])
        found = considering.opened(proposal, self.me, considering.API)
        if found is None:
            raise Http404
        return Response(ConsideredShape({**vars(found), "why": proposal.why}).data)

    @staticmethod
    def shown(room: Room, proposal: Proposal, status: int = 200) -> Response:
        row = Proposal.objects.visible_to(room.me).for_lists().get(pk=proposal.pk)
        return Response(ProposalShape(row, context=known(room.me)).data, status=status)


def known(user: Any) -> dict[str, Any]:
    return {"me": user, "hers": set(proposing.people_of(user).values_list("pk", flat=True))}

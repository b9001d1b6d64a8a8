"""How work is proposed, over the wire: the notice that everybody may read and keep."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.matching.notice import notice
from bookings.models import RuleSet
from marketplace.api.views import Room


class RuleShape(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField(help_text="In your language.")


class WeightShape(RuleShape):
    weight = serializers.FloatField(help_text="The most points that it gives.")


class ApprovedShape(serializers.Serializer):
    by = serializers.CharField()
    on = serializers.DateField()


class WorkRulesShape(serializers.Serializer):
    """`gates` say who may do a job; `reasons` who is told first of those who may. A person decides, never this."""

    code = serializers.CharField()
    version = serializers.IntegerField()
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    approved = ApprovedShape(allow_null=True, help_text="None: the City has approved none yet.")
    gates = RuleShape(many=True)
    reasons = WeightShape(many=True)
    unknown = serializers.FloatField(help_text="So much of a weight counts where nothing is known.")
    never = RuleShape(many=True, help_text="What never counts.")
    small_from = serializers.IntegerField(help_text="Of fewer people nothing is told about how evenly work is spread.")
    rules = serializers.DictField(help_text="All of it, in each language, with every number.")


class WorkRules(Room):
    """By which published rules work is proposed to people."""

    queryset = RuleSet.objects.none()
    serializer_class = WorkRulesShape
    public = True
    scope = "offers"
    paged: ClassVar[tuple[str, ...]] = ()

    @extend_schema(responses=WorkRulesShape)
    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(WorkRulesShape, notice())

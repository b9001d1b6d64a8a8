"""The shapes in which a desk asks why a time is not offered."""

from typing import Any

from rest_framework import serializers

from marketplace.api.shapes import Moment
from services.availability.why import Answer, Reason


class WhyQuery(serializers.Serializer):
    """About which stay. Left out: the shortest, for one."""

    start = Moment()
    minutes = serializers.IntegerField(min_value=5, max_value=1440, required=False)
    seats = serializers.IntegerField(min_value=1, max_value=100, default=1)


class ReasonShape(serializers.Serializer):
    """A rule that stands in the way, in words. `booking`: what takes the time, where you may see it."""

    text = serializers.CharField()
    about = serializers.CharField(allow_null=True, help_text="As `booking:7`.")


class OfOneShape(serializers.Serializer):
    """What stands in the way of somebody or something of the pool; nothing: free."""

    resource = serializers.IntegerField()
    name = serializers.CharField()
    reasons = ReasonShape(many=True)


class WhyShape(serializers.Serializer):
    """`rules` closes the time; empty: it is offered."""

    offered = serializers.BooleanField()
    rules = ReasonShape(many=True)
    each = OfOneShape(many=True)


def told(answer: Answer) -> dict[str, Any]:
    each = [{"resource": one.pk, "name": one.name, "reasons": lines(reasons)} for one, reasons in answer.each]
    return {"offered": not answer.rules, "rules": lines(answer.rules), "each": each}


def lines(reasons: list[Reason]) -> list[dict[str, Any]]:
    return [{"text": reason.text, "about": reason.life.topic if reason.life else None} for reason in reasons]

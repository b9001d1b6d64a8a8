"""What is told of the projects, over the wire."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.shapes import Problem
from marketplace.api.views import Room
from marketplace.programme import results
from marketplace.programme.models import Edition

NUMBERS = "By indicator. What is not in it is not told: fewer than five people stand behind it, or are waited for."

KNOWN = OpenApiResponse(description="It is the edition that you have already.")
NONE_YET = OpenApiResponse(Problem, description="Nothing is told yet.")


class IndicatorShape(serializers.Serializer):
    """What is counted. `of`: users, participants (never added to users), or things."""

    name = serializers.CharField()
    label: Any = serializers.CharField()
    unit = serializers.CharField()
    definition = serializers.CharField()
    of = serializers.CharField()


class AreaNumbersShape(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    numbers = serializers.DictField(child=serializers.IntegerField(), help_text=NUMBERS)


class ProjectNumbersShape(AreaNumbersShape):
    grant_cents = serializers.IntegerField()


class ResultsShape(serializers.Serializer):
    """The last edition. `rest`: what all those have together whose numbers are not told alone."""

    until = serializers.DateTimeField(source="edition.until", help_text="It counts what happened before.")
    published_at = serializers.DateTimeField(source="edition.published_at")
    grants_cents = serializers.IntegerField()
    indicators = IndicatorShape(many=True)
    whole = serializers.DictField(child=serializers.IntegerField())
    projects = ProjectNumbersShape(many=True)
    areas = AreaNumbersShape(many=True)
    rest_of_projects = serializers.DictField(source="rest.project", child=serializers.IntegerField())
    rest_of_areas = serializers.DictField(source="rest.area", child=serializers.IntegerField())


class ResultsRoom(Room):
    """What the projects did, as it was last published."""

    queryset = Edition.objects.none()
    serializer_class = ResultsShape
    public = True
    scope = "offers"
    paged: ClassVar[tuple[str, ...]] = ()

    @extend_schema(responses={200: ResultsShape, 304: KNOWN, 404: NONE_YET})
    def retrieve(self, request: Request, **kwargs: Any) -> Any:
        """With an ETag: whoever has this edition already is told so."""
        edition = results.last()
        if not edition:
            raise Http404
        answer = self.show(ResultsShape, results.of(edition))
        answer["ETag"] = edition.tag
        return unless_known(request, edition, answer)


def unless_known(request: Request, edition: Edition, answer: Response) -> Any:
    known = get_conditional_response(request._request, etag=edition.tag)
    return Response(status=304, headers={"ETag": edition.tag}) if known else answer

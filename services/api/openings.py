"""Work for supported people over the wire, as its desk writes it."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.shapes import Choice, Clock, Day, Flag, Known, Named, Shape, Whole, Words
from marketplace.api.views import Room
from marketplace.organisations.keys import limited
from marketplace.organisations.models import DESK, CredentialKind, Organisation
from services import openings
from services.models import Offer, Opening, Skill
from services.models.hours import WEEKDAYS
from services.models.opening import MOST_PLACES


class OpeningShape(serializers.ModelSerializer):
    """What there is to do, and by which terms. Jobs that are announced keep the terms of their day."""

    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)
    name = serializers.DictField(child=serializers.CharField())
    tasks = serializers.DictField(child=serializers.CharField())
    address = serializers.SerializerMethodField()
    needed: Any = serializers.SlugRelatedField("slug", many=True, read_only=True)
    nice: Any = serializers.SlugRelatedField("slug", many=True, read_only=True)
    credentials: Any = serializers.SlugRelatedField("slug", many=True, read_only=True)
    levels = serializers.DictField(child=serializers.IntegerField())

    class Meta:
        model = Opening
        fields: tuple[str, ...] = ("id", "organisation", *openings.PLAIN, *openings.MANY, "address")

    @extend_schema_field(serializers.CharField())
    def get_address(self, opening: Opening) -> str:
        return opening.place.line if opening.place else ""


class NameShape(Shape):
    """By language; Italian is needed."""

    it = Words(max_length=openings.LONGEST["name"])
    en = Words(max_length=openings.LONGEST["name"], required=False, allow_blank=True)


class TasksShape(Shape):
    """By language."""

    it = Words(max_length=openings.LONGEST["tasks"], required=False, allow_blank=True)
    en = Words(max_length=openings.LONGEST["tasks"], required=False, allow_blank=True)


class LevelsShape(Shape):
    """By language: 1 a little, 2 well, 3 as one's own."""

    def get_fields(self) -> dict[str, Any]:
        levels = [(level, str(level)) for level in openings.LEVELS]
        return {tongue: Choice(choices=levels, required=False) for tongue in openings.TONGUES}


class WriteOpeningShape(Shape):
    """An opening as it is to be; what is not named stays. For bookings of `offer`, every week on `weekday` (0 is
    Monday), or without both for days that you name."""

    name = NameShape()
    tasks = TasksShape(required=False)
    form = Choice(choices=Opening.Form.choices)
    hourly_cents = Whole(min_value=0, max_value=openings.MOST_CENTS, required=False)
    offer: Any = Known(queryset=Offer.objects.none(), required=False, allow_null=True)
    address = Words(max_length=160, required=False, allow_blank=True, help_text="Empty: where the organisation is.")
    places = Whole(min_value=1, max_value=MOST_PLACES, required=False)
    all_together = Flag(required=False)
    needed: Any = Named("slug", many=True, queryset=Skill.objects.all(), required=False)
    nice: Any = Named("slug", many=True, queryset=Skill.objects.all(), required=False)
    credentials: Any = Named("slug", many=True, queryset=CredentialKind.objects.all(), required=False)
    demands = serializers.ListField(
        child=Choice(choices=list(openings.DEMANDS.items())), max_length=len(openings.DEMANDS), required=False
    )
    levels = LevelsShape(required=False)
    support_on_site = Flag(required=False)
    mate = Flag(required=False)
    weekday = Choice(choices=[(n, str(n)) for n, _name in WEEKDAYS], required=False, allow_null=True)
    opens = Clock(required=False, allow_null=True)
    closes = Clock(required=False, allow_null=True)
    valid_until = Day(required=False, allow_null=True)
    active = Flag(required=False)

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        fields["offer"].queryset = self.context.get("offers", Offer.objects.none())
        return fields


class NewOpeningShape(WriteOpeningShape):
    """A new opening of an organisation at whose desk you work."""

    def get_fields(self) -> dict[str, Any]:
        known = self.context.get("organisations", Organisation.objects.none())
        return {"organisation": Named("slug", queryset=known)} | super().get_fields()


class Openings(Room):
    """The work that your desk has for supported people."""

    queryset = Opening.objects.all()
    serializer_class = OpeningShape
    scope = "offers"

    def get_queryset(self) -> Any:
        rows = limited(Opening.objects.of_desk(self.me), self.request)
        lists = ("needed", "nice", "credentials")
        return rows.select_related("organisation__place", "place", "offer").prefetch_related(*lists)

    def get_serializer_context(self) -> dict[str, Any]:
        offers = limited(Offer.objects.of_desk(self.me), self.request)
        desks = limited(Organisation.objects.of(self.me, *DESK), self.request, "pk")
        return {**super().get_serializer_context(), "offers": offers, "organisations": desks}

    @extend_schema(responses=OpeningShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset().order_by("pk"), OpeningShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(OpeningShape, self.get_object())

    @extend_schema(request=NewOpeningShape, responses={201: OpeningShape})
    def create(self, request: Request) -> Response:
        """Write an opening."""
        given = self.read(NewOpeningShape)
        opening = Opening(organisation=given.pop("organisation"))
        return self.whole(openings.write(opening, self.me, given, key=self.key), 201)

    @extend_schema(request=WriteOpeningShape, responses=OpeningShape)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change an opening."""
        opening = self.get_object()
        return self.whole(openings.write(opening, self.me, self.read(WriteOpeningShape, partial=True)))

    def whole(self, opening: Opening, status: int = 200) -> Response:
        return self.show(OpeningShape, self.get_queryset().get(pk=opening.pk), status)

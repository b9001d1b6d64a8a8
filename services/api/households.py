"""Households with a card, over the wire: for their own people, and for the desk of their wardrobe."""

from typing import Any
from uuid import uuid4

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.accounts.models import User
from marketplace.api.shapes import Choice, Day, Flag, Known, Named, Shape, Whole, Words
from marketplace.api.views import Room
from marketplace.organisations.keys import limited
from marketplace.organisations.models import DESK, mandates_of
from marketplace.places.models import Area
from services.models import Admission, Household, Member, Wardrobe
from services.wardrobe import households, purse


class HouseholdMemberShape(serializers.ModelSerializer):
    """Somebody who belongs to it."""

    person = serializers.IntegerField(source="person_id")
    name = serializers.CharField(source="person.given_name")

    class Meta:
        model = Member
        fields = ("id", "person", "name", "child", "since")


class HouseholdShape(serializers.ModelSerializer):
    """A household, its points and its card. `account` is the number of its account in the book."""

    wardrobe: Any = serializers.SlugRelatedField("slug", read_only=True)
    area: Any = serializers.SlugRelatedField("code", read_only=True, help_text="Null where it was not said.")
    members = serializers.SerializerMethodField()
    points = serializers.SerializerMethodField()
    account = serializers.SerializerMethodField(help_text="Null where it has had no points yet.")
    card = serializers.SerializerMethodField(help_text="Its code; null where there is none.")

    class Meta:
        model = Household
        fields = (
            "id",
            "wardrobe",
            "status",
            "without_home",
            "area",
            "members",
            "points",
            "account",
            "card",
            "sizes",
        )

    @extend_schema_field(HouseholdMemberShape(many=True))
    def get_members(self, household: Household) -> Any:
        return HouseholdMemberShape([one for one in household.members.all() if not one.until], many=True).data

    def get_points(self, household: Household) -> int:
        return self.held(household)[1]

    def get_account(self, household: Household) -> int | None:
        return self.held(household)[0]

    def held(self, household: Household) -> tuple[int | None, int]:
        return self.context["held"].get(household.topic, (None, 0))

    def get_card(self, household: Household) -> str | None:
        return next((card.code for card in household.cards.all() if not card.ended_at), None)


class SeenShape(Shape):
    """What was seen, and until when it is good. `without_home` is null for what goes with the basis."""

    basis = Choice(choices=Admission.Basis.values)
    valid_until = Day()
    without_home = Flag(default=None, allow_null=True, help_text="Without a home: a quota, and no points.")


class AdmitShape(SeenShape):
    """A new household: somebody who lets your desk act for her, and the rest by first names."""

    wardrobe: Any = Named("slug", queryset=Wardrobe.objects.none())
    person: Any = Known(queryset=User.objects.none(), help_text="The number of somebody who lets your desk book.")
    grown = serializers.ListField(child=Words(max_length=80), max_length=20, default=list)
    children = serializers.ListField(child=Words(max_length=80), max_length=20, default=list)
    area: Any = Named("code", queryset=Area.objects.all(), allow_null=True, default=None)

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        fields["wardrobe"].queryset = self.context.get("wardrobes", Wardrobe.objects.none())
        fields["person"].queryset = self.context.get("people", User.objects.none())
        return fields


class AboutHouseholdShape(Shape):
    """What is known of it beside its points. Sizes are told whole: a row that is not told is not remembered."""

    sizes = serializers.DictField(
        child=serializers.ListField(child=Words(max_length=10), max_length=40),
        help_text='By row of sizes: {"adult": ["M"], "shoe": ["38"]}.',
    )
    area: Any = Named("code", queryset=Area.objects.all(), allow_null=True)


class JoinShape(Shape):
    name = Words(max_length=80)
    child = Flag(default=False)


class PointsShape(Shape):
    """Points beyond the rule; your name and the reason stay beside them."""

    points = Whole(min_value=1, max_value=purse.MOST_BY_HAND)
    reason = Words(max_length=200)


class GivenReasonShape(Shape):
    reason = Words(max_length=500)


class Households(Room):
    """Your own household, and those of the wardrobes at whose desk you work."""

    queryset = Household.objects.all()
    serializer_class = HouseholdShape
    scope = "people"

    def get_queryset(self) -> Any:
        seen = limited(Household.objects.visible_to(self.me), self.request, "wardrobe__organisation")
        whole = seen.select_related("wardrobe__organisation", "area").prefetch_related("members__person", "cards")
        return whole.order_by("pk")

    def get_serializer_context(self) -> dict[str, Any]:
        wardrobes = limited(Wardrobe.objects.of(self.me, *DESK), self.request).select_related("organisation")
        people = User.objects.filter(pk__in=mandates_of(self.me).values("person"))
        return {**super().get_serializer_context(), "wardrobes": wardrobes, "people": people}

    def again(self, household: Household, status: int = 200) -> Response:
        return self.whole(self.get_queryset().get(pk=household.pk), status)

    def whole(self, household: Household, status: int = 200) -> Response:
        return self.show(HouseholdShape, household, status, held=purse.held_by([household]))

    @extend_schema(responses=HouseholdShape(many=True))
    def list(self, request: Request) -> Response:
        rows: Any = self.paginate_queryset(self.get_queryset())
        context = {**self.get_serializer_context(), "held": purse.held_by(rows)}
        return self.get_paginated_response(HouseholdShape(rows, many=True, context=context).data)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.whole(self.get_object())

    @extend_schema(request=AdmitShape, responses={201: HouseholdShape})
    def create(self, request: Request) -> Response:
        """Admit a household. No paper is kept."""
        given = self.read(AdmitShape)
        wardrobe, grown = given.pop("wardrobe"), [given.pop("person"), *given.pop("grown")]
        household = households.admit(wardrobe, self.me, until=given.pop("valid_until"), grown=grown, **given)
        return self.again(household, 201)

    @extend_schema(request=AboutHouseholdShape, responses=HouseholdShape)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Write down what its people wear, and where they live. 409 for whoever does not work at the desk."""
        household = self.get_object()
        given = self.read(AboutHouseholdShape, household, partial=True)
        about = {"sizes": household.sizes, "area": household.area} | given
        households.describe(household, self.me, **about)
        return self.again(household)

    @extend_schema(request=SeenShape, responses=HouseholdShape)
    @action(detail=True, methods=["post"])
    def renew(self, request: Request, **kwargs: Any) -> Response:
        """It was seen again that it may have a card. 409 for whoever does not work at the desk."""
        household, given = self.get_object(), self.read(SeenShape)
        seen = given["basis"], given["valid_until"], given["without_home"]
        return self.again(households.renew(household, self.me, *seen))

    @extend_schema(request=JoinShape, responses=HouseholdShape)
    @action(detail=True, methods=["post"])
    def members(self, request: Request, **kwargs: Any) -> Response:
        """Somebody more."""
        household, given = self.get_object(), self.read(JoinShape)
        households.join(household, given["name"], self.me, given["child"], self.key)
        return self.again(household)

    @extend_schema(request=PointsShape, responses=HouseholdShape)
    @action(detail=True, methods=["post"])
    def points(self, request: Request, **kwargs: Any) -> Response:
        """Give points beyond the rule."""
        household, given = self.get_object(), self.read(PointsShape)
        purse.give(household, given["points"], given["reason"], self.me, self.key or str(uuid4()))
        return self.again(household)

    @extend_schema(request=None, responses=HouseholdShape)
    @action(detail=True, methods=["post"])
    def card(self, request: Request, **kwargs: Any) -> Response:
        """The card is lost: the old one dies at once, and there is another."""
        household = self.get_object()
        households.new_card(household, self.me)
        return self.again(household)

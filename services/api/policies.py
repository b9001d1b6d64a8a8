"""What a cancellation costs, as the desk writes it, and the City's closed days."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.accounts.language import chosen
from marketplace.api.shapes import Choice, ModelShape, Shape, Whole
from marketplace.api.views import Room
from marketplace.organisations.api import AtDesk, OfDesk, OfDeskQuery, of_organisation
from marketplace.organisations.keys import limited
from services import policies
from services.models import CancellationPolicy, ClosedDay

TOLD = ("name", "spared", "move_hours", "moves")


class TierShape(Shape):
    """Who cancels less than so many hours before the start keeps owing so many percent of the price."""

    hours = Whole(min_value=1, max_value=720)
    percent = Whole(min_value=1, max_value=100)


class PolicyShape(serializers.ModelSerializer):
    """What a cancellation costs, how late a time may still be moved, and how often."""

    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)
    tiers = TierShape(many=True)

    class Meta:
        model = CancellationPolicy
        fields: tuple[str, ...] = ("id", "organisation", *TOLD, "tiers")


class WritePolicyShape(ModelShape):
    """What the desk writes. Bookings made before keep what held then; who cancels later does not pay less."""

    spared = serializers.ListField(
        child=Choice(choices=CancellationPolicy.Spared.choices),
        required=False,
        max_length=len(CancellationPolicy.Spared),
        help_text="For what nothing is kept.",
    )
    tiers = TierShape(many=True, required=False, help_text="At most five, each with other hours.")

    class Meta:
        model = CancellationPolicy
        fields: tuple[str, ...] = (*TOLD, "tiers")


class NewPolicyShape(AtDesk, WritePolicyShape):
    """Rules of an organisation at whose desk you work."""

    class Meta(WritePolicyShape.Meta):
        fields = ("organisation", *WritePolicyShape.Meta.fields)


class Policies(OfDesk):
    """What a cancellation costs at your desks: the rules that offers name as `policy`."""

    queryset = CancellationPolicy.objects.all()
    serializer_class = PolicyShape
    scope = "offers"
    queries: ClassVar[dict] = {"list": OfDeskQuery}

    def get_queryset(self) -> Any:
        rows = limited(CancellationPolicy.objects.visible_to(self.me), self.request)
        return rows.select_related("organisation").prefetch_related("tiers").order_by("pk")

    @extend_schema(responses=PolicyShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset().filter(**of_organisation(self.asked)), PolicyShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(PolicyShape, self.get_object())

    @extend_schema(request=NewPolicyShape, responses={201: PolicyShape})
    def create(self, request: Request) -> Response:
        """Write new rules."""
        given = self.read(NewPolicyShape)
        tiers = pairs(given.pop("tiers", []))
        return self.show(PolicyShape, policies.write(None, given.pop("organisation"), self.me, given, tiers), 201)

    @extend_schema(request=WritePolicyShape, responses=PolicyShape)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change rules: for what is booked from now on."""
        policy = self.get_object()
        given = self.read(WritePolicyShape, policy, partial=True)
        kept = [(tier.hours, tier.percent) for tier in policy.tiers.all()]
        tiers = pairs(given.pop("tiers")) if "tiers" in given else kept
        policies.write(policy, policy.organisation, self.me, given, tiers)
        return self.show(PolicyShape, self.get_object())

    def destroy(self, request: Request, **kwargs: Any) -> Response:
        """Take rules away. 409 while an offer goes by them."""
        policies.remove(self.get_object(), self.me)
        return Response(status=204)


def pairs(tiers: list[dict[str, int]]) -> policies.Tiers:
    return [(tier["hours"], tier["percent"]) for tier in tiers]


class ClosedDayShape(serializers.ModelSerializer):
    """A day on which the whole city rests, unless somebody has other hours for it."""

    name = serializers.SerializerMethodField()

    class Meta:
        model = ClosedDay
        fields: tuple[str, ...] = ("date", "name")

    def get_name(self, day: ClosedDay) -> str:
        return chosen(day.name)


class ClosedDays(Room):
    """The City's closed days from today on."""

    queryset = ClosedDay.objects.all()
    serializer_class = ClosedDayShape
    public = True
    scope = "offers"

    @extend_schema(responses=ClosedDayShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(ClosedDay.objects.filter(date__gte=timezone.localdate()).order_by("date"), ClosedDayShape)

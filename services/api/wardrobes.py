"""Wardrobes over the wire: what hangs there, for everybody; what comes in and where it is, for whoever works there."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.shapes import Choice, Named, Shape, Words
from marketplace.api.views import SLUG, Room
from marketplace.lives.api import Steps
from marketplace.organisations.keys import limited
from services.models import Garment, GarmentType, Wardrobe
from services.models.sizes import SIZES
from services.wardrobe import intake, rack

EVERY_SIZE = sorted({size for sizes in SIZES.values() for size in sizes})


class WardrobeShape(serializers.ModelSerializer):
    """A wardrobe: `offer` is what one books to choose and try on, with the labels of garments;
    `swaps` to swap with another resident."""

    name = serializers.CharField(source="__str__")
    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)
    sought = serializers.SerializerMethodField()

    class Meta:
        model = Wardrobe
        fields = ("slug", "name", "organisation", "offer", "drop_off", "interview", "swaps", "sought")

    def get_sought(self, wardrobe: Wardrobe) -> list[dict[str, Any]]:
        return [{"type": wish.type.slug, "sizes": wish.sizes} for wish in rack.sought(wardrobe)]


class GarmentShape(serializers.ModelSerializer):
    """One piece. What it costs is its points."""

    type: Any = serializers.SlugRelatedField("slug", read_only=True)
    name = serializers.CharField(source="type.__str__", help_text="Of the type, in the language of the request.")

    class Meta:
        model = Garment
        fields: tuple[str, ...] = ("label", "type", "name", "size", "season", "condition", "colour", "points")


class KeptShape(GarmentShape):
    """The same for whoever works there: with its number and where it is."""

    wardrobe: Any = serializers.SlugRelatedField("slug", read_only=True)

    class Meta(GarmentShape.Meta):
        fields = ("id", "wardrobe", *GarmentShape.Meta.fields, "status")


class TakeInShape(Shape):
    """A garment that has arrived."""

    wardrobe: Any = Named("slug", queryset=Wardrobe.objects.none())
    type: Any = Named("slug", queryset=GarmentType.objects.all())
    size = Choice(choices=EVERY_SIZE)
    season = Choice(choices=Garment.Season.values, default=Garment.Season.ALL)
    condition = Choice(choices=Garment.Condition.values, default=Garment.Condition.GOOD)
    colour = Choice(choices=Garment.Colour.values, default=Garment.Colour.MIXED)

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        fields["wardrobe"].queryset = self.context.get("wardrobes", Wardrobe.objects.none())
        return fields


class RackQuery(serializers.Serializer):
    """What of the rack is asked for."""

    type: Any = Named("slug", queryset=GarmentType.objects.all(), required=False)
    size = Choice(choices=EVERY_SIZE, required=False)
    season = Choice(choices=Garment.Season.values, required=False)
    colour = Choice(choices=Garment.Colour.values, required=False)


class Wardrobes(Room):
    """The wardrobes of the city."""

    queryset = Wardrobe.objects.published()
    serializer_class = WardrobeShape
    public = True
    scope = "offers"
    lookup_field = "slug"
    lookup_value_regex = SLUG
    paged: ClassVar[tuple[str, ...]] = ("list", "rack")
    queries: ClassVar[dict] = {"rack": RackQuery}

    def get_queryset(self) -> Any:
        return Wardrobe.objects.published().select_related("organisation").order_by("pk")

    @extend_schema(responses=WardrobeShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), WardrobeShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(WardrobeShape, self.get_object())

    @extend_schema(responses=GarmentShape(many=True))
    @action(detail=True)
    def rack(self, request: Request, **kwargs: Any) -> Response:
        """What hangs there, the newest first."""
        found = rack.matching(self.get_object(), rack.Filters(**self.asked))
        return self.page(found.select_related("type").order_by("-hung_at", "-pk"), GarmentShape)


class GarmentsQuery(serializers.Serializer):
    wardrobe = Words(required=False, max_length=40)
    label: Any = Words(required=False, max_length=12)


class Garments(Steps):
    """The garments of the wardrobes in which you work."""

    queryset = Garment.objects.all()
    serializer_class = KeptShape
    scope = "offers"
    queries: ClassVar[dict] = {"list": GarmentsQuery}

    def get_queryset(self) -> Any:
        mine = limited(Garment.objects.at_work(self.me), self.request, "wardrobe__organisation")
        return mine.select_related("wardrobe__organisation", "type").order_by("-pk")

    def get_serializer_context(self) -> dict[str, Any]:
        wardrobes = limited(Wardrobe.objects.of(self.me), self.request).select_related("organisation")
        return {**super().get_serializer_context(), "wardrobes": wardrobes}

    @extend_schema(responses=KeptShape(many=True))
    def list(self, request: Request) -> Response:
        named = {"wardrobe": "wardrobe__slug", "label": "label"}
        asked = {named[name]: value for name, value in self.asked.items()}
        return self.page(self.get_queryset().filter(**asked), KeptShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(KeptShape, self.get_object())

    @extend_schema(request=TakeInShape, responses={201: KeptShape})
    def create(self, request: Request) -> Response:
        """Take a garment in: it gets the points of its type, and a label."""
        given = self.read(TakeInShape)
        return self.show(KeptShape, intake.take_in(given.pop("wardrobe"), self.me, given, key=self.key), 201)

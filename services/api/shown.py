"""What residents show to swap, over the wire: looking, showing, the picture, taking off. A swap itself is a booking of
the wardrobe's offer `swaps`, with the labels of both garments."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.shapes import Choice, Named, Words
from marketplace.lives.api import Steps
from services import pictures
from services.api.wardrobes import EVERY_SIZE, TakeInShape
from services.api.writing import ENVELOPE, PictureShape
from services.models import GarmentType, OwnGarment, Wardrobe
from services.wardrobe import shown


class ShownShape(serializers.ModelSerializer):
    """A garment that somebody shows, by her first name."""

    wardrobe: Any = serializers.SlugRelatedField("slug", read_only=True)
    type: Any = serializers.SlugRelatedField("slug", read_only=True)
    name = serializers.CharField(source="type.__str__", help_text="Of the type, in the language of the request.")
    resident_name = serializers.CharField(source="resident.given_name")
    mine = serializers.SerializerMethodField()

    class Meta:
        model = OwnGarment
        fields = (
            "id", "wardrobe", "label", "type", "name", "size", "season", "condition", "colour", "remark", "status",
            "resident_name", "mine",
        )  # fmt: skip

    def get_mine(self, garment: OwnGarment) -> bool:
        return garment.resident_id == self.context["request"].user.pk


class ShowShape(TakeInShape):
    """A garment of yours, for everybody to see."""

    remark = Words(required=False, allow_blank=True, max_length=300)


class ShownQuery(serializers.Serializer):
    """What of it is asked for. `mine`: yours alone, what is over too."""

    wardrobe = Words(required=False, max_length=40)
    type: Any = Named("slug", queryset=GarmentType.objects.all(), required=False)
    size = Choice(choices=EVERY_SIZE, required=False)
    season = Choice(choices=OwnGarment.Season.values, required=False)
    mine = serializers.ChoiceField(choices=["yes"], required=False)


class OwnGarments(Steps):
    """What residents show to swap. Everybody sees what is shown; whoever shows it, and who works there, also what is
    over."""

    queryset = OwnGarment.objects.all()
    serializer_class = ShownShape
    public = True
    queries: ClassVar[dict] = {"list": ShownQuery}
    uploads: ClassVar[tuple[str, ...]] = ("picture",)

    def get_queryset(self) -> Any:
        garments = OwnGarment.objects.visible_to(self.me)
        return garments.select_related("wardrobe__organisation", "type", "resident").order_by("-pk")

    def get_serializer_context(self) -> dict[str, Any]:
        open_ones = (
            Wardrobe.objects.published().exclude(swaps=None).select_related("organisation", "swaps__organisation")
        )
        return {**super().get_serializer_context(), "wardrobes": open_ones}

    @extend_schema(responses=ShownShape(many=True))
    def list(self, request: Request) -> Response:
        asked = dict(self.asked)
        found = self.get_queryset()
        found = found.filter(resident=self.me.pk) if asked.pop("mine", "") else found.shown()
        named = {"wardrobe": "wardrobe__slug"}
        return self.page(found.filter(**{named.get(name, name): value for name, value in asked.items()}), ShownShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(ShownShape, self.get_object())

    @extend_schema(request=ShowShape, responses={201: ShownShape})
    def create(self, request: Request) -> Response:
        """Show a garment of yours."""
        given = self.read(ShowShape)
        return self.show(ShownShape, shown.show(given.pop("wardrobe"), self.me, given, key=self.key), 201)

    @extend_schema(request={"multipart/form-data": PictureShape}, responses=ShownShape)
    @action(detail=True, methods=["put"], parser_classes=[MultiPartParser])
    def picture(self, request: Request, **kwargs: Any) -> Response:
        """Hang another picture of it."""
        garment = self.get_object()
        pictures.must_fit(int(request.META.get("CONTENT_LENGTH") or 0) - ENVELOPE)
        return self.show(ShownShape, shown.hang(garment, self.me, self.read(PictureShape)["picture"]))

"""What a desk sends to write an offer."""

from typing import Any, ClassVar

from django.conf import settings
from rest_framework import serializers

from marketplace.api.shapes import Choice, Known, ModelShape, Named, Shape, Whole, Words
from marketplace.organisations.api import AtDesk
from marketplace.organisations.models import CredentialKind
from marketplace.places.models import Area
from services import publishing
from services.models import KINDS, CancellationPolicy, Category, Need, Offer, OfferText, Resource, Skill
from services.models.category import LONGEST_VALUE, MOST_VALUES

ENVELOPE = 10_000  # more than a form writes around its file


class TextShape(ModelShape):
    """Words in one language; all of them empty: this language goes."""

    class Meta:
        model = OfferText
        fields: tuple[str, ...] = publishing.WORDS
        extra_kwargs: ClassVar[dict] = {name: {"allow_blank": True} for name in publishing.WORDS}


class TextsShape(Shape):
    """Words by language."""

    def get_fields(self) -> dict[str, Any]:
        return {code: TextShape(required=False) for code, _name in settings.LANGUAGES}


class NeedShape(Shape):
    """So many of those who can do this are taken for each booking."""

    skill: Any = Named("slug", queryset=Skill.objects.all())
    number = Whole(min_value=1, max_value=publishing.MOST_OF_A_NEED)


class NeededShape(serializers.ModelSerializer):
    """So many with this skill."""

    skill: Any = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Need
        fields: tuple[str, ...] = ("skill", "number")


class WriteShape(ModelShape):
    """What the desk writes of an offer. Whether it is shown is not written here: that is a step."""

    category: Any = Named("slug", queryset=Category.objects.all())
    traits = serializers.ListField(
        child=Words(max_length=LONGEST_VALUE),
        max_length=MOST_VALUES,
        required=False,
        help_text="What it says of itself: values of its category's `traits`, as ages:0-2.",
    )
    texts = TextsShape()
    resources: Any = Known(many=True, queryset=Resource.objects.none(), required=False, help_text="Who does it.")
    needs = NeedShape(many=True, required=False, help_text="The team; empty: one of `resources`.")
    credentials: Any = Named("slug", many=True, queryset=CredentialKind.objects.all(), required=False)
    policy: Any = Known(queryset=CancellationPolicy.objects.none(), required=False, allow_null=True)
    areas: Any = Named("code", many=True, queryset=Area.objects.all(), required=False)
    address = Words(required=False, allow_blank=True, max_length=160, help_text="Where people come to; empty: to you.")
    door = Words(required=False, allow_blank=True, max_length=160)
    area: Any = Named("code", queryset=Area.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Offer
        fields: tuple[str, ...] = (
            *publishing.WRITTEN, "texts", "resources", "needs", "credentials", "areas", "address", "door", "area",
        )  # fmt: skip

    def validate_needs(self, needs: list[dict[str, Any]]) -> list[tuple[Skill, int]]:
        return [(need["skill"], need["number"]) for need in needs]

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        fields["kind"] = Choice(choices=sorted(KINDS), required=False)
        if "request" in self.context:
            fields["policy"].queryset = CancellationPolicy.objects.visible_to(self.context["request"].user)
        fields["resources"].child_relation.queryset = self.context.get("resources", Resource.objects.none())
        return fields


class PictureShape(Shape):
    """A picture as JPEG, PNG or WebP, up to 8 MB. It is made new as WebP, without what the camera noted."""

    picture = serializers.FileField()


class CreateShape(AtDesk, WriteShape):
    """A new offer of an organisation at whose desk you work."""

    class Meta(WriteShape.Meta):
        fields = ("organisation", *WriteShape.Meta.fields)

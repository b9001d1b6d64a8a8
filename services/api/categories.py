"""Categories over the wire."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.accounts.language import chosen
from marketplace.api.views import SLUG, Room
from services.models import Category


class CategoryShape(serializers.ModelSerializer):
    """A sort of help, the questions that booking it asks, and what its offers may say of themselves."""

    name = serializers.SerializerMethodField()
    questions = serializers.ListField(child=serializers.DictField(), help_text="With labels in every language.")
    traits = serializers.ListField(
        child=serializers.DictField(),
        help_text="Each with its choices, names in every language; a value is both slugs, as ages:0-2.",
    )

    class Meta:
        model = Category
        fields: tuple[str, ...] = ("slug", "name", "questions", "traits")

    def get_name(self, category: Category) -> str:
        return chosen(category.name)


class Categories(Room):
    """The sorts of help there are."""

    queryset = Category.objects.order_by("position", "slug")
    serializer_class = CategoryShape
    public = True
    scope = "offers"
    lookup_field = "slug"
    lookup_value_regex = SLUG

    @extend_schema(responses=CategoryShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), CategoryShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(CategoryShape, self.get_object())

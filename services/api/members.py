"""Who works in an organisation, over the wire."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.shapes import Choice
from marketplace.organisations import membership
from marketplace.organisations.api import OfDesk, OfDeskQuery, PersonShape, of_organisation
from marketplace.organisations.keys import limited
from marketplace.organisations.models import Membership
from services import team


class MemberShape(serializers.ModelSerializer):
    """A role that somebody has in an organisation; who has two stands here twice. Name and phone are as this
    organisation was told them."""

    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)
    person = serializers.IntegerField(source="user_id")
    name = serializers.CharField()
    email = serializers.CharField(source="user.email", allow_null=True)
    phone = serializers.CharField(allow_null=True)

    class Meta:
        model = Membership
        fields: tuple[str, ...] = ("id", "organisation", "person", "name", "email", "phone", "role", "since")


class LetInShape(PersonShape):
    """Somebody, and what she will be. A known e-mail is the person who has it."""

    email = serializers.EmailField(required=False, allow_blank=True, allow_null=True, max_length=254)
    role = Choice(choices=list(membership.GIVES["owner"]))

    class Meta(PersonShape.Meta):
        fields = (*PersonShape.Meta.fields, "email", "role")


class Members(OfDesk):
    """Who belongs to the organisations at whose desk you work."""

    queryset = Membership.objects.all()
    serializer_class = MemberShape
    queries: ClassVar[dict] = {"list": OfDeskQuery}

    def get_queryset(self) -> Any:
        return limited(membership.members_seen_by(self.me), self.request).select_related("organisation", "user")

    @extend_schema(responses=MemberShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset().filter(**of_organisation(self.asked)).order_by("pk"), MemberShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(MemberShape, self.get_object())

    @extend_schema(request=LetInShape, responses={201: MemberShape})
    def create(self, request: Request) -> Response:
        """Let somebody in. 409 when the role is not yours to give."""
        given = self.read(LetInShape)
        organisation, role = given.pop("organisation"), given.pop("role")
        return self.show(MemberShape, team.let_in(organisation, self.me, role, given, self.key), 201)

    def destroy(self, request: Request, **kwargs: Any) -> Response:
        """Take the role away. 409 for the last owner, and when it is not yours to take."""
        team.end(self.get_object(), self.me)
        return Response(status=204)

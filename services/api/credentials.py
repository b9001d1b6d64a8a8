"""Papers that people have shown, over the wire: for the desk that has seen them, and for the person."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.accounts.models import User
from marketplace.api.shapes import Day, Known, Named, Shape
from marketplace.organisations import credentials
from marketplace.organisations.api import OfDesk, OfDeskQuery, of_organisation
from marketplace.organisations.keys import limited
from marketplace.organisations.models import Credential, CredentialKind, Membership, Organisation


class CredentialShape(serializers.ModelSerializer):
    """What somebody has shown: what, from when until when, and who has seen it. There is no copy of it."""

    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)
    person = serializers.IntegerField(source="user_id")
    kind: Any = serializers.SlugRelatedField("slug", read_only=True)
    name = serializers.CharField(source="kind.__str__", help_text="Of the paper, in the language of the request.")
    seen_by = serializers.CharField(source="seen_by.name")

    class Meta:
        model = Credential
        fields = ("id", "organisation", "person", "kind", "name", "valid_from", "valid_until", "seen_by", "seen_on")


class ShowCredentialShape(Shape):
    """A paper that you have in your hands."""

    organisation: Any = Named("slug", queryset=Organisation.objects.none())
    person: Any = Known(queryset=User.objects.none(), help_text="Somebody who works there.")
    kind: Any = Named("slug", queryset=CredentialKind.objects.all())
    valid_from = Day()
    valid_until = Day()

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        desks = self.context.get("organisations", Organisation.objects.none())
        fields["organisation"].queryset = desks
        here = Membership.objects.now().filter(organisation__in=desks.values("pk"))
        fields["person"].queryset = User.objects.filter(pk__in=here.values("user"))
        return fields


class Credentials(OfDesk):
    """Papers that people have shown at your desk, and your own."""

    queryset = Credential.objects.all()
    serializer_class = CredentialShape
    queries: ClassVar[dict] = {"list": OfDeskQuery}

    def get_queryset(self) -> Any:
        rows = limited(credentials.visible_to(self.me), self.request)
        return rows.select_related("organisation", "kind", "seen_by")

    @extend_schema(responses=CredentialShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset().filter(**of_organisation(self.asked)).order_by("pk"), CredentialShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(CredentialShape, self.get_object())

    @extend_schema(request=ShowCredentialShape, responses={201: CredentialShape})
    def create(self, request: Request) -> Response:
        """Enter what somebody has shown you today; a renewed paper is a new entry."""
        given = self.read(ShowCredentialShape)
        return self.show(CredentialShape, credentials.enter(given.pop("organisation"), self.me, **given), 201)

    def destroy(self, request: Request, **kwargs: Any) -> Response:
        """From today on it does not count. 409 for the person herself."""
        credentials.take_back(self.get_object(), self.me)
        return Response(status=204)

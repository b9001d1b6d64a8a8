"""Who you are, over the wire."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.accounts.language import SPOKEN
from marketplace.accounts.models import User
from marketplace.api.shapes import Choice, ModelShape
from marketplace.api.views import Room


class MeShape(ModelShape):
    """You, as we know you. The e-mail is changed on the pages, where its owner proves it."""

    language = Choice(choices=SPOKEN)

    class Meta:
        model = User
        fields = ("id", "given_name", "family_name", "email", "phone", "language")
        read_only_fields = ("id", "email")


class Me(Room):
    """You. No organisation's key opens this."""

    queryset = User.objects.none()
    serializer_class = MeShape
    paged: ClassVar[tuple[str, ...]] = ()

    def retrieve(self, request: Request) -> Response:
        return self.show(MeShape, self.me)

    @extend_schema(request=MeShape, responses=MeShape)
    def partial_update(self, request: Request) -> Response:
        given: dict[str, Any] = self.read(MeShape, self.me, partial=True)
        User.objects.filter(pk=self.me.pk).update(**given)
        return self.show(MeShape, User.objects.get(pk=self.me.pk))

"""Steps that carry photos, over the wire: files cannot be told in JSON, so that each has an address of its own."""

from typing import Any, ClassVar

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.kinds.quoting import MOST_PHOTOS
from marketplace.accounts.models import User
from marketplace.api.shapes import Shape, Words
from marketplace.api.views import NUMBER
from marketplace.lives.api import Steps, StepsShape
from marketplace.lives.engine import Actor, take


class FilesShape(Shape):
    """What goes with files: the last change that was seen, and for whom it is done, where that is somebody else."""

    seen = serializers.IntegerField(required=False, min_value=0, max_value=2**63 - 1)

    def get_fields(self) -> dict[str, Any]:
        people = self.context.get("people")
        queryset = User.objects.none() if people is None else people
        person = serializers.PrimaryKeyRelatedField(queryset=queryset, required=False)
        return super().get_fields() | {"for": person}


class PhotosShape(FilesShape):
    """JPEG, PNG or WebP, up to 8 MB each. They are made new as WebP, without what the camera noted."""

    photos = serializers.ListField(child=serializers.FileField(), min_length=1, max_length=MOST_PHOTOS)


class ProofShape(FilesShape):
    """A photo of where the parcel is now, as JPEG, PNG or WebP, up to 8 MB, and what else is told of the arrival."""

    photo = serializers.FileField()
    receiver = Words(required=False, allow_blank=True, max_length=80)
    work_note = Words(required=False, allow_blank=True, max_length=1000)


class Photos(Steps):
    """For the viewset of bookings: photos are sent by steps, and looked at by who sees the booking."""

    uploads: ClassVar[tuple[str, ...]] = ("photos", "proof")

    @extend_schema(request={"multipart/form-data": PhotosShape}, responses=StepsShape)
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser], filter_backends=[], pagination_class=None)
    def photos(self, request: Request, **kwargs: Any) -> Response:
        """Take the step `add_photos`."""
        return self.take_with("add_photos", PhotosShape)

    @extend_schema(request={"multipart/form-data": ProofShape}, responses=StepsShape)
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser], filter_backends=[], pagination_class=None)
    def proof(self, request: Request, **kwargs: Any) -> Response:
        """Take the step `delivered` with a photo. With a code or a name it is taken at `steps/`."""
        return self.take_with("delivered", ProofShape)

    def take_with(self, name: str, shape: type[FilesShape]) -> Response:
        life, facts = self.get_object(), self.read(shape)
        seen, actor = facts.pop("seen", None), Actor(self.me, facts.pop("for", None))
        return self.now(take(life, name, actor, facts, seen=seen, key=self.key), actor)

    @extend_schema(responses={(200, "image/webp"): OpenApiTypes.BINARY})
    @action(detail=True, url_path=f"photos/(?P<entry>{NUMBER})", filter_backends=[], pagination_class=None)
    def photo(self, request: Request, entry: str, **kwargs: Any) -> FileResponse:
        """One of its photos."""
        found = get_object_or_404(self.get_object().photos, pk=entry)
        headers = {"Cache-Control": "private, no-store"}
        return FileResponse(found.file.open("rb"), content_type="image/webp", headers=headers)

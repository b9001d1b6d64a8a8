"""What is said about a booking, and what of it still waits to be read or told."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import messaging, queues
from bookings.models import Booking, Message, Unread
from marketplace.api.shapes import ModelShape, Shape, Words
from marketplace.api.views import Room
from marketplace.lives.api import known_person
from marketplace.notices import telling
from marketplace.notices.models import Notice
from marketplace.organisations.keys import limited
from marketplace.organisations.models import DESK, Membership, Organisation


class MessageShape(ModelShape):
    """Words in the thread. `mine`: you wrote them."""

    author = serializers.SerializerMethodField()
    mine = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields: tuple[str, ...] = ("id", "author", "role", "text", "created_at", "mine")
        read_only_fields = ("id", "role", "created_at")

    def get_author(self, message: Message) -> str:
        return (message.acting_for or message.author).given_name

    def get_mine(self, message: Message) -> bool:
        return message.author_id == self.context["request"].user.pk


class PostShape(Shape):
    """Something to say, perhaps for somebody who lets your organisation act for her."""

    text = Words(max_length=messaging.LONGEST)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"for": known_person(self.context)}


class CallShape(serializers.ModelSerializer):
    """What somebody without e-mail has still to be told on the phone, of whatever your organisation answers for."""

    species = serializers.CharField(source="life.species", help_text="What it is about, such as services.occasion.")
    life = serializers.IntegerField(source="life_id", help_text="The number of that.")
    booking = serializers.SerializerMethodField(help_text="The same number, where it is about a booking.")
    name = serializers.CharField(source="reader.name")
    phone = serializers.CharField(source="reader.phone")

    class Meta:
        model = Notice
        fields: tuple[str, ...] = (
            "id", "species", "life", "booking", "name", "phone", "subject", "text", "created_at",
        )  # fmt: skip

    def get_booking(self, notice: Notice) -> int | None:
        return notice.life_id if issubclass(notice.life.sort, Booking) else None


class ToPhone(Room):
    """The desk's queue of calls."""

    queryset = Notice.objects.all()
    serializer_class = CallShape
    scope = "bookings"

    def get_queryset(self) -> Any:
        return queues.to_phone(*limited(Organisation.objects.of(self.me, *DESK), self.request, "pk"))

    @extend_schema(responses=CallShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), CallShape)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def done(self, request: Request, **kwargs: Any) -> Response:
        """It was said."""
        telling.phoned(self.get_object(), self.me)
        return Response(status=204)


class UnreadShape(serializers.Serializer):
    """How much waits to be read."""

    messages = serializers.IntegerField(help_text="That wait for you as a resident or a worker.")
    desk = serializers.IntegerField(help_text="Bookings whose last words nobody at your desk has read yet.")


class ToRead(Room):
    """What waits for you to read. No organisation's key opens this: it is counted over all that is yours."""

    queryset = Booking.objects.none()
    serializer_class = UnreadShape
    paged: ClassVar[tuple[str, ...]] = ()

    def retrieve(self, request: Request) -> Response:
        counts = {"messages": messaging.unread_count(self.me), "desk": waiting_at_desks(self.me).count()}
        return self.show(UnreadShape, counts)


def waiting_at_desks(user: Any) -> QuerySet[Unread]:
    """The threads that nobody has read yet at the desks where this person works."""
    return Unread.objects.filter(desk__in=Membership.objects.of(user, *DESK).values("organisation"))

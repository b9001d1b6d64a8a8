"""Bookings over the wire: asking, steps, and the thread."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import cancellation, kinds, lifecycle, messaging
from bookings.api.again import SamePerson
from bookings.api.cards import BookingCard, BookingShape, ShareShape
from bookings.api.talk import MessageShape, PostShape, waiting_at_desks
from bookings.kinds import asked
from bookings.models import Booking, Way
from bookings.models.known import operates
from bookings.payments import plan
from marketplace import wording
from marketplace.accounts.models import User
from marketplace.api.shapes import Day, Known, ModelShape, Named, NestedSheet, Sheet, Words
from marketplace.api.views import NUMBER
from marketplace.lives.api import TakeForShape, known_person, status_choices
from marketplace.lives.engine import Actor
from marketplace.organisations.keys import key_used, limited
from marketplace.organisations.models import DESK, Membership, Organisation, mandates_of
from marketplace.places.models import Area
from services import availability, questions
from services.models import Offer

ROLES = {"customer": "of_customer", "partner": "of_partner", "provider": "of_desk", "worker": "of_worker"}
TAKES = ("take", "photos", "proof", "post_message")  # what an operator does for one of the sides


class AskShape(ModelShape):
    """What somebody wishes. `answers` go by the names of the category's questions; the price is not yours to name."""

    offer: Any = Known(queryset=Offer.objects.none())
    answers = Sheet(required=False)
    details = NestedSheet(required=False, help_text="What the kind of this offer asks, by name: see the offer.")
    address = Words(required=False, allow_blank=True, max_length=160, help_text="Where somebody comes to you.")
    door = Words(required=False, allow_blank=True, max_length=160)
    area: Any = Named("code", queryset=Area.objects.all(), required=False, allow_null=True)
    pay_by = serializers.ChoiceField(
        choices=Way.values, required=False,
        help_text="Your own share: by card, on the page named in the booking, by bank transfer, as the booking says "
        "from the yes on, or where the work is done.",
    )  # fmt: skip
    client: Any = Named(
        "slug",
        queryset=Organisation.objects.none(),
        required=False,
        allow_null=True,
        help_text="For your organisation.",
    )
    terms_seen = Words(required=False, max_length=40, help_text="As the estimate says it: the terms you have read.")

    own_seen = serializers.IntegerField(required=False, min_value=0, help_text="As the estimate says it: what you pay.")

    class Meta:
        model = Booking
        fields: tuple[str, ...] = (
            "offer", "starts_at", "ends_at", "note", "answers", "details", "address", "door", "area", "client",
            "pay_by", "terms_seen", "own_seen",
        )  # fmt: skip
        extra_kwargs = {name: {"required": False} for name in ("starts_at", "ends_at")}  # a date has its own

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = {**super().get_fields(), "for": known_person(self.context)}
        fields["offer"].queryset = self.context.get("offers", Offer.objects.none())
        fields["client"].queryset = self.context.get("clients", Organisation.objects.none())
        return fields

    def validate(self, told: dict[str, Any]) -> dict[str, Any]:
        """What nobody asks is no answer: it would be kept by nobody, or pass for a field beside it."""
        known = asked_by(told["offer"])
        wrong = {name: sorted(told.get(name, {}).keys() - known) for name in ("answers", "details")}
        text = _("This offer does not ask for: %(names)s.")
        if errors := {name: text % {"names": ", ".join(names)} for name, names in wrong.items() if names}:
            raise serializers.ValidationError(errors)
        return told


def asked_by(offer: Offer) -> set[str]:
    """The names under which this offer asks anything of its own."""
    kind = kinds.of(offer)
    questioned = {question["name"] for question in [*kind.questions(offer), *offer.category.questions]}
    return questioned | kind.fields(offer).keys() | asked.wanted(offer).keys()


class EstimateShape(serializers.Serializer):
    """What a booking would cost (null: that cannot be said yet), and what it would cost to cancel it."""

    price_cents = serializers.IntegerField(allow_null=True)
    own_cents = serializers.IntegerField(help_text="What you would pay. Send it as own_seen: it never becomes more.")
    shares: Any = ShareShape(many=True, help_text="Who would pay what of it.")
    terms = serializers.ListField(child=serializers.CharField(), help_text="What a cancellation costs.")
    terms_seen = serializers.CharField(help_text="Send it with the booking: it is refused if they change meanwhile.")


def minutes_of(wishes: dict[str, Any], offer: Offer) -> int:
    """How long the stay is to be; the shortest when that is not told."""
    begin, end = wishes.get("starts_at"), wishes.get("ends_at")
    return max(0, int((end - begin).total_seconds() // 60)) if begin and end else offer.min_minutes


def wished(offer: Offer, price: int | None, wishes: dict[str, Any], customer: Any) -> plan.Wish:
    """What the plan is worked out from: where it takes place is known once the address is."""
    area, start = lifecycle.area_of(offer, wishes), wishes.get("starts_at")
    on = wording.local(start, offer.tz).date() if start else None
    wished, ways = wishes.get("pay_by"), kinds.of(offer).ways(offer, customer)
    way = wished if wished in ways else Way.ON_SITE
    return plan.Wish(offer, price, customer, client=wishes.get("client"), area=area, on=on, way=way)


class BookingsQuery(serializers.Serializer):
    """Which bookings: by status, by the hat you wear, by the days on which they start, by what waits to be read."""

    status = serializers.ChoiceField(choices=[], required=False)
    role = serializers.ChoiceField(choices=list(ROLES), required=False)
    to = Day(required=False, help_text="The last day.")
    unread = serializers.ChoiceField(
        choices=["desk"], required=False, help_text="desk: those whose last words nobody at your desk has read yet."
    )

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields() | {"from": Day(required=False, help_text="The first day.")}
        tables = [table for kind in kinds.ALL.values() for table in kind.tables]
        fields["status"] = serializers.ChoiceField(choices=status_choices(*tables), required=False)
        return fields


def named(data: Any) -> Any:
    """The names in a body; a list has none."""
    return data if isinstance(data, Mapping) else {}


class Bookings(SamePerson):
    """Your bookings: as a resident, at the desk, as the one who is sent. Nobody else's."""

    queryset = Booking.objects.all()
    serializer_class = BookingShape
    scope = "bookings"
    queries: ClassVar[dict] = {"list": BookingsQuery}
    paged: ClassVar[tuple[str, ...]] = ("list", "messages")
    take_shape = TakeForShape

    def get_queryset(self) -> Any:
        return limited(self.known(), self.request).for_lists()

    @property
    def leads(self) -> bool:
        """Whether an operator takes a step, as herself: a key opens no more than its organisation's."""
        return self.action in TAKES and operates(self.me) and not key_used(self.request)

    def known(self) -> Any:
        """An operator who takes a step for somebody leads on what she may not read."""
        leads = self.leads and "for" in named(self.request.data)
        return Booking.objects.led_by(self.me) if leads else Booking.objects.visible_to(self.me)

    def get_serializer_context(self) -> dict[str, Any]:
        user = self.me
        desks = set(Membership.objects.of(user, *DESK).values_list("organisation", flat=True))
        offers = limited(Offer.objects.visible_to(user), self.request)
        clients = limited(Organisation.objects.of(user, *DESK), self.request, "pk")
        mine = {"desks": desks, "people": self.people(), "offers": offers, "clients": clients}
        return {**super().get_serializer_context(), **mine}

    def people(self) -> Any:
        """Whom one may act for; a key only those who let its own organisation, whatever else its owner may do. An
        operator besides for both sides of the booking."""
        mine = Q(pk__in=limited(mandates_of(self.me), self.request).values("person"))
        return User.objects.filter(mine | Q(pk__in=self.sides()))

    def sides(self) -> Collection[int]:
        """The keys of those for whom an operator stands in here."""
        if not self.leads:
            return []
        booking = get_object_or_404(Booking.objects.led_by(self.me), pk=self.kwargs["pk"])
        people = [booking.stand_in(side) for side in ("customer", "partner", "provider")]
        return [person.pk for person in people if person]

    @extend_schema(responses=BookingCard(many=True))
    def list(self, request: Request) -> Response:
        rows: Any = self.paginate_queryset(self.wanted(self.get_queryset()).order_by("-starts_at", "-pk"))
        context = self.get_serializer_context() | {"unread": messaging.unread_by_booking(self.me, rows)}
        return self.get_paginated_response(BookingCard(rows, many=True, context=context).data)

    def wanted(self, bookings: Any) -> Any:
        """Those that the query asks for. Days are days of the site's calendar."""
        asked, zone = self.asked, timezone.get_default_timezone()
        if "role" in asked:
            bookings = getattr(bookings, ROLES[asked["role"]])(self.me)
        if "unread" in asked:
            bookings = bookings.filter(pk__in=waiting_at_desks(self.me).values("life"))
        if "status" in asked:
            bookings = bookings.filter(status=asked["status"])
        if "from" in asked:
            bookings = bookings.filter(starts_at__gte=availability.midnight(asked["from"], zone))
        if "to" in asked:
            bookings = bookings.filter(starts_at__lt=availability.midnight(asked["to"] + timedelta(days=1), zone))
        return bookings

    @extend_schema(request=AskShape, responses={201: BookingShape})
    def create(self, request: Request) -> Response:
        """Ask for a time, or book it at once where the offer says so."""
        wishes = self.read(AskShape)
        offer, actor = wishes.pop("offer"), Actor(self.me, wishes.pop("for", None))
        told = wishes.pop("answers", {}) | wishes.pop("details", {}) | wishes
        booking = lifecycle.ask(offer, actor, told, key=self.key)
        return self.whole(self.fresh(booking), 201)

    @extend_schema(request=AskShape, responses=EstimateShape)
    @action(detail=False, methods=["post"], filter_backends=[], pagination_class=None)
    def estimate(self, request: Request) -> Response:
        """What it would cost by what is told so far. Nothing is asked for yet."""
        wishes = self.read(AskShape)
        kind, offer = kinds.of(wishes["offer"]), wishes["offer"]
        told = questions.so_far(kind.fields(offer), wishes.get("details", {}))
        price, terms = kind.estimate(offer, told, minutes_of(wishes, offer)), cancellation.terms_of(offer)
        said: dict[str, Any] = {"terms": cancellation.lines(terms), "terms_seen": cancellation.digest(terms)}
        shares = plan.work_out(wished(offer, price, wishes, wishes.get("for", self.me)))
        said |= {"shares": shares, "own_cents": plan.own(shares)}
        return Response(EstimateShape({"price_cents": price, **said}).data)

    def fresh(self, booking: Booking) -> Booking:
        return Booking.objects.for_lists().get(pk=booking.pk)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.whole(self.get_object())

    def whole(self, booking: Booking, status: int = 200) -> Response:
        return self.show(BookingShape, booking, status, unread=messaging.unread_by_booking(self.me, [booking]))

    @extend_schema(responses=MessageShape(many=True))
    @action(detail=True)
    def messages(self, request: Request, **kwargs: Any) -> Response:
        """The thread, oldest first."""
        thread = self.get_object().messages.select_related("author", "acting_for").order_by("pk")
        return self.page(thread, MessageShape)

    @extend_schema(request=PostShape, responses={201: MessageShape})
    @messages.mapping.post
    def post_message(self, request: Request, **kwargs: Any) -> Response:
        """Write into the thread."""
        booking, given = self.get_object(), self.read(PostShape)
        message = messaging.post(booking, Actor(self.me, given.get("for")), given["text"], key=self.key)
        return self.show(MessageShape, message, 201)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path=f"messages/(?P<entry>{NUMBER})/read")
    def mark_read(self, request: Request, entry: str, **kwargs: Any) -> Response:
        """You have read the thread up to this message. To fetch it says nothing of the kind: a program may fetch."""
        booking = self.get_object()
        messaging.mark_read(booking, self.me, get_object_or_404(booking.messages, pk=entry))
        return Response(status=204)

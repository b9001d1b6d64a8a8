"""Series over the wire: all dates looked at first, asked for at once, and several ended, moved or answered in one."""

from collections.abc import Callable
from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import series as plans
from bookings.api.bookings import AskShape
from bookings.models import Series
from bookings.models.series import Rule
from bookings.series import REACHES, Plan, Summary
from marketplace.accounts.models import User
from marketplace.api.shapes import Choice, Clock, Day, Moment, Shape, Sheet, Whole, Words
from marketplace.api.views import Room
from marketplace.lives.api import known_person
from marketplace.lives.engine import Actor
from marketplace.organisations.keys import limited
from marketplace.organisations.models import DESK, Organisation, mandates_of
from services.models import Offer

Which = tuple[Series, Actor, str, date]  # the series, who acts, and which of its dates
RULE = ("first", "until", "at", "minutes", "every", "weekdays")


# --- what is shown ------------------------------------------------------------------------------------------------
class OccurrenceShape(serializers.Serializer):
    """One date of a plan: "free", "not_free" with the reason and other starts close by, or "later"."""

    on = serializers.DateField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    status = serializers.ChoiceField(source="verdict", choices=["free", "not_free", "later"])
    why = serializers.CharField()
    price_cents = serializers.IntegerField()
    others = serializers.ListField(child=serializers.DateTimeField(), help_text="Starts close by that are free.")


class PreviewShape(serializers.Serializer):
    """All dates of a plan as they stand now. The total leaves out what is not free."""

    occurrences = OccurrenceShape(many=True)
    total_cents = serializers.IntegerField()


class StandingShape(serializers.Serializer):
    """One date of a series: with its booking, left out, or still to be asked for."""

    on = serializers.DateField()
    starts_at = serializers.DateTimeField(help_text="As planned; the booking may have been moved.")
    ends_at = serializers.DateTimeField()
    booking = serializers.IntegerField(source="booking.pk", default=None, allow_null=True)
    status = serializers.CharField(source="booking.status", default=None, allow_null=True)
    left_out = serializers.CharField(
        source="gap.why", default=None, allow_null=True, help_text="Why; empty: wished so."
    )
    planned = serializers.BooleanField(help_text="It is asked for when its time comes.")


class SeriesCard(serializers.ModelSerializer):
    """A series as a line in a list."""

    said = serializers.CharField(help_text="As people say it, in the language of the request.")
    until = serializers.DateField(source="last")
    at = Clock()
    customer = serializers.IntegerField(source="customer_id")

    class Meta:
        model = Series
        fields: tuple[str, ...] = ("id", "offer", "customer", "said", *RULE, "stopped_from")


class SeriesShape(SeriesCard):
    """A series with all its dates."""

    dates = StandingShape(source="standings", many=True)

    class Meta(SeriesCard.Meta):
        fields = (*SeriesCard.Meta.fields, "dates")


class LeftShape(serializers.Serializer):
    """A date that stays as it was, and why."""

    booking = serializers.IntegerField()
    why = serializers.CharField()


class SummaryShape(serializers.Serializer):
    """What became of each date that was meant, by the numbers of their bookings."""

    done = serializers.ListField(child=serializers.IntegerField())
    left = LeftShape(many=True)


# --- what is asked ------------------------------------------------------------------------------------------------
class PlanShape(AskShape):
    """What somebody wishes for each date, and the rule: local hours, so that daylight saving does not move them."""

    first = Day()
    until = Day(help_text="The last day on which it may take place.")
    at = Clock()
    minutes = Whole(min_value=1, max_value=1440)
    every = Whole(min_value=1, max_value=4, required=False, help_text="Every so many weeks.")
    weekdays = serializers.ListField(
        child=Whole(min_value=0, max_value=6),
        required=False,
        max_length=7,
        help_text="0 is Monday. None: as the first.",
    )

    class Meta(AskShape.Meta):
        fields = (*(name for name in AskShape.Meta.fields if name not in ("starts_at", "ends_at")), *RULE)
        extra_kwargs = {}


class ChoiceShape(Shape):
    """A date that is left out (null), or takes place at another start."""

    on = Day()
    starts_at = Moment(allow_null=True)


class AskSeriesShape(PlanShape):
    """A plan with what becomes of the dates that are not free."""

    choices = ChoiceShape(many=True, required=False)
    own_seen = serializers.IntegerField(
        required=False, min_value=0, help_text="What you were told to pay for all dates that are asked for now."
    )

    class Meta(PlanShape.Meta):
        fields = (*PlanShape.Meta.fields, "choices")


class ReachShape(Shape):
    """One date, from it on, or all; perhaps for somebody who lets your organisation act for her."""

    reach = Choice(choices=list(REACHES))
    on = Day(required=False, help_text="The date of the plan; not needed for all.")

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"for": known_person(self.context)}

    def validate(self, told: dict[str, Any]) -> dict[str, Any]:
        if told["reach"] != plans.ALL and "on" not in told:
            self.fields["on"].fail("required")
        return told


class EndShape(ReachShape):
    facts = Sheet(required=False, help_text="What the steps that end it ask, such as the reason.")


class AnswerShape(EndShape):
    step = Words(max_length=30)


class MoveShape(ReachShape):
    at = Clock()
    minutes = Whole(required=False, min_value=1, max_value=1440, help_text="For dates that are asked for later.")


class SeriesRoom(Room):
    """Your series: as a resident, at the desk. Nobody else's."""

    queryset = Series.objects.all()
    serializer_class = SeriesShape
    scope = "bookings"

    def get_queryset(self) -> Any:
        seen = Series.objects.visible_to(self.me).for_pages()
        return limited(seen, self.request, "offer__organisation")

    def get_serializer_context(self) -> dict[str, Any]:
        people = User.objects.filter(pk__in=limited(mandates_of(self.me), self.request).values("person"))
        offers = limited(Offer.objects.visible_to(self.me), self.request)
        clients = limited(Organisation.objects.of(self.me, *DESK), self.request, "pk")
        return {**super().get_serializer_context(), "people": people, "offers": offers, "clients": clients}

    @extend_schema(responses=SeriesCard(many=True))
    def list(self, request: Request) -> Response:
        """The latest first."""
        return self.page(self.get_queryset().order_by("-pk"), SeriesCard)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.whole(self.get_object())

    def whole(self, series: Series, status: int = 200) -> Response:
        series.standings = plans.standings(series)  # type: ignore[attr-defined]
        return self.show(SeriesShape, series, status)

    @extend_schema(request=PlanShape, responses=PreviewShape)
    @action(detail=False, methods=["post"], filter_backends=[], pagination_class=None)
    def preview(self, request: Request) -> Response:
        """All dates, with what is not free. Nothing is asked for, and nothing is kept free."""
        plan: Plan = plans.preview(*told(self.read(PlanShape), self.me))
        return self.show(PreviewShape, plan)

    @extend_schema(request=AskSeriesShape, responses={201: SeriesShape})
    def create(self, request: Request) -> Response:
        """Ask for all dates that can be asked for now, or for none; the later ones follow as their time comes."""
        given = self.read(AskSeriesShape)
        choices = {one["on"]: one["starts_at"] for one in given.pop("choices", [])}
        series = plans.ask(*told(given, self.me), choices, key=self.key)
        return self.whole(Series.objects.for_pages().get(pk=series.pk), 201)

    @extend_schema(request=EndShape, responses=SummaryShape)
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def end(self, request: Request, **kwargs: Any) -> Response:
        """Withdraw, cancel or decline each date that is meant, as is open to you, and ask for no more."""

        def out_of(given: dict[str, Any], which: Which) -> Summary:
            return plans.out_of(*which, given.get("facts"), key=self.key)

        return self.reach(EndShape, out_of)

    @extend_schema(request=AnswerShape, responses=SummaryShape)
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def steps(self, request: Request, **kwargs: Any) -> Response:
        """Take one step for each date that is meant, where it is open to you."""

        def answer(given: dict[str, Any], which: Which) -> Summary:
            series, actor, reach, on = which
            return plans.take_each(series, given["step"], actor, reach, on, given.get("facts"), key=self.key)

        return self.reach(AnswerShape, answer)

    @extend_schema(request=MoveShape, responses=SummaryShape)
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def move(self, request: Request, **kwargs: Any) -> Response:
        """Another hour: moved, or proposed to the other side; later dates are asked for at the new hour."""

        def move(given: dict[str, Any], which: Which) -> Summary:
            return plans.move(*which, given["at"], given.get("minutes"), key=self.key)

        return self.reach(MoveShape, move)

    def reach(self, shape: type[ReachShape], act: Callable[[dict[str, Any], Which], Summary]) -> Response:
        series, given = self.get_object(), self.read(shape)
        actor = Actor(self.me, given.get("for"))
        summary = act(given, (series, actor, given["reach"], given.get("on", series.first)))
        left = [{"booking": booking.pk, "why": why} for booking, why in summary.left]
        return self.show(SummaryShape, {"done": [booking.pk for booking in summary.done], "left": left})


def told(given: dict[str, Any], me: Any) -> tuple[Offer, Actor, Rule, dict[str, Any]]:
    """Offer, actor, rule and wishes, as the core takes them."""
    offer, actor = given.pop("offer"), Actor(me, given.pop("for", None))
    rule = Rule(
        first=given.pop("first"),
        last=given.pop("until"),
        at=given.pop("at"),
        minutes=given.pop("minutes"),
        every=given.pop("every", 1),
        weekdays=tuple(given.pop("weekdays", ())),
    )
    return offer, actor, rule, given.pop("answers", {}) | given.pop("details", {}) | given

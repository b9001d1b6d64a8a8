"""Series over the wire: all dates looked at first, asked for at once, and several ended, moved or answered in one."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import series as plans
from bookings.api.bookings import named
from bookings.api.planned import (
    AnswerShape,
    AskSeriesShape,
    EndShape,
    LongerShape,
    MoveShape,
    PlanShape,
    PreviewShape,
    ProlongShape,
    ReachShape,
    SeriesCard,
    SeriesShape,
    SummaryShape,
)
from bookings.models import Series
from bookings.models.known import operates
from bookings.models.series import Rule
from bookings.payments import lasting
from bookings.series import Plan, Summary
from marketplace.accounts.models import User
from marketplace.api.views import Room
from marketplace.lives.engine import Actor
from marketplace.organisations.keys import key_used, limited
from marketplace.organisations.models import DESK, Organisation, mandates_of
from services.models import Offer

Which = tuple[Series, Actor, str, date]  # the series, who acts, and which of its dates
LEADS = ("end", "steps", "move")  # what an operator does for one of the sides


class SeriesRoom(Room):
    """Your series: as a resident, at the desk. Nobody else's."""

    queryset = Series.objects.all()
    serializer_class = SeriesShape
    scope = "bookings"

    def get_queryset(self) -> Any:
        """An operator who acts for one of the sides leads on what she may not read."""
        leads = self.leads and "for" in named(self.request.data)
        seen = (Series.objects.led_by(self.me) if leads else Series.objects.visible_to(self.me)).for_pages()
        return limited(seen, self.request, "offer__organisation")

    def get_serializer_context(self) -> dict[str, Any]:
        mine = Q(pk__in=limited(mandates_of(self.me), self.request).values("person"))
        people = User.objects.filter(mine | Q(pk__in=self.sides()))
        offers = limited(Offer.objects.visible_to(self.me), self.request)
        clients = limited(Organisation.objects.of(self.me, *DESK), self.request, "pk")
        return {**super().get_serializer_context(), "people": people, "offers": offers, "clients": clients}

    @property
    def leads(self) -> bool:
        """Whether an operator acts here, as herself: a key opens no more than its organisation's."""
        return self.action in LEADS and operates(self.me) and not key_used(self.request)

    def sides(self) -> list[int]:
        """The keys of those for whom an operator stands in here."""
        if not self.leads:
            return []
        series = get_object_or_404(Series.objects.led_by(self.me), pk=self.kwargs["pk"])
        people = [series.stand_in(side) for side in ("customer", "provider")]
        return [person.pk for person in people if person]

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
        choices = chosen(given)
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
        """Another hour or weekday: moved, or proposed to the other side; later dates are asked for by the new ones."""

        def move(given: dict[str, Any], which: Which) -> Summary:
            return plans.move(*which, given["at"], given.get("minutes"), given.get("weekday"), key=self.key)

        return self.reach(MoveShape, move)

    @extend_schema(request=None, responses=SeriesShape)
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def card(self, request: Request, **kwargs: Any) -> Response:
        """Another card for all dates to come: its page is told as save_at. Until it is saved the old one is charged."""
        series = self.get_object()
        lasting.another(series, self.me)
        return self.whole(Series.objects.for_pages().get(pk=series.pk))

    @extend_schema(request=LongerShape, responses=PreviewShape)
    @action(detail=True, methods=["post"], url_path="prolong/preview", filter_backends=[], pagination_class=None)
    def look_longer(self, request: Request, **kwargs: Any) -> Response:
        """The dates that a later end adds, with what is not free. Nothing is asked for."""
        return self.show(PreviewShape, plans.look_longer(*self.longer(self.read(LongerShape))))

    @extend_schema(request=ProlongShape, responses=SeriesShape)
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def prolong(self, request: Request, **kwargs: Any) -> Response:
        """A later end: what it adds is asked for, whole or not at all. It ends sooner by `end`, from a date on."""
        given = self.read(ProlongShape)
        series = plans.prolong(*self.longer(given), chosen(given), own_seen=given.get("own_seen"), key=self.key)
        return self.whole(Series.objects.for_pages().get(pk=series.pk))

    def longer(self, given: dict[str, Any]) -> tuple[Series, Actor, date]:
        series = self.get_object()
        last = plans.end_of(series, given.get("until"), given.get("number"))
        return series, Actor(self.me, given.get("for")), last

    def reach(self, shape: type[ReachShape], act: Callable[[dict[str, Any], Which], Summary]) -> Response:
        series, given = self.get_object(), self.read(shape)
        actor = Actor(self.me, given.get("for"))
        summary = act(given, (series, actor, given["reach"], given.get("on", series.first)))
        left = [{"booking": booking.pk, "why": why} for booking, why in summary.left]
        return self.show(SummaryShape, {"done": [booking.pk for booking in summary.done], "left": left})


def chosen(given: dict[str, Any]) -> plans.Choices:
    return {one["on"]: one["starts_at"] for one in given.pop("choices", [])}


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

"""Offers over the wire. What may be done with them is decided in the core."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.shapes import ModelShape
from marketplace.lives.api import Steps, StepShape, shown
from marketplace.lives.engine import Actor
from marketplace.organisations.keys import key_used, limited
from marketplace.organisations.models import DESK, Organisation
from services import availability, pictures, publishing
from services.api.cards import OfferCard, told_as_cards
from services.api.finding import FacetsQuery, FacetsShape, FoundPaging, OffersQuery, told_by_group, wish_of
from services.api.times import DayShape, TimesQuery
from services.api.why import WhyQuery, WhyShape, told
from services.api.writing import ENVELOPE, CreateShape, NeededShape, PictureShape, WriteShape
from services.availability.why import why
from services.models import Offer, OfferText, Resource
from services.readiness import lacks
from services.search import (
    WRITTEN,
    Finding,
    Wish,
    bounded,
    by_access,
    by_facts,
    by_length,
    by_price,
    by_traits,
    counts_by_filter,
    meant,
    raised,
    search,
    with_next_start,
)


class OfferTextShape(ModelShape):
    """An offer's words in one language."""

    class Meta:
        model = OfferText
        fields: tuple[str, ...] = ("language", "title", "summary", "body", "conditions")


class DescribedShape(serializers.Serializer):
    """A trait of its category, and which of its choices are true of the offer."""

    name = serializers.CharField()
    choices = serializers.ListField(child=serializers.CharField())


class OfferShape(OfferCard):
    """An offer with all its words, what booking it asks, and what you may do with it."""

    text = OfferTextShape()
    texts = OfferTextShape(many=True)
    place = serializers.CharField(allow_null=True, help_text="Where it happens, when it happens at the organisation's.")
    questions = serializers.ListField(source="category.questions", child=serializers.DictField())
    traits = serializers.SerializerMethodField(help_text='As "field:choice", of those that its category has.')
    described = DescribedShape(many=True, help_text="What it says of itself by `traits`, in words.")
    resources: Any = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    needs = NeededShape(many=True, help_text="The team that each booking takes; empty: one of `resources`.")
    credentials: Any = serializers.SlugRelatedField("slug", many=True, read_only=True, help_text="Checked, valid.")
    roles = serializers.SerializerMethodField(help_text="The hats you wear here.")
    steps = serializers.SerializerMethodField(help_text="What you may do with it now.")
    lacks = serializers.SerializerMethodField(help_text="For its desk: what it lacks before the City reads it.")
    seen = serializers.IntegerField(source="last_change_id", allow_null=True)

    class Meta(OfferCard.Meta):
        fields = (
            *OfferCard.Meta.fields, "text", "texts", "place", "questions", "traits", "described", "resources",
            "min_minutes", "max_minutes", "every_minutes", "notice_minutes", "horizon_days", "buffer_before",
            "buffer_after", "answer_hours", "choice", "request_blocks", "most_a_month", "one_at_a_time", "discreet",
            "policy", "step_free", "needs", "credentials", "roles", "steps", "lacks", "seen",
        )  # fmt: skip

    def get_traits(self, offer: Offer) -> list[str]:
        return offer.category.fitting(offer.traits)

    def get_roles(self, offer: Offer) -> list[str]:
        return sorted(self.context["roles"])

    @extend_schema_field(StepShape(many=True))
    def get_steps(self, offer: Offer) -> list[dict]:
        steps = publishing.steps(offer, Actor(self.context["request"].user))
        return [shown(name, step) for name, step in steps.items()]

    def get_lacks(self, offer: Offer) -> list[str]:
        return lacks(offer) if "provider" in self.context["roles"] else []


class Offers(Steps):
    """What can be booked. Everybody sees what is published; a desk also its own drafts, an officer all of them."""

    queryset = Offer.objects.all()
    serializer_class = OfferShape
    pagination_class = FoundPaging
    public = True
    scope = "offers"
    several: ClassVar[tuple[str, ...]] = ("trait",)
    queries: ClassVar[dict] = {"list": OffersQuery, "facets": FacetsQuery, "times": TimesQuery, "why": WhyQuery}
    uploads: ClassVar[tuple[str, ...]] = ("picture",)

    def get_queryset(self) -> Any:
        offers = limited(Offer.objects.visible_to(self.me), self.request)
        return offers.for_cards().prefetch_related("resources")

    def get_serializer_context(self) -> dict[str, Any]:
        user = self.me
        organisations = limited(Organisation.objects.of(user, *DESK), self.request, "pk")
        resources = limited(Resource.objects.visible_to(user), self.request)
        return {**super().get_serializer_context(), "organisations": organisations, "resources": resources}

    @extend_schema(responses=OfferCard(many=True))
    def list(self, request: Request) -> Response:
        """Search: nearest first; without a place, who is free soonest or what fits the words best (of more than a
        thousand, the newest thousand), else the newest. Near a place and on a day, of more the nearest twenty thousand
        are looked at. On each page what is `lifted` moves up a little, by the rule on the page
        /how-results-are-ordered/; nothing comes to another page."""
        wish = self.wish()
        found: Any = self.paginate_queryset(self.wished(wish))
        offers = raised(with_next_start(found, wish.lasting), wish)
        cards = told_as_cards(offers, {"request": request})
        answer = self.get_paginated_response(cards)
        answer.data["did_you_mean"] = (not found and meant(wish, self.found)) or None
        return answer

    @extend_schema(responses=FacetsShape)
    @action(detail=False, pagination_class=None)
    def facets(self, request: Request, **kwargs: Any) -> Response:
        """How many offers each filter would show in the place of what you ask of its group, all else kept.

        Counted among the first thousand, on a day 200: with `more` there may be more of each."""
        wish = self.wish()
        return Response(FacetsShape(told_by_group(counts_by_filter(wish, self.found), wish)).data)

    def wish(self) -> Wish:
        """A key speaks for an organisation: what the person behind it may have is nobody's business."""
        return wish_of(self.asked).of(AnonymousUser() if key_used(self.request) else self.me)

    def wished(self, wish: Wish) -> Any:
        """The offers that the query asks for, in the order that search gives them."""
        if "status" in self.asked:
            return self.found(wish)
        narrowed = "organisation" in self.asked or key_used(self.request)
        found: Any = self.found(wish) if narrowed else Finding(wish)
        return bounded(found, wish).light()

    def found(self, wish: Wish) -> QuerySet[Offer]:
        if "status" in self.asked:
            of_status = by_traits(self.get_queryset().filter(status=self.asked["status"]), wish, "traits")
            found = by_length(by_price(by_access(by_facts(of_status, wish, WRITTEN), wish), wish), wish).order_by("pk")
        else:
            found = limited(search(wish), self.request).light()
        return found.filter(organisation__slug=self.asked["organisation"]) if "organisation" in self.asked else found

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.whole(self.get_object())

    def whole(self, offer: Offer, status: int = 200) -> Response:
        roles = Actor(self.me).roles(offer)
        return self.show(OfferShape, with_next_start([offer])[0], status, roles=roles)

    def fresh(self, offer: Offer) -> Offer:
        return self.get_queryset().get(pk=offer.pk)

    @extend_schema(request=CreateShape, responses={201: OfferShape})
    def create(self, request: Request) -> Response:
        """Write a new offer, a draft."""
        given = self.read(CreateShape)
        people, areas = given.pop("resources", []), given.pop("areas", [])
        organisation, texts = given.pop("organisation"), given.pop("texts")
        offer = publishing.write(None, organisation, Actor(self.me), given, texts, people, areas, key=self.key)
        return self.whole(self.fresh(offer), 201)

    @extend_schema(request=WriteShape, responses=OfferShape)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change an offer. What the City has read goes to the City again."""
        offer = self.get_object()
        given = self.read(WriteShape, offer, partial=True)
        lists = [given.pop(name, getattr(offer, name).all()) for name in ("resources", "areas")]
        texts = texts_of(offer) | given.pop("texts", {})
        offer = publishing.write(offer, offer.organisation, Actor(self.me), given, texts, *lists)
        return self.whole(self.fresh(offer))

    @extend_schema(request={"multipart/form-data": PictureShape}, responses=OfferShape)
    @action(detail=True, methods=["put"], parser_classes=[MultiPartParser])
    def picture(self, request: Request, **kwargs: Any) -> Response:
        """Hang another picture. What the City has read goes to the City again."""
        offer = self.get_object()
        pictures.must_fit(int(request.META.get("CONTENT_LENGTH") or 0) - ENVELOPE)
        return self.hang(offer, self.read(PictureShape)["picture"])

    @extend_schema(request=None, responses={200: OfferShape})
    @picture.mapping.delete
    def remove_picture(self, request: Request, **kwargs: Any) -> Response:
        """Take the picture away."""
        return self.hang(self.get_object(), publishing.REMOVE)

    def hang(self, offer: Offer, picture: Any) -> Response:
        return self.whole(self.fresh(publishing.show_picture(offer, Actor(self.me), picture)))

    @extend_schema(responses=DayShape(many=True))
    @action(detail=True, pagination_class=None)
    def times(self, request: Request, **kwargs: Any) -> Response:
        """The free starts, day by day, in the place's zone."""
        offer = self.get_object()
        first: date = self.asked.get("from") or timezone.localdate(timezone=offer.tz)
        minutes = self.asked.get("minutes") or offer.min_minutes
        availability.check_length(offer, minutes)
        days = availability.times(offer, first, self.asked["days"], minutes, self.asked["seats"])
        shown = [{"date": d.date, "closed": d.closed, "times": [t.starts_at for t in d.times]} for d in days]
        return Response(DayShape(shown, many=True).data)

    @extend_schema(responses=WhyShape)
    @action(detail=True, pagination_class=None)
    def why(self, request: Request, **kwargs: Any) -> Response:
        """For the desk of the offer: why a time is not offered, rule by rule."""
        offer = get_object_or_404(self.get_queryset().of_desk(self.me), pk=self.get_object().pk)
        minutes = self.asked.get("minutes") or offer.min_minutes
        answer = why(offer, self.asked["start"], minutes, self.asked["seats"], self.me)
        return Response(WhyShape(told(answer)).data)


def texts_of(offer: Offer) -> dict[str, dict[str, str]]:
    """The words there are, as they are written."""
    return {text.language: {name: getattr(text, name) for name in publishing.WORDS} for text in offer.texts.all()}

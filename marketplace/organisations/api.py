"""Organisations, their keys and the people who let them act, over the wire."""

from typing import Any, ClassVar

from django.conf import settings
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.accounts.models import User
from marketplace.api.shapes import Choice, ModelShape, Named, Shape, Words
from marketplace.api.views import SLUG, Room
from marketplace.lives.api import Steps, StepShape, opened, status_choices
from marketplace.lives.engine import Actor
from marketplace.organisations import keys, membership, profile
from marketplace.organisations.keys import limited
from marketplace.organisations.lives import VERIFICATION
from marketplace.organisations.models import DESK, ApiKey, Mandate, Organisation
from marketplace.places.models import Area


class OrganisationCard(serializers.ModelSerializer):
    """Who offers something."""

    about = serializers.CharField(source="about_here", help_text="In the language of the request.")
    languages = serializers.ListField(child=serializers.CharField(), help_text="Spoken there: ISO 639 codes.")
    address = serializers.SerializerMethodField()
    phone = serializers.CharField()
    state = serializers.CharField(source="state.label")

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = (
            "slug", "name", "kind", "status", "state", "about", "languages", "email", "phone", "website", "address",
            "zone",
        )  # fmt: skip

    def get_address(self, organisation: Organisation) -> str:
        place = organisation.place
        return place.shown(place.DOOR) if place else ""


class OrganisationShape(OrganisationCard):
    """An organisation with what you may do in it."""

    about_texts = serializers.DictField(source="about", child=serializers.CharField(), help_text="By language.")
    roles = serializers.SerializerMethodField(help_text="The hats you wear here.")
    steps = serializers.SerializerMethodField(help_text="What you may do now.")
    seen = serializers.IntegerField(source="last_change_id", allow_null=True)

    class Meta(OrganisationCard.Meta):
        fields = (*OrganisationCard.Meta.fields, "about_texts", "roles", "steps", "seen")

    def get_roles(self, organisation: Organisation) -> list[str]:
        return sorted(self.context["roles"])

    @extend_schema_field(StepShape(many=True))
    def get_steps(self, organisation: Organisation) -> list[dict]:
        return opened(organisation, self.context["roles"])


class AboutShape(Shape):
    """What it says of itself, a text a language."""

    def get_fields(self) -> dict[str, Any]:
        most = profile.LONGEST_ABOUT
        return {code: Words(required=False, allow_blank=True, max_length=most) for code, _name in settings.LANGUAGES}


class ProfileShape(ModelShape):
    """What an organisation writes of itself."""

    about = AboutShape(required=False)
    languages = serializers.ListField(
        child=serializers.RegexField("^[a-z]{2,3}$"), required=False, max_length=40, help_text="ISO 639 codes."
    )
    address = Words(required=False, allow_blank=True, max_length=160, help_text="Of the head office.")
    area: Any = Named("code", queryset=Area.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = (*profile.WRITTEN, "address", "area")


class OrganisationsQuery(serializers.Serializer):
    """Which organisations."""

    status = serializers.ChoiceField(choices=status_choices(VERIFICATION), required=False)


class Organisations(Steps):
    """Who offers something. Everybody sees the verified ones; their people their own, the City all of them."""

    queryset = Organisation.objects.all()
    serializer_class = OrganisationShape
    public = True
    scope = "organisation"
    lookup_field = "slug"
    lookup_value_regex = SLUG
    queries: ClassVar[dict] = {"list": OrganisationsQuery}

    def get_queryset(self) -> Any:
        rows = Organisation.objects.visible_to(self.me).select_related("place__area")
        return limited(rows, self.request, "pk")

    @extend_schema(responses=OrganisationCard(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset().filter(**self.asked).order_by("name", "pk"), OrganisationCard)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.whole(self.get_object())

    def whole(self, organisation: Organisation, status: int = 200) -> Response:
        return self.show(OrganisationShape, organisation, status, roles=Actor(self.me).roles(organisation))

    @extend_schema(request=ProfileShape, responses={201: OrganisationShape})
    def create(self, request: Request) -> Response:
        """Found an organisation: a draft that you own."""
        return self.whole(profile.found(self.me, self.read(ProfileShape), self.key), 201)

    @extend_schema(request=ProfileShape, responses=OrganisationShape)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change the profile."""
        organisation = self.get_object()
        given = self.read(ProfileShape, organisation, partial=True)
        if "about" in given:
            given["about"] = {**organisation.about, **given["about"]}
        return self.whole(profile.write(organisation, Actor(self.me), given))


class KeyShape(serializers.ModelSerializer):
    """A key, without its secret."""

    scopes = serializers.ListField(child=serializers.CharField())
    made_by = serializers.CharField(source="owner.name")

    class Meta:
        model = ApiKey
        fields: tuple[str, ...] = ("id", "name", "prefix", "scopes", "made_by", "created_at", "last_used_at")


class NewKeyShape(KeyShape):
    """A new key. Its words are shown this once."""

    key = serializers.SerializerMethodField(help_text="What goes behind `Authorization: Key `.")

    class Meta(KeyShape.Meta):
        fields = (*KeyShape.Meta.fields, "key")

    def get_key(self, key: ApiKey) -> str:
        return self.context["words"]


class MakeKeyShape(ModelShape):
    """What the key is for, and which doors it opens."""

    scopes = serializers.ListField(child=Choice(choices=list(keys.SCOPES)), min_length=1, max_length=len(keys.SCOPES))

    class Meta:
        model = ApiKey
        fields: tuple[str, ...] = ("name", "scopes")


class Keys(Room):
    """An organisation's keys, for its owners. No key opens these; an answer with a secret is not kept for repeats."""

    queryset = ApiKey.objects.all()
    serializer_class = KeyShape
    repeats = False

    def get_queryset(self) -> Any:
        return keys.visible_to(self.me).filter(organisation=self.organisation()).select_related("owner")

    def organisation(self) -> Organisation:
        """Raises Http404 for an organisation that is not yours."""
        return get_object_or_404(Organisation.objects.of(self.me, "owner"), slug=self.kwargs["slug"])

    @extend_schema(responses=KeyShape(many=True))
    def list(self, request: Request, **kwargs: Any) -> Response:
        return self.page(self.get_queryset().order_by("pk"), KeyShape)

    @extend_schema(request=MakeKeyShape, responses={201: NewKeyShape})
    def create(self, request: Request, **kwargs: Any) -> Response:
        organisation, given = self.organisation(), self.read(MakeKeyShape)
        key, words = keys.make(organisation, self.me, **given)
        return self.show_once(NewKeyShape, key, words=words)

    def destroy(self, request: Request, **kwargs: Any) -> Response:
        """Revoke the key."""
        keys.revoke(self.get_object(), self.me)
        return Response(status=204)


class AtDesk(ModelShape):
    """Something new of an organisation at whose desk you work: of `OfDesk.organisations`."""

    organisation: Any = Named("slug", queryset=Organisation.objects.none(), help_text="At whose desk you work.")

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        fields["organisation"].queryset = self.context.get("organisations", Organisation.objects.none())
        return fields


class PersonShape(AtDesk):
    """Somebody by name and number. What makes a number is said by the core."""

    phone = Words(required=False, allow_blank=True, allow_null=True, max_length=30)

    class Meta:
        model = User
        fields: tuple[str, ...] = ("organisation", "given_name", "family_name", "phone")


class OfDesk(Room):
    """A list that the desks keep of people."""

    scope = "people"

    def get_serializer_context(self) -> dict[str, Any]:
        desks = limited(Organisation.objects.of(self.me, *DESK), self.request, "pk")
        return {**super().get_serializer_context(), "organisations": desks}


class OfDeskQuery(serializers.Serializer):
    """Of which organisation."""

    organisation = serializers.SlugField(required=False)


class MandateShape(serializers.ModelSerializer):
    """That an organisation may act for a person. `person` is the number to book `for`."""

    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)
    person = serializers.IntegerField(source="person_id")
    name = serializers.CharField(source="person.name")
    phone = serializers.CharField(source="person.phone", allow_null=True)
    language = serializers.CharField(source="person.language")
    entered_by = serializers.CharField(source="entered_by.given_name")

    class Meta:
        model = Mandate
        fields: tuple[str, ...] = (
            "id", "organisation", "person", "name", "phone", "language", "how", "since", "entered_by",
        )  # fmt: skip


class EnterShape(PersonShape):
    """Somebody who calls and has no e-mail, and how she agreed that you book for her."""

    phone = Words(max_length=30)
    language = Choice(choices=settings.LANGUAGES, required=False)
    how = Words(max_length=200, help_text="On the phone, at the counter, by whom.")

    class Meta(PersonShape.Meta):
        fields = (*PersonShape.Meta.fields, "language", "how")


class Mandates(OfDesk):
    """Whom your desk acts for, and who acts for you."""

    queryset = Mandate.objects.all()
    serializer_class = MandateShape
    queries: ClassVar[dict] = {"list": OfDeskQuery}

    def get_queryset(self) -> Any:
        rows = limited(membership.mandates_seen_by(self.me), self.request)
        return rows.select_related("organisation", "person", "entered_by")

    @extend_schema(responses=MandateShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset().filter(**of_organisation(self.asked)).order_by("pk"), MandateShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(MandateShape, self.get_object())

    @extend_schema(request=EnterShape, responses={201: MandateShape})
    def create(self, request: Request) -> Response:
        """Enter somebody who lets your desk act for her: always a new person."""
        given = self.read(EnterShape)
        organisation, how = given.pop("organisation"), given.pop("how")
        return self.show(MandateShape, membership.enter_person(organisation, self.me, given, how, self.key), 201)

    def destroy(self, request: Request, **kwargs: Any) -> Response:
        """The desk acts for this person no more."""
        membership.end_mandate(self.get_object(), self.me)
        return Response(status=204)


def of_organisation(asked: dict[str, Any]) -> dict[str, str]:
    return {"organisation__slug": asked["organisation"]} if "organisation" in asked else {}

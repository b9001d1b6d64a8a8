"""Who does the jobs and when, over the wire: for the desk, and for whoever's calendar it is."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.shapes import Choice, Clock, Day, Flag, ModelShape, Named, Shape, Whole, Words
from marketplace.api.views import NUMBER, SLUG, Room
from marketplace.organisations.api import AtDesk
from marketplace.organisations.keys import limited
from marketplace.organisations.models import DESK, Organisation
from services import hours, things
from services.models import HoursException, Resource, Skill, WeeklyHours
from services.models.hours import WEEKDAYS


class ResourceShape(serializers.ModelSerializer):
    """Whoever or whatever has a calendar. `person`: somebody who works here; null: a van, a room, a bench."""

    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)
    person = serializers.IntegerField(source="user_id", allow_null=True)
    skills: Any = serializers.SlugRelatedField("slug", many=True, read_only=True)

    class Meta:
        model = Resource
        fields = ("id", "organisation", "person", "name", "lanes", "skills", "active")


class ThingShape(ModelShape):
    """What is written of a thing; of somebody who works here only the name and the skills."""

    lanes = Whole(required=False, min_value=1, max_value=things.MOST_LANES, help_text="How many at the same time.")
    skills: Any = Named("slug", many=True, queryset=Skill.objects.all(), required=False, help_text="What for.")
    active = Flag(required=False, help_text="Whether it is in use.")

    class Meta:
        model = Resource
        fields: tuple[str, ...] = ("name", "lanes", "skills", "active")


class NewThingShape(AtDesk, ThingShape):
    """A new thing of an organisation at whose desk you work."""

    class Meta(ThingShape.Meta):
        fields = ("organisation", *ThingShape.Meta.fields)


class SkillShape(serializers.ModelSerializer):
    """What somebody can do, or what something is for, in the language of the request."""

    name = serializers.CharField(source="__str__")
    group: Any = serializers.SlugRelatedField("code", read_only=True, help_text="Of skills near to it; null: none.")

    class Meta:
        model = Skill
        fields = ("slug", "name", "group")


class Skills(Room):
    """The skills that resources may have and offers may need. The City's operators keep the list."""

    queryset = Skill.objects.select_related("group").order_by("slug")
    serializer_class = SkillShape
    public = True
    scope = "offers"
    lookup_field = "slug"
    lookup_value_regex = SLUG

    @extend_schema(responses=SkillShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), SkillShape)


class HoursShape(ModelShape):
    """Every week on this day (0 is Monday), on the place's clock. An end of 00:00 is midnight at the day's end."""

    weekday = serializers.IntegerField()

    class Meta:
        model = WeeklyHours
        fields = ("id", "weekday", "opens", "closes")


class AddHoursShape(Shape):
    """The same hours on one or several days of the week (0 is Monday)."""

    weekdays = serializers.ListField(
        child=Choice(choices=[(n, str(n)) for n, _name in WEEKDAYS]), min_length=1, max_length=7
    )
    opens = Clock()
    closes = Clock()


class ExceptionShape(ModelShape):
    """On this date the weekly plan does not count: these hours instead; none: closed."""

    class Meta:
        model = HoursException
        fields = ("id", "date", "opens", "closes", "reason")


class AddExceptionShape(Shape):
    """From `first` to `last` (left out: that day alone) these hours instead; none: closed."""

    first = Day()
    last = Day(required=False, allow_null=True)
    opens = Clock(required=False, allow_null=True)
    closes = Clock(required=False, allow_null=True)
    reason = Words(required=False, allow_blank=True, max_length=120)


class Resources(Room):
    """The calendars of your desk, and your own."""

    queryset = Resource.objects.all()
    serializer_class = ResourceShape
    scope = "hours"
    paged: ClassVar[tuple[str, ...]] = ("list", "hours", "exceptions")

    def get_queryset(self) -> Any:
        rows = Resource.objects.visible_to(self.me).select_related("organisation").prefetch_related("skills")
        return limited(rows, self.request)

    def get_serializer_context(self) -> dict[str, Any]:
        desks = limited(Organisation.objects.of(self.me, *DESK), self.request, "pk")
        return {**super().get_serializer_context(), "organisations": desks}

    @extend_schema(responses=ResourceShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset().order_by("pk"), ResourceShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(ResourceShape, self.get_object())

    @extend_schema(request=NewThingShape, responses={201: ResourceShape})
    def create(self, request: Request) -> Response:
        """Enter a van, a room, a bench. People come with a role: POST /members/."""
        given = self.read(NewThingShape)
        return self.show(ResourceShape, things.enter(given.pop("organisation"), self.me, given), 201)

    @extend_schema(request=ThingShape, responses=ResourceShape)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change a thing, put it out of use or back. 400 with the bookings that fewer lanes would put out."""
        resource = self.get_object()
        given = self.read(ThingShape, resource, partial=True)
        things.change(resource, self.me, given)
        return self.show(ResourceShape, self.get_object())

    @extend_schema(responses=HoursShape(many=True))
    @action(detail=True)
    def hours(self, request: Request, **kwargs: Any) -> Response:
        """The weekly plan."""
        return self.page(self.get_object().weekly_hours.order_by("weekday", "opens", "pk"), HoursShape)

    @extend_schema(request=AddHoursShape, responses={204: None})
    @hours.mapping.post
    def add_hours(self, request: Request, **kwargs: Any) -> Response:
        """Work at these hours every week."""
        hours.add_weekly(self.get_object(), self.me, **self.read(AddHoursShape))
        return Response(status=204)

    @extend_schema(responses={204: None})
    @action(detail=True, methods=["delete"], url_path=f"hours/(?P<entry>{NUMBER})")
    def remove_hours(self, request: Request, entry: str, **kwargs: Any) -> Response:
        """Work at these hours no more."""
        hours.remove_weekly(self.get_object(), self.me, self.one(self.get_object().weekly_hours, entry))
        return Response(status=204)

    @extend_schema(responses=ExceptionShape(many=True))
    @action(detail=True)
    def exceptions(self, request: Request, **kwargs: Any) -> Response:
        """Dates on which the weekly plan does not count, from today on."""
        resource = self.get_object()
        coming = resource.exceptions.filter(date__gte=timezone.localdate(timezone=resource.organisation.tz))
        return self.page(coming.order_by("date", "pk"), ExceptionShape)

    @extend_schema(request=AddExceptionShape, responses={204: None})
    @exceptions.mapping.post
    def add_exception(self, request: Request, **kwargs: Any) -> Response:
        """Close on some days, or work at other hours."""
        hours.add_exception(self.get_object(), self.me, **self.read(AddExceptionShape))
        return Response(status=204)

    @extend_schema(responses={204: None})
    @action(detail=True, methods=["delete"], url_path=f"exceptions/(?P<entry>{NUMBER})")
    def remove_exception(self, request: Request, entry: str, **kwargs: Any) -> Response:
        """Let the weekly plan count again."""
        hours.remove_exception(self.get_object(), self.me, self.one(self.get_object().exceptions, entry))
        return Response(status=204)

    def one(self, rows: Any, entry: str) -> int:
        """The number of a row that is there. Raises Http404."""
        return get_object_or_404(rows, pk=entry).pk

"""Jobs for supported people over the wire: for their desk, for social workers, for those they were put to."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.api.proposals import Proposals, ProposalShape
from bookings.jobs import coming, making, proposing
from bookings.models import Booking, Job, Proposal
from marketplace.api.shapes import Choice, Clock, Day, Known, Named, Shape, Words
from marketplace.api.views import Room
from marketplace.places.models import Area, Place
from services.models import Opening


class ComerShape(serializers.Serializer):
    """Who comes: a first name, and the skills that the work asks for."""

    proposal = serializers.IntegerField()
    name = serializers.CharField()
    skills = serializers.ListField(child=serializers.CharField())


class JobShape(serializers.ModelSerializer):
    """Work on one day, by the terms with which it was announced. `filled` is, to its desk, how many come; to social
    workers how many were asked or come; to others null. `booking` and `comers` are for its desk."""

    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)
    title = serializers.CharField()
    tasks = serializers.CharField()
    when = serializers.CharField(help_text="As people say it.")
    area = serializers.SerializerMethodField(help_text="About where; the street is for whoever comes.")
    form = serializers.CharField(source="terms.form")
    pay_cents = serializers.IntegerField(help_text="Gross, for all of it.")
    filled = serializers.SerializerMethodField()
    booking = serializers.SerializerMethodField()
    comers = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields: tuple[str, ...] = (
            "id", "organisation", "title", "tasks", "when", "starts_at", "ends_at", "area", "form", "pay_cents",
            "places", "filled", "called_off_at", "booking", "comers",
        )  # fmt: skip

    def is_desk(self, job: Job) -> bool:
        return job.pk in self.context["desk"]

    @extend_schema_field(serializers.CharField())
    def get_area(self, job: Job) -> str:
        return job.place.shown(Place.AREA) if job.place else ""

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_filled(self, job: Job) -> int | None:
        if self.is_desk(job):
            return job.coming  # type: ignore[attr-defined]
        return job.places - job.left if self.context["works"] else None

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_booking(self, job: Job) -> int | None:
        return job.booking_id if self.is_desk(job) else None

    @extend_schema_field(ComerShape(many=True))
    def get_comers(self, job: Job) -> list[dict]:
        return list(ComerShape(self.context["comers"].get(job.pk, []), many=True).data)


class NewJobShape(Shape):
    """A day of its own for an opening (an end before the start is on the day after), or helpers for a booking."""

    opening: Any = Known(queryset=Opening.objects.none())
    booking: Any = Known(queryset=Booking.objects.none(), required=False)
    day = Day(required=False)
    opens = Clock(required=False)
    closes = Clock(required=False)

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        fields["opening"].queryset = self.context.get("openings", Opening.objects.none())
        fields["booking"].queryset = self.context.get("bookings", Booking.objects.none())
        return fields

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        missing = [] if "booking" in attrs else [name for name in ("day", "opens", "closes") if name not in attrs]
        if missing:
            raise serializers.ValidationError({name: self.fields[name].error_messages["required"] for name in missing})
        return attrs


class ProposeShape(Shape):
    """To whom: the number of a file on which you work. Why, where somebody else stands before her in the list."""

    number = Words(max_length=7)
    why = Choice(choices=Proposal.Why.choices, required=False)


class JobsQuery(serializers.Serializer):
    """Those that are still to come: on a day, in a neighbourhood, by a form of contract."""

    day = Day(required=False)
    area = Named("code", queryset=Area.objects.all(), required=False)
    form = serializers.ChoiceField(choices=Opening.Form.choices, required=False)

    def filters(self, told: dict[str, Any]) -> dict[str, Any]:
        names = {"day": "starts_at__date", "area": "place__area", "form": "terms__form"}
        return {names[name]: value for name, value in told.items() if name in names}


class Jobs(Room):
    """Jobs that you may see. No key opens this."""

    queryset = Job.objects.all()
    serializer_class = JobShape
    queries: ClassVar[dict] = {"list": JobsQuery}

    def get_queryset(self) -> Any:
        return Job.objects.visible_to(self.me).for_lists().with_coming()

    def get_serializer_context(self) -> dict[str, Any]:
        openings = Opening.objects.of_desk(self.me).select_related("organisation__place", "place")
        mine = {"openings": openings, "bookings": Booking.objects.of_desk(self.me)}
        return {**super().get_serializer_context(), **mine}

    def seen(self, jobs: Any) -> dict[str, Any]:
        """What its desk alone reads, and whether the reader is a social worker."""
        desk = set(Job.objects.of_desk(self.me).filter(pk__in=[job.pk for job in jobs]).values_list("pk", flat=True))
        works = Job.objects.of_workers(self.me).filter(pk__in=[job.pk for job in jobs]).exists()
        comers = coming.to(job for job in jobs if job.pk in desk)
        return {**self.get_serializer_context(), "desk": desk, "works": works, "comers": comers}

    @extend_schema(responses=JobShape(many=True))
    def list(self, request: Request) -> Response:
        """Those to come, the soonest first."""
        wanted = JobsQuery().filters(self.asked)
        rows: Any = self.paginate_queryset(self.get_queryset().to_come().filter(**wanted))
        return self.get_paginated_response(JobShape(rows, many=True, context=self.seen(rows)).data)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.whole(self.get_object())

    def whole(self, job: Job, status: int = 200) -> Response:
        row = self.get_queryset().get(pk=job.pk)
        return Response(JobShape(row, context=self.seen([row])).data, status=status)

    @extend_schema(request=NewJobShape, responses={201: JobShape})
    def create(self, request: Request) -> Response:
        """Name a day, or ask for helpers for a booking that is agreed. Asked for twice it is the same job."""
        given = self.read(NewJobShape)
        opening, booking = given.pop("opening"), given.pop("booking", None)
        made = making.for_booking(booking, opening, self.me) if booking else making.on_day(opening, self.me, **given)
        return self.whole(made, 201)

    @extend_schema(request=None, responses=JobShape)
    @action(detail=True, methods=["post"], url_path="call-off")
    def call_off(self, request: Request, **kwargs: Any) -> Response:
        """Nobody comes: whoever would have is told at once."""
        job = get_object_or_404(Job.objects.of_desk(self.me), pk=kwargs["pk"])
        making.call_off(job, self.me)
        return self.whole(job)

    @extend_schema(request=ProposeShape, responses={201: ProposalShape})
    @action(detail=True, methods=["post"])
    def propose(self, request: Request, **kwargs: Any) -> Response:
        """Put it to somebody with whom you work."""
        job, given = self.get_object(), self.read(ProposeShape)
        participant = get_object_or_404(proposing.people_of(self.me), number=given.pop("number"))
        proposal = proposing.propose(job, participant, self.me, given)
        return Proposals.shown(self, proposal, 201)

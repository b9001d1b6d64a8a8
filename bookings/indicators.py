"""What is counted of bookings: those that were done, who came, hours of work, places filled, garments worn again; and
apart from it the work of supported people."""

from typing import Any

from django.db.models import Count, ExpressionWrapper, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Extract
from django.utils.translation import gettext_lazy as _

from bookings.kinds import DONE
from bookings.models import Booking, Piece, WorkedHours
from marketplace.programme.indicators import Indicator, Of

MINUTES = ExpressionWrapper(Extract(F("ends_at") - F("starts_at"), "epoch") / 60, output_field=IntegerField())


def done() -> QuerySet[Any, tuple]:
    """The last change of what is done is the one that said so: nothing follows it."""
    rows = Booking.objects.filter(status=DONE)
    return rows.values_list("organisation", "place__area", "customer", "last_change__at", Value(1))


def worked() -> QuerySet[Any, tuple]:
    """Of each booking as long as it took, for each person who was sent; a date for several has no crew of its own."""
    people = Count("crew", filter=Q(crew__user__isnull=False))
    rows = Booking.objects.filter(status=DONE, enrolment=None).annotate(sent=people).filter(sent__gt=0)
    minutes = ExpressionWrapper(MINUTES * F("sent"), output_field=IntegerField())
    return rows.values_list("organisation", "place__area", "customer", "last_change__at", minutes)


def taken_seats() -> QuerySet[Any, tuple]:
    """Of each booking as many as it had when its date was over: who was not there kept a place from somebody else."""
    rows = Booking.objects.filter(status=DONE).exclude(enrolment=None)
    return rows.values_list("organisation", "place__area", "customer", "last_change__at", "seats")


def worn_again() -> QuerySet[Any, tuple]:
    """Behind it stands a household; behind a swap, which has none, whoever asked for it."""
    who = Coalesce(F("household"), -F("booking__customer"))
    rows = Piece.objects.filter(outcome=Piece.Outcome.TAKEN, booking__status=DONE)
    return rows.values_list("booking__organisation", "household__area", who, "booking__last_change__at", Value(1))


def agreed() -> Any:
    return WorkedHours.objects.agreed().filter(minutes__gt=0)


def created() -> QuerySet[Any, tuple]:
    """What both sides agreed; it counts from then on."""
    return agreed().values_list("job__organisation", "job__place__area", "participant", "agreed_at", "minutes")


def filled() -> QuerySet[Any, tuple]:
    return agreed().values_list("job__organisation", "job__place__area", "participant", "agreed_at", Value(1))


ALL = (
    Indicator(
        "bookings",
        _("bookings done"),
        _("bookings"),
        _("A booking counts when it has ended with the work done, and the day on which one may complain is over."),
        Of.USERS,
        done,
    ),
    Indicator(
        "people",
        _("people who had something done"),
        _("people"),
        _(
            "Different people, not bookings. Each counts once: with the project and the neighbourhood of the first "
            "booking that was done. Who is supported into work is counted apart and never added to them."
        ),
        Of.USERS,
        done,
        once=True,
    ),
    Indicator(
        "hours",
        _("hours of work"),
        _("hours"),
        _(
            "How long each booking that was done was to take, for each person who was sent. Dates for several people, "
            "like a dinner or a course, are left out."
        ),
        Of.USERS,
        worked,
        per=60,
    ),
    Indicator(
        "places",
        _("places filled"),
        _("seats"),
        _(
            "Places at dates for several people, like a dinner or a course, that were taken when the date was over. "
            "Whoever books for three fills three."
        ),
        Of.USERS,
        taken_seats,
    ),
    Indicator(
        "garments",
        _("garments given new life"),
        _("garments"),
        _(
            "Pieces that a household took home from a wardrobe, and those that residents swapped. The neighbourhood is "
            "where the household lives."
        ),
        Of.USERS,
        worn_again,
    ),
    Indicator(
        "work",
        _("hours of work for supported people"),
        _("hours"),
        _(
            "Hours that people who are supported into work have worked in jobs found through this site, as both sides "
            "agreed them. Without breaks; voluntary work and trial days are among them."
        ),
        Of.PARTICIPANTS,
        created,
        per=60,
    ),
    Indicator(
        "jobs",
        _("places of work filled"),
        _("places"),
        _(
            "Each time that somebody who is supported into work did a job: two people at the same job fill two places. "
            "Whoever did not come fills none."
        ),
        Of.PARTICIPANTS,
        filled,
    ),
)

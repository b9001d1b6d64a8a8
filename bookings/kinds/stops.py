"""Two addresses and the way between them: what deliveries and removals ask alike."""

import math
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app as tasks

from bookings.models import Booking, Stop
from bookings.models.stop import HIGHEST
from marketplace.places import geocoding
from marketplace.places.models import Area, Place, TravelSpeed
from marketplace.places.points import metres_between
from marketplace.places.travel import minutes_at
from services.models import Offer

FROM, TO = "from", "to"
ENDS = {FROM: Stop.What.PICKUP, TO: Stop.What.DROPOFF}
DETOUR = 1.35  # the way through streets is that much longer than the line, as in TravelSpeed
Told = dict[str, Any]


def fields(offer: Offer) -> dict[str, forms.Field]:
    """What is asked about both ends, by names like from_address and to_floor."""
    return {f"{end}_{name}": field for end in ENDS for name, field in end_fields(offer).items()}


def end_fields(offer: Offer) -> dict[str, forms.Field]:
    served = offer.areas.all() if offer.areas.exists() else Area.objects.all()
    return {
        "address": forms.CharField(
            label=gettext_lazy("Street and number"),
            max_length=160,
            help_text=gettext_lazy("For example: via Cecchi 18"),
            error_messages={"required": gettext_lazy("Write street and number, so that somebody can come.")},
        ),
        "door": forms.CharField(
            label=gettext_lazy("Door, name on the bell"), max_length=160, required=False
        ),
        "area": forms.ModelChoiceField(
            served,
            to_field_name="code",
            label=gettext_lazy("Neighbourhood"),
            required=False,
            empty_label=gettext_lazy("Choose"),
        ),
        "floor": forms.IntegerField(label=gettext_lazy("Floor"), min_value=0, max_value=HIGHEST, initial=0),
        "lift": forms.BooleanField(label=gettext_lazy("There is a lift"), required=False),
    }  # fmt: skip


def both(offer: Offer, told: Told) -> list[Stop]:
    """The two stops, not saved. Raises ValidationError that names what is wrong at each end."""
    stops, errors = [], Told()
    for position, end in enumerate(ENDS, 1):
        try:
            stops.append(stop(offer, end, position, told))
        except ValidationError as error:
            errors |= {f"{end}_{name}": texts for name, texts in error.update_error_dict({}).items()}
    if errors:
        raise ValidationError(errors)
    must_differ(*stops)
    return stops


def stop(offer: Offer, end: str, position: int, told: Told) -> Stop:
    place = geocoding.place_at(told[f"{end}_address"], told.get(f"{end}_area"))
    place.extra = told.get(f"{end}_door") or ""
    must_be_served(offer, place)
    return Stop(
        position=position, what=ENDS[end], place=place, floor=told[f"{end}_floor"], lift=told[f"{end}_lift"]
    )  # fmt: skip


def must_be_served(offer: Offer, place: Place) -> None:
    served = list(offer.areas.all())
    if served and place.area not in served:
        names = ", ".join(sorted(area.name for area in served))
        raise ValidationError({"address": _("For this offer somebody comes only to: %(areas)s.") % {"areas": names}})


def must_differ(one: Stop, other: Stop) -> None:
    if whereabouts(one) == whereabouts(other):
        raise ValidationError({"to_address": _("Both addresses are the same. Write where it goes to.")})


def whereabouts(stop: Stop) -> tuple[str, str, int]:
    line, door = (" ".join(words.casefold().split()) for words in (stop.place.line, stop.place.extra))
    return line, door, stop.floor


def keep(booking: Booking, stops: list[Stop]) -> None:
    """Write the stops of a booking that is saved; where it happens first is saved with it already."""
    for stop in stops:
        if not stop.place.pk:
            stop.place.save()
            tasks.configure_task("places.refine").defer(place_id=stop.place.pk)
        stop.booking, stop.place_id = booking, stop.place.pk
        stop.save()


def kilometres(stops: list[Stop]) -> int:
    """Of the way from the first to the last; a kilometre that was begun is a whole one."""
    start, end = stops[0].place, stops[-1].place
    return max(1, math.ceil(metres_between(start.location, end.location) * DETOUR / 1000))


def minutes_between(stops: list[Stop], day: date) -> int:
    """By bicycle, as couriers go in town; where nobody has said how fast that is, as if the way took no time."""
    speed = TravelSpeed.objects.on(day).filter(mode=TravelSpeed.Mode.BIKE).first()
    return minutes_at(speed, stops[0].place, stops[-1].place) if speed else 0


def lines(booking: Booking, roles: frozenset[str]) -> list[tuple[str, str]]:
    """Where it goes, in order, as somebody with these roles may read it."""
    return [(stop.question, stop.answer(roles)) for stop in of(booking)]


def of(booking: Booking) -> list[Stop]:
    stops = list(booking.stops.select_related("place__area"))
    for stop in stops:
        stop.booking = booking  # it is the same: not asked for once more
    return stops


def next_one(booking: Booking) -> Stop | None:
    """The stop that somebody goes to next."""
    return next((stop for stop in of(booking) if not stop.done_at), None)

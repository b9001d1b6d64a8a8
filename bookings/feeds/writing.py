"""Bookings written as iCalendar (RFC 5545), as precisely as this reader may know them by now.

All is derived: the UID from the reference, the SEQUENCE from the history, the stamps from the last change. So feed,
file and invitation never disagree, and a feed that nothing has changed in is the same to the byte.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from bookings import kinds, queues
from bookings.models import Booking, CalendarKey
from bookings.models.known import BookingQuerySet
from marketplace.lives.models import Change
from services.models import Hold

BACK, AHEAD = timedelta(days=60), timedelta(days=365)
EVERY = timedelta(hours=1)  # how often a calendar should look
Roles = frozenset[str]


def read(key: CalendarKey) -> bytes:
    """The feed of this key, in its owner's language: 60 days back, a year ahead."""
    now = timezone.now()
    near = shown(key).filter(ends_at__gt=now - BACK, starts_at__lt=now + AHEAD)
    with translation.override(key.owner.written_in):
        calendar = empty("PUBLISH")
        calendar.add("X-WR-CALNAME", f"Cortile: {key.label}")
        calendar.add("REFRESH-INTERVAL", EVERY, parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", "PT1H")
        for booking in for_calendars(near).order_by("starts_at", "pk"):
            for one in events(booking, role_in(booking, key), discreet=key.discreet):
                calendar.add_component(one)
    return calendar.to_ical()


def role_in(booking: Booking, key: CalendarKey) -> Roles:
    """As whom its owner reads this one: what is hers may be what others asked of her."""
    asked = key.role == "customer" and booking.partner_id == key.owner_id
    return frozenset({"partner" if asked else key.role})


def shown(key: CalendarKey) -> BookingQuerySet:
    if key.shows == CalendarKey.Shows.DESK:
        return Booking.objects.of_desk(key.owner).filter(organisation=key.organisation_id)
    if key.shows == CalendarKey.Shows.JOBS:
        return Booking.objects.of_worker(key.owner)
    return Booking.objects.of_resident(key.owner)


def file_of(booking: Booking, roles: Roles) -> bytes:
    """One booking, for somebody with these roles to take along."""
    [booking] = for_calendars(Booking.objects.filter(pk=booking.pk))
    calendar = empty("PUBLISH")
    for one in events(booking, roles):
        calendar.add_component(one)
    return calendar.to_ical()


def for_calendars(bookings: BookingQuerySet) -> QuerySet[Booking]:
    """With all that an event says, in a fixed number of queries."""
    counted = matters(Change.objects.filter(life=OuterRef("pk"))).order_by().values("life").annotate(n=Count("pk"))
    number = Subquery(counted.values("n"), output_field=IntegerField())
    held = Exists(Hold.objects.filter(life=OuterRef("pk"), active=True))
    yes = Exists(Change.objects.filter(life=OuterRef("pk"), target__in=queues.statuses(agreed=True)))
    rows = bookings.for_lists().prefetch_related("enrolment__occasion__sessions")
    return rows.annotate(held=held, yes=yes, revised=Coalesce(number, 1) - 1)


def matters(changes: QuerySet[Change]) -> QuerySet[Change]:
    """Those after which a calendar has something to learn: all but what only reminds."""
    return changes.exclude(actor=None, source=F("target"))


def empty(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", "-//Cortile//Bookings//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    return calendar


def events(booking: Booking, roles: Roles, discreet: bool = False) -> list[Event]:
    """A booking as its events: one, or one for each day of a course."""
    meetings = kinds.of(booking).meetings(booking)
    return [event(booking, roles, number, *times, discreet) for number, times in enumerate(meetings, 1)]


def event(booking: Any, roles: Roles, number: int, starts_at: datetime, ends_at: datetime, discreet: bool) -> Event:
    """Times are in UTC, so that no reader has to know our clock changes."""
    found = Event()
    found.add("UID", uid(booking, number))
    found.add("SEQUENCE", booking.revised)
    found.add("DTSTAMP", stamp(booking))
    found.add("LAST-MODIFIED", stamp(booking))
    found.add("DTSTART", utc(starts_at))
    found.add("DTEND", utc(ends_at))
    found.add("STATUS", standing(booking))
    found.add("SUMMARY", _("Appointment") if discreet or hushed(booking, roles) else summary(booking, roles))
    found.add("URL", address(booking))
    found.add("CLASS", "PRIVATE")
    if not discreet:
        tell_more(found, booking, roles)
    return found


def uid(booking: Booking, number: int) -> str:
    """The same for ever, wherever it is read: by the reference, which never changes."""
    return f"{booking.reference}{f'-{number}' if number > 1 else ''}@{settings.SITE_HOST}"


def standing(booking: Any) -> str:
    """Whether it will be, might be, or will not be. What is over took place if there was a yes and somebody was still
    taken for it."""
    if booking.agreed or (booking.yes and (booking.held or booking.status == kinds.DONE)):
        return "CONFIRMED"
    return "CANCELLED" if booking.yes or booking.state.final else "TENTATIVE"


def summary(booking: Booking, roles: Roles) -> str:
    """What it is, and with whom: whoever booked reads the body's name, whoever works there the first name."""
    booked_with = booking.organisation.name if "customer" in roles else booking.customer.given_name
    other = booking.across(roles) or booked_with
    return f"{booking.offer.title} ({other})"


def hushed(booking: Booking, roles: Roles) -> bool:
    """For whoever booked; those who work there need to know what it is."""
    return booking.offer.discreet and "customer" in roles


def tell_more(found: Event, booking: Booking, roles: Roles) -> None:
    """Where, who and how it stands. Notes and answers stay on the booking's page: calendars are often shared."""
    if place := booking.place_for(roles):
        found.add("LOCATION", place)
    lines = [str(booking.state.label), who_comes(booking, roles), address(booking)]
    found.add("DESCRIPTION", "\n".join(line for line in lines if line))


def who_comes(booking: Booking, roles: Roles) -> str:
    name = booking.worker_for(roles)
    return _("With: %(names)s") % {"names": name} if name and "worker" not in roles else ""


def address(booking: Booking) -> str:
    return urljoin(settings.SITE_URL, booking.get_absolute_url())


def stamp(booking: Booking) -> datetime:
    return utc(booking.last_change.at if booking.last_change else booking.born_at).replace(microsecond=0)


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)

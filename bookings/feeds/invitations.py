"""What mails carry for the reader's calendar (RFC 5546): put this in, change it, take it out again."""

from email.mime.text import MIMEText
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils import timezone
from icalendar import Event, vCalAddress, vText

from bookings.feeds.writing import empty, events, for_calendars, matters, standing
from bookings.models import Booking
from marketplace.accounts.models import User
from marketplace.lives.models import Change

NAME = "cortile.ics"
LEFT = "left"  # the role of somebody who was to come and is not any more
MOST = 12  # days of a course that one mail carries: an invitation may speak of one event only


def invitation(life: Booking, change: Change, reader: User, role: str) -> list[MIMEText]:
    """What the mail about this change carries: an invitation while the booking is ahead and agreed, its withdrawal
    when it was agreed and is called off; nothing with a reminder, a refusal or the end.

    It tells how the booking stands now, also when the mail was late."""
    [booking] = for_calendars(Booking.objects.filter(pk=life.pk))
    method = "CANCEL" if role == LEFT else method_for(booking, change)
    found = events(booking, frozenset({role}))[:MOST] if method else []
    return [enclosed(booking, one, method, reader) for one in found]


def method_for(booking: Any, change: Change) -> str:
    if not matters(Change.objects.filter(pk=change.pk)).exists():
        return ""
    if booking.agreed and timezone.now() < booking.starts_at:
        return "REQUEST"
    return "CANCEL" if standing(booking) == "CANCELLED" and booking.yes else ""


def enclosed(booking: Booking, found: Event, method: str, reader: User) -> MIMEText:
    calendar = empty(method)
    if method == "CANCEL":
        found["STATUS"] = vText("CANCELLED")  # for this reader, though the others may still meet
    address_to(found, booking, reader)
    calendar.add_component(found)
    part = MIMEText(calendar.to_ical().decode(), "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename=NAME)
    return part


def address_to(found: Event, booking: Booking, reader: User) -> None:
    """From the body, under the site's address, to this reader alone: nobody learns from it who else was told. No
    answer is asked for: what to do stands in the mail."""
    organiser = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organiser.params["CN"] = booking.organisation.name
    found.add("ORGANIZER", organiser)
    attendee = vCalAddress(f"mailto:{reader.email}")
    attendee.params.update({"CN": reader.given_name, "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    found.add("ATTENDEE", attendee)

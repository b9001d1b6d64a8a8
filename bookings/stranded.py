"""Bookings and dates that an edit has stranded: hours, a day off, out of use, somebody who left, a paper that ends."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import Booking, Kept, KeptDate
from bookings.models.kept import Looked
from marketplace import wording
from marketplace.lives.engine import Actor, lock
from marketplace.lives.models import Life
from marketplace.organisations.models import Organisation
from marketplace.refusals import Refused
from services import availability
from services.availability.spans import WEEKS_AHEAD
from services.models import Occasion, Resource

Why = Looked.Why
# What lasts longer than a day, a bicycle on hire, goes through the night and was never held by the hours; but it can be
# out of use, and whoever does it can have left, as with all others.
STRANDED = """
WITH held AS (
    SELECT DISTINCT hold.life_id AS booking, hold.resource_id AS resource, hold.period, NOT resource.active AS gone,
        upper(hold.period) - lower(hold.period) <= interval '1 day' AND NOT coalesce((
            SELECT range_agg(span.period) FROM services_openspan AS span
            WHERE span.resource_id = resource.id AND span.period && hold.period
              AND lower(span.period) >= lower(hold.period) - interval '2 days'
              AND lower(span.period) < upper(hold.period)
        ), '{}'::tstzmultirange) @> hold.period AS closed,
        NOT services_valid(booking.offer_id, resource.user_id, %(zone)s) @> hold.period AS unproven
    FROM bookings_booking AS booking
    JOIN services_hold AS hold ON hold.life_id = booking.life_ptr_id AND hold.active AND NOT hold.lasting
    JOIN services_resource AS resource ON resource.id = hold.resource_id
    WHERE booking.organisation_id = %(organisation)s AND booking.starts_at > %(now)s AND booking.ends_at <= %(until)s
      AND (resource.id = %(only)s OR %(only)s::bigint IS NULL)
      AND NOT EXISTS (SELECT FROM services_occasion AS occasion WHERE occasion.resource_id = resource.id)
)
SELECT booking, resource, lower(period),
    CASE WHEN gone THEN 'left' WHEN closed THEN 'closed' ELSE 'paper' END
FROM held WHERE gone OR closed OR unproven ORDER BY 3, 1, 2
"""
# A date goes by no weekly hours, a dinner is in the evening; but by days off, roles and papers of whoever leads it.
LED = """
SELECT occasion.life_ptr_id, resource.id, lower(hold.period),
    CASE WHEN NOT resource.active THEN 'left' WHEN day.off THEN 'closed' ELSE 'paper' END
FROM services_occasion AS occasion
JOIN lives_life AS life ON life.id = occasion.life_ptr_id AND life.status = 'open'
JOIN services_offer AS offer ON offer.life_ptr_id = occasion.offer_id
JOIN services_hold AS hold ON hold.life_id = occasion.life_ptr_id AND hold.active
JOIN services_resource AS resource ON resource.id = hold.resource_id
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM services_hoursexception AS other
        WHERE other.resource_id = resource.id AND other.opens IS NULL
          AND other.date BETWEEN (lower(hold.period) AT TIME ZONE %(zone)s)::date
              AND ((upper(hold.period) - interval '1 microsecond') AT TIME ZONE %(zone)s)::date
    ) AS off
) AS day
WHERE offer.organisation_id = %(organisation)s AND lower(hold.period) > %(now)s
  AND (resource.id = %(only)s OR %(only)s::bigint IS NULL)
  AND (NOT resource.active OR day.off
      OR NOT services_valid(offer.life_ptr_id, resource.user_id, %(zone)s) @> hold.period)
ORDER BY 3, 1, 2
"""


@dataclass
class Stranded:
    """A booking, and for each of its crew whose time is not open any more why that is."""

    booking: Booking
    each: list[tuple[Resource, Why]] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        return said(self.each)


@dataclass
class Unled:
    """A date, and what keeps those who were to lead it from it: each reason once, however many days it has."""

    occasion: Occasion
    each: list[tuple[Resource, Why]] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        return said(self.each)


def said(each: list[tuple[Resource, Why]]) -> list[str]:
    return [_("%(name)s: %(why)s") % {"name": resource.name, "why": why.label} for resource, why in each]


Row = tuple[int, int, datetime, str]  # booking or date, resource, start of the hold, why


def at_desk(organisation: Organisation, resource: Resource | None = None) -> list[Stranded]:
    """Those ahead that nobody at the desk has looked at yet, the next one first. Of one resource where it is named."""
    rows = not_kept(rows_of(organisation, resource))
    bookings = Booking.objects.for_lists().in_bulk({booking for booking, _resource, _start, _why in rows})
    resources = Resource.objects.in_bulk({resource for _booking, resource, _start, _why in rows})
    found: dict[int, Stranded] = {}
    for number, who, _start, why in rows:
        found.setdefault(number, Stranded(bookings[number])).each.append((resources[who], Why(why)))
    return list(found.values())


def number_at_desk(organisation: Organisation) -> int:
    return len({row[0] for row in not_kept(rows_of(organisation, None))})


def dates_at_desk(organisation: Organisation, resource: Resource | None = None) -> list[Unled]:
    """The dates ahead that somebody was to lead who cannot, the next one first. They stay until others lead them, or
    the desk keeps them as they are."""
    rows = dates_not_kept(asked(LED, organisation, resource))
    dates = Occasion.objects.for_lists().in_bulk({row[0] for row in rows})
    resources = Resource.objects.in_bulk({row[1] for row in rows})
    found: dict[int, Unled] = {}
    for number, who, _start, why in rows:
        each, one = found.setdefault(number, Unled(dates[number])).each, (resources[who], Why(why))
        each.extend([one] if one not in each else [])
    return list(found.values())


def number_of_dates(organisation: Organisation) -> int:
    return len({row[0] for row in dates_not_kept(asked(LED, organisation, None))})


@transaction.atomic
def keep(booking: Booking, actor: Actor) -> None:
    """It stands as it is, although its time is not open any more. Raises Refused for whoever is not of its desk."""
    must_be_of_the_desk(booking, actor)
    rows = [row for row in rows_of(booking.organisation, None) if row[0] == booking.pk]
    kept = [Kept(booking=booking, resource_id=who, starts_at=at, why=why, by=actor.user) for _b, who, at, why in rows]
    Kept.objects.bulk_create(kept, ignore_conflicts=True)


@transaction.atomic
def keep_date(date: Occasion, actor: Actor) -> None:
    """The same of a date that somebody was to lead who cannot; when it moves it has to be looked at again."""
    must_be_of_the_desk(date, actor)
    rows = [row for row in asked(LED, date.offer.organisation, None) if row[0] == date.pk]
    kept = [KeptDate(occasion=date, resource_id=who, starts_at=at, why=why, by=actor.user) for _d, who, at, why in rows]
    KeptDate.objects.bulk_create(kept, ignore_conflicts=True)


def must_be_of_the_desk(life: Life, actor: Actor) -> None:
    lock(life)
    if "provider" not in actor.roles(life) or not actor.user:
        raise Refused(_("This is not for you to do."))


def rows_of(organisation: Organisation, resource: Resource | None) -> list[Row]:
    """All that are ahead, as far as hours are written out."""
    return asked(STRANDED, organisation, resource)


def asked(statement: str, organisation: Organisation, resource: Resource | None) -> list[Row]:
    today = wording.local(timezone.now(), organisation.tz).date()
    given = {
        "organisation": organisation.pk,
        "zone": organisation.zone,
        "now": timezone.now(),
        "until": availability.midnight(today + timedelta(weeks=WEEKS_AHEAD), organisation.tz),
        "only": resource.pk if resource else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def not_kept(rows: list[Row]) -> list[Row]:
    kept = Kept.objects.filter(booking__in={row[0] for row in rows}) if rows else Kept.objects.none()
    known = set(kept.values_list("booking", "resource", "starts_at", "why"))
    return [row for row in rows if row not in known]


def dates_not_kept(rows: list[Row]) -> list[Row]:
    kept = KeptDate.objects.filter(occasion__in={row[0] for row in rows}) if rows else KeptDate.objects.none()
    known = set(kept.values_list("occasion", "resource", "starts_at", "why"))
    return [row for row in rows if row not in known]

"""Taking what is free. The database decides: two holds in one lane at the same time are refused by a constraint."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg import Cursor
from psycopg.types.range import TimestamptzRange

from marketplace import metrics
from marketplace.lives.models import Life
from services.availability.free import free_for, with_buffers
from services.availability.teams import Slots, by_turn, slots_of, team
from services.models import Offer, Resource

TRIES = 8  # times that somebody may be faster before we say that it is taken
FREE_LANES = """
SELECT lane FROM generate_series(0, %(lanes)s - 1) AS lane
WHERE NOT EXISTS (
    SELECT FROM services_hold WHERE resource_id = %(resource)s AND active AND services_hold.lane = lane.lane
        AND period && %(period)s::tstzrange
) ORDER BY 1 LIMIT %(seats)s
"""
TAKE = """
INSERT INTO services_hold (resource_id, life_id, lane, period, active) VALUES {lanes}
ON CONFLICT ON CONSTRAINT nobody_is_in_two_places DO NOTHING
"""


class TakenMeanwhile(Exception):
    """Somebody was faster; what was taken so far is given back."""


def hold(life: Life, resource: Resource, start: datetime, end: datetime | None, seats: int = 1) -> bool:
    """Take so many lanes of the resource for this life, all or none; without an `end` until they are released.

    False when somebody was faster: the constraint decides, without an error. Where there are several lanes the
    resource is locked first, so that those who come together do not try the same lane again and again.
    """
    period = TimestamptzRange(start, end)
    if resource.lanes == 1:
        return seats == 1 and insert(life, resource, period, [0])
    with transaction.atomic():
        resource = Resource.objects.select_for_update().get(pk=resource.pk)  # its lanes may be fewer by now
        lanes = free_lanes(resource, period, seats)
        return len(lanes) == seats and insert(life, resource, period, lanes)


def insert(life: Life, resource: Resource, period: TimestamptzRange, lanes: list[int]) -> bool:
    """All of these lanes. Only who did not lock the resource can find one of several taken: that is a fault."""
    given = [value for lane in lanes for value in (resource.pk, life.pk, lane, period)]
    connection.ensure_connection()
    # Past Django's cursor, which prepares nothing: to plan it anew each time costs a quarter of all.
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(TAKE.format(lanes=", ".join(["(%s, %s, %s, %s, true)"] * len(lanes))), given, prepare=True)
        if 0 < cursor.rowcount < len(lanes):
            raise TakenMeanwhile
        return cursor.rowcount == len(lanes)


def free_lanes(resource: Resource, period: TimestamptzRange, seats: int) -> list[int]:
    given: dict[str, Any] = {"resource": resource.pk, "lanes": resource.lanes, "period": period, "seats": seats}
    with connection.cursor() as cursor:
        cursor.execute(FREE_LANES, given)
        return [lane for (lane,) in cursor.fetchall()]


def release(life: Life) -> None:
    life.holds.filter(active=True).update(active=False)


def take_team(
    life: Life,
    offer: Offer,
    starts_at: datetime,
    ends_at: datetime,
    *,
    seats: int = 1,
    first: Sequence[Resource] = (),
    slots: Slots | None = None,
) -> list[Resource]:
    """Take a whole team that is free for this stay with its buffers, or nothing: then the answer is empty.

    Whose turn it is comes before others, and `first` before everybody. `slots`: other places than the offer needs.
    """
    wanted = slots_of(offer) if slots is None else slots
    for _try in range(TRIES):
        able = by_turn(free_for(offer, starts_at, ends_at, seats), starts_at)
        crew = team(wanted, [*(one for one in first if one in able), *(one for one in able if one not in first)])
        if len(crew) < len(wanted):
            return []
        if hold_all(life, crew, *with_buffers(offer, starts_at, ends_at), seats):
            return crew
    return []


def hold_all(life: Life, crew: Iterable[Resource], start: datetime, end: datetime, seats: int) -> bool:
    """In the order of their keys, as everywhere, so that two teams never wait for each other."""
    try:
        with transaction.atomic():
            for resource in sorted(crew, key=lambda one: one.pk):
                if not hold(life, resource, start, end, seats):
                    raise TakenMeanwhile
    except TakenMeanwhile:
        metrics.REFUSED.inc()
        return False
    return True

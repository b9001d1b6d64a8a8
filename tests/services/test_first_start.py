"""The quick first start that search asks for says what the slower one says that knows teams and credentials too."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import availability
from services.models import DATED, BusySpan, Hold, Offer, OutsideCalendar, Resource, WeeklyHours
from services.search import Wish, search
from services.search.found import window
from tests.cast import at
from tests.services.test_search import rules

pytestmark = pytest.mark.django_db

BOTH = """
SELECT (SELECT min(at) FROM services_starts(offer, asked_at, since, until, NULL, minutes)),
    services_start_between(offer, asked_at, since, until, minutes)
FROM (
    SELECT %s::bigint AS offer, %s::timestamptz AS asked_at, %s::timestamptz AS since, %s::timestamptz AS until,
        %s::int AS minutes
) AS of
"""

# Who has it, in which lane, from which half hour on, for how many; 3,000 half hours last longer than 50 days.
holds = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 960), st.sampled_from([1, 3, 20, 200, 3000])), max_size=14)

# When an outside calendar says that somebody is busy: from which half hour on, for how many; at most a day.
busy = st.lists(st.tuples(st.integers(0, 960), st.integers(1, 48)), max_size=6)


@pytest.fixture
def bench(biagio, worker):
    """Three places at a workbench, open until late, on some days over midnight."""
    bench = Resource.objects.create(organisation=biagio, name="Bench", lanes=3)
    for weekday, closes in enumerate(["23:00", "00:00", "12:00", "00:00", "00:00"]):
        WeeklyHours.objects.create(resource=bench, weekday=weekday, opens="00:00", closes=closes)
    availability.write_out(bench)
    return bench


def both(offer: Offer, since, until, minutes: int | None = None) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(BOTH, [offer.pk, timezone.now(), since, until, minutes])
        return cursor.fetchone()


def taken(offer: Offer, resource: Resource, lane: int, start: int, halves: int) -> None:
    begin = at(0, days=0) + timedelta(minutes=30 * start)
    span = (begin, begin + timedelta(minutes=30 * halves))
    if not Hold.objects.filter(resource=resource, lane=lane, period__overlap=span).exists():
        Hold.objects.create(resource=resource, life=offer, lane=lane, period=span)


def elsewhere(resource: Resource, start: int, halves: int) -> None:
    begin = at(0, days=0) + timedelta(minutes=30 * start)
    calendar, _new = OutsideCalendar.objects.get_or_create(resource=resource, url="https://example.org/busy.ics")
    span = (begin, begin + timedelta(minutes=30 * halves))
    BusySpan.objects.create(calendar=calendar, resource=resource, period=span)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=rules(), held=holds, away=busy, ahead=st.integers(0, 25), hour=st.integers(0, 23), length=st.integers(1, 70),
    minutes=st.sampled_from([None, 15, 90, 480]),
)  # fmt: skip
def test_the_quick_way_finds_what_the_slow_one_finds(
    offer, worker, bench, fields, held, away, ahead, hour, length, minutes
):
    Offer.objects.filter(pk=offer.pk).update(**fields)
    offer.resources.set([worker, bench])
    Hold.objects.all().delete()
    BusySpan.objects.all().delete()
    for start, halves in away:
        elsewhere(worker, start, halves)
        elsewhere(bench, start + 5, halves)
    for lane, start, halves in held:
        taken(offer, bench, lane, start, halves)
        taken(offer, worker, 0, start + 1, min(halves, 20))
    since = at(hour, days=ahead)

    quick, slow = both(offer, since, since + timedelta(hours=length), minutes)

    assert quick == slow


def test_what_an_outside_calendar_has_is_not_free(offer, worker):
    elsewhere(worker, 2 * 48 + 18, 5)  # from nine to half past eleven

    assert search(Wish(on=at(0).date())).get().next_start == at(11, 30)
    assert both(offer, *window(at(0).date(), at(0).date())) == (at(11, 30), at(11, 30))


@pytest.mark.parametrize("days", [1, 84])
def test_over_the_days_on_which_the_clocks_change_too(offer, worker, bench, days):
    offer.resources.set([bench])
    for every in (15, 45, 50, 480):
        Offer.objects.filter(pk=offer.pk).update(
            every_minutes=every, horizon_days=84, min_minutes=every, max_minutes=480
        )

        for ahead in range(0, 84, days):
            since, until = window(at(0, days=ahead).date(), at(0, days=ahead + days - 1).date())
            quick, slow = both(offer, since, until)

            assert quick == slow


def test_who_is_not_in_use_any_more_or_has_no_hours_has_no_start(offer, worker, bench):
    bench.weekly_hours.all().delete()
    availability.write_out(bench)
    offer.resources.set([worker, bench])
    Resource.objects.filter(pk=worker.pk).update(active=False)

    assert both(offer, *window(at(0).date(), at(0).date())) == (None, None)
    assert not search(Wish(on=at(0).date())).exists()


def test_what_takes_place_on_dates_has_no_start_before_one_is_announced(dinner, on):
    day = at(0, days=3).date()
    assert [name for name, dated in DATED.items() if dated] == ["event"]  # as the database knows it
    assert both(dinner, *window(day, day)) == (None, None)
    assert not search(Wish(on=day)).exists()
    assert availability.next_free([dinner], days=9) == {}

    date = on(days=3)

    assert search(Wish(on=day)).get().next_start == date.starts_at


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=rules(), held=holds, ahead=st.integers(0, 25), seats=st.integers(1, 4),
    minutes=st.sampled_from([None, 15, 90, 480]),
)  # fmt: skip
def test_places_for_several_are_found_when_the_offers_own_page_has_them(
    offer, worker, bench, fields, held, ahead, seats, minutes
):
    Offer.objects.filter(pk=offer.pk).update(**fields)
    offer.refresh_from_db()
    offer.resources.set([worker, bench])
    Hold.objects.all().delete()
    for lane, start, halves in held:
        taken(offer, bench, lane, start, halves)
    day = at(0, days=ahead).date()

    (listed,) = availability.times(offer, day, 1, minutes or offer.min_minutes, seats)

    first = min((time.starts_at for time in listed.times), default=None)
    assert shared(offer, *window(day, day), seats, minutes) == first


def shared(offer: Offer, since, until, seats: int, minutes: int | None):
    with connection.cursor() as cursor:
        given = [offer.pk, timezone.now(), since, until, seats, minutes]
        cursor.execute("SELECT min(at) FROM services_starts(%s, %s, %s, %s, %s, %s)", given)
        return cursor.fetchone()[0]

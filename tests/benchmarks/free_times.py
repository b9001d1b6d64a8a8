"""Four weeks of free times of an offer with a team of ten: how many questions, and how long beside the bare SQL."""

import time
from collections.abc import Callable, Iterator
from datetime import time as clock
from datetime import timedelta

WEEKS, ROUNDS, PEOPLE = 4, 9, 10


def measure() -> Iterator[dict]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from services import availability
    from services.models import Offer

    pk = team_offer().pk
    first = timezone.localdate()

    def ours() -> None:
        offer = Offer.objects.select_related("organisation").get(pk=pk)
        days = availability.times(offer, first, 7 * WEEKS, 120)
        assert any(day.times for day in days)

    with CaptureQueriesContext(connection) as asked:
        ours()
    value, limit = best(ours), best(lambda: bare(pk))
    yield {
        "value": value,
        "unit": "ms, lower is better",
        "limit": limit,
        "limit_is": "the SQL alone that finds the free spans of all ten",
        "ratio": value / limit,
        "queries": len(asked),
        "weeks": WEEKS,
        "people": PEOPLE,
    }


def bare(pk: int) -> None:
    from django.db import connection
    from django.utils import timezone
    from psycopg.types.range import TimestamptzRange

    now = timezone.now()
    with connection.cursor() as cursor:
        window = TimestamptzRange(now, now + timedelta(weeks=WEEKS))
        cursor.execute("SELECT * FROM services_openings(%s::bigint[], %s::tstzrange)", [[pk], window])
        cursor.fetchall()


def best(deed: Callable[[], None]) -> float:
    """The shortest of some rounds, in milliseconds."""
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        deed()
        times.append((time.perf_counter() - begun) * 1000)
    return min(times)


def team_offer():
    """Two who carry and one who drives, of ten; each has some jobs already. Made once and kept with the bench city."""
    from bookings.models import Booking
    from services import availability
    from services.models import Need, Offer, Resource, Skill, WeeklyHours

    offer = Offer.objects.filter(status="published", resources__isnull=False).order_by("pk").first()
    if Resource.objects.filter(name="Team 0").exists():
        return offer
    skills = [Skill.objects.get_or_create(slug=slug)[0] for slug in ("bench-carry", "bench-drive")]
    life = Booking.objects.order_by("pk").first()
    team = [Resource.objects.create(organisation=offer.organisation, name=f"Team {n}") for n in range(PEOPLE)]
    for number, resource in enumerate(team):
        resource.skills.set(skills if number % 2 else skills[:1])
        WeeklyHours.objects.bulk_create(
            WeeklyHours(resource=resource, weekday=day, opens=clock(9), closes=clock(18)) for day in range(6)
        )
        availability.write_out(resource)
        book_some(life, resource, number)
    offer.resources.set(team)
    offer.needs.all().delete()
    Need.objects.create(offer=offer, skill=skills[0], number=2)
    Need.objects.create(offer=offer, skill=skills[1], number=1)
    Offer.objects.filter(pk=offer.pk).update(min_minutes=120, max_minutes=240, every_minutes=30, horizon_days=42)
    return offer


def book_some(life, resource, number: int) -> None:
    from django.utils import timezone

    from services import availability

    day = timezone.now().replace(minute=0, second=0, microsecond=0)
    for turn in range(20):
        start = day + timedelta(days=turn, hours=(number + turn) % 9)
        availability.hold(life, resource, start, start + timedelta(hours=2))

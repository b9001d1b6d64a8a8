"""How fast time can be taken, and that nothing is ever taken twice.

`spread`: holds per second over 10,000 resources on 16 connections, beside a bare INSERT of the same row. `contended`:
four processes fight for ten slots, taking, giving back and taking whole teams; counted are overlaps and deadlocks.
"""

import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from statistics import median

import psycopg
from psycopg.types.range import TimestamptzRange

RESOURCES, CONNECTIONS, EACH, ROUNDS = 10_000, 16, 400, 5
PROCESSES, TRIES, SLOTS = 4, 3_000, 10
HOUR = timedelta(hours=1)
BEGIN = datetime(2031, 1, 1, tzinfo=UTC)  # far from what the demo city does
OVERLAPS = """
SELECT count(*) FROM services_hold AS one JOIN services_hold AS other
ON one.id < other.id AND one.resource_id = other.resource_id AND one.lane = other.lane AND one.period && other.period
WHERE one.active AND other.active
"""


def measure_spread() -> Iterator[dict]:
    life, resources = life_of_bench(), bench_resources()
    rounds = [(bare(), ours(life, resources)) for _round in range(ROUNDS)]
    limit, value = (median(column) for column in zip(*rounds, strict=True))  # one lucky round makes no figure
    yield {
        "value": value,
        "unit": "holds/s, higher is better",
        "limit": limit,
        "limit_is": "INSERT of the same row into a table without constraints, same connections, a commit each",
        "ratio": value / limit,
        "resources": RESOURCES,
        "connections": CONNECTIONS,
    }
    forget()


def measure_contended() -> Iterator[dict]:
    life, resources = life_of_bench(), bench_resources()[:SLOTS]
    begun = time.perf_counter()
    context = multiprocessing.get_context("spawn")
    with context.Pool(PROCESSES) as pool:
        seen = pool.starmap(fight, [(number, life.pk, [one.pk for one in resources]) for number in range(PROCESSES)])
    passed = time.perf_counter() - begun
    found = {name: sum(one[name] for one in seen) for name in seen[0]}
    yield {
        "value": counted(OVERLAPS),
        "unit": "overlaps, none is right",
        "limit": 0,
        "ratio": 0.0 if counted(OVERLAPS) == 0 else float("inf"),
        "overlaps": counted(OVERLAPS),
        **found,
        "tries_per_second": found["tries"] / passed,
        "processes": PROCESSES,
        "slots": SLOTS,
    }
    forget()


def ours(life, resources: list) -> float:
    from services import availability

    def take(number: int) -> None:
        chance = random.Random(number)
        for turn in range(EACH):
            start = BEGIN + HOUR * (number * EACH + turn)
            assert availability.hold(life, chance.choice(resources), start, start + HOUR)

    forget()
    return per_second(take, warm)


def bare() -> float:
    """The same columns, without anybody who minds."""
    from django.conf import settings

    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as line:
        line.execute("DROP TABLE IF EXISTS bench_bare")
        line.execute(
            "CREATE TABLE bench_bare (id bigserial PRIMARY KEY, resource_id bigint, life_id bigint, lane int,"
            " period tstzrange, active bool)"
        )
    lines = [psycopg.connect(settings.DATABASE_URL, autocommit=True) for _line in range(CONNECTIONS)]
    sql = "INSERT INTO bench_bare (resource_id, life_id, lane, period, active) VALUES (%s, %s, 0, %s, true)"

    def take(number: int) -> None:
        for turn in range(EACH):
            start = BEGIN + HOUR * (number * EACH + turn)
            lines[number].execute(sql, [number, 1, TimestamptzRange(start, start + HOUR)])

    try:
        return per_second(take, lambda: None)
    finally:
        for line in lines:
            line.close()


def per_second(take: Callable[[int], None], before: Callable[[], None]) -> float:
    """All connections at work, each in a thread of its own; they are opened before the clock runs."""
    from django.db import connection

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda _number: (before(), time.sleep(0.05)), range(CONNECTIONS)))
        begun = time.perf_counter()
        list(pool.map(take, range(CONNECTIONS)))
        passed = time.perf_counter() - begun
        list(pool.map(lambda _number: (connection.close(), time.sleep(0.05)), range(CONNECTIONS)))
    return CONNECTIONS * EACH / passed


def warm() -> None:
    from django.db import connection

    connection.ensure_connection()


def fight(number: int, life: int, resources: list[int]) -> dict[str, int]:
    """One process: takes a slot, or a whole team of three, or gives one back; everything a deadlock would show."""
    import django

    django.setup()
    from django.db import OperationalError

    from marketplace.lives.models import Life
    from services.models import Resource

    chance, found = random.Random(number), {"tries": 0, "taken": 0, "too_late": 0, "given_back": 0, "deadlocks": 0}
    mine, body = list(Resource.objects.filter(pk__in=resources)), Life.objects.get(pk=life)
    while found["tries"] < TRIES:
        found["tries"] += 1
        try:
            found[one_deed(chance, body, mine)] += 1
        except OperationalError as error:
            if "deadlock" not in str(error):
                raise
            found["deadlocks"] += 1
    return found


def one_deed(chance: random.Random, life, resources: list) -> str:
    from services import availability
    from services.availability.holds import hold_all
    from services.models import Hold

    start = BEGIN + HOUR * chance.randrange(3)
    if chance.random() < 0.4:
        gone = Hold.objects.filter(life=life, active=True).order_by("?").values_list("pk", flat=True)[:1]
        Hold.objects.filter(pk__in=list(gone)).update(active=False)
        return "given_back"
    if chance.random() < 0.5:
        taken = hold_all(life, chance.sample(resources, 3), start, start + HOUR, 1)
    else:
        taken = availability.hold(life, chance.choice(resources), start, start + 2 * HOUR)
    return "taken" if taken else "too_late"


def bench_resources() -> list:
    """Ten thousand calendars of a body that does nothing else."""
    from marketplace.organisations.models import Organisation
    from services.models import Resource

    body = Organisation.objects.filter(resources__isnull=False).order_by("pk").first()
    have = Resource.objects.filter(organisation=body, name__startswith="Bench ").count()
    Resource.objects.bulk_create(
        (Resource(organisation=body, name=f"Bench {number}", active=False) for number in range(have, RESOURCES)),
        batch_size=2_000,
    )
    return list(Resource.objects.filter(name__startswith="Bench ").order_by("pk")[:RESOURCES])


def life_of_bench():
    from bookings.models import Booking
    from marketplace.lives.models import Life

    return Life.objects.get(pk=Booking.objects.order_by("pk").values_list("pk", flat=True)[0])


def counted(sql: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def forget() -> None:
    from services.models import Hold

    Hold.objects.filter(resource__name__startswith="Bench ").delete()

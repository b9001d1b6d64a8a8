"""A page of the rack, filtered, with its count, among 200,000 garments of which most are given: beside its bare SQL."""

import time
from collections.abc import Callable, Iterator
from typing import Any

GARMENTS, HANGING, ROUNDS, SIZES = 200_000, 10, 15, ("XS", "S", "M", "L", "XL")  # one in ten hangs
MOST = 3  # times its bare SQL
FILL = """
WITH life AS (
    INSERT INTO lives_life (species, version, born_at, status)
    SELECT 'services.garment', 1, now(), CASE WHEN number %% %(hanging)s = 0 THEN 'rack' ELSE 'given' END
    FROM generate_series(1, %(garments)s) AS number RETURNING id, status
), one AS (
    SELECT id, status, number, number * 2654435761 %% 4294967296 AS mixed
    FROM (SELECT id, status, row_number() OVER (ORDER BY id) AS number FROM life) AS numbered
)
INSERT INTO services_garment
    (life_ptr_id, wardrobe_id, type_id, label, size, season, condition, colour, points, picture, remark, hangs, hung_at)
SELECT id, %(wardrobe)s, (%(types)s::bigint[])[1 + mixed / 1000 %% cardinality(%(types)s::bigint[])],
    'B' || number, (%(sizes)s::text[])[1 + mixed / 77777 %% cardinality(%(sizes)s::text[])],
    (ARRAY['winter', 'summer', 'all'])[1 + mixed / 999983 %% 3], 'good', 'mixed', 30, '', '', status = 'rack',
    timestamptz '2026-01-01' + number * interval '1 minute'
FROM one
"""
BARE = """
SELECT life.*, garment.*, kind.* FROM services_garment garment
JOIN lives_life life ON life.id = life_ptr_id JOIN services_garmenttype kind ON kind.id = type_id
WHERE hangs AND wardrobe_id = %(wardrobe)s AND type_id = %(type)s AND size = ANY(%(sizes)s) AND season = %(season)s
    AND (hung_at, life_ptr_id) < (coalesce((SELECT hung_at FROM services_garment WHERE life_ptr_id = %(before)s),
        'infinity'), coalesce(%(before)s::bigint, 0))
ORDER BY hung_at DESC, life_ptr_id DESC LIMIT 25
"""
COUNT = """
SELECT count(*) FROM (SELECT 1 FROM services_garment WHERE hangs AND wardrobe_id = %(wardrobe)s AND type_id = %(type)s
    AND size = ANY(%(sizes)s) AND season = %(season)s LIMIT 1001) AS found
"""


def measure() -> Iterator[dict]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from services.wardrobe import rack

    wardrobe, kind = filled()
    asked: dict[str, Any] = {"type": kind, "size": "M", "season": "winter", "sizes": {"adult": ["M", "L"]}}
    first = rack.found(wardrobe, rack.Filters(**asked))
    assert first.further, first.number
    for name, before in (("first", None), ("later", first.further)):
        filters = rack.Filters(**asked, before=before)
        facts = {"wardrobe": wardrobe.pk, "type": kind.pk, "sizes": ["M"], "season": "winter", "before": before}
        with CaptureQueriesContext(connection) as queries:
            page = rack.found(wardrobe, filters)
        assert [garment.pk for garment in page.garments] == [row[0] for row in bare(facts)][: rack.PAGE]
        value, sql = best(lambda filters=filters: rack.found(wardrobe, filters)), best(lambda facts=facts: bare(facts))
        yield {
            "page": name,
            "value": value,
            "unit": "ms, lower is better",
            "limit": sql * MOST,
            "limit_is": f"{MOST} times its bare SQL",
            "ratio": value / (sql * MOST),
            "queries": len(queries),
            "garments": GARMENTS,
            "found": page.number,
        }


def bare(facts: dict[str, Any]) -> list[tuple]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(COUNT, facts)
        cursor.fetchall()
        cursor.execute(BARE, facts)
        return cursor.fetchall()


def filled() -> tuple[Any, Any]:
    """A wardrobe of its own, filled once and kept with the bench city: each time with the same garments."""
    from django.db import connection, transaction

    from marketplace.organisations.models import Organisation
    from services.models import GarmentType, Wardrobe

    organisation = Organisation.objects.order_by("pk").first()
    wardrobe, _new = Wardrobe.objects.get_or_create(slug="bench", defaults={"organisation": organisation})
    types = [
        GarmentType.objects.get_or_create(slug=f"bench-{number}", defaults={"name": {"en": f"Bench {number}"}})[0]
        for number in range(6)
    ]
    if not wardrobe.garments.exists():
        facts = {"garments": GARMENTS, "hanging": HANGING, "sizes": list(SIZES), "wardrobe": wardrobe.pk}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(FILL, facts | {"types": [kind.pk for kind in types]})
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE lives_life, services_garment")
    return wardrobe, types[0]


def best(deed: Callable[[], object]) -> float:
    """The shortest of some rounds, in milliseconds."""
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        deed()
        times.append((time.perf_counter() - begun) * 1000)
    return min(times)

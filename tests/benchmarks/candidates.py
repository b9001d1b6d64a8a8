"""One job's three columns over 20,000 people of one social worker, beside the bare SQL that reads the same rows."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

PEOPLE, ROUNDS, PAST = 20_000, 5, 40
MOST = 20  # times its bare SQL: every gate and reason of everybody is worked out, limits are opened, all put in order
FILES = """
WITH life AS (
    INSERT INTO lives_life (species, version, born_at, status)
    SELECT 'casework.participant', 1, now(), 'active' FROM generate_series(1, cardinality(%(users)s)) RETURNING id
), one AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM life)
INSERT INTO casework_participant (life_ptr_id, person_id, number, entered_here, contact_on, left_for)
SELECT id, (%(users)s::bigint[])[n], 'B' || lpad(n::text, 6, '0'), true, current_date, '' FROM one
RETURNING life_ptr_id
"""
# Every second person has worked once in the last weeks.
WORKED = """
WITH life AS (
    INSERT INTO lives_life (species, version, born_at, status)
    SELECT 'bookings.proposal', 1, now(), 'agreed' FROM generate_series(1, cardinality(%(people)s)) RETURNING id
), one AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM life)
INSERT INTO bookings_proposal (life_ptr_id, job_id, participant_id, lane, live, rule_set_id, chosen_by_id, body_id, why,
    told, told_at, expires_at, starts_at, ends_at)
SELECT one.id, job.id, (%(people)s::bigint[])[n], n, true, %(rules)s, %(by)s, %(body)s, '', '{}',
    now() - interval '3 days', now(), job.starts_at, job.ends_at
FROM one JOIN bookings_job job ON job.id = (%(jobs)s::bigint[])[1 + n %% cardinality(%(jobs)s)]
"""
TABLES = (
    "lives_life", "casework_participant", "casework_profile", "casework_teammember", "casework_written",
    "casework_permission", "services_resource", "services_openspan", "services_weeklyhours", "bookings_proposal",
    "casework_paper", "accounts_user",
)  # fmt: skip


def measure() -> Iterator[dict]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bookings.matching import candidates

    job, by = filled()
    with CaptureQueriesContext(connection) as queries:
        found = candidates.columns(job, by)
    read = [query["sql"] for query in queries if query["sql"].lstrip().startswith(("SELECT", "\nSELECT"))]
    value, sql = best(lambda: candidates.columns(job, by)), best(lambda: bare(read))
    sizes = {name: len(column) for name, column in found.columns.items()}
    assert sum(sizes.values()) == PEOPLE, sizes
    yield {
        "value": value,
        "unit": "ms, lower is better",
        "limit": sql * MOST,
        "limit_is": f"{MOST} times its bare SQL",
        "ratio": value / (sql * MOST),
        "times_bare": value / sql,
        "queries": len(queries),
        "people": PEOPLE,
        **sizes,
    }


def bare(read: list[str]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for sql in read:
            cursor.execute(sql)
            cursor.fetchall()


def best(deed: Callable[[], object]) -> float:
    """The shortest of some rounds, in milliseconds."""
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        deed()
        times.append((time.perf_counter() - begun) * 1000)
    return min(times)


def filled() -> tuple[Any, Any]:
    """A social worker with everybody in her team, entered once and kept with the bench city; and a job of today."""
    from django.db import connection, transaction

    from bookings.models import Job
    from marketplace.accounts.models import User
    from marketplace.casework.models import TeamMember
    from marketplace.organisations.models import Membership
    from services.models import Opening

    owner = TeamMember.objects.now().select_related("user", "body").order_by("pk")[0]
    by, _new = User.objects.get_or_create(email="bench-candidates@example.org", defaults={"given_name": "Bench"})
    opening = Opening.objects.filter(place__isnull=False).order_by("pk")[0]
    if not TeamMember.objects.filter(user=by).exists():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            Membership.objects.create(organisation=owner.body, user=by, role="caseworker")
            enter(by, owner.body, opening)
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {', '.join(TABLES)}")
    return Job.objects.select_related("organisation", "booking", "place").get(
        pk=job_at(opening, 9, terms(opening)).pk
    ), by


def terms(opening: Any) -> dict[str, Any]:
    from bookings.jobs import making

    asks = {"demands": ["lifting"], "levels": {"it": 1}, "form": "presto", "hourly_cents": 1000, "mate": True}
    return making.terms_of(opening) | asks


def job_at(opening: Any, days: int, terms: dict[str, Any]) -> Any:
    from django.utils import timezone

    from bookings.models import Job

    start = timezone.now().replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=days)
    shared = {"organisation": opening.organisation, "place": opening.place, "places": 3, "terms": terms}
    return Job.objects.get_or_create(
        opening=opening, booking=None, starts_at=start, called_off_at=None,
        defaults={"ends_at": start + timedelta(hours=4), **shared},
    )[0]  # fmt: skip


def enter(by: Any, body: Any, opening: Any) -> None:
    from django.db import connection

    from bookings.models import RuleSet
    from marketplace.accounts.models import User

    users = User.objects.bulk_create(User(given_name=f"Bench {n}", password="!") for n in range(PEOPLE))
    with connection.cursor() as cursor:
        cursor.execute(FILES, {"users": [user.pk for user in users]})
        people = sorted(row[0] for row in cursor.fetchall())
        jobs = [job_at(opening, -back, terms(opening)).pk for back in range(1, PAST)]
        facts = {"people": people[::2], "jobs": jobs, "rules": RuleSet.objects.latest("version").pk}
        cursor.execute(WORKED, facts | {"by": by.pk, "body": body.pk})
    write(by, body, people)
    give_hours(by, body, people, users)


def write(by: Any, body: Any, people: list[int]) -> None:
    """A team, a profile, what not to ask (sealed), and the permission to propose work."""
    from marketplace.casework import sealing
    from marketplace.casework.models import LegalBase, Permission, Profile, TeamMember, Written
    from marketplace.places.models import Area

    areas = list(Area.objects.order_by("pk").values_list("pk", flat=True))
    base = LegalBase.objects.filter(purpose=LegalBase.WORK).first()
    TeamMember.objects.bulk_create(TeamMember(participant_id=pk, user=by, body=body, role="owner") for pk in people)
    Profile.objects.bulk_create(
        Profile(
            participant_id=pk,
            area_id=areas[n % len(areas)],
            minutes=20 + n % 50,
            mode=("foot", "bike", "transit")[n % 3],
            hours=10 + n % 25,
            levels={"it": n % 4},
            skills=[("carrying", "cooking")[n % 2]],
        )
        for n, pk in enumerate(people)
    )
    limits = ([], ["stairs"], ["lifting"], [])
    rows = ((n, Written(participant_id=pk, part="limits", by=by)) for n, pk in enumerate(people))
    Written.objects.bulk_create(sealing.seal(row, {"limits": {"value": limits[n % 4]}}) for n, row in rows)
    shared: dict[str, Any] = {"base": base, "purpose": LegalBase.WORK, "body": body, "entered_by": by}
    Permission.objects.bulk_create(
        Permission(participant_id=pk, version="1", language="it", how="spoken", **shared) for pk in people
    )


def give_hours(by: Any, body: Any, people: list[int], users: list[Any]) -> None:
    """Three mornings of each of the next weeks, and the right to work."""
    from django.utils import timezone
    from psycopg.types.range import TimestamptzRange

    from marketplace.casework.models import Paper
    from marketplace.organisations.models import CredentialKind
    from services.models import OpenSpan, Resource, WeeklyHours

    calendars = Resource.objects.bulk_create(Resource(organisation=body, user=user, name="Bench") for user in users)
    WeeklyHours.objects.bulk_create(
        WeeklyHours(resource=one, weekday=0, opens="06:00", closes="14:00") for one in calendars
    )
    midnight = timezone.now().replace(hour=5, minute=0, second=0, microsecond=0)

    def span(start: datetime) -> TimestamptzRange:
        return TimestamptzRange(start, start + timedelta(hours=9))

    OpenSpan.objects.bulk_create(
        OpenSpan(resource=one, period=span(midnight + timedelta(days=n % 2 + 2 * back)))
        for n, one in enumerate(calendars)
        for back in range(20)
    )
    kind, _new = CredentialKind.objects.get_or_create(slug="right-to-work", defaults={"name": {"en": "Right to work"}})
    today = timezone.localdate()
    Paper.objects.bulk_create(
        Paper(participant_id=pk, kind=kind, seen_by=by, valid_until=today + timedelta(days=n % 400))
        for n, pk in enumerate(people)
    )

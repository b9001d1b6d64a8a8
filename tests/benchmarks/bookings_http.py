"""Whole bookings per second through the pages: sign-in done, a form posted, a time taken, history written, told later.

The limit is what the database alone does: the same number of rows in one transaction, on as many connections.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import psycopg
import requests

PEOPLE, EACH, ROWS = 8, 25, 12  # rows: life, booking, crew, hold, change, timers, place, task, its event, unread


def measure() -> Iterator[dict]:
    from django.conf import settings

    from tests.servers import running_city

    forms = prepared()
    with running_city(settings.DATABASE_URL, {"DEMO": "1", "RATE_LIMITS": ""}) as city:
        windows = [window(city, user) for user, _forms in forms]
        begun = time.perf_counter()
        with ThreadPoolExecutor(PEOPLE) as pool:
            done = sum(pool.map(lambda pair: book(city, *pair), zip(windows, [of for _user, of in forms], strict=True)))
        value = done / (time.perf_counter() - begun)
    assert done == PEOPLE * EACH, f"{done} of {PEOPLE * EACH} were booked"
    limit = bare(settings.DATABASE_URL)
    yield {
        "value": value,
        "unit": "bookings/s, higher is better",
        "limit": limit,
        "limit_is": f"transactions of {ROWS} bare rows each, on as many connections",
        "ratio": value / limit,
        "bookings": done,
        "people": PEOPLE,
    }


def prepared() -> list[tuple]:
    """For each person forms that can all be granted: an offer of her own with one who is always there."""
    from django.utils import timezone

    from marketplace.accounts.models import User
    from services.models import Category, Offer

    body = Offer.objects.filter(status="published").order_by("pk").first().organisation
    category = Category.objects.get_or_create(slug="bench", defaults={"name": {"en": "Bench"}})[0]
    forms, mark = [], uuid4().hex[:6]
    for number in range(PEOPLE):
        user = User.objects.create_user(given_name=f"Bench {number}", email=f"bench-{mark}-{number}@example.org")
        offer = open_offer(body, category, f"Doer {mark} {number}")
        first = (timezone.now() + timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
        starts = [first + timedelta(minutes=30 * turn) for turn in range(EACH)]
        forms.append((user, [(offer.pk, start) for start in starts]))
    return forms


def open_offer(body, category, name: str, **fields):
    """By phone, half an hour, at any time of any day: by somebody of that name who does nothing else."""
    from datetime import time as clock

    from services import availability
    from services.models import Offer, OfferText, Resource, WeeklyHours

    doer = Resource.objects.create(organisation=body, name=name)
    WeeklyHours.objects.bulk_create(
        WeeklyHours(resource=doer, weekday=day, opens=clock(0), closes=clock(0)) for day in range(7)
    )
    availability.write_out(doer)
    length = {"min_minutes": 30, "max_minutes": 30, "every_minutes": 30}
    offer = Offer.objects.create(organisation=body, category=category, where="phone", **length, **fields)
    OfferText.objects.create(offer=offer, language="it", title="Bench", summary="Bench")
    offer.resources.set([doer])
    Offer.objects.filter(pk=offer.pk).update(status="published")
    return offer


def window(city, user) -> requests.Session:
    from django.conf import settings
    from django.test import Client

    client, web = Client(), requests.Session()
    client.force_login(user)
    web.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    web.get(f"{city.url}/account/", timeout=20)
    return web


def book(city, web: requests.Session, forms: list) -> int:
    done = 0
    for offer, start in forms:
        sent = {"starts_at": start.isoformat(), "minutes": "30", "note": "", "key": str(uuid4())}
        token = {"X-CSRFToken": web.cookies.get("csrftoken", "")}
        answer = web.post(f"{city.url}/offers/{offer}/ask/", sent, headers=token, timeout=20, allow_redirects=False)
        done += "/bookings/" in answer.headers.get("Location", "")
    return done


def bare(database_url: str) -> float:
    lines = [psycopg.connect(database_url) for _line in range(PEOPLE)]
    with psycopg.connect(database_url, autocommit=True) as line:
        line.execute("DROP TABLE IF EXISTS bench_rows")
        line.execute("CREATE TABLE bench_rows (id bigserial PRIMARY KEY, text text, at timestamptz DEFAULT now())")

    def write(line: psycopg.Connection) -> None:
        for _turn in range(EACH * 4):
            for row in range(ROWS):
                line.execute("INSERT INTO bench_rows (text) VALUES (%s)", [f"row {row}"])
            line.commit()

    begun = time.perf_counter()
    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(write, lines))
    passed = time.perf_counter() - begun
    for line in lines:
        line.close()
    return PEOPLE * EACH * 4 / passed

"""A city with years behind it: what a page asks for is found without reading through all that ever was.

Rows are counted as PostgreSQL tells them (EXPLAIN ANALYZE), before and after the past was made longer. Whole tables
may not be read, so that few rows in a test are found as many are in a city.
"""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings import messaging, queues
from bookings.models import Booking, Message
from marketplace.lives.engine import Actor
from marketplace.lives.models import Change, Life
from services.models import Hold
from tests.folding import each

PAST = 300


def columns(model, **changed):
    """The columns of a table and what they are to hold: those of the row that is copied, but these."""
    names = [field.column for field in model._meta.local_concrete_fields if not field.generated]
    return ", ".join(names), ", ".join(str(changed.get(name, f"old.{name}")) for name in names)


COPY = """
WITH made AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('lives_life', 'id')) AS born, number FROM generate_series(1, {past}) AS number
), life AS (
    INSERT INTO lives_life ({life}) SELECT {of_life} FROM lives_life AS old, made WHERE old.id = {pk}
), booking AS (
    INSERT INTO bookings_booking ({booking}) SELECT {of_booking} FROM bookings_booking AS old, made
    WHERE old.life_ptr_id = {pk}
), message AS (
    INSERT INTO bookings_message ({message}) SELECT {of_message} FROM bookings_message AS old, made
    WHERE old.id = (SELECT max(id) FROM bookings_message WHERE life_id = {pk})
    RETURNING id, life_id
), hold AS (
    INSERT INTO services_hold ({hold}) SELECT {of_hold} FROM services_hold AS old, made WHERE old.life_id = {pk}
)
INSERT INTO bookings_readcursor (life_id, reader_id, message_id) SELECT life_id, {reader}, id FROM message
"""
AGO = "(60 + number) * interval '1 day'"
BEFORE = f"tstzrange(lower(old.period) - {AGO}, upper(old.period) - {AGO})"


@pytest.fixture
def years(elena):
    """Years of work behind a booking: done, talked about, read."""

    def go_by(booking) -> None:
        parts = {
            "life": columns(Life, id="born", status="'done'", last_change_id="NULL"),
            "booking": columns(
                Booking,
                life_ptr_id="born",
                reference="'P' || born",
                starts_at=f"old.starts_at - {AGO}",
                ends_at=f"old.ends_at - {AGO}",
            ),
            "message": columns(
                Message, id="nextval(pg_get_serial_sequence('bookings_message', 'id'))", life_id="born", key="NULL"
            ),
            "hold": columns(
                Hold, id="nextval(pg_get_serial_sequence('services_hold', 'id'))", life_id="born", period=BEFORE
            ),
        }
        names = {name: into for name, (into, _values) in parts.items()}
        values = {f"of_{name}": value for name, (_into, value) in parts.items()}
        with connection.cursor() as cursor:
            cursor.execute(COPY.format(past=PAST, pk=booking.pk, reader=elena.pk, **names, **values))
            cursor.execute("ANALYZE")

    return go_by


def read_by(sql: str) -> int:
    """How many rows PostgreSQL reads for this."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        (found,) = cursor.fetchone()
    [plan] = found if isinstance(found, list) else json.loads(found)
    return rows_of(plan["Plan"])


def rows_of(node: dict) -> int:
    thrown_away = sum(value for name, value in node.items() if name.startswith("Rows Removed"))
    own = (node["Actual Rows"] + thrown_away) * node["Actual Loops"] if "Scan" in node["Node Type"] else 0
    return round(own) + sum(rows_of(child) for child in node.get("Plans", ()))


def asked_by(deed) -> list[str]:
    """What this asks the database, as SQL with its values."""
    with CaptureQueriesContext(connection) as caught:
        deed()
    return [query["sql"] for query in caught if query["sql"].startswith(("SELECT", "\nSELECT"))]


def read(deed) -> int:
    return sum(read_by(sql) for sql in asked_by(deed))


QUEUES = {
    "what the desk has to answer": lambda booking: list(queues.to_answer(booking.organisation)),
    "what the desk has to read": lambda booking: list(messaging.waiting_at_desk(booking.organisation)),
    "what is agreed for a day": lambda booking: list(queues.on_day(booking.organisation, booking.starts_at.date())),
    "how full the week is": lambda booking: queues.week(booking.organisation, timezone.localdate()),
    "what waits for the resident": lambda booking: messaging.unread_count(booking.customer),
    "what is new in each booking": lambda booking: messaging.unread_by_booking(booking.customer, [booking]),
    "what of hers is still open": lambda booking: list(
        queues.still_open(Booking.objects.filter(customer=booking.customer))
    ),
}


@each("queue", QUEUES)
def test_what_is_over_and_read_is_not_looked_at(booking, nadia, elena, years, queue):
    messaging.post(booking, Actor(nadia), "Hello")
    messaging.post(booking, Actor(elena), "Good morning")
    messaging.post(booking, Actor(nadia), "Which tram?")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    before = read(lambda: QUEUES[queue](booking))
    years(booking)

    assert Booking.objects.count() == PAST + 1
    assert read(lambda: QUEUES[queue](booking)) <= before + 30


def test_a_long_thread_is_read_a_page_at_a_time(booking, nadia, elena):
    for number in range(PAST):
        Message.objects.create(life=booking, author=elena, role="provider", text=str(number))
        Change.objects.create(life=booking, step="remind_to_answer", source="asked", target="asked", at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    rows = read(lambda: messaging.stream(booking, nadia, "customer"))

    assert rows <= 6 * (messaging.SHOWN + 1)


def test_the_desk_page_reads_no_past(client, booking, nadia, elena, years):
    messaging.post(booking, Actor(nadia), "Hello")
    client.force_login(elena)
    client.get(reverse("desk"))
    before = read(lambda: client.get(reverse("desk")))
    years(booking)

    assert read(lambda: client.get(reverse("desk"))) <= before + 60

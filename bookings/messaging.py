"""Talk about a life: one thread each, read by those who wear a hat in it."""

import heapq
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as tasks

from bookings.models import Booking, Message, ReadCursor, Unread
from bookings.payments import cards
from marketplace import live
from marketplace.lives.engine import Actor, lock
from marketplace.lives.models import Change, Life
from marketplace.organisations.models import DESK, Membership, Organisation
from marketplace.refusals import Refused

Line = Change | Message
LONGEST = 2000
SHOWN = 30  # lines of a thread on one page
PEOPLE = ("customer", "partner", "worker")  # who reads by herself; a desk reads as one
UNREAD = """
SELECT waits.life_id, later.number FROM bookings_unread AS waits
LEFT JOIN bookings_readcursor AS cursor ON cursor.life_id = waits.life_id AND cursor.reader_id = waits.reader_id
CROSS JOIN LATERAL (
    SELECT count(*) AS number FROM bookings_message AS message
    WHERE message.life_id = waits.life_id AND message.id > coalesce(cursor.message_id, 0)
    AND message.author_id <> waits.reader_id
) AS later
WHERE waits.reader_id = %(reader)s
"""


@dataclass(frozen=True)
class Entry:
    """One line of a booking's page: a message, or a change told as a sentence."""

    at: datetime
    text: str
    author: str = ""
    mine: bool = False
    message: Message | None = None
    step: str = ""
    aside: str = ""  # words with the change that only the organisation reads


@dataclass(frozen=True)
class Cursor:
    """Where a stretch of a thread ends: before this change and before this message."""

    change: int
    message: int

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """From an address, like "12-40". Anything else is the newest."""
        found = re.fullmatch(r"(\d{1,18})-(\d{1,18})", text, re.ASCII)
        return cls(int(found[1]), int(found[2])) if found else NEWEST

    def __str__(self) -> str:
        return f"{self.change}-{self.message}"


OUTSIDE = frozenset({"staff"})  # a hat that lets somebody take steps, and see nothing
NEWEST = Cursor(2**63 - 1, 2**63 - 1)


@dataclass(frozen=True)
class Stretch:
    """Some lines of a thread, the oldest first, and where those before them end; None: there are none."""

    entries: list[Entry]
    earlier: Cursor | None


@transaction.atomic
def post(life: Life, actor: Actor, text: str, *, key: str | None = None) -> Message:
    """Write into the thread. A repeated `key` answers with the message sent before. Raises ValidationError, Refused."""
    life = lock(life)  # one after the other: a key that comes twice at the same moment sends once
    roles = actor.roles(life)
    if not roles - OUTSIDE or not actor.user:
        raise Refused(_("Only those who take part can write here."))
    if key and (sent := life.messages.filter(key=key, author=actor.user).first()):
        return sent
    message = Message(life_id=life.pk, author=actor.user, acting_for=actor.acting_for, role=hat(roles), key=key)
    message.text = checked(text)
    message.save()
    wait(life, message)
    mark_read(life, actor.user, message)
    tasks.configure_task("bookings.tell_of_message", schedule_in={"seconds": 60}).defer(message_id=message.pk)
    live.publish(life.topic)
    return message


def checked(text: str) -> str:
    """The words without what no database holds. Raises ValidationError when nothing is left or too much."""
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError({"text": _("Write something first.")})
    if len(text) > LONGEST:
        too_long = _("This is too long: %(length)d characters. Up to %(longest)d fit.")
        raise ValidationError({"text": too_long % {"length": len(text), "longest": LONGEST}})
    return text


def hat(roles: frozenset[str]) -> str:
    """The one hat a message is said under when somebody wears several."""
    return next(role for role in ("customer", "partner", "worker", "provider", *sorted(roles)) if role in roles)


def wait(life: Any, message: Message) -> None:
    """Let it wait for everybody who has not written it. People before the desk."""
    others = [person for person, _role in life.readers(PEOPLE) if person.pk != message.author_id]
    people = [Unread(life_id=life.pk, reader=person, message=message) for person in others]
    desks = [Unread(life_id=life.pk, desk_id=life.organisation_id, message=message)]
    upsert(people, "reader")
    upsert(desks if message.role != "provider" and life.desk_follows else [], "desk")


def upsert(rows: list[Unread], who: str) -> None:
    Unread.objects.bulk_create(rows, update_conflicts=True, unique_fields=["life", who], update_fields=["message"])


def mark_read(life: Life, reader: Any, message: Message | None = None) -> None:
    """Read up to this message, or to the last one. Never back."""
    last = message.pk if message else life.messages.aggregate(last=Max("pk"))["last"]
    if not last:
        return
    cursor, new = ReadCursor.objects.get_or_create(life_id=life.pk, reader=reader, defaults={"message_id": last})
    if not new:
        ReadCursor.objects.filter(pk=cursor.pk, message__lt=last).update(message_id=last)
    desks = Membership.objects.of(reader, *DESK).values("organisation")
    # What was said meanwhile has moved the row on, and leaves it.
    Unread.objects.filter(Q(reader=reader) | Q(desk__in=desks), life_id=life.pk, message__lte=last).delete()


def unread_count(reader: Any) -> int:
    """How many messages wait for somebody as resident or worker. The desk has a queue of its own."""
    return sum(unread(reader).values())


def unread_by_booking(reader: Any, bookings: list[Booking]) -> dict[int, int]:
    """How many messages of each of these bookings somebody has not read. Bookings without any are left out."""
    waiting = unread(reader) if bookings else {}
    return {booking.pk: waiting[booking.pk] for booking in bookings if booking.pk in waiting}


def unread(reader: Any) -> dict[int, int]:
    """How many messages wait for somebody, by life. It looks at what is unread alone, however long the history."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, {"reader": reader.pk})
        waiting = dict(cursor.fetchall())
    hers = Booking.objects.visible_to(reader).filter(pk__in=waiting) if waiting else []  # not where she has left
    return {booking.pk: waiting[booking.pk] for booking in hers}


def waiting_at_desk(organisation: Organisation) -> QuerySet[Unread]:
    """The threads whose last words are the resident's or the worker's, and that nobody at the desk has read yet."""
    return Unread.objects.filter(desk=organisation).order_by("message")


def stream(booking: Booking, reader: Any, role: str, before: Cursor = NEWEST) -> Stretch:
    """The last changes and messages before the cursor in one line of time, as this reader sees them."""
    changes, messages = newest_first(booking, before)
    lines: list[Line] = list(heapq.merge(changes, messages, key=said_at, reverse=True))
    entries = [entry(booking, line, reader, role) for line in reversed(lines[:SHOWN])]
    return Stretch(entries, above(lines[SHOWN:]))


def newest_first(booking: Booking, before: Cursor) -> tuple[Iterable[Line], Iterable[Line]]:
    """One more of each than is shown. Merged by time, each keeps its own order, whatever a clock said: so the cursor
    skips nothing."""
    changes = booking.changes.filter(pk__lt=before.change).select_related("actor", "acting_for")
    messages = booking.messages.filter(pk__lt=before.message).select_related("author", "acting_for")
    return changes.order_by("-pk")[: SHOWN + 1], messages.order_by("-pk")[: SHOWN + 1]


def above(rest: list[Line]) -> Cursor | None:
    firsts = [next((line.pk + 1 for line in rest if isinstance(line, sort)), 0) for sort in (Change, Message)]
    return Cursor(*firsts) if rest else None


def said_at(line: Line) -> datetime:
    return line.at if isinstance(line, Change) else line.created_at


def entry(booking: Booking, line: Line, reader: Any, role: str) -> Entry:
    return from_change(booking, line, role) if isinstance(line, Change) else from_message(booking, line, reader, role)


def from_change(booking: Booking, change: Change, role: str) -> Entry:
    return Entry(change.at, booking.line(change, role), step=change.step, aside=booking.aside(change, role))


def aside(booking: Booking, roles: frozenset[str]) -> str:
    """The last words with a change that only the organisation reads; empty: there are none, or they are not for her."""
    change = booking.changes.filter(facts__has_key="work_note").order_by("-pk").first()
    return next((words for role in roles if change and (words := booking.aside(change, role))), "")


def from_message(booking: Booking, message: Message, reader: Any, role: str) -> Entry:
    person = message.acting_for or message.author
    author = person.given_name
    if message.role == "provider":
        author = f"{booking.organisation.name}, {author}"
    return Entry(message.created_at, message.text, author, mine=message.author_id == reader.pk, message=message)


def mark_of(booking: Booking) -> str:
    """Changes whenever there is something new to see. Read it first: what comes while a page is made is then asked for
    once more, and not taken for shown."""
    last = booking.messages.order_by("-pk").values_list("pk", flat=True).first()
    return f"{booking.last_change_id or 0}-{last or 0}-{cards.newest_change(booking)}"

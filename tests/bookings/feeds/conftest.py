"""Two readers of calendars that have nothing to do with the writer: what one forgives, the other may not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import ical.calendar_stream
import pytest
import vobject


@dataclass(frozen=True)
class Read:
    """An event as a reader understood it."""

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    status: str
    summary: str
    location: str
    text: str


def by_ical(text: str) -> tuple[str, list[Read]]:
    calendar = ical.calendar_stream.IcsCalendarStream.calendar_from_ics(text)
    return calendar.method or "", [
        Read(
            event.uid,
            event.sequence or 0,
            event.dtstart,
            event.dtend,
            event.status.value if event.status else "",
            event.summary or "",
            event.location or "",
            event.description or "",
        )
        for event in calendar.events
    ]


def by_vobject(text: str) -> tuple[str, list[Read]]:
    calendar = vobject.readOne(text, validate=True)

    def said(event, name: str):
        return event.contents[name][0].value if name in event.contents else ""

    names = ("uid", "sequence", "dtstart", "dtend", "status", "summary", "location", "description")
    rows = [[said(event, name) for name in names] for event in calendar.contents.get("vevent", [])]
    return calendar.method.value, [Read(row[0], int(row[1] or 0), *row[2:]) for row in rows]


@pytest.fixture
def understood() -> Callable[[bytes], tuple[str, list[Read]]]:
    """Method and events, if both readers understand the same."""

    def both(body: bytes) -> tuple[str, list[Read]]:
        text = body.decode()
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        one, other = by_ical(text), by_vobject(text)
        assert one == other
        return one

    return both

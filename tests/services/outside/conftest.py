"""A calendar that Samira keeps elsewhere."""

from datetime import datetime

import pytest
from django.utils import timezone

from services import outside
from services.models import OutsideCalendar
from services.outside.fetching import NotRead

URL = "https://calendar.example.org/private/secret-token.ics"


def told(*spans: tuple[datetime, datetime]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"]
    for n, (start, end) in enumerate(spans):
        lines += ["BEGIN:VEVENT", f"UID:{n}", f"DTSTART:{utc(start)}", f"DTEND:{utc(end)}", "SUMMARY:Doctor"]
        lines += ["END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def utc(moment: datetime) -> str:
    return timezone.localtime(moment, timezone.get_fixed_timezone(0)).strftime("%Y%m%dT%H%M%SZ")


@pytest.fixture
def calendar(worker, samira) -> OutsideCalendar:
    return outside.add(worker, samira, URL)


@pytest.fixture
def busy(calendar):
    """Samira is taken elsewhere at these times."""

    def read(*spans):
        outside.read(calendar.pk, lambda url: told(*spans))
        calendar.refresh_from_db()
        return calendar

    return read


@pytest.fixture
def broken(calendar):
    def read(error):
        def fetch(url):
            raise NotRead(error)

        outside.read(calendar.pk, fetch)
        calendar.refresh_from_db()
        return calendar

    return read

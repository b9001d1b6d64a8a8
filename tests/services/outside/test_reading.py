"""What a calendar that somebody else wrote says is taken."""

import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.outside import reading
from services.outside.reading import Reader
from tests.cast import ROME

SINCE, UNTIL = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 5, 31, tzinfo=UTC)


def calendar(*entries: str) -> str:
    """Entries one after the other, lines parted by semicolons where a property needs none."""
    body = "\r\n".join(line.strip() for entry in entries for line in entry.strip().splitlines())
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//EN\r\n{body}\r\nEND:VCALENDAR\r\n"


def event(lines: str) -> str:
    return f"BEGIN:VEVENT\n{lines}\nEND:VEVENT"


def busy(*entries: str) -> list[str]:
    """Like 03-02 09:00-10:00 on Turin's clock."""
    spans = Reader(SINCE, UNTIL, ROME, "cortile.example").busy(calendar(*entries))
    return [f"{start.astimezone(ROME):%m-%d %H:%M}-{end.astimezone(ROME):%H:%M}" for start, end in spans]


def test_an_event_in_any_dress_of_time():
    assert busy(
        event("UID:1\nDTSTART:20270302T080000Z\nDTEND:20270302T090000Z"),
        event("UID:2\nDTSTART;TZID=Europe/Rome:20270303T090000\nDURATION:PT90M"),
        event("UID:3\nDTSTART;TZID=America/New_York:20270304T090000\nDTEND;TZID=America/New_York:20270304T100000"),
        event("UID:4\nDTSTART:20270305T090000\nDTEND:20270305T100000"),
        event("UID:5\nDTSTART;TZID=W. Europe Standard Time:20270306T090000\nDTEND:20270306T090000Z"),
        event("UID:6\nDTSTART;TZID=No/Where:20270307T090000\nDURATION:PT1H"),
    ) == [
        "03-02 09:00-10:00", "03-03 09:00-10:30", "03-04 15:00-16:00", "03-05 09:00-10:00", "03-06 09:00-10:00",
        "03-07 09:00-10:00",
    ]  # fmt: skip


def test_whole_days_last_until_midnight_also_where_the_clocks_change():
    spans = Reader(SINCE, UNTIL, ROME, "x").busy(calendar(event("UID:1\nDTSTART;VALUE=DATE:20270328")))

    [(start, end)] = spans
    assert end - start == timedelta(hours=23)
    assert busy(event("UID:1\nDTSTART;VALUE=DATE:20270310\nDTEND;VALUE=DATE:20270312")) == ["03-10 00:00-00:00"]


@pytest.mark.parametrize("lines", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "transp:transparent"])
def test_what_takes_no_time_is_free(lines):
    assert busy(event(f"UID:1\nDTSTART:20270302T080000Z\nDTEND:20270302T090000Z\n{lines}")) == []


def test_a_moment_without_a_length_takes_none():
    assert busy(event("UID:1\nDTSTART:20270302T080000Z")) == []


def test_every_week_at_ten_stays_at_ten_when_the_clocks_change():
    found = busy(event("UID:1\nDTSTART;TZID=Europe/Rome:20200107T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"))

    assert found[0] == "03-02 10:00-11:00"
    assert {line[6:] for line in found} == {"10:00-11:00"}
    assert len(found) == 13


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", ["03-02", "03-03", "03-04"]),
        ("FREQ=DAILY;UNTIL=20270303T090000Z", ["03-02", "03-03"]),
        ("FREQ=DAILY;UNTIL=20270303", ["03-02", "03-03"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["03-26", "04-30", "05-28"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;UNTIL=20270501", ["04-01"]),
        ("FREQ=YEARLY", ["03-02"]),
        ("FREQ=WEEKLY;INTERVAL=4;BYDAY=TU", ["03-02", "03-30", "04-27", "05-25"]),
    ],
)
def test_what_repeats_by_a_rule(rule, days):
    found = busy(event(f"UID:1\nDTSTART;TZID=Europe/Rome:20270302T100000\nDURATION:PT1H\nRRULE:{rule}"))

    assert [line[:5] for line in found] == days


def test_days_left_out_added_and_moved():
    series = "UID:1\nDTSTART;TZID=Europe/Rome:20270302T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=5\n"
    series += "EXDATE;TZID=Europe/Rome:20270303T100000\nRDATE;TZID=Europe/Rome:20270310T100000"
    moved = (
        "UID:1\nRECURRENCE-ID;TZID=Europe/Rome:20270304T100000\nDTSTART;TZID=Europe/Rome:20270304T150000\nDURATION:PT1H"
    )
    dropped = "UID:1\nRECURRENCE-ID:20270305T090000Z\nDTSTART:20270305T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED"

    assert busy(event(moved), event(series), event(dropped)) == [
        "03-02 10:00-11:00", "03-04 15:00-16:00", "03-06 10:00-11:00", "03-10 10:00-11:00"
    ]  # fmt: skip


def test_blocks_of_busy_time_without_words():
    assert busy(
        "BEGIN:VFREEBUSY\nUID:1\nFREEBUSY:20270302T080000Z/PT1H,20270303T080000Z/20270303T090000Z\n"
        "FREEBUSY;FBTYPE=FREE:20270304T080000Z/PT1H\nEND:VFREEBUSY"
    ) == ["03-02 09:00-10:00", "03-03 09:00-10:00"]


def test_times_that_touch_are_one_and_all_is_cut_to_the_window():
    assert busy(
        event("UID:1\nDTSTART:20270302T080000Z\nDURATION:PT1H"),
        event("UID:2\nDTSTART:20270302T090000Z\nDURATION:PT1H"),
        event("UID:3\nDTSTART:20270302T083000Z\nDURATION:PT10M"),
        event("UID:4\nDTSTART:20270228T230000Z\nDURATION:PT2H"),
        event("UID:5\nDTSTART:20270601T080000Z\nDURATION:PT1H"),
        event("UID:6\nDTSTART:20270102T080000Z\nDURATION:PT1H"),
    ) == ["03-01 01:00-02:00", "03-02 09:00-11:00"]


def test_our_own_invitations_are_no_news():
    assert busy(event("UID:4K7-2199@cortile.example\nDTSTART:20270302T080000Z\nDURATION:PT1H")) == []


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:nonsense\nDURATION:PT1H", "DTSTART:20270302T080000Z\nRRULE:FREQ=SOMETIMES\nDURATION:PT1H", "SUMMARY:x",
        "DTSTART:00010101T000000\nDURATION:PT1H", "DTSTART:20270302T080000Z\nDURATION:-PT1H",
        "DTSTART:20270302T080000Z\nDTEND:20270301T080000Z", "DTSTART;VALUE=DATE:99991231",
        "DTSTART:20270302T080000Z\nRRULE:\nDTEND:x", "RECURRENCE-ID:x\nDTSTART:y",
    ],
)  # fmt: skip
def test_an_entry_that_makes_no_sense_hides_no_other(lines):
    good = event("UID:2\nDTSTART:20270402T070000Z\nDURATION:PT1H")

    assert "04-02 09:00-10:00" in busy(event(f"UID:1\n{lines}"), good)


# --- as a program of its own ----------------------------------------------------------------------------------------
def run(body: bytes) -> subprocess.CompletedProcess:
    program = [sys.executable, "-I", str(Path(reading.__file__)), SINCE.isoformat(), UNTIL.isoformat()]
    return subprocess.run([*program, "Europe/Rome", "x"], input=body, capture_output=True, timeout=60, check=False)


def test_the_program_reads_and_answers():
    done = run(b"\xef\xbb\xbf" + calendar(event("UID:1\nDTSTART:20270302T080000Z\nDURATION:PT1H")).encode())

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b'[["2027-03-02T08:00:00+00:00", "2027-03-02T09:00:00+00:00"]]'


@pytest.mark.parametrize("body", [b"", b"<html>Sign in</html>", b"\xff\xfe\0\0", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"])
def test_what_is_no_calendar_is_said_to_be_none(body):
    assert run(body).returncode == reading.NO_CALENDAR


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=SECONDLY;COUNT=999999999", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"]
)
def test_a_bomb_goes_off_alone_and_soon(rule):
    """Counted in time of the processor: a busy machine is no failure. Twenty of them, for a fast one gets to the end of
    the calendar with one whose day never comes."""
    bombs = [event(f"UID:{n}\nDTSTART:19700101T000000Z\nDURATION:PT1S\nRRULE:{rule}") for n in range(20)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime

    done = run(calendar(*bombs).encode())

    assert done.returncode != 0
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < reading.SECONDS + 2


def test_more_entries_than_anybody_has_are_too_many():
    many = [event(f"UID:{n}\nDTSTART:20270302T080000Z\nDURATION:PT1H") for n in range(reading.MOST_EVENTS + 1)]

    assert run(calendar(*many).encode()).returncode in {reading.TOO_MUCH, -9, -24}

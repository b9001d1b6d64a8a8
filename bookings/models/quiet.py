"""Between nine in the evening and eight in the morning nobody is told of a proposal, and none runs out."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

EVENING, MORNING = time(21), time(8)
LONGEST, BEFORE, SHORTEST = timedelta(hours=48), timedelta(hours=12), timedelta(hours=2)


def is_quiet(moment: datetime, zone: ZoneInfo) -> bool:
    at = moment.astimezone(zone).time()
    return at >= EVENING or at < MORNING


def morning_after(moment: datetime, zone: ZoneInfo) -> datetime:
    """The same moment, or the next eight o'clock where it is in the quiet hours."""
    if not is_quiet(moment, zone):
        return moment
    there = moment.astimezone(zone)
    day = there.date() + timedelta(days=there.time() >= EVENING)
    return datetime.combine(day, MORNING, zone)


def evening_before(moment: datetime, zone: ZoneInfo) -> datetime:
    """The last moment before the quiet hours in which this one is."""
    there = moment.astimezone(zone)
    day = there.date() - timedelta(days=there.time() < MORNING)
    return datetime.combine(day, EVENING, zone)


def runs_out(now: datetime, starts_at: datetime, zone: ZoneInfo) -> datetime:
    """When an unanswered proposal ends: after two days, or twelve hours before the work begins; for work that begins
    sooner after two hours, and never after it has begun. Not in the quiet hours."""
    soon = now + SHORTEST
    wanted = max(soon, min(now + LONGEST, starts_at - BEFORE))
    if is_quiet(wanted, zone):
        evening = evening_before(wanted, zone)
        wanted = evening if evening >= soon else morning_after(wanted, zone)
    return min(wanted, starts_at)

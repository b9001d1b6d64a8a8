"""The week of a team's people: who works when and where. Printed, it hangs at the office."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from bookings.jobs.states import ABSENT, AGREED, DONE, OPEN_HOURS, PROPOSED, WORKING
from bookings.models import Proposal
from marketplace.accounts.models import User

SHOWN = (PROPOSED, AGREED, WORKING, *OPEN_HOURS, DONE, ABSENT)
DAYS = 7


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def sheet(user: User, day: date, tz: Any) -> list[tuple[date, list[Proposal]]]:
    """Each day from Monday on, with what begins on it, by the hour."""
    start = monday(day)
    begin, end = (datetime.combine(on, time(), tz) for on in (start, start + timedelta(days=DAYS)))
    rows = Proposal.objects.of_team(user).filter(status__in=SHOWN, job__starts_at__gte=begin, job__starts_at__lt=end)
    days: dict[date, list[Proposal]] = defaultdict(list)
    for row in rows.for_lists().order_by("job__starts_at", "pk"):
        days[row.job.starts_at.astimezone(tz).date()].append(row)
    return [(on, days[on]) for on in (start + timedelta(days=n) for n in range(DAYS))]

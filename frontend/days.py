"""Days and months that an address names: those that no calendar has, or far from now, count as not named."""

from datetime import date, datetime, timedelta

from django.utils.dateparse import parse_date

FAR = timedelta(days=400)
FAR_YEARS = 50  # of a month: lists reach further back than calendars


def named_day(text: str, today: date) -> date:
    """The day that is named, like 2026-11-26; else today."""
    try:
        day = parse_date(text) or today
    except ValueError:
        return today
    return day if abs(day - today) < FAR else today


def named_month(text: str, today: date) -> date | None:
    """The first day of the month that is named, like 2026-11; None: none is."""
    try:
        month = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007
    except ValueError:
        return None
    return month if abs(month.year - today.year) <= FAR_YEARS else None

"""Whether one needs a time to come and try on, and until when what was put aside without one waits."""

from datetime import date, datetime, timedelta

from services.models import AccessRule, OpenSpan, Wardrobe

SOON = timedelta(minutes=30)  # before it closes nobody comes any more: then it waits until the next day is over
LOOKED_AT = 60  # spans of hours, soonest first: enough for the rooms of a day


def access_on(wardrobe: Wardrobe, day: date) -> str:
    """How one comes there on that day."""
    rule = AccessRule.objects.on(day).filter(wardrobe=wardrobe).first()
    return rule.how if rule else AccessRule.How.BOOKED


def needs_a_time(wardrobe: Wardrobe, day: date) -> bool:
    return access_on(wardrobe, day) != AccessRule.How.FREE


def lets_come_by(wardrobe: Wardrobe, day: date) -> bool:
    return access_on(wardrobe, day) != AccessRule.How.BOOKED


def closes_at(wardrobe: Wardrobe, now: datetime) -> datetime | None:
    """When its hours end today, or on the next day on which it is open; None: no hours are written."""
    if not wardrobe.offer:
        return None
    rooms, zone = [room.pk for room in wardrobe.offer.pool], wardrobe.organisation.tz
    spans = OpenSpan.objects.filter(resource__in=rooms, period__endswith__gt=now + SOON).order_by("period")
    periods = list(spans.values_list("period", flat=True)[:LOOKED_AT])
    days = [period.lower.astimezone(zone).date() for period in periods]
    return max((period.upper for period, day in zip(periods, days, strict=True) if day == days[0]), default=None)

"""The days on which all Italy rests, and Turin on its patron's."""

from collections.abc import Iterator
from datetime import date, timedelta

Named = tuple[date, dict[str, str]]
FIXED = [
    (1, 1, "Capodanno", "New Year's Day"),
    (1, 6, "Epifania", "Epiphany"),
    (4, 25, "Festa della Liberazione", "Liberation Day"),
    (5, 1, "Festa dei lavoratori", "Labour Day"),
    (6, 2, "Festa della Repubblica", "Republic Day"),
    (6, 24, "San Giovanni, patrono di Torino", "Saint John, patron of Turin"),
    (8, 15, "Ferragosto", "Mid-August holiday"),
    (10, 4, "San Francesco", "Saint Francis' Day"),  # a holiday again from 2026 on
    (11, 1, "Ognissanti", "All Saints' Day"),
    (12, 8, "Immacolata Concezione", "Immaculate Conception"),
    (12, 25, "Natale", "Christmas Day"),
    (12, 26, "Santo Stefano", "Saint Stephen's Day"),
]


def of(year: int) -> Iterator[Named]:
    """Every holiday of this year with its name in Italian and English, each date once."""
    sunday = easter(year)
    moving = [(sunday, "Pasqua", "Easter Sunday"), (sunday + timedelta(days=1), "Lunedì dell'Angelo", "Easter Monday")]
    named = {date(year, month, day): (it, en) for month, day, it, en in FIXED if year >= 2026 or month != 10}
    for day, it, en in moving:
        named.setdefault(day, (it, en))
    for day in sorted(named):
        it, en = named[day]
        yield day, {"it": it, "en": en}


def easter(year: int) -> date:
    """The Sunday after the first full moon of spring, by the church's tables (Gregorian, 1583 on)."""
    moon = full_moon(year)
    return moon + timedelta(days=6 - moon.weekday() or 7)


def full_moon(year: int) -> date:
    """The fourteenth day of the paschal moon, from the year's golden number and the century's two corrections."""
    golden, century = year % 19, year // 100
    skipped_leap_days = century - century // 4
    moon_drift = (8 * century + 13) // 25
    epact = (19 * golden + skipped_leap_days - moon_drift + 15) % 30
    if epact == 29 or (epact == 28 and golden > 10):
        epact -= 1
    return date(year, 3, 21) + timedelta(days=epact)

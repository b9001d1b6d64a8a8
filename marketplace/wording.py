"""Days, hours, lengths, money and languages as people say them, in the language of the moment. Pages' filters and
mails use these alike."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

# A stop after one or two letters ends an abbreviation ("S. Salvario", "n. 5"); what goes on small is no new sentence.
SENTENCE = re.compile(r".+?(?:[!?؟…]|(?<!\b[^\W\d])(?<!\b[^\W\d]{2})\.)(?=\s+(?![a-zà-ÿ])|\s*$)")
GAP, JOIN = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"
Zone = ZoneInfo | str | None


def language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def local(moment: datetime, zone: Zone = None) -> datetime:
    return timezone.localtime(moment, ZoneInfo(zone) if isinstance(zone, str) and zone else zone or None)


def clock(moment: datetime | time, zone: Zone = None) -> str:
    """16.30 in Italian, 16:30 elsewhere; a bare time of day is taken as it is."""
    pattern = "H.mm" if language() == "it" else "H:mm"
    at = moment if isinstance(moment, time) else local(moment, zone)
    return format_time(at, pattern, locale=language())


def day(when: datetime | date, zone: Zone = None) -> str:
    """giovedì 26 novembre, with the year when it is not this one. Only the weekday may stand on a line of its own: the
    whole is wider than a heading on a small phone."""
    on = date_of(when, zone)
    pattern = "EEEE d MMMM" if on.year == timezone.localdate().year else "EEEE d MMMM y"
    weekday, rest = format_date(on, pattern, locale=language()).split(" ", 1)
    return f"{weekday} {rest.replace(' ', GAP)}"


def span(start: datetime | time, end: datetime | time, zone: Zone = None) -> str:
    """16.30-18.30, never broken over two lines."""
    return f"{clock(start, zone)}{JOIN}-{JOIN}{clock(end, zone)}"


def euro(cents: int) -> str:
    """12 EUR as the language writes it; cents only where there are some."""
    whole = cents % 100 == 0
    pattern = {"it": "#,##0 ¤" if whole else "#,##0.00 ¤"}.get(language(), "¤#,##0" if whole else "¤#,##0.00")
    text = format_currency(cents / 100, "EUR", pattern, locale=language(), currency_digits=False)
    return text.replace(" ", GAP)


def day_short(when: datetime | date, zone: Zone = None) -> str:
    """gio 26 nov."""
    return format_date(date_of(when, zone), "EEE d MMM", locale=language()).replace(" ", GAP)


def day_in_full(when: datetime | date, zone: Zone = None) -> str:
    """26 novembre 2026, as papers say it that are read in years."""
    return format_date(date_of(when, zone), "long", locale=language()).replace(" ", GAP)


def month(when: date) -> str:
    """novembre 2026"""
    return format_skeleton("yMMMM", when, locale=language())


def weekday_number(when: datetime | date, zone: Zone = None) -> str:
    """Saturday 28, sabato 28."""
    return format_date(date_of(when, zone), "EEEE d", locale=language()).replace(" ", GAP)


def weekdays(numbers: Iterable[int]) -> str:
    """Tuesday and Friday, from numbers of which 0 is Monday."""
    monday = date(2024, 1, 1)
    names = [format_date(monday + timedelta(days=number), "EEEE", locale=language()) for number in numbers]
    return format_list(names, "standard", locale=language())


def near_day(when: datetime | date, zone: Zone = None) -> str:
    """today, tomorrow, yesterday; the weekday and number within a week; further off, as `day` says it."""
    on = date_of(when, zone)
    away = (on - timezone.localdate(timezone=zone_of(zone))).days
    names = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if 1 < away < 7:
        return weekday_number(on)
    return names.get(away) or day(on)


def date_of(when: datetime | date, zone: Zone) -> date:
    return local(when, zone).date() if isinstance(when, datetime) else when


def zone_of(zone: Zone) -> tzinfo | None:
    return local(timezone.now(), zone).tzinfo


def left(due: datetime) -> str:
    """How long there is still to do something, in the largest unit that says enough."""
    rest = due - timezone.now()
    if rest < timedelta(minutes=1):
        return _("Time is up") if rest <= timedelta(0) else _("Less than a minute left")
    if rest < timedelta(hours=1):
        return plural_left("minutes", rest // timedelta(minutes=1))
    if rest < timedelta(days=2):
        return plural_left("hours", rest // timedelta(hours=1))
    return plural_left("days", rest // timedelta(days=1))


def plural_left(unit: str, number: int) -> str:
    sentence = {
        "minutes": ngettext("%(number)s minute left", "%(number)s minutes left", number),
        "hours": ngettext("%(number)s hour left", "%(number)s hours left", number),
        "days": ngettext("%(number)s day left", "%(number)s days left", number),
    }[unit]
    return sentence % {"number": number}


def minutes(number: int) -> str:
    """How long something lasts, from whole minutes: 1 hour and 30 minutes; whole days from two days on."""
    hours, rest = divmod(int(number), 60)
    if hours >= 48 and not hours % 24 and not rest:
        return format_unit(hours // 24, "duration-day", "long", locale=language()).replace(" ", GAP)
    parts = [("duration-hour", hours)] * bool(hours) + [("duration-minute", rest)] * bool(rest or not hours)
    said = [format_unit(value, unit, "long", locale=language()).replace(" ", GAP) for unit, value in parts]
    return format_list(said, "standard", locale=language())


def distance(metres: float) -> str:
    """600 m below a kilometre, then kilometres."""
    about = roughly(metres)
    if about < 1000:
        return f"{about}{GAP}m"
    return f"{format_decimal(about / 1000, '0.#', locale=language())}{GAP}km"


def roughly(metres: float) -> int:
    """As exactly as anybody is told how far something is: in steps of 50 m, from a kilometre on of 100, from ten on of
    1,000. An exact distance from three places would tell the door."""
    step = 50 if metres < 975 else 100 if metres < 9_950 else 1_000
    return max(50, round(metres / step) * step)


def weight(grams: int) -> str:
    """800 g below a kilo, then kilos with one decimal."""
    if grams < 1000:
        return f"{grams}{GAP}g"
    return f"{format_decimal(grams / 1000, '#,##0.#', locale=language())}{GAP}kg"


def tongue(code: str) -> str:
    """The name of a language in the language of the page: ar is "Arabic", "arabo"."""
    return Locale.parse(language()).languages.get(code, code)


def tongues(codes: list[str]) -> str:
    """Italian, English and Arabic."""
    return listed(tongue(code) for code in codes)


def listed(names: Iterable[str]) -> str:
    """Ileana, Samira and Ducato."""
    return format_list(list(names), "standard", locale=language())


def first_sentence(text: str) -> str:
    """Of a text of several, the first; of one without an end, its first line."""
    line = text.strip().partition("\n")[0].strip()
    found = SENTENCE.match(line)
    return found[0] if found else line

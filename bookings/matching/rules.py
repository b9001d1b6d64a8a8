"""A set of rules as it is published: JSON read into values, and refused where it is not whole.

Every gate and every reason is named in it with its numbers and its words; there is none that is not, and code that
would judge by something else does not start.
"""

import json
import string
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

from babel.numbers import format_decimal
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from marketplace import wording
from services.models import Opening

Words = Mapping[str, str]  # language -> text, with {names} of its numbers
FIRST = Path(__file__).parent / "data" / "people_to_jobs.json"
LANGUAGES = ("en", "it")
FORMS = dict(Opening.Form.choices)
NEVER = ("gender", "origin", "age", "health", "faith", "family", "reviews", "refusals")
ABOUT = ("code", "weight", "text", "says")  # what stands beside the numbers


# --- the numbers of each gate ------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Free:
    slack_min: float
    rest_h: float
    if_short_min: float


@dataclass(frozen=True, slots=True)
class Credential:
    renew_days: float


@dataclass(frozen=True, slots=True)
class RightToWork:
    forms: tuple[str, ...]
    papers: tuple[str, ...]  # kinds of paper that tell of it
    receipts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bare:
    """Nothing to set."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    amber: float


@dataclass(frozen=True, slots=True)
class VolunteerOrPaid:
    look_back_months: float
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    most: float
    if_over_h: float


@dataclass(frozen=True, slots=True)
class Reach:
    if_over_min: float
    detour: float
    kmh: dict[str, float]
    wait_min: dict[str, float]


@dataclass(frozen=True, slots=True)
class Language:
    if_levels: float


@dataclass(frozen=True, slots=True)
class Mate:
    beginner_below: float


# --- the numbers of each reason -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Skill:
    needed: float
    nice: float
    same_group: float


@dataclass(frozen=True, slots=True)
class Turn:
    weeks: tuple[int, ...]
    days: float
    rate_cents: float


GATES: dict[str, type] = {
    "free": Free,
    "credential": Credential,
    "right_to_work": RightToWork,
    "consent": Bare,
    "ceiling": Ceiling,
    "volunteer_or_paid": VolunteerOrPaid,
    "limits": Bare,
    "weekly_hours": WeeklyHours,
    "reach": Reach,
    "language": Language,
    "mate": Mate,
}
REASONS: dict[str, type] = {
    "skill": Skill,
    "turn": Turn,
    "same_person": Bare,
    "wish": Bare,
    "distance": Bare,
    "goal": Bare,
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A reason with its weight. `text` says what it is in the notice, `says` what it says of one person."""

    code: str
    weight: float
    text: Words
    says: Words
    numbers: Any


@dataclass(frozen=True)
class Rules:
    """One version, whole. `gates` are the numbers by code, in the order in which they are published."""

    code: str
    version: int
    valid: tuple[date, date | None]
    approved: Mapping[str, str]
    gates: Mapping[str, Any]
    gate_texts: Mapping[str, Words]
    reasons: tuple[Weighed, ...]
    unknown: float
    plan: Mapping[str, Any]
    small_from: int
    never: tuple[str, ...]
    told: Mapping[str, Any] = field(repr=False, compare=False, default_factory=dict)  # as it was read

    @property
    def turn_weeks(self) -> tuple[int, ...]:
        return next(one.numbers.weeks for one in self.reasons if one.code == "turn")


def first() -> Rules:
    """The one that comes with the code; a city may approve others."""
    return read(json.loads(FIRST.read_text()))


def read(told: Mapping[str, Any]) -> Rules:
    """Raises ValidationError ("rules") that names what is wrong."""
    try:
        return whole(told)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise wrong(_("This is no whole set of rules: %(error)s.") % {"error": repr(error)}) from None


def whole(told: Mapping[str, Any]) -> Rules:
    must_name(told["gates"], GATES)
    must_name(told["reasons"], REASONS)
    must_never(told["never"])
    return Rules(
        code=told["code"],
        version=int(told["version"]),
        valid=(date.fromisoformat(told["valid"][0]), told["valid"][1] and date.fromisoformat(told["valid"][1])),
        approved=told["approved"],
        gates={one["code"]: numbers(GATES[one["code"]], one) for one in told["gates"]},
        gate_texts={one["code"]: words(one, "text") for one in told["gates"]},
        reasons=tuple(weighed(one) for one in told["reasons"]),
        unknown=share(told["unknown"]),
        plan=told["plan"],
        small_from=int(told["small_numbers"]["from"]),
        never=tuple(told["never"]),
        told=told,
    )


def weighed(one: Mapping[str, Any]) -> Weighed:
    weight = number(one["weight"])
    shown = words(one, "text")
    says = {language: str(one["says"][language]) for language in LANGUAGES}
    return Weighed(one["code"], weight, shown, says, numbers(REASONS[one["code"]], one))


def numbers(kind: type, one: Mapping[str, Any]) -> Any:
    """All that it asks, and nothing that nobody reads."""
    asked = get_type_hints(kind)
    if extra := set(one) - set(asked) - set(ABOUT):
        raise wrong(_("%(code)s: nothing reads %(names)s.") % {"code": one["code"], "names": ", ".join(sorted(extra))})
    return kind(**{name: READERS[asked[name]](one[name]) for name in (spot.name for spot in fields(kind))})


def number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise ValueError(f"{value!r} is no number from 0 on")
    return value


def share(value: Any) -> float:
    if not 0 <= number(value) <= 1:
        raise ValueError(f"{value!r} is not between 0 and 1")
    return value


READERS: dict[Any, Any] = {
    float: number,
    tuple[str, ...]: lambda value: tuple(str(one) for one in value),
    tuple[int, ...]: lambda value: tuple(int(number(one)) for one in value),
    dict[str, float]: lambda value: {str(key): number(one) for key, one in value.items()},
}


def words(one: Mapping[str, Any], name: str) -> dict[str, str]:
    """Its text in each language, with its own numbers put in: what is published is what counts."""
    return {language: filled(one[name][language], one, language) for language in LANGUAGES}


def filled(text: str, one: Mapping[str, Any], language: str) -> str:
    names = {name for _text, name, _format, _way in string.Formatter().parse(text) if name}
    with translation.override(language):
        return text.format(**{name: plain(one[name]) for name in names})


def plain(value: Any) -> str:
    """Forms of contract by their names, numbers as the language writes them."""
    if isinstance(value, list):
        return wording.listed(str(FORMS.get(one, one)) for one in value)
    return format_decimal(value, locale=wording.language())


def must_name(told: Any, known: Mapping[str, Any]) -> None:
    codes = [one["code"] for one in told]
    if sorted(codes) != sorted(known):
        odd = sorted(set(codes) ^ set(known)) or sorted(codes)
        raise wrong(_("Each rule stands there once, and no others: look at %(names)s.") % {"names": ", ".join(odd)})


def must_never(told: Any) -> None:
    if missing := [name for name in NEVER if name not in told]:
        raise wrong(_("What never counts must be said: %(names)s.") % {"names": ", ".join(missing)})


def wrong(sentence: str) -> ValidationError:
    return ValidationError({"rules": sentence})

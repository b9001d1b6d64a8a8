"""Reasons as sentences, by who reads them. What is not on a reader's list is not said to her; never why somebody asked
not to be asked, never a place in the order."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bookings.matching.reason import FITS, Reason
from bookings.matching.rules import Rules, Weighed
from marketplace import wording
from marketplace.accounts.language import chosen
from marketplace.casework.questions import DEMANDS
from marketplace.lives.tables import Words

TEAM, PERSON, PROVIDER = "team", "person", "provider"
Said = Mapping[tuple[str, str], Words]
TO_TEAM: Said = {
    ("free", "held"): _("has something else then"),
    ("free", "too_close"): _("%(minutes)s minutes too close to what lies beside it"),
    ("free", "rest"): _("%(hours)s hours of rest between two days, %(wanted)s are needed"),
    ("free", "outside"): _("%(minutes)s minutes outside the hours given"),
    ("free", "no_hours"): _("unknown: when free (ask)"),
    ("credential", "unseen"): _("%(paper)s: never seen, and the law wants it"),
    ("credential", "missing"): _("unknown: %(paper)s (ask)"),
    ("credential", "withdrawn"): _("%(paper)s: taken back"),
    ("credential", "ended"): _("%(paper)s ended on %(day)s"),
    ("credential", "ends"): _("%(paper)s ends on %(day)s, before the work does"),
    ("right_to_work", "missing"): _("unknown: right to work (ask)"),
    ("right_to_work", "ends"): _("the right to work does not last until then"),
    ("right_to_work", "renewing"): _("the right to work is being renewed: look at the receipt"),
    ("consent", "not_permitted"): _("does not want to be proposed"),
    ("consent", "not_asked"): _("unknown: whether work may be proposed (ask)"),
    ("consent", "paused"): _("has paused"),
    ("ceiling", "over"): _("%(ceiling)s: %(over)s over it"),
    ("ceiling", "over_pair"): _("%(ceiling)s: %(used)s already there, this is %(over)s over it"),
    ("ceiling", "over_client"): _("%(ceiling)s: %(used)s already in all, this is %(over)s over it"),
    ("ceiling", "reduces"): _("%(ceiling)s: %(over)s over it, which reduces it"),
    ("ceiling", "undeclared"): _("unknown: %(ceiling)s, what was used elsewhere (ask)"),
    ("ceiling", "near"): _("%(ceiling)s: %(left)s left"),
    ("ceiling", "near_pair"): _("%(ceiling)s: %(used)s already there, %(left)s left"),
    ("ceiling", "near_client"): _("%(ceiling)s: %(used)s already in all, %(left)s left"),
    ("volunteer_or_paid", "register"): _("unknown: volunteer or paid there (ask)"),
    ("volunteer_or_paid", "volunteer"): _("is a volunteer there, and this is paid"),
    ("volunteer_or_paid", "paid"): _("is paid there, and this is for volunteers"),
    ("volunteer_or_paid", "employed"): _("was employed there some months ago"),
    ("limits", "met"): _("asked not to do: %(demands)s"),
    ("limits", "supported"): _("asked not to do: %(demands)s; somebody is there who helps"),
    ("limits", "not_asked"): _("unknown: what not to ask (talk about it)"),
    ("weekly_hours", "most"): _("%(hours)s hours in that week, at most %(most)s"),
    ("weekly_hours", "wish"): _("%(hours)s hours in that week, %(most)s are wished"),
    ("weekly_hours", "no_wish"): _("unknown: hours a week (ask)"),
    ("reach", "over"): _("%(over)s minutes over travel reach"),
    ("reach", "not_known"): _("unknown: where from, and how far (ask)"),
    ("language", "below"): _("%(language)s: a little less than the work asks"),
    ("language", "mate"): _("%(language)s: the mate speaks it"),
    ("language", "far_below"): _("%(language)s: too little for this work"),
    ("language", "not_known"): _("unknown: %(language)s (ask)"),
    ("mate", "alone"): _("new to this work: find a mate"),
    ("skill", "alike"): _("tasks: can do %(n)s of %(m)s; has done similar work: %(alike)s"),
    ("skill", "not_known"): _("unknown: what she or he can do (ask)"),
    ("wish", "not_known"): _("unknown: wished work (ask)"),
    ("distance", "not_known"): _("unknown: the way"),
    ("goal", "not_known"): _("unknown: what she or he wants to learn (ask)"),
}
TO_PERSON: Said = {
    ("free", "held"): _("You have something else then."),
    ("free", "too_close"): _("There is too little time for the way: %(minutes)s minutes are missing."),
    ("free", "rest"): _("There would be too little rest between two days."),
    ("free", "outside"): _("It is %(minutes)s minutes outside your hours."),
    ("free", "no_hours"): _("When are you free? We have not asked you yet."),
    ("credential", "unseen"): _("%(paper)s: we have to see it first. Shall we see to it together?"),
    ("credential", "missing"): _("%(paper)s: do you have it?"),
    ("credential", "ended"): _("%(paper)s ended on %(day)s: shall we renew it together?"),
    ("credential", "ends"): _("%(paper)s ends on %(day)s: shall we renew it together?"),
    ("right_to_work", "missing"): _("May you work here? We have not asked you yet."),
    ("right_to_work", "ends"): _("Your right to work does not last until then: shall we renew it together?"),
    ("right_to_work", "renewing"): _("Your right to work is being renewed: bring the receipt."),
    ("ceiling", "over"): _("%(ceiling)s: this would be %(over)s too much."),
    ("ceiling", "over_pair"): _("%(ceiling)s: there it would be %(over)s too much."),
    ("ceiling", "over_client"): _("Whoever needs this work cannot pay for more of it in this form of contract."),
    ("ceiling", "reduces"): _("%(ceiling)s: you may do this work; the benefit becomes less."),
    ("ceiling", "undeclared"): _("%(ceiling)s: how much was it elsewhere this year?"),
    ("ceiling", "near"): _("%(ceiling)s: %(left)s left."),
    ("ceiling", "near_pair"): _("%(ceiling)s: there %(left)s are left."),
    ("limits", "met"): _("You asked not to do: %(demands)s."),
    ("limits", "supported"): _("You asked not to do: %(demands)s. Somebody is there who helps."),
    ("limits", "not_asked"): _("Is there something we should not ask of you?"),
    ("weekly_hours", "most"): _("It would be %(hours)s hours in that week; at most %(most)s are possible."),
    ("weekly_hours", "wish"): _("It would be %(hours)s hours in that week; you wish for %(most)s."),
    ("weekly_hours", "no_wish"): _("How many hours a week would you like?"),
    ("reach", "over"): _("The way takes %(over)s minutes longer than you wish."),
    ("reach", "not_known"): _("Where do you start from, and how far do you go?"),
    ("language", "below"): _("%(language)s: do you speak enough for this work?"),
    ("language", "not_known"): _("%(language)s: do you speak it?"),
    ("mate", "alone"): _("It is new to you: somebody goes with you."),
}
LISTS: Mapping[str, Said] = {TEAM: TO_TEAM, PERSON: TO_PERSON}
BY_UNIT: Mapping[str, Callable[[int], str]] = {
    "cent": wording.euro,
    "hour": wording.minutes,
    "day": lambda number: ngettext("%(number)s day", "%(number)s days", number) % {"number": number},
}
SAYING: Mapping[str, Callable[[Any], str]] = {
    "day": lambda value: wording.day(date.fromisoformat(value)),
    "paper": chosen,
    "ceiling": chosen,
    "alike": lambda names: wording.listed(chosen(name) for name in names),
    "language": wording.tongue,
    "demands": lambda codes: wording.listed(str(dict(DEMANDS).get(code, code)) for code in codes),
}


def said(reason: Reason, reader: str, rules: Rules) -> str:
    """One sentence, or nothing where this reader is told nothing of it."""
    if text := LISTS.get(reader, {}).get((reason.code, reason.what)):
        return str(text) % {name: fact(name, value, reason) for name, value in reason.facts.items()}
    weighed = next((one for one in rules.reasons if one.code == reason.code), None)
    return in_its_words(reason, weighed) if weighed and reader == TEAM else ""


def fact(name: str, value: Any, reason: Reason) -> str:
    if name in SAYING:
        return SAYING[name](value)
    unit = reason.facts.get("unit")
    return BY_UNIT[unit](value) if unit and name != "unit" else plain(value)


def plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def in_its_words(reason: Reason, weighed: Weighed) -> str:
    """As the rules were published. What somebody does not have is not held out to anybody."""
    if not reason.facts and not reason.points:
        return ""
    names = {name: plain(value) for name, value in reason.facts.items()}
    try:
        return chosen(dict(weighed.says)).format(**names)
    except KeyError:
        return ""


def to_provider(column: str) -> str:
    """All that whoever needs the work ever reads of it."""
    return now("available") if column == FITS else now("not available any more")

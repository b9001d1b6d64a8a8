"""How work is proposed, for everybody to read: printed from the rules that judge, so that the two cannot disagree."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.matching.candidates import rules_on
from bookings.matching.rules import Rules
from bookings.models import RuleSet
from marketplace.accounts.language import chosen

NEVER = {
    "gender": _("gender"),
    "origin": _("where somebody comes from"),
    "age": _("age"),
    "health": _("health"),
    "faith": _("faith"),
    "family": _("family"),
    "reviews": _("what others wrote about somebody"),
    "refusals": _("having said no, or not having answered"),
}


def notice(day: Any = None) -> dict[str, Any]:
    """What holds on that day, in the language of the moment; `rules` is all of it, as it was published."""
    rule_set, rules = rules_on(day or timezone.localdate())
    return {
        "code": rules.code,
        **version_of(rule_set, rules),
        "gates": [{"code": code, "text": chosen(dict(text))} for code, text in rules.gate_texts.items()],
        "reasons": [{"code": one.code, "weight": one.weight, "text": chosen(dict(one.text))} for one in rules.reasons],
        "unknown": rules.unknown,
        "never": [{"code": code, "text": str(NEVER.get(code, code))} for code in rules.never],
        "small_from": rules.small_from,
        "rules": rules.told,
    }


def version_of(rule_set: RuleSet | None, rules: Rules) -> dict[str, Any]:
    """Who approved it, and for when. Where nobody has, it is what the program comes with."""
    if not rule_set:
        since, until = rules.valid
        return {"version": rules.version, "valid_from": since, "valid_until": until, "approved": None}
    approved = {"by": rule_set.approved_by, "on": rule_set.approved_on}
    days = {"valid_from": rule_set.valid_from, "valid_until": rule_set.valid_until}
    return {"version": rule_set.version, **days, "approved": approved}

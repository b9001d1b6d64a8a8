"""A desk writes the rules of its wardrobe: each counts from a day to come on, and ends the one before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.organisations.membership import must_have
from marketplace.refusals import Refused
from services.models import AccessRule, GarmentType, Quota, Recharge, SwapRule, Tag, Wardrobe
from services.models.wardrobe import Rule

RULES: dict[str, type[Rule]] = {
    "tag": Tag,
    "recharge": Recharge,
    "quota": Quota,
    "swap": SwapRule,
    "access": AccessRule,
}
ONE_OF = {
    Tag: ("type",),
    Recharge: (),
    SwapRule: (),
    AccessRule: (),
}  # of what there is one at a time; of quotas there are as many as it takes
DAY, FARTHEST = timedelta(days=1), timedelta(days=730)


@dataclass(frozen=True)
class Draft:
    """A rule as it would be: not written, `rule.follows` is the one that it would end. `types`: those of a quota."""

    rule: Any
    types: list[GarmentType]


def draft(wardrobe: Wardrobe, by: User, name: str, told: dict[str, Any]) -> Draft:
    """`told`: the first day (valid_from) and what the rule says; of a quota also its types, and which one it ends
    (follows). Raises ValidationError by field, Refused."""
    must_have(wardrobe.organisation, by)
    rule, types = sketched(wardrobe, name, told), list(told.get("types", ()))
    must_be_to_come(rule.valid_from, wardrobe.today())
    if isinstance(rule, Quota):
        must_be_whole(rule, types)
    else:
        rule.follows = before(rule)
    return Draft(rule, types)


def sketched(wardrobe: Wardrobe, name: str, told: dict[str, Any]) -> Any:
    """The row with its fields, each of which may be. Raises ValidationError by field."""
    rule = RULES[name](wardrobe=wardrobe, **plain(told))
    rule.clean_fields(exclude=("wardrobe", "follows"))
    return rule


def plain(told: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in told.items() if field != "types"}


def must_be_to_come(first: date, today: date) -> None:
    """What was chosen and given stood under the rules of its day: they are never written anew."""
    if first <= today:
        raise ValidationError({"valid_from": _("A rule counts from tomorrow on, or later.")})
    if first > today + FARTHEST:
        raise ValidationError({"valid_from": _("Choose a day within two years.")})


def must_be_whole(quota: Any, types: list[GarmentType]) -> None:
    if not types:
        raise ValidationError({"types": _("Choose at least one type.")})
    old = quota.follows
    if not old:
        return
    if old.wardrobe_id != quota.wardrobe_id or not Quota.objects.on(quota.valid_from - DAY).filter(pk=old.pk).exists():
        raise ValidationError({"follows": _("That rule does not count on the day before.")})
    must_be_last(Quota.objects.filter(follows=old))


def before(rule: Rule) -> Any:
    """The rule that this one ends; None: there is none. Raises ValidationError where another is written already."""
    same = alike(rule)
    must_be_last(same.filter(valid_from__gte=rule.valid_from))
    return same.on(rule.valid_from - DAY).first()


def alike(rule: Rule) -> Any:
    keys = {key: getattr(rule, key) for key in ("wardrobe", *ONE_OF[type(rule)])}
    return type(rule).objects.filter(**keys)


def must_be_last(later: QuerySet[Any]) -> None:
    if later.exists():
        text = _("From that day on, or later, another rule is written already. Take that one back first.")
        raise ValidationError({"valid_from": text})


@transaction.atomic
def write(wardrobe: Wardrobe, by: User, name: str, told: dict[str, Any]) -> Any:
    """The same as `draft`, written; the rule before ends the day before. What is written already is answered again, so
    that a double click is harmless. Raises ValidationError by field, Refused."""
    must_have(wardrobe.organisation, by)
    lock(wardrobe)
    if made := written(wardrobe, name, told):
        return made
    planned = draft(wardrobe, by, name, told)
    rule = planned.rule
    if rule.follows:
        rule.until_then = rule.follows.valid_to
        end(rule.follows, rule.valid_from - DAY)
    rule.validate_constraints()
    rule.save()
    if planned.types:
        rule.types.set(planned.types)
    return rule


def lock(wardrobe: Wardrobe) -> None:
    """Those who write its rules come one after the other; what is chosen meanwhile waits for nobody."""
    Wardrobe.objects.select_for_update(no_key=True).get(pk=wardrobe.pk)


def written(wardrobe: Wardrobe, name: str, told: dict[str, Any]) -> Any:
    """The rule to come that says the same from the same day on."""
    sketch, types = sketched(wardrobe, name, told), told.get("types", ())
    same = {field: getattr(sketch, field) for field in plain(told)} | {"wardrobe": wardrobe}
    rows = RULES[name].objects.filter(valid_from__gt=wardrobe.today(), **same)
    return next((row for row in rows if same_types(row, types)), None)


def same_types(row: Any, types: Iterable[GarmentType]) -> bool:
    return not isinstance(row, Quota) or set(row.types.all()) == set(types)


def end(rule: Rule, last: date | None) -> None:
    type(rule).objects.filter(pk=rule.pk).update(valid_to=last)


@transaction.atomic
def take_back(rule: Any, by: User) -> None:
    """A rule that has not begun goes, and the one before goes on as it did. Raises Refused."""
    wardrobe = rule.wardrobe
    must_have(wardrobe.organisation, by)
    lock(wardrobe)
    row = type(rule).objects.filter(pk=rule.pk).select_related("follows").first()
    if not row:
        return
    if row.valid_from <= wardrobe.today():
        raise Refused(_("This rule counts already. Write another one for the days to come."))
    if type(rule).objects.filter(follows=row).exists():
        raise Refused(_("Another rule follows this one. Take that one back first."))
    row.delete()
    if row.follows:
        end(row.follows, row.until_then)

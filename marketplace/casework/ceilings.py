"""Which ceilings hold for a form of contract in some days, and what somebody has used of one elsewhere, as she says."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.casework.models import CeilingRule, CeilingUse, Participant
from marketplace.casework.models.ceiling import CeilingRuleQuerySet
from marketplace.refusals import Refused

Period = tuple[CeilingRule, date, date]
KEPT = timedelta(days=731)  # of what was used elsewhere: the longest period of a ceiling, and a year to look back on it
AHEAD = timedelta(days=366)  # what is agreed elsewhere already counts as well
MOST = {"cent": 10_000_000, "hour": 366 * 24 * 60, "day": 366}  # on one day: more is a slip of the finger


@dataclass(frozen=True)
class Line:
    """A ceiling of hers, and what she said of it, the latest day first."""

    rule: CeilingRule
    uses: list[CeilingUse]

    @property
    def is_open(self) -> bool:
        return holds(self.rule, timezone.localdate())


def of(rules: list[CeilingRule], form: str, days: list[date]) -> list[Period]:
    """Each ceiling of this form with each of its periods that these days touch. Where two rules of one code hold on a
    day, the later one counts."""
    found: dict[tuple[str, date], Period] = {}
    for rule, day in ((rule, day) for rule in rules for day in days if form in rule.forms and holds(rule, day)):
        first, last = rule.around(day)
        found[rule.code, first] = (rule, first, last)
    return list(found.values())


def holds(rule: CeilingRule, day: date) -> bool:
    return rule.valid_from <= day and (rule.valid_until is None or day <= rule.valid_until)


def told(participant: Participant) -> list[Line]:
    """Each ceiling of which she may say something today, and those of which she did. An employer's is not among them:
    it is theirs."""
    rules = {rule.code: rule for rule in of_people().filter(valid_from__lte=timezone.localdate())}
    uses: dict[str, list[CeilingUse]] = {code: [] for code in rules}
    for use in participant.uses.filter(code__in=rules).select_related("by").order_by("-on"):
        uses[use.code].append(use)
    lines = [Line(rule, uses[code]) for code, rule in rules.items()]
    return [line for line in lines if line.is_open or line.uses]


def of_people() -> CeilingRuleQuerySet:
    return CeilingRule.objects.exclude(scope=CeilingRule.Scope.CLIENT).order_by("code", "valid_from")


def declare(participant: Participant, by: User, code: str, amount: int, on: date) -> CeilingUse:
    """She says what she used elsewhere on this day, in cents, minutes or days; said twice for one day, the last word
    counts. What she said for the days of a period is added up. 0 says that there was nothing.

    Whoever works with her, or she herself. Raises ValidationError by field, Refused."""
    must_be_hers(participant, by)
    today = timezone.localdate()
    if not today - KEPT <= on <= today + AHEAD:
        raise ValidationError({"on": _("Choose a day of the last two years or of the next twelve months.")})
    rule = of_people().within(on, on).filter(code=code).last()
    if not rule:
        raise ValidationError({"on": _("This ceiling does not hold on that day.")})
    if not 0 <= amount <= MOST[rule.unit]:
        raise ValidationError({"amount": _("So much on one day cannot be. Look at it once more.")})
    said = {"amount": amount, "by": by, "at": timezone.now()}
    return CeilingUse.objects.update_or_create(participant=participant, code=code, on=on, defaults=said)[0]


def take_away(use: CeilingUse, by: User) -> None:
    """It was written by mistake. Raises Refused."""
    must_be_hers(use.participant, by)
    CeilingUse.objects.filter(pk=use.pk).delete()


def must_be_hers(participant: Participant, by: User) -> None:
    if not participant.roles_of(by):
        raise Refused(_("This is not for you to do."))


def clear() -> None:
    """What lies further back than anybody asks for goes."""
    CeilingUse.objects.filter(on__lt=timezone.localdate() - KEPT).delete()

"""What a household has in points: given for each period, beyond the rule by a name, owed, taken back."""

import logging
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from marketplace.accounts.models import User
from marketplace.ledger import book
from marketplace.ledger.models import Account, Entry
from marketplace.lives.engine import lock
from marketplace.organisations.membership import must_have
from marketplace.refusals import Refused
from services.models import Household, Member, Recharge, Wardrobe
from services.models.household import OPEN
from services.wardrobe import rules

GIVEN, OVER = gettext_noop("Points of the period"), gettext_noop("The period is over")
SETTLED = gettext_noop("Taken before, without a line")
MOST_BY_HAND = 500
log = logging.getLogger(__name__)


def must_be_open(household: Household) -> Household:
    if household.status != OPEN:
        raise Refused(household.sentence("member"))
    return household


@transaction.atomic
def recharge(household: Household) -> bool:
    """Give the points of the period, once, and take back what is left of the one before. Answers whether it did."""
    household = lock(household)
    today = household.today()
    rule = rules.recharge_of(household.wardrobe, today)
    if not rule or household.without_home or household.status != OPEN:
        return False
    first = rules.period_of(rule, today).first
    if household.recharged_for and household.recharged_for >= first:
        return False
    if household.recharged_for and not rule.keeps_rest:
        take_rest(household, f"{household.topic}:over:{first}", OVER)
    give_to(household, household.members.now(), rule, first)
    settle_owed(household, f"{household.topic}:owed:{first}")
    Household.objects.filter(pk=household.pk).update(recharged_for=first)
    return True


def give_to(household: Household, members: Iterable[Member], rule: Recharge, first: date) -> None:
    """Each member's points of the period that begins then: an entry for each, so that nobody gets them twice in a
    wardrobe, whatever household she goes to."""
    issued = household.wardrobe.account(Account.Kind.ISSUED)
    for member in members:
        points = rule.child_points if member.child else rule.adult_points
        key = f"{household.wardrobe.topic}:{member.person_id}:{first}"
        if points and not Entry.objects.filter(key=key).exists():
            book.post(key, {issued: -points, household.account: points}, why=GIVEN, about=household.topic)


@transaction.atomic
def give(household: Household, points: int, reason: str, by: User, key: str) -> None:
    """Points beyond the rule, by a name and with a reason. A repeated `key` is harmless.

    Raises ValidationError by field, Refused."""
    must_have(household.wardrobe.organisation, by)
    household = must_be_open(lock(household))
    if type(points) is not int or not 0 < points <= MOST_BY_HAND:
        text = _("Choose a number from %(least)d to %(most)d.")
        raise ValidationError({"points": text % {"least": 1, "most": MOST_BY_HAND}})
    if not reason.strip():
        raise ValidationError({"reason": _("Write why.")})
    recharge(household)  # else the end of a period that is over already would take them back this night
    lines = {household.wardrobe.account(Account.Kind.ISSUED): -points, household.account: points}
    book.post(f"{household.topic}:by_hand:{key}", lines, why=reason.strip()[:200], about=household.topic, by=by)


def take_rest(household: Household, key: str, why: str, by: Any = None) -> None:
    """What is left goes back to where points come from. The household is locked."""
    account = household.account
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if (left := book.balance(account)) > 0:
        issued = household.wardrobe.account(Account.Kind.ISSUED)
        book.post(key, {account: -left, issued: left}, why=why, about=household.topic, by=by)


def give_again(household: Household, taken_as: str, why: str, by: Any = None) -> None:
    """What was taken in this period under keys that begin so comes back, each once; and who joined meanwhile has what
    the others had. What an earlier period has left comes back where the rule keeps it. The household is locked."""
    rule = rules.recharge_of(household.wardrobe, household.today())
    first = rules.period_of(rule, household.today()).first if rule else None
    taken = Entry.objects.filter(about=household.topic, key__startswith=taken_as, reverses=None)
    if rule and first and not rule.keeps_rest:
        taken = taken.filter(at__gte=datetime.combine(first, time(0), household.tz))
    for entry in taken.filter(reversals=None).order_by("pk"):
        book.reverse(entry, why=why, by=by)
    if rule and first and household.recharged_for == first:
        give_to(household, household.members.now(), rule, first)


def held_by(households: Iterable[Household]) -> dict[str, tuple[int, int]]:
    """Of several at once, by their topics: the number of the account, and the points on it."""
    topics = [household.topic for household in households]
    accounts = Account.objects.filter(holder__in=topics, kind=Account.Kind.HELD).order_by("holder")
    sums = accounts.annotate(points=Coalesce(Sum("postings__amount"), 0)).values_list("holder", "pk", "points")
    return {holder: (pk, points) for holder, pk, points in sums}


def owed_by(household: Household) -> int:
    """Points that the next ones settle."""
    debts = Account.objects.filter(holder=household.topic, kind=Account.Kind.OWED).first()
    return -book.balance(debts) if debts else 0


def settle_owed(household: Household, key: str) -> None:
    """What is owed comes first, as far as the points go. The household is locked."""
    if points := min(owed_by(household), book.balance(household.account)):
        book.post(key, {household.account: -points, household.debts: points}, why=SETTLED, about=household.topic)


def write_off(household: Household, key: str, why: str, by: Any = None, most: int | None = None) -> None:
    """What is owed is let go, at `most` so much of it: a person has decided so. The household is locked."""
    owed = owed_by(household)
    if points := owed if most is None else min(owed, most):
        lines = {household.wardrobe.account(Account.Kind.ISSUED): -points, household.debts: points}
        book.post(key, lines, why=why, about=household.topic, by=by)


def recharge_all() -> int:
    """Each night, for whoever has not had the points of this period yet. Answers how many; a repeat is harmless."""
    number = 0
    for wardrobe in Wardrobe.objects.filter(active=True).select_related("organisation"):
        today = wardrobe.today()
        period = rules.period_on(wardrobe, today)
        if period:
            due = wardrobe.households.filter(status=OPEN, without_home=False).exclude(recharged_for__gte=period.first)
            number += sum(recharged(household) for household in due.order_by("pk").iterator())
    return number


def recharged(household: Household) -> bool:
    """What fails with one, stops no other: it is tried again the next night."""
    try:
        return recharge(household)
    except Exception:
        log.exception("the card of household %s was not recharged", household.pk)
        return False

"""Putting money into a fund, admitting people, and which subsidies hold for somebody, somewhere, on a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from marketplace.ledger import book
from marketplace.ledger.models import Account, Entry
from marketplace.organisations.models import DESK, Membership
from marketplace.places.models import Area
from marketplace.programme.models import Eligibility, Fund, Programme, Subsidy, valid_on
from marketplace.refusals import Refused

PUT_ASIDE = gettext_noop("Put aside by the funder")
MOST_CENTS = 1_000_000_000
DECIDES = (*DESK, "officer")


def put_aside(fund: Fund, cents: int, user: Any, key: str) -> Entry:
    """Money of the funder, for this fund. A repeated `key` is harmless. Raises ValidationError ("cents"), Refused."""
    must_decide(fund.programme, user)
    if type(cents) is not int or not 0 < cents <= MOST_CENTS:
        raise ValidationError({"cents": _("Write an amount above zero, in whole cents.")})
    source = book.account(fund.funder.topic, Account.Kind.ISSUED)
    lines = {source: -cents, fund.account: cents}
    return book.post(f"{fund.topic}:in:{key}", lines, why=PUT_ASIDE, about=fund.topic, by=user)


def admit(programme: Programme, person: Any, until: date, user: Any) -> Eligibility:
    """The officer has seen the paper today. Raises ValidationError ("valid_until"), Refused."""
    must_decide(programme, user)
    row = Eligibility(programme=programme, person=person, valid_until=until, officer=user)
    if until < timezone.localdate():
        raise ValidationError({"valid_until": _("This day is past.")})
    row.save()
    return row


def must_decide(programme: Programme, user: Any) -> None:
    if not Membership.objects.of(user, *DECIDES).filter(organisation=programme.funder_id).exists():
        raise Refused(_("This is not for you to do."))


def subsidies(category: str, day: date, person: Any = None) -> QuerySet[Subsidy]:
    """What holds on that day for a booking of this category, wherever it is: with what asks for an admission only for
    whoever has one."""
    rules = Subsidy.objects.filter(valid_on(day)).filter(Q(categories=[]) | Q(categories__contains=[category]))
    admitted = Eligibility.objects.on(day).filter(person=person).values("programme") if person else []
    rules = rules.filter(Q(needs_eligibility=False) | Q(fund__programme__in=admitted))
    return rules.select_related("fund__programme__funder").prefetch_related("areas").order_by("pk")


def subsidies_within(category: str, first: date, last: date) -> QuerySet[Subsidy]:
    """What holds on some of these days for bookings of this category, whoever is admitted to it."""
    rules = Subsidy.objects.filter(Q(categories=[]) | Q(categories__contains=[category]), valid_from__lte=last)
    rules = rules.filter(Q(valid_until=None) | Q(valid_until__gte=first))
    return rules.select_related("fund__programme__funder").prefetch_related("areas").order_by("pk")


def here(rules: Iterable[Subsidy], area: Area | None) -> list[Subsidy]:
    """Those of them that hold in this neighbourhood; None: it is not known, or there is none."""
    return [rule for rule in rules if not rule.areas.all() or area in rule.areas.all()]


def elsewhere(rules: Iterable[Subsidy]) -> list[Subsidy]:
    """Those of them that hold in some neighbourhoods alone."""
    return [rule for rule in rules if rule.areas.all()]


def lock(rules: Iterable[Subsidy]) -> None:
    """Stand in the line of those who spend from these funds: what is read of them from now on stays so."""
    funds = Fund.objects.select_for_update(no_key=True).filter(pk__in={rule.fund_id for rule in rules})
    list(funds.order_by("pk").values_list("pk"))

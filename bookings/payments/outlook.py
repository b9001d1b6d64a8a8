"""Who would pay what of many dates, worked out one after the other as they will be asked for: what one date takes of a
fund or a bundle, the next has not. It asks the database no more often for fifty dates than for two."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F, Q

from bookings.models import Sale, Share
from bookings.payments import plan
from bookings.payments.plan import Means, Wish
from marketplace import wording
from marketplace.ledger import book
from marketplace.programme import funding
from marketplace.programme.models import Eligibility, Fund, Subsidy
from services import availability

Dated = tuple[date, int]  # a day, and what is paid for it, in cents


def of_dates(wish: Wish, dates: Iterable[Dated]) -> list[list[Share]]:
    """The shares of each of these dates, in their order, not saved. `wish`: what is the same for all of them."""
    wishes = [replace(wish, on=day, cents=cents) for day, cents in dates]
    return Ahead(wishes).all() if wishes else []


class Ahead(Means):
    """What there is to spend, read once, less what the dates before have taken."""

    def __init__(self, wishes: list[Wish]) -> None:
        self.wishes, one = wishes, wishes[0]
        days = [wish.day for wish in wishes]
        self.first, self.last = min(days), max(days)
        category = one.offer.category.slug
        self.known = [] if one.client else list(funding.subsidies_within(category, self.first, self.last))
        self.admitted = list(Eligibility.objects.filter(person=one.person)) if one.person else []
        self.left = {rule.fund_id: book.balance(rule.fund.account) for rule in self.known}
        self.had = {rule.pk: self.had_before(rule) for rule in self.known if rule.most_cents is not None}
        self.sales: list[Any] = [] if one.client else list(self.bought())

    def all(self) -> list[list[Share]]:
        return [self.spent(wish, plan.work_out(wish, self)) for wish in self.wishes]

    def bought(self) -> Iterable[Sale]:
        one = self.wishes[0]
        good = Sale.objects.of(one.person, one.offer).filter(returned_at=None).with_left()
        good = good.filter(Q(left__gt=0) | Q(bundle__services=None)).select_related("bundle__organisation")
        return good.order_by(F("last_day").asc(nulls_last=True), "pk")

    def had_before(self, rule: Subsidy) -> list[tuple[date, int]]:
        """What this person had of it in the periods of all these dates, by day."""
        one = self.wishes[0]
        if not one.person:
            return []
        period = Subsidy.Period(rule.period)
        begin, after = period.of(self.first)[0], period.of(self.last)[1]
        first, end = (availability.midnight(day, one.offer.tz) for day in (begin, after))
        rows = plan.had_between(rule, one.person, first, end).values_list("booking__starts_at", "kept_cents", "cents")
        return [(wording.date_of(at, one.offer.tz), cents if kept is None else kept) for at, kept, cents in rows]

    # --- what a plan asks -------------------------------------------------------------------------------------------
    def rules(self, wish: Wish) -> list[Subsidy]:
        day = wish.day
        admitted = {row.programme_id for row in self.admitted if row.seen_on <= day <= row.valid_until}
        valid = [rule for rule in self.known if rule.valid_from <= day <= (rule.valid_until or day)]
        return [rule for rule in valid if not rule.needs_eligibility or rule.fund.programme_id in admitted]

    def left_in(self, fund: Fund) -> int:
        return self.left[fund.pk]

    def used(self, rule: Subsidy, wish: Wish) -> int:
        first, after = Subsidy.Period(rule.period).of(wish.day)
        return sum(cents for day, cents in self.had[rule.pk] if first <= day < after)

    def sale(self, wish: Wish) -> Sale | None:
        good = (sale for sale in self.sales if sale.left > 0 or not sale.counted)
        return next((sale for sale in good if sale.covers(wish.day)), None)

    def spent(self, wish: Wish, shares: list[Share]) -> list[Share]:
        """The same shares; what they take is not there for the next date."""
        for share in shares:
            if share.sale:
                share.sale.left -= 1  # type: ignore[attr-defined]  # as `with_left` has counted it
            if share.subsidy:
                self.left[share.subsidy.fund_id] -= share.cents
                self.had.get(share.subsidy.pk, []).append((wish.day, share.cents))
        return shares

"""The plan: who would pay what of a booking, worked out before it is asked for. Nothing is written here."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import Booking, Sale, Series, Share, Way
from bookings.payments import bundles
from marketplace import wording
from marketplace.ledger import book
from marketplace.organisations.models import Organisation
from marketplace.places.models import Area
from marketplace.programme import funding
from marketplace.programme.models import Fund, Subsidy
from services import availability
from services.models import Offer

Source = Share.Source
LEAST_BY_CARD = 50  # cents: Stripe takes no less
CARRIED = {Source.FUND, Source.BUNDLE}  # what whoever asks does not pay now


@dataclass(frozen=True)
class Wish:
    """What is known when a plan is worked out. `cents`: the price; None: it is not named yet. `area`: where it takes
    place, where that is known; `on`: the day, today where none is chosen yet; `customer`: none before she signs in."""

    offer: Offer
    cents: int | None
    customer: Any = None
    client: Organisation | None = None
    area: Area | None = None
    on: date | None = None
    way: str = Way.ON_SITE

    @property
    def day(self) -> date:
        return self.on or timezone.localdate(timezone=self.offer.tz)

    @property
    def person(self) -> Any:
        return self.customer if self.customer and self.customer.is_authenticated else None

    @cached_property
    def rules(self) -> list[Subsidy]:
        """What funds carry for this person, wherever it takes place. An organisation that asks pays for itself."""
        if self.client or not self.cents:
            return []
        return list(funding.subsidies(self.offer.category.slug, self.day, self.person))


class Means:
    """What there is to spend, read afresh."""

    def rules(self, wish: Wish) -> list[Subsidy]:
        return wish.rules

    def left_in(self, fund: Fund) -> int:
        return book.balance(fund.account)

    def used(self, rule: Subsidy, wish: Wish) -> int:
        """What this person had of it in the period of that day, in cents."""
        used = had(rule, wish).aggregate(sum=Sum(Coalesce("kept_cents", "cents")))["sum"] if wish.person else 0
        return used or 0

    def sale(self, wish: Wish) -> Sale | None:
        """One of its services carries all that is left. An organisation that asks has none."""
        return None if wish.client else bundles.usable(wish.person, wish.offer, wish.day)


NOW = Means()


def work_out(wish: Wish, means: Means = NOW) -> list[Share]:
    """Shares that add up to the price, in the order in which they are used. They are not saved."""
    carried = from_funds(wish, means) if wish.cents else []
    rest = (wish.cents or 0) - total(carried)
    if rest and (sale := means.sale(wish)):
        return [*carried, Share(source=Source.BUNDLE, sale=sale, cents=rest)]
    return [*carried, Share(source=source_of_rest(wish, rest), cents=rest)] if rest else carried


def source_of_rest(wish: Wish, rest: int) -> str:
    """What nobody else carries is paid as it was chosen, or where the work is done; an organisation gets an invoice."""
    if wish.way == Way.BANK:
        return Source.BANK
    if wish.client:
        return Source.INVOICE
    return Source.CARD if wish.way == Way.CARD and rest >= LEAST_BY_CARD else Source.ON_SITE


def total(shares: Iterable[Share]) -> int:
    return sum(share.cents for share in shares)


def own(shares: Iterable[Share]) -> int:
    """What whoever asks pays, in cents."""
    return sum(share.due for share in shares if share.source not in CARRIED)


# --- funds --------------------------------------------------------------------------------------------------------
def from_funds(wish: Wish, means: Means) -> list[Share]:
    """One after the other, while there is something left of the price, of the fund and of what a person may have."""
    price, shares = wish.cents or 0, list[Share]()
    for rule in funding.here(means.rules(wish), wish.area):
        if total(shares) == price:
            break
        taken = total(share for share in shares if share.fund == rule.fund)
        rooms = (price - total(shares), means.left_in(rule.fund) - taken, left_for(rule, wish, means))
        if (cents := min(rule.carries(price), *rooms)) > 0:
            shares.append(Share(source=Source.FUND, subsidy=rule, cents=cents))
    return shares


def left_for(rule: Subsidy, wish: Wish, means: Means) -> int:
    """What this person may still have of it in the period of that day, in cents."""
    if rule.most_cents is None:
        return wish.cents or 0
    return rule.most_cents - means.used(rule, wish)


def had(rule: Subsidy, wish: Wish) -> QuerySet[Share]:
    days = Subsidy.Period(rule.period).of(wish.day)
    first, after = (availability.midnight(day, wish.offer.tz) for day in days)
    return had_between(rule, wish.person, first, after)


def had_between(rule: Subsidy, person: Any, first: datetime, after: datetime) -> QuerySet[Share]:
    return Share.objects.filter(
        subsidy=rule, booking__customer=person, booking__starts_at__gte=first, booking__starts_at__lt=after
    )


def hints(wish: Wish) -> list[str]:
    """Where funds would carry a part, as long as nobody knows where it takes place."""
    return [hint(rule) for rule in funding.elsewhere(wish.rules)] if not wish.area else []


def hint(rule: Subsidy) -> str:
    facts = {
        "areas": wording.listed(area.name for area in rule.areas.all()),
        "name": rule.fund.funder.name,
        "part": wording.euro(rule.cents) if rule.cents else f"{rule.percent} %",
    }
    return _("In %(areas)s %(name)s carries %(part)s of the price, while the money lasts.") % facts


# --- bookings -----------------------------------------------------------------------------------------------------
def wish_of(booking: Booking) -> Wish:
    return Wish(
        booking.offer,
        booking.price_cents,
        booking.customer if booking.customer_id else None,
        booking.client,
        booking.place.area if booking.place else None,
        wording.local(booking.starts_at, booking.tz).date(),
        booking.way,
    )


def of(booking: Booking) -> list[Share]:
    """The shares of a booking; before they are agreed, what they would be now."""
    return written(booking) or ([] if booking.state.final else work_out(wish_of(booking)))


def written(booking: Booking) -> list[Share]:
    return list(
        booking.shares.select_related("subsidy__fund__programme__funder", "sale__bundle__organisation", "sale__account")
    )


def must_be_seen(booking: Booking, seen: int | None) -> None:
    """Nobody pays more than was shown: funds may have run dry meanwhile. Raises ValidationError ("own_seen")."""
    if seen is not None:
        compare(own(written(booking)), seen)


def all_must_be_seen(series: Series, seen: int | None, dates: Collection[date] | None = None) -> None:
    """The same for all dates that were asked for together, or these. Raises ValidationError ("own_seen")."""
    if seen is not None:
        shares = Share.objects.filter(booking__series=series)
        compare(own(shares if dates is None else shares.filter(booking__series_on__in=dates)), seen)


def compare(now: int, seen: int) -> None:
    if now > seen:
        text = _("You would pay %(now)s and not %(seen)s. Look at it, then send it once more.")
        raise ValidationError({"own_seen": text % {"now": wording.euro(now), "seen": wording.euro(seen)}})

"""Looking ahead: every date of a rule, whether it is free, why not, and what is free close by."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import kinds, lifecycle
from bookings.kinds import limits
from bookings.kinds.asked import DayField, known
from bookings.lifecycle import Wishes
from bookings.models import Booking, Share, Way
from bookings.models.series import MOST_DATES, MOST_WEEKS, Rule
from bookings.payments import outlook
from bookings.payments import plan as plans
from bookings.payments.plan import Wish
from marketplace import wording
from marketplace.lives.engine import Actor
from services import availability
from services.models import Offer

DAY = timedelta(days=1)
NEAR, OTHERS = 3, 5  # days around a date that is not free in which others are looked for, and how many are shown
FREE, LATER, NOT_FREE = "free", "later", "not_free"


@dataclass
class Occurrence:
    """One date of the plan. `later`: too far ahead to be asked for today."""

    on: date
    starts_at: datetime
    ends_at: datetime
    verdict: str = FREE
    why: str = ""
    price_cents: int = 0
    others: list[datetime] = field(default_factory=list)  # starts close by that are free

    @property
    def clashes(self) -> bool:
        return self.verdict == NOT_FREE

    def day(self, tz: ZoneInfo) -> date:
        """On which it takes place: another than its date in the plan, where the weekday was changed."""
        return wording.local(self.starts_at, tz).date()


@dataclass(frozen=True)
class Plan:
    """All dates of a rule as they stand now. `wish`: what is known of each, to work out who pays."""

    occurrences: list[Occurrence]
    wish: Wish

    @property
    def clashes(self) -> list[Occurrence]:
        return [one for one in self.occurrences if one.clashes]

    @property
    def total_cents(self) -> int:
        """What it comes to when every date that clashes is left out."""
        return sum(one.price_cents for one in self.free)

    @property
    def free(self) -> list[Occurrence]:
        """What would be asked for, now or later."""
        return [one for one in self.occurrences if not one.clashes]

    @cached_property
    def shares(self) -> list[Share]:
        return [share for shares in self.split(self.free) for share in shares]

    @property
    def by_card(self) -> bool:
        """Whether a card pays any of them: what others carry, or an organisation pays, needs none."""
        return any(share.source == Share.Source.CARD for share in self.shares)

    @property
    def own_cents(self) -> int:
        return self.own_of(self.free)

    def own_of(self, dates: list[Occurrence]) -> int:
        """What whoever asks pays of those that are asked for now, in cents."""
        pairs = zip(dates, self.split(dates), strict=True)
        return sum(plans.own(shares) for one, shares in pairs if one.verdict != LATER)

    def split(self, dates: list[Occurrence]) -> list[list[Share]]:
        """Who pays what of each of these, in the order in which they are asked for."""
        return outlook.of_dates(self.wish, [(one.day(self.wish.offer.tz), one.price_cents) for one in dates])


@dataclass(frozen=True)
class Draft:
    """The booking of one date, not saved: the wishes are checked once, as they are the same for each."""

    booking: Booking
    kind: kinds.Kind
    told: Wishes

    def put(self, starts_at: datetime, ends_at: datetime) -> Booking:
        self.booking.starts_at, self.booking.ends_at = starts_at, ends_at
        return self.booking

    @property
    def tz(self) -> ZoneInfo:
        return self.booking.tz


def preview(offer: Offer, actor: Actor, rule: Rule, wishes: Wishes) -> Plan:
    """What `ask` would do with this rule, date by date. Nothing is written, and nothing is kept free.

    Raises ValidationError by field, for the rule (`until`, `every`, `weekdays`, `minutes`) and for the wishes."""
    check_rule(offer, rule)
    check_dates(rule)
    if len(list(islice(rule.dates(), 2))) < 2:
        raise ValidationError({"until": _("Choose a later day: until then it is one date.")})
    return look(drafted(offer, actor, rule, wishes), rule, list(rule.dates()))


def look(draft: Draft, rule: Rule, dates: list[date]) -> Plan:
    """These dates of the rule as they stand."""
    occurrences = [occurrence(draft, on, rule) for on in dates]
    near = free_around(draft, rule, occurrences)
    kept: list[date] = []
    for one in occurrences:
        judge(draft, one, near, sum(on.replace(day=1) == one.on.replace(day=1) for on in kept))
        kept += [one.on] if one.verdict == FREE else []
    return Plan(occurrences, plans.wish_of(draft.booking))


def check_rule(offer: Offer, rule: Rule) -> None:
    """Whether this offer can be had by this rule at all. Raises ValidationError by field."""
    if not kinds.of(offer).repeats:
        raise ValidationError(_("This cannot be booked as a series: ask for one date."))
    if not 1 <= rule.every <= MOST_WEEKS:
        raise ValidationError({"every": _("Choose every week, or every second, third or fourth.")})
    if any(day not in range(7) for day in rule.days):
        raise ValidationError({"weekdays": _("Choose days of the week.")})
    if rule.minutes not in offer.durations:
        raise ValidationError({"minutes": _("Choose one of the lengths that are offered.")})


def check_dates(rule: Rule) -> None:
    """Days that can be, and not too many."""
    if not (known(rule.first) and known(rule.last)):
        raise ValidationError({"until": DayField.default_error_messages["invalid"]})
    if len(list(islice(rule.dates(), MOST_DATES + 1))) > MOST_DATES:
        raise ValidationError({"until": _("Choose an earlier day: at most %(most)s dates.") % {"most": MOST_DATES}})


def payable(wishes: Wishes, actor: Actor) -> Wishes:
    """A card is saved by whoever it belongs to: what a desk asks for so is paid on site."""
    if actor.acting_for and wishes.get("pay_by") == Way.CARD:
        return {name: value for name, value in wishes.items() if name != "pay_by"}
    return wishes


def drafted(offer: Offer, actor: Actor, rule: Rule, wishes: Wishes) -> Draft:
    kind, visitor = kinds.of(offer), not (actor.user and actor.user.is_authenticated)
    booking = Booking(offer=offer, organisation=offer.organisation, kind=kind.name)
    if not visitor:
        booking.customer = lifecycle.customer_of(actor)
        booking.client = lifecycle.client_of(booking.customer, wishes)
    start, end = stay(offer, rule, rule.first)
    told = lifecycle.fill(booking, kind, payable(wishes, actor) | {"starts_at": start, "ends_at": end})
    return Draft(booking, kind, told)


def stay(offer: Offer, rule: Rule, on: date) -> tuple[datetime, datetime]:
    start = availability.moment(on + rule.days_later * DAY, rule.at, offer.tz)
    return start, start + timedelta(minutes=rule.minutes)


def occurrence(draft: Draft, on: date, rule: Rule) -> Occurrence:
    booking = draft.put(*stay(draft.booking.offer, rule, on))
    one = Occurrence(on, booking.starts_at, booking.ends_at, price_cents=draft.kind.price(booking, draft.told))
    if wording.local(one.starts_at, draft.tz).time() != rule.at:
        one.verdict, one.why = NOT_FREE, _("The clocks change in this night: the hour does not exist.")
    elif one.starts_at >= availability.bookable(booking.offer)[1]:
        one.verdict, one.why = LATER, _("It is asked for when its time comes.")
    return one


def free_around(draft: Draft, rule: Rule, occurrences: list[Occurrence]) -> dict[date, availability.Day]:
    """The free starts of all days from a little before the first date to a little after the last: one look for all."""
    offer, now = draft.booking.offer, timezone.now()
    first = max(rule.first + (rule.days_later - NEAR) * DAY, wording.local(now, offer.tz).date())
    horizon = wording.local(availability.bookable(offer, now)[1], offer.tz).date()
    soon = [one.day(offer.tz) for one in occurrences if one.verdict != LATER]
    last = min(max(soon, default=first) + NEAR * DAY, horizon)
    wanted = draft.booking.wanted_id
    days = availability.times(offer, first, max((last - first).days + 1, 0), rule.minutes, draft.booking.seats, wanted)
    return {day.date: day for day in days}


def judge(draft: Draft, one: Occurrence, near: dict[date, availability.Day], beside: int) -> None:
    """Say what is the matter with a date that cannot be had, and what could be had instead."""
    if one.verdict == FREE:
        one.why = wrong_with(draft, one, near.get(one.day(draft.tz)), beside)
        one.verdict = NOT_FREE if one.why else FREE
    if one.clashes:
        one.others = close_by(one, near, draft)


def wrong_with(draft: Draft, one: Occurrence, day: availability.Day | None, beside: int) -> str:
    try:
        draft.kind.check(draft.put(one.starts_at, one.ends_at))
        limits.check(draft.booking, beside)
    except ValidationError as error:
        return " ".join(error.messages)
    if not day or day.closed:
        return _("Nobody works on this day.")
    return "" if one.starts_at in starts(day) else _("This time is not free.")


def close_by(one: Occurrence, near: dict[date, availability.Day], draft: Draft) -> list[datetime]:
    """The free starts closest to the hour that was wished for: of its own day first, then of the days around it."""
    days = [near[on] for n in range(-NEAR, NEAR + 1) if (on := one.day(draft.tz) + n * DAY) in near]
    found = sorted(all_starts(days), key=lambda start: distance(start, one, draft))
    return sorted(found[:OTHERS])


def distance(start: datetime, one: Occurrence, draft: Draft) -> tuple[int, timedelta]:
    away = abs((wording.local(start, draft.tz).date() - one.day(draft.tz)).days)
    return away, abs(start - one.starts_at - away * DAY)


def all_starts(days: Iterable[availability.Day]) -> list[datetime]:
    return [start for day in days for start in starts(day)]


def starts(day: availability.Day) -> list[datetime]:
    return [time.starts_at for time in day.times]

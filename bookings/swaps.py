"""What the steps of a swap between residents do: hold both garments, show them again, swap them; and who has to pause.

Locks, after the booking and its offer: garments by primary key. That nobody else has the same one is said by the
database, as for what is chosen in a wardrobe.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import pieces
from bookings.models import Booking, Piece
from marketplace import wording
from marketplace.lives.engine import CLOCK, take
from marketplace.lives.models import Change, Life
from marketplace.refusals import Refused
from services import availability
from services.models import OwnGarment, SwapRule, Wardrobe
from services.models.swap import SHOWN
from services.wardrobe import shown

RULE = "rule"  # under this name a swap keeps by which rule it was asked for
MISSED = {"partner_missed": "partner", "customer_missed": "customer"}  # step -> who did not come
STEPPED_BACK, COUNTS = "step_back_late", "not_there"
Facts = dict[str, Any]


# --- both garments ------------------------------------------------------------------------------------------------
def keep(booking: Booking, garments: Iterable[OwnGarment]) -> None:
    """Write down which two it is about. Raises ValidationError ("garment") where one is in another swap."""
    day = timezone.localdate(timezone=booking.tz)
    for garment in locked(garment.pk for garment in garments):
        if garment.status != SHOWN:
            raise gone()
        pieces.insert(Piece(booking=booking, garment=garment, points=0, on=day), gone)


def locked(keys: Iterable[int]) -> list[OwnGarment]:
    """By primary key: others lock them first and then write as well."""
    wanted = list(keys)
    list(Life.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    return list(OwnGarment.objects.filter(pk__in=wanted).select_related("type", "resident").order_by("pk"))


def gone() -> ValidationError:
    return ValidationError({"garment": _("One of the two is in another swap since a moment ago. Choose another one.")})


def both(booking: Booking) -> list[OwnGarment]:
    """Those that the booking still holds."""
    return locked(booking.pieces.aside().values_list("garment", flat=True))


def garments_of(booking: Booking) -> QuerySet[OwnGarment]:
    """What each of the two gives, first whoever asked."""
    both_of_them = OwnGarment.objects.filter(pieces__booking=booking).select_related("type", "resident")
    return both_of_them.order_by(Case(When(resident=booking.customer_id, then=0), default=1))


def promise(booking: Booking, facts: Facts) -> None:
    """Nobody else can ask for them meanwhile."""
    for garment in both(booking):
        take(garment, "promise", CLOCK)


def show_again(booking: Booking, facts: Facts) -> None:
    """It came to nothing: both are there for others again."""
    end(booking, "show_again", Piece.Outcome.LEFT)
    booking.other_times = []


def swap(booking: Booking, facts: Facts) -> None:
    """Each has what was the other's."""
    end(booking, "swap", Piece.Outcome.TAKEN)


def end(booking: Booking, step: str, outcome: Piece.Outcome) -> None:
    for garment in both(booking):
        take(garment, step, CLOCK)
    booking.pieces.aside().update(outcome=outcome)


# --- when ---------------------------------------------------------------------------------------------------------
def one_time(booking: Booking, facts: Facts) -> None:
    """A day and an hour as the one time that is proposed. They meet wherever they like: nobody's hours are asked."""
    facts["times"] = [availability.moment(facts.pop("day"), facts.pop("at"), booking.tz)]


# --- who did not come ---------------------------------------------------------------------------------------------
def rule_of(booking: Booking) -> dict[str, int]:
    """By which rule it was asked for; nothing where there was none."""
    return booking.answers.get(RULE, {})


def told(rule: SwapRule | None) -> dict[str, int]:
    """What a swap keeps of the rule."""
    names = ("missed", "days", "pause_days", "late_hours")
    return {name: getattr(rule, name) for name in names} if rule else {}


def is_late(booking: Booking) -> bool:
    """So near to the start that stepping back counts as not coming."""
    late = rule_of(booking).get("late_hours", 0)
    return booking.starts_at - timedelta(hours=late) <= timezone.now() < booking.starts_at


def in_good_time(booking: Booking) -> bool:
    return timezone.now() < booking.starts_at and not is_late(booking)


def missed_at(person: Any, since: datetime) -> list[datetime]:
    """When she did not come, or stepped back too late, as far as that counts; the last time first."""
    said = Q(pk__in=[])
    for step, side in MISSED.items():
        said |= Q(step=step, life__status=COUNTS, **{f"life__as_booking__{side}": person})
    hers = Q(acting_for=person) | Q(acting_for=None, actor=person)
    swapping = Booking.objects.exclude(partner=None)
    ours = swapping.filter(customer=person).values("pk").union(Booking.objects.filter(partner=person).values("pk"))
    found = Change.objects.filter(said | (Q(step=STEPPED_BACK) & hers), life__in=ours, at__gte=since)
    return list(found.order_by("-at").values_list("at", flat=True))


def paused_until(person: Any, rule: SwapRule | None) -> datetime | None:
    """Until when she cannot ask for a swap; None: she can."""
    return end_of_pause(rule, missed_at(person, timezone.now() - looked_back(rule))) if rule else None


def paused(person: Any) -> list[int]:
    """The wardrobes in which she cannot ask for a swap now. Two queries, however many there are."""
    now, rules = timezone.now(), list(SwapRule.objects.on(timezone.localdate()))
    times = missed_at(person, now - max(map(looked_back, rules), default=timedelta()))
    since = {rule.wardrobe_id: now - looked_back(rule) for rule in rules}
    return [
        rule.wardrobe_id
        for rule in rules
        if end_of_pause(rule, [time for time in times if time >= since[rule.wardrobe_id]])
    ]


def looked_back(rule: SwapRule) -> timedelta:
    """How long it matters that somebody did not come."""
    return timedelta(days=rule.days + rule.pause_days)


def end_of_pause(rule: SwapRule, times: list[datetime]) -> datetime | None:
    """`times` at which she did not come, the last first."""
    if len(times) < rule.missed or times[0] - times[rule.missed - 1] > timedelta(days=rule.days):
        return None
    until = times[0] + timedelta(days=rule.pause_days)
    return until if until > timezone.now() else None


def must_be_let(person: Any, wardrobe: Wardrobe) -> None:
    """Raises Refused while she has to pause."""
    until = paused_until(person, shown.rule_on(wardrobe, wardrobe.today()))
    if until:
        text = _("You did not come too often. From %(day)s on you can ask for swaps again.")
        raise Refused(text % {"day": wording.day(until, wardrobe.organisation.tz)})

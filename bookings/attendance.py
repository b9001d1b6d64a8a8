"""Who comes to a date, and who came: read and marked by the desk and by those who lead it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.kinds.times import EARLY
from bookings.models import Attendance, Booking
from marketplace import wording
from marketplace.lives.engine import Actor
from marketplace.refusals import Refused
from services.models import Hold, Occasion, Session

STAFF = {"provider", "worker"}


@dataclass(frozen=True)
class Row:
    """One booking on the list of those who come. `came`: session -> how many; nobody has looked where it is missing.
    `phone`: as far as whoever reads the list may know it by now."""

    booking: Booking
    came: dict[int, int] = field(default_factory=dict)
    phone: Any = None

    def all_of(self, sessions: list[Session]) -> list[int | None]:
        return [self.came.get(session.pk) for session in sessions]


def comers(occasion: Occasion) -> QuerySet[Booking]:
    """The bookings that have seats on this date, or had them when it began, by name."""
    held = Hold.objects.filter(life=OuterRef("pk"), active=True)
    marked = Attendance.objects.filter(booking=OuterRef("pk"))
    here = Booking.objects.filter(enrolment__occasion=occasion).filter(Exists(held) | Exists(marked))
    return here.for_lists().order_by("customer__given_name", "customer__family_name", "pk")


def roll(occasion: Occasion, roles: frozenset[str] = frozenset()) -> list[Row]:
    """The list as somebody with these hats reads it."""
    bookings, today = comers(occasion).prefetch_related("attendance"), meets_today(occasion)
    return [
        Row(booking, {row.session_id: row.came for row in booking.attendance.all()}, phone_of(booking, roles, today))
        for booking in bookings
    ]


def meets_today(occasion: Occasion) -> bool:
    today = timezone.localdate(timezone=occasion.tz)
    days = [
        (wording.local(one.starts_at, occasion.tz), wording.local(one.ends_at, occasion.tz))
        for one in occasion.sessions.all()
    ]
    return any(begins.date() <= today <= ends.date() for begins, ends in days)


def phone_of(booking: Booking, roles: frozenset[str], today: bool) -> Any:
    """On the day of a session; for the desk at once where there is no e-mail: she is told by phone or not at all."""
    by_phone_alone = "provider" in roles and not booking.customer.email
    return booking.customer.phone if STAFF & roles and (today or by_phone_alone) else None


def named_to(user: Any, dates: Iterable[Occasion]) -> set[int]:
    """The dates of which somebody learns who leads them: as their desk, as who leads them, or with a place there."""
    if not user.is_authenticated:
        return set()
    keys = [date.pk for date in dates]
    staff = Occasion.objects.of_staff(user).filter(pk__in=keys).values_list("pk", flat=True)
    booked = Booking.objects.filter(customer=user, enrolment__occasion__in=keys)
    mine = booked.select_related("offer", "enrolment")
    return {*staff, *(booking.enrolment.occasion_id for booking in mine if booking.agreed)}


@transaction.atomic
def mark(session: Session, actor: Actor, came: Mapping[int, int | None]) -> None:
    """Of which booking how many came to this session; None: nobody has looked. All of it or nothing.

    Raises Refused for others than the desk and who leads it, and before it is near; ValidationError by booking."""
    if not STAFF & actor.roles(session.occasion) or not actor.user:
        raise Refused(_("This is not for you to do."))
    if timezone.now() < session.starts_at - EARLY:
        raise Refused(_("Nobody can be there yet: it begins later."))
    bookings = {booking.pk: booking for booking in comers(session.occasion)}
    check(bookings, came)
    for pk, number in came.items():
        write(bookings[pk], session, actor, number)


def check(bookings: Mapping[int, Booking], came: Mapping[int, int | None]) -> None:
    wrong = {}
    for pk, number in came.items():
        most = bookings[pk].seats if pk in bookings else -1
        if number is not None and not 0 <= number <= most:
            wrong[str(pk)] = _("Choose a number from %(least)d to %(most)d.") % {"least": 0, "most": max(most, 0)}
        elif most < 0:
            wrong[str(pk)] = _("This booking has no place on this date.")
    if wrong:
        raise ValidationError(wrong)


def write(booking: Booking, session: Session, actor: Actor, number: int | None) -> None:
    here = Attendance.objects.filter(booking=booking, session=session)
    if number is None:
        here.delete()
    elif not here.filter(came=number).exists():
        told = {"came": number, "marked_by": actor.user}
        Attendance.objects.update_or_create(booking=booking, session=session, defaults=told)

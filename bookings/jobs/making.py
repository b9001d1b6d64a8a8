"""Jobs come of bookings for which a desk asks helpers, of openings every week, and of days that a desk names."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.jobs import stopping
from bookings.models import Booking, Job
from marketplace import live
from marketplace.accounts.models import User
from marketplace.organisations.membership import must_have
from marketplace.refusals import Refused
from services import availability
from services.models import ClosedDay, Opening

WEEKS_AHEAD = 4
LISTS = ("needed", "nice")


def terms_of(opening: Opening) -> dict[str, Any]:
    """What a job keeps of its opening: later edits change no job that is announced."""
    plain = ("name", "tasks", "form", "hourly_cents", "demands", "levels", "support_on_site", "mate", "all_together")
    skills = {name: sorted(getattr(opening, name).values_list("slug", flat=True)) for name in LISTS}
    papers = sorted(opening.credentials.values_list("pk", flat=True))
    return {name: getattr(opening, name) for name in plain} | skills | {"credentials": papers}


@transaction.atomic
def for_booking(booking: Booking, opening: Opening, by: User) -> Job:
    """Ask helpers for a booking that is agreed. Asked for twice it is the same job. Raises Refused."""
    must_have(booking.organisation, by)
    booking = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    if opening.offer_id != booking.offer_id or not opening.active:
        raise Refused(_("This opening is not for this booking."))
    if not booking.agreed or booking.starts_at <= timezone.now():
        raise Refused(_("Helpers are asked for bookings that are agreed and still to come."))
    times = {"starts_at": booking.starts_at, "ends_at": booking.ends_at, "seen_change": booking.last_change_id}
    return open_job(opening, times | {"booking": booking, "place": booking.place})


@transaction.atomic
def on_day(opening: Opening, by: User, day: date, opens: time, closes: time) -> Job:
    """A job on one day, in the place's own time; an end before the start is on the day after. Raises ValidationError,
    Refused."""
    must_have(opening.organisation, by)
    if not opening.active:
        raise Refused(_("This opening is not in use."))
    starts_at, ends_at = moments(opening, day, opens, closes)
    if starts_at <= timezone.now():
        raise ValidationError({"day": _("This day is past.")})
    return open_job(opening, {"starts_at": starts_at, "ends_at": ends_at, "place": opening.place})


def open_job(opening: Opening, times: dict[str, Any]) -> Job:
    same = {"opening": opening, "booking": times.get("booking"), "called_off_at": None}
    known = same | ({} if times.get("booking") else {"starts_at": times["starts_at"]})
    more = {**times, "organisation": opening.organisation, "places": opening.places, "terms": terms_of(opening)}
    return Job.objects.get_or_create(**known, defaults=more)[0]


def moments(opening: Opening, day: date, opens: time, closes: time) -> tuple[datetime, datetime]:
    """As moments that are told apart also where a clock change lies between them."""
    zone, until = opening.organisation.tz, day + timedelta(days=closes <= opens)
    return availability.moment(day, opens, zone), availability.moment(until, closes, zone)


def every_week(today: date | None = None) -> None:
    """The jobs of weekly openings, some weeks ahead; on the City's closed days none. Safe to run twice: a day that was
    called off stays so."""
    today = today or timezone.localdate()
    ahead = [today + timedelta(days=n) for n in range(1, WEEKS_AHEAD * 7 + 1)]
    closed = set(ClosedDay.objects.filter(date__range=(ahead[0], ahead[-1])).values_list("date", flat=True))
    for opening in Opening.objects.in_use().exclude(weekday=None).select_related("organisation", "place"):
        for day in ahead:
            if day not in closed and is_its_day(opening, day):
                weekly(opening, day)


def is_its_day(opening: Opening, day: date) -> bool:
    return day.weekday() == opening.weekday and (opening.valid_until is None or day <= opening.valid_until)


def weekly(opening: Opening, day: date) -> None:
    starts_at, ends_at = moments(opening, day, opening.opens or time(), opening.closes or time())
    if not opening.jobs.filter(booking=None, starts_at=starts_at).exists():
        open_job(opening, {"starts_at": starts_at, "ends_at": ends_at, "place": opening.place})


@transaction.atomic
def call_off(job: Job, by: User) -> None:
    """Nobody comes: whoever was asked, or has said yes, learns it at once. Raises Refused."""
    must_have(job.organisation, by)
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if not job.is_to_come:
        raise Refused(_("This is over, or called off already."))
    end(job)


def end(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(called_off_at=timezone.now())
    stopping.close_soon(job.proposals.filter(live=True), "cancelled")
    live.publish(job.shared_topic)
    live.publish(job.desk_topic)

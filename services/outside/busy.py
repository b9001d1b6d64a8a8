"""Outside calendars: entering one, reading it now and then, and what its busy time means here.

Busy time is taken from what is free; it strands no booking that is there already, whose hold stands. Where both are at
the same time, the desk is shown it and decides.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as tasks
from psycopg.types.range import TimestamptzRange

from marketplace.accounts.models import User
from marketplace.organisations.membership import lock, must_have
from marketplace.organisations.models import Organisation
from marketplace.refusals import Refused
from services.models import BusySpan, Hold, OutsideCalendar, Resource
from services.outside import reading
from services.outside.fetching import Error, NotRead, fetch, parts

MOST, MOST_OF_ALL = 5, 50  # outside calendars of one resource, and of a whole organisation
AT_ONCE, LATER = 2, -10  # strangers may be slow: most of the worker stays free, and mails and the clock come first
AHEAD = timedelta(weeks=13)  # as far as hours are written out
EVERY, LONGEST_WAIT = timedelta(minutes=30), timedelta(days=1)
CLAIMED = timedelta(minutes=20)  # while one is being read nobody else begins to
PATIENCE = 20  # seconds for working out what is busy
DAY = timedelta(days=1)
BARE = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}  # whoever reads a stranger's text is told no secret of ours
Span = tuple[datetime, datetime]


def may_enter(resource: Resource, user: User) -> None:
    """Her own calendar while she works with it, or one of a desk she works at. Raises Refused."""
    if resource.user_id != user.pk or not resource.active:
        must_have(resource.organisation, user)


@transaction.atomic
def add(resource: Resource, by: User, url: str) -> OutsideCalendar:
    """From now on what is in this calendar is busy time. Raises ValidationError by field, Refused."""
    organisation = lock(resource.organisation)  # two at once must not pass the ceiling together
    resource = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    may_enter(resource, by)
    must_be_at_work(organisation, resource)
    url = checked(url)
    must_have_room(resource)
    if resource.outside_calendars.filter(url=url).exists():
        raise ValidationError({"url": _("This calendar is here already.")})
    calendar = OutsideCalendar.objects.create(
        resource=resource, url=url, entered_by=by, next_at=timezone.now() + CLAIMED
    )
    hand_out(calendar.pk)
    return calendar


def must_be_at_work(organisation: Organisation, resource: Resource) -> None:
    """We ask strangers' addresses only for bodies that the City knows. Raises Refused."""
    if organisation.status != "verified":
        raise Refused(_("This opens when the City has verified the organisation."))
    if not resource.active:
        raise Refused(_("This calendar is out of use."))


def must_have_room(resource: Resource) -> None:
    here = OutsideCalendar.objects.filter(resource__organisation=resource.organisation_id)
    for rows, most in ((here.filter(resource=resource), MOST), (here, MOST_OF_ALL)):
        if rows.count() >= most:
            text = _("%(number)s calendars are the most: remove one first.")
            raise ValidationError({"url": text % {"number": most}})


def hand_out(pk: int) -> None:
    """Have it read in the background, few at a time."""
    task = tasks.configure_task("services.read_outside", priority=LATER, lock=f"outside:{pk % AT_ONCE}")
    task.defer(calendar_id=pk)


def checked(url: str) -> str:
    """The address as it is kept. Many programs show theirs as webcal. Raises ValidationError."""
    url = url.strip()
    if url.lower().startswith("webcal://"):
        url = "https" + url[len("webcal") :]
    wrong = "\0" in url or len(url) > 1000
    try:
        host = parts(url)[0]
    except NotRead:
        wrong, host = True, ""
    if wrong:
        raise ValidationError(
            {"url": _("Give an address that begins with https://, without a name or password in it.")}
        )
    if host == settings.SITE_HOST:
        raise ValidationError({"url": _("This is a calendar of Cortile itself: what is booked here is known already.")})
    return url


@transaction.atomic
def remove(calendar: OutsideCalendar, by: User) -> None:
    """Forget it: what it said is busy is free again. Raises Refused."""
    may_enter(calendar.resource, by)
    OutsideCalendar.objects.filter(pk=calendar.pk).delete()


# --- reading ------------------------------------------------------------------------------------------------------
@transaction.atomic
def claim_due() -> list[int]:
    """Those whose turn it is, each handed out once."""
    now = timezone.now()
    due = OutsideCalendar.objects.select_for_update(skip_locked=True, of=("self",)).order_by("next_at", "pk")
    keys = [calendar.pk for calendar in due.filter(next_at__lte=now, resource__active=True)[:500]]
    OutsideCalendar.objects.filter(pk__in=keys).update(next_at=now + CLAIMED)
    return keys


def read(pk: int, fetch: Callable[[str], bytes] = fetch) -> None:
    """Fetch and read one calendar. What goes wrong is written beside it, and what was known before stands.

    No lock is held while we wait for strangers."""
    calendar = OutsideCalendar.objects.select_related("resource__organisation").filter(pk=pk).first()
    if not calendar:
        return
    try:
        spans = busy_in(fetch(calendar.url), str(calendar.resource.organisation.tz))
        keep(calendar, spans)
    except NotRead as refusal:
        put_off(calendar, refusal.error)
    except Exception:
        put_off(calendar, Error.TOO_MUCH)  # whatever it is that breaks us, it is not tried at once again
        raise


def busy_in(body: bytes, zone: str) -> list[Span]:
    """What this calendar says is taken from now on, worked out by a program of its own. Raises NotRead."""
    now = timezone.now()
    program = [sys.executable, "-I", str(Path(reading.__file__)), now.isoformat(), (now + AHEAD).isoformat()]
    try:
        done = subprocess.run(
            [*program, zone, settings.SITE_HOST],
            input=body,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env=BARE,
            cwd="/",
        )
    except subprocess.TimeoutExpired:
        raise NotRead(Error.TOO_MUCH) from None
    if done.returncode:
        raise NotRead(Error.NO_CALENDAR if done.returncode == reading.NO_CALENDAR else Error.TOO_MUCH)
    return [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in json.loads(done.stdout)]


@transaction.atomic
def keep(calendar: OutsideCalendar, spans: list[Span]) -> None:
    now = timezone.now()
    row = OutsideCalendar.objects.filter(pk=calendar.pk)
    if not row.select_for_update().first():  # removed while it was read
        return
    calendar.spans.all().delete()
    BusySpan.objects.bulk_create(
        BusySpan(calendar=calendar, resource=calendar.resource, period=TimestamptzRange(*part))
        for span in spans
        for part in by_the_day(*span)
    )
    row.update(tried_at=now, read_at=now, next_at=now + EVERY, failures=0, error="")


def by_the_day(start: datetime, end: datetime) -> Iterator[Span]:
    while start < end:
        yield start, min(start + DAY, end)
        start += DAY


def put_off(calendar: OutsideCalendar, error: OutsideCalendar.Error) -> None:
    """Try again after half an hour, an hour, two... at most a day."""
    now, failures = timezone.now(), calendar.failures + 1
    wait = min(EVERY * 2 ** min(failures - 1, 10), LONGEST_WAIT)
    row = OutsideCalendar.objects.filter(pk=calendar.pk)
    row.update(tried_at=now, next_at=now + wait, failures=min(failures, 1000), error=error)


# --- what it means here -------------------------------------------------------------------------------------------
def clashes(resource: Resource) -> QuerySet[Hold]:
    """What is booked at a time that an outside calendar says is taken, the next one first."""
    busy = BusySpan.objects.filter(resource=OuterRef("resource"), period__overlap=OuterRef("period"))
    ahead = resource.holds.filter(Q(period__endswith__gt=timezone.now()) | Q(period__upper_inf=True), active=True)
    return ahead.filter(Exists(busy)).order_by("period", "pk")

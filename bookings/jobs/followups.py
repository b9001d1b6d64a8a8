"""To-dos that come with a day: made by steps and each night, done by whoever is responsible; none goes by itself."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import FollowUp, Proposal
from bookings.models.followup import CAME_BACK, FORGOTTEN, NOT_REACHED
from marketplace.accounts.models import User
from marketplace.casework import admission, sealing
from marketplace.casework.models import Participant, TeamMember
from marketplace.casework.models.participant import months_after
from marketplace.refusals import Refused

Kind = FollowUp.Kind
TRIES = 3  # on as many days: then somebody counts as not reached
MONTHS, FOUND_WORK = 6, "work"  # the code of why somebody left
OPEN_FOR, SOON = timedelta(days=28), timedelta(days=7)
PLACED = {Kind.MONTH: 30, Kind.QUARTER: 90, Kind.HALF: 180}  # days after the first one at a lasting place
LONGEST = 2000


# --- they begin ------------------------------------------------------------------------------------------------------
def after_first_job(proposal: Proposal, facts: dict[str, Any]) -> None:
    """A call on the next working day, after the first job that somebody did."""
    last = timezone.localdate(proposal.worked.left_at, proposal.job.tz)
    day = next_working_day(last)
    if not FollowUp.objects.filter(participant=proposal.participant_id, kind=Kind.FIRST_JOB).exists():
        dates = {"about_on": last, "opens_on": day, "due_on": day}
        FollowUp.objects.create(participant_id=proposal.participant_id, proposal=proposal, kind=Kind.FIRST_JOB, **dates)


def next_working_day(day: date) -> date:
    following = day + timedelta(days=1)
    return following if following.weekday() < 5 else next_working_day(following)


@transaction.atomic
def placed(participant: Participant, by: User, on: date) -> None:
    """She began at a lasting place on that day: three calls. Entered again they begin anew, of that day. Raises
    Refused, ValidationError."""
    must_work_with(participant, by)
    if abs((on - timezone.localdate()).days) > 366:
        raise ValidationError({"on": _("Choose a day within a year.")})
    Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    participant.follow_ups.open().filter(kind__in=FollowUp.PLACED).delete()
    add(at_the_place(participant, on))


def at_the_place(participant: Participant, on: date) -> list[FollowUp]:
    days = [(kind, on + timedelta(days=number)) for kind, number in PLACED.items()]
    return [
        FollowUp(participant=participant, kind=kind, about_on=on, opens_on=day, due_on=day + SOON) for kind, day in days
    ]


def must_work_with(participant: Participant, by: User) -> None:
    if "team" not in participant.roles_of(by):
        raise Refused(_("This is not for you to do."))


def add(rows: Iterable[FollowUp]) -> None:
    """Those that are there already stay as they are."""
    FollowUp.objects.bulk_create(rows, ignore_conflicts=True)


def every_night() -> None:
    """Who left is asked at once and six months later; of who came back, or is forgotten, nobody is asked any more."""
    asked = FollowUp.objects.filter(participant=OuterRef("pk"), kind=Kind.LEAVING, about_on=OuterRef("left_on"))
    for participant in Participant.objects.exclude(left_on=None).exclude(person=None).exclude(Exists(asked)):
        begin(participant, participant.left_on or timezone.localdate())
    close(FollowUp.objects.filter(kind__in=FollowUp.LEFT, participant__left_on=None), CAME_BACK)
    close(FollowUp.objects.filter(participant__person=None), FORGOTTEN)


def begin(participant: Participant, day: date) -> None:
    add(on_leaving(participant, day))
    if participant.left_for == FOUND_WORK and not participant.follow_ups.filter(kind__in=FollowUp.PLACED).exists():
        add(at_the_place(participant, day))


def on_leaving(participant: Participant, day: date) -> list[FollowUp]:
    """Asked of the day on which she left, within 28 days; and of the day six months later, from then on."""
    later = months_after(day, MONTHS)
    days = [(Kind.LEAVING, day), (Kind.SIX_MONTHS, later)]
    return [
        FollowUp(
            participant=participant, kind=kind, about_on=about, opens_on=about,
            due_on=about + OPEN_FOR, closes_on=about + OPEN_FOR,
        )
        for kind, about in days
    ]  # fmt: skip


def close(rows: Any, outcome: str) -> None:
    rows.open().update(outcome=outcome, done_at=timezone.now())


def forget(participant: Participant) -> None:
    """What was written about her goes; that it was asked, and with what outcome, stays for the count."""
    participant.follow_ups.update(sealed=None)
    close(participant.follow_ups, FORGOTTEN)


# --- they are done ---------------------------------------------------------------------------------------------------
@transaction.atomic
def done(follow_up: FollowUp, by: User, outcome: str, words: str = "") -> FollowUp:
    """What came of it. Raises ValidationError, Refused."""
    row = locked(follow_up, by)
    if outcome not in row.outcomes:
        raise ValidationError({"outcome": _("Choose one of these.")})
    if words.strip():
        sealing.seal(row, words.strip()[:LONGEST])
    return end(row, by, outcome)


@transaction.atomic
def not_reached(follow_up: FollowUp, by: User) -> FollowUp:
    """Nobody answered today. On the third day on which it was tried it ends so. Raises Refused."""
    row, today = locked(follow_up, by), timezone.localdate()
    row.tries = sorted({*row.tries, today})
    if len(row.tries) >= TRIES:
        return end(row, by, NOT_REACHED)
    row.save()
    return row


def end(row: FollowUp, by: User, outcome: str) -> FollowUp:
    row.outcome, row.done_at, row.done_by = outcome, timezone.now(), by
    row.save()
    return row


def locked(follow_up: FollowUp, by: User) -> FollowUp:
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("participant").get(pk=follow_up.pk)
    must_work_with(row.participant, by)
    if row.done_at or row.opens_on > timezone.localdate():
        raise Refused(_("This is done already, or it is too early for it."))
    return row


@transaction.atomic
def hand_over(follow_up: FollowUp, by: User, to: User) -> None:
    """A colleague of the same body does it; she stands in for whoever is responsible where she does not work with that
    person yet. Raises Refused."""
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("participant").get(pk=follow_up.pk)
    mine = row.participant.team.now().filter(user=by).first()
    if not mine or not admission.colleagues(mine.body).filter(pk=to.pk).exists():
        raise Refused(_("This is not for you to do."))
    told = {"body": mine.body, "role": TeamMember.Role.STAND_IN}
    TeamMember.objects.get_or_create(participant=row.participant, user=to, until=None, defaults=told)
    FollowUp.objects.filter(pk=row.pk).update(keeper=to)


def words(follow_up: FollowUp) -> str:
    """What was written. Pages show it to those who work with her."""
    return sealing.opened(follow_up) if follow_up.sealed else ""

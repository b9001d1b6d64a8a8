"""What steps do once somebody came to work: the times by the clock, and how long each side says that it took."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import Proposal, WorkedHours
from marketplace.casework.models import Participant
from marketplace.refusals import Refused

Facts = dict[str, Any]
AROUND = timedelta(hours=12)  # before the start and after the end that were announced
NEAR = 15  # minutes: whoever was there so nearly as long as announced was there as announced
MOST_HOURS = 24


class ClockField(forms.DateTimeField):
    """A moment by the clock of the place where the work is."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})

    def __init__(self, *, tz: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.tz = tz

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(self.tz):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(self.tz):
            return super().prepare_value(value)


def came(proposal: Proposal) -> forms.Field:
    known = row_of(proposal)
    initial = known.came_at if known else proposal.job.starts_at
    return ClockField(label=gettext_lazy("Came at"), tz=proposal.job.tz, initial=initial)


def left(proposal: Proposal) -> forms.Field:
    known = row_of(proposal)
    initial = (known and known.left_at) or proposal.job.ends_at
    return ClockField(label=gettext_lazy("Went at"), tz=proposal.job.tz, initial=initial)


def hours(proposal: Proposal) -> forms.Field:
    initial = suggested(proposal) // 60
    return forms.IntegerField(label=gettext_lazy("Hours of work"), min_value=0, max_value=MOST_HOURS, initial=initial)


def minutes(proposal: Proposal) -> forms.Field:
    label, help_text = gettext_lazy("and minutes"), gettext_lazy("Without the breaks.")
    initial = suggested(proposal) % 60
    return forms.IntegerField(label=label, help_text=help_text, min_value=0, max_value=59, initial=initial)


def suggested(proposal: Proposal) -> int:
    """What the other side said; else as announced where the clock says nearly so; else by the clock."""
    row = row_of(proposal)
    if row is None or not row.left_at:
        return proposal.job.minutes
    announced = abs(row.elapsed - proposal.job.minutes) <= NEAR
    return row.said if row.said is not None else proposal.job.minutes if announced else row.elapsed


def row_of(proposal: Proposal) -> WorkedHours | None:
    return getattr(proposal, "worked", None)


# --- coming and going -----------------------------------------------------------------------------------------------
def start_clock(proposal: Proposal, facts: Facts) -> None:
    """Raises Refused for somebody who is at work elsewhere."""
    lock_person(proposal)
    if WorkedHours.objects.filter(participant=proposal.participant_id, left_at=None).exists():
        raise Refused(_("There is other work that has not ended: write down first until when it was."))
    write_times(proposal, timezone.now(), None)


def stop_clock(proposal: Proposal, facts: Facts) -> None:
    lock_person(proposal)
    write_times(proposal, proposal.worked.came_at, timezone.now())


def write_down(proposal: Proposal, facts: Facts) -> None:
    """Both times as somebody says them. Raises ValidationError."""
    start, end, job = facts["came_at"], facts["left_at"], proposal.job
    if end <= start:
        raise ValidationError({"left_at": _("The end must come after the start.")})
    if end > timezone.now():
        raise ValidationError({"left_at": _("This has not been yet.")})
    if start < job.starts_at - AROUND or end > job.ends_at + AROUND:
        raise ValidationError({"came_at": _("This is too far from the time that was announced.")})
    lock_person(proposal)
    write_times(proposal, start, end)


def as_announced(proposal: Proposal, facts: Facts) -> None:
    """Somebody says that she was there after all: from when until when, the times announced say."""
    lock_person(proposal)
    write_times(proposal, proposal.job.starts_at, proposal.job.ends_at)


def lock_person(proposal: Proposal) -> None:
    Participant.objects.select_for_update(of=("self",)).get(pk=proposal.participant_id)


def write_times(proposal: Proposal, start: datetime, end: datetime | None) -> None:
    """Raises ValidationError where she worked elsewhere then: looked at with her row locked."""
    row = row_of(proposal) or new_row(proposal)
    others = WorkedHours.objects.filter(participant=proposal.participant_id).exclude(pk=row.pk)
    if end and others.filter(came_at__lt=end, left_at__gt=start).exists():
        raise ValidationError({"came_at": _("At this time there was other work.")})
    row.came_at, row.left_at = start, end
    row.save()


def new_row(proposal: Proposal) -> WorkedHours:
    terms = proposal.job.terms
    return WorkedHours(
        proposal=proposal,
        job=proposal.job,
        participant_id=proposal.participant_id,
        form=terms["form"],
        hourly_cents=terms["hourly_cents"],
    )


# --- how long it took ----------------------------------------------------------------------------------------------
def told(facts: Facts) -> int:
    return facts["hours"] * 60 + facts["minutes"]


def tell(proposal: Proposal, facts: Facts) -> None:
    """The person says how long it took."""
    say(proposal, "person_minutes", told(facts))


def count(proposal: Proposal, facts: Facts) -> None:
    """The desk says how long it took."""
    say(proposal, "desk_minutes", told(facts))


def say(proposal: Proposal, side: str, minutes: int) -> None:
    row = proposal.worked
    must_be_possible(row, minutes)
    must_differ(row, minutes)
    setattr(row, side, minutes)
    row.said_at = row.said_at or timezone.now()
    row.save()


def must_be_possible(row: WorkedHours, minutes: int) -> None:
    """Nobody works longer than she is there; a few minutes more where she was there as announced. Raises
    ValidationError."""
    if not 0 < minutes <= max(row.elapsed, row.job.minutes):
        raise ValidationError({"hours": _("This is longer than the work took. Correct first from when until when.")})


def must_differ(row: WorkedHours, minutes: int) -> None:
    if row.said == minutes:
        raise ValidationError({"hours": _("The other side says the same. Say that it is right.")})


def agree(proposal: Proposal, facts: Facts) -> None:
    """What the one side said counts: the other says so too, or has said nothing for a week."""
    row = proposal.worked
    enter(row, row.said or 0)


def settle(proposal: Proposal, facts: Facts) -> None:
    """The social worker has asked both. Raises ValidationError."""
    row, minutes = proposal.worked, told(facts)
    if minutes:
        must_be_possible(row, minutes)
    enter(row, minutes)


def enter(row: WorkedHours, minutes: int) -> None:
    row.minutes, row.agreed_at = minutes, timezone.now()
    row.cents = (minutes * row.hourly_cents + 30) // 60
    row.save()

"""What steps of a file do: a pause, the end, and the day on which only a count is left."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace import live
from marketplace.casework import stopping
from marketplace.casework.models import Participant, Profile, Referral, Tally
from marketplace.casework.sealing import opened

LONGEST_PAUSE = 365  # days
UNKNOWN = "unknown"
BANDS = ((18, "0-17"), (30, "18-29"), (55, "30-54"), (200, "55+"))


def pause(participant: Participant, facts: dict) -> None:
    today, until = timezone.localdate(), facts["until"]
    if not today < until or (until - today).days > LONGEST_PAUSE:
        raise ValidationError({"until": _("Choose a day in the next twelve months.")})
    participant.paused_until = until
    stopping.stop(participant, stopping.PAUSED)


def leave(participant: Participant, facts: dict) -> None:
    participant.left_on = participant.contact_on = timezone.localdate()
    participant.left_for, participant.paused_until, participant.talk_asked_at = facts["why"], None, None
    stopping.stop(participant, stopping.PAUSED)


def come_back(participant: Participant, facts: dict) -> None:
    participant.left_on, participant.left_for, participant.contact_on = None, "", timezone.localdate()


def forget(participant: Participant, facts: dict) -> None:
    """Count her, then take away what is written, who worked with her, and what links her row to the file.

    Who opened it, what was permitted and the overrides stay, with nobody behind them, until their own time is over."""
    count(participant)
    permit_forgetting()
    stopping.stop(participant, stopping.FORGOTTEN)
    Profile.objects.filter(participant=participant).delete()
    written = (participant.written, participant.drafts, participant.snapshots, participant.notes)
    for rows in (*written, participant.papers, participant.uses, participant.window_keys):
        rows.all().delete()
    now = timezone.now()
    participant.permissions.filter(withdrawn_at=None).update(withdrawn_at=now)
    participant.overrides.update(sealed=None)
    Referral.objects.filter(participant=participant).update(sealed=None)
    participant.team.filter(until=None).update(until=now)
    leave_name(participant)


def permit_forgetting() -> None:
    """Snapshots stay: the database lets them go in this transaction alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('casework.forgetting', 'on', true)")


def leave_name(participant: Participant) -> None:
    """Whoever was entered for this file alone, and never signed in, has no name any more."""
    person = participant.person
    if person and participant.entered_here and not person.email:
        person.given_name, person.family_name, person.phone, person.is_active = "-", "", None, False
        person.save(update_fields=["given_name", "family_name", "phone", "is_active"])
        live.shut_out(person)
    participant.person = None


def count(participant: Participant) -> None:
    member = participant.team.order_by("pk").first()
    if member:
        cell = {"body_id": member.body_id, "left_for": participant.left_for, **told(participant)}
        row, _new = Tally.objects.get_or_create(**cell)
        Tally.objects.filter(pk=row.pk).update(people=F("people") + 1)


def told(participant: Participant) -> dict[str, Any]:
    """What the first day's answers say of her, in few and wide cells."""
    snapshot = participant.snapshots.first()
    answers = opened(snapshot) if snapshot else {}
    entered = snapshot.taken_on if snapshot else participant.born_at.date()
    value = {code: one.get("value", UNKNOWN) for code, one in answers.items()}
    said = {code: value.get(code, UNKNOWN) for code in ("gender", "work")}
    return {"entered": entered.year, "age": band(value.get("born"), entered), **said}


def band(born: Any, on: date) -> str:
    return (
        next((name for limit, name in BANDS if on.year - born < limit), UNKNOWN) if isinstance(born, int) else UNKNOWN
    )

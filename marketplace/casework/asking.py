"""What a person asks for on her own page: to talk with somebody, some weeks of peace, or that everything stops."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as tasks

from marketplace.accounts.models import User
from marketplace.casework import permissions
from marketplace.casework.ending import LONGEST_PAUSE
from marketplace.casework.models import Participant
from marketplace.casework.windows import must_work_with
from marketplace.lives.engine import Actor, is_open, take

PAUSES = (7, 30, 90)  # days that the page offers


@transaction.atomic
def to_talk(participant: Participant) -> None:
    """Those who work with her are told, once while nobody has talked to her."""
    if Participant.objects.filter(pk=participant.pk, talk_asked_at=None).update(talk_asked_at=timezone.now()):
        tasks.configure_task("casework.call").defer(participant_id=participant.pk)


def talked(participant: Participant, by: User) -> None:
    """Raises Refused."""
    must_work_with(participant, by)
    Participant.objects.filter(pk=participant.pk).update(talk_asked_at=None)


def to_pause(participant: Participant, days: int) -> Participant:
    """Raises ValidationError, Refused."""
    if days not in PAUSES:
        raise ValidationError({"days": _("Choose how long.")})
    return paused(participant, days)


def paused(participant: Participant, days: int) -> Participant:
    until = timezone.localdate() + timedelta(days=days)
    return take(participant, "pause", Actor(participant.person), {"until": until.isoformat()})


def to_go_on(participant: Participant) -> Participant:
    """Raises Refused."""
    return take(participant, "ready", Actor(participant.person))


@transaction.atomic
def to_stop(participant: Participant) -> None:
    """No work is proposed for as long as a pause may last, and all that she permitted ends. Nobody is told why."""
    locked = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if is_open(locked, "pause", Actor(participant.person)):
        paused(locked, LONGEST_PAUSE)
    for permission in locked.permissions.filter(withdrawn_at=None):
        permissions.withdraw(permission, participant.person)

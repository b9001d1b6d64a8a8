"""To open a file that nobody permitted to open: with a reason, for some hours, under the eyes of an officer."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.casework import alarms, files, sealing
from marketplace.casework.models import Override, Participant, Reading
from marketplace.casework.models.participant import CASEWORKER, PROTECTION, bodies_of
from marketplace.organisations.models import Membership, is_city
from marketplace.refusals import Refused

LASTS = timedelta(hours=4)
FEWEST = 30  # characters of a reason


def may_override(by: Any) -> Membership | None:
    """As whom: she is a social worker of a body that keeps files."""
    here = Membership.objects.of(by, CASEWORKER).filter(organisation__in=bodies_of(by))
    return here.select_related("organisation").order_by("pk").first()


def oversees(user: Any) -> bool:
    return is_city(user, PROTECTION)


def force(number: str, by: User, reason: str, words: str) -> Override:
    """Open a file for some hours, and tell the officer. Raises ValidationError, Refused."""
    member = may_override(by)
    if not member:
        raise Refused(_("This is not for you to do."))
    if len(words.strip()) < FEWEST:
        raise ValidationError({"words": _("Write why, in %(number)d characters or more.") % {"number": FEWEST}})
    participant = Participant.objects.filter(number=files.plain(number).strip().upper()).exclude(person=None).first()
    if not participant:
        files.refused(number.strip().upper(), by, Reading.Door.PAGE)
        raise ValidationError({"number": _("There is no file with this number.")})
    return written(participant, member, reason, words.strip())


@transaction.atomic
def written(participant: Participant, member: Membership, reason: str, words: str) -> Override:
    now = timezone.now()
    row = Override(
        participant=participant,
        by=member.user,
        body=member.organisation,
        reason=reason,
        since=now,
        until=now + LASTS,
    )
    sealing.seal(row, words).save()
    alarms.tell("override")
    return row


def to_judge(user: Any) -> Any:
    """All overrides, for the officer; nothing for anybody else."""
    rows = Override.objects.select_related("by", "body", "participant", "seen_by")
    return rows if oversees(user) else rows.none()


def judge(override: Override, by: User, verdict: str) -> None:
    """The officer has looked; nobody judges an own one. Raises Refused."""
    if not oversees(by) or override.by_id == by.pk:
        raise Refused(_("This is not for you to do."))
    Override.objects.filter(pk=override.pk).update(seen_by=by, seen_at=timezone.now(), verdict=verdict)

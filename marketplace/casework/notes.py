"""Notes: written by whoever works with somebody, taken away by whoever wrote them, gone a year after she left."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.casework import sealing
from marketplace.casework.models import Note, Participant
from marketplace.casework.questions import LONGEST
from marketplace.refusals import Refused

KEPT = timedelta(days=365)  # after she left


def write(participant: Participant, by: User, audience: str, words: str) -> Note:
    """Raises ValidationError by field, Refused."""
    if "team" not in participant.roles_of(by):
        raise Refused(_("This is not for you to do."))
    words = words.replace("\0", "").strip()
    if not 0 < len(words) <= LONGEST:
        raise ValidationError({"words": _("Write up to %(number)d characters.") % {"number": LONGEST}})
    row = Note(participant=participant, audience=audience, by=by, at=timezone.now())
    row.clean_fields(exclude=("sealed",))
    sealing.seal(row, words).save()
    return row


def take_away(note: Note, by: User) -> None:
    """Raises Refused."""
    if note.by_id != by.pk or "team" not in note.participant.roles_of(by):
        raise Refused(_("This is not for you to do."))
    note.delete()


def clear() -> None:
    """Of those who left a year ago. Of who came back they stay."""
    Note.objects.filter(participant__left_on__lt=timezone.localdate() - KEPT).delete()

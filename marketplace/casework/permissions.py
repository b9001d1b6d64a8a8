"""What a person permits: by a text in a version and a language, to one body for one purpose; taken back any time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.casework import stopping
from marketplace.casework.models import LegalBase, Participant, Permission
from marketplace.lives.models import Life
from marketplace.organisations.models import Organisation
from marketplace.refusals import Refused


def base_for(purpose: str) -> LegalBase:
    """Today's base and text. Raises Refused where the City has written none."""
    base = LegalBase.objects.on(timezone.localdate()).filter(purpose=purpose).first()
    if not base:
        raise Refused(_("The City has not said yet on which legal base this is done. Ask its data protection officer."))
    return base


@transaction.atomic
def grant(
    participant: Participant,
    by: User,
    body: Organisation,
    purpose: str,
    parts: Iterable[str],
    how: str,
    language: str,
    until: date | None = None,
) -> Permission:
    """Enter what the person permitted today. An older one for the same is over. Raises ValidationError, Refused."""
    Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    base, parts = base_for(purpose), list(parts)
    if purpose == LegalBase.OPENING and not parts:
        raise ValidationError({"parts": _("Choose which parts she or he lets them read.")})
    if until and until < timezone.localdate():
        raise ValidationError({"until": _("This day is past.")})
    same = participant.permissions.filter(purpose=purpose, body=body, withdrawn_at=None)
    same.update(withdrawn_at=timezone.now(), withdrawn_by=by)
    told = {"purpose": purpose, "how": how, "language": language, "until": until, "parts": parts}
    row = Permission(participant=participant, base=base, body=body, version=base.version, entered_by=by, **told)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def withdraw(permission: Permission, by: Any) -> None:
    """From this moment on it opens nothing. The person herself, or whoever works with her. Raises Refused."""
    if not permission.participant.roles_of(by):
        raise Refused(_("This is not for you to do."))
    Life.objects.select_for_update().get(pk=permission.participant_id)  # nothing is put to her meanwhile
    Permission.objects.filter(pk=permission.pk, withdrawn_at=None).update(withdrawn_at=timezone.now(), withdrawn_by=by)
    if permission.purpose == LegalBase.WORK:
        stopping.stop(permission.participant, stopping.CONSENT)

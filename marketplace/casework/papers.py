"""What a supported person has shown to those who work with her: a licence, a permit, a certificate. No copy is kept."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.casework import stopping
from marketplace.casework.models import Paper, Participant
from marketplace.lives.models import Life
from marketplace.organisations.credentials import LONGEST, SOON
from marketplace.organisations.models import CredentialKind
from marketplace.refusals import Refused

KEPT = timedelta(days=365)  # after its end, or after it was taken back


@transaction.atomic
def enter(participant: Participant, by: User, kind: CredentialKind, valid_until: date | None = None) -> Paper:
    """She has shown it today; an older one of the kind counts no more. Raises ValidationError by field, Refused."""
    locked = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    must_work_with(locked, by)
    today = timezone.localdate()
    must_be_valid(valid_until, today)
    locked.papers.standing().filter(kind=kind).update(withdrawn_at=timezone.now())
    Participant.objects.filter(pk=locked.pk).update(contact_on=today)
    return Paper.objects.create(participant=locked, kind=kind, valid_until=valid_until, seen_by=by)


def must_work_with(participant: Participant, by: User) -> None:
    if "team" not in participant.roles_of(by):
        raise Refused(_("This is not for you to do."))


def must_be_valid(until: date | None, today: date) -> None:
    if until and until < today:
        raise ValidationError({"valid_until": _("This paper has ended already.")})
    if until and until - today > LONGEST:
        raise ValidationError({"valid_until": _("Up to ten years: then it is looked at again.")})


@transaction.atomic
def withdraw(paper: Paper, by: User) -> None:
    """From this moment on it does not count, also for what is put to her or agreed already. Raises Refused."""
    must_work_with(paper.participant, by)
    Life.objects.select_for_update().get(pk=paper.participant_id)  # nothing is put to her meanwhile
    Paper.objects.filter(pk=paper.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    stopping.miss(paper.participant, paper.kind)


def ends_soon(paper: Paper) -> bool:
    today = timezone.localdate()
    return paper.valid_until is not None and today <= paper.valid_until <= today + SOON


def clear() -> None:
    """What ended or was taken back a year ago goes."""
    now = timezone.now()
    Paper.objects.filter(valid_until__lt=timezone.localdate() - KEPT).delete()
    Paper.objects.filter(withdrawn_at__lt=now - KEPT).delete()

"""How a file begins: at an interview, or by what another body wrote about a person."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.casework import permissions, sealing
from marketplace.casework.models import LegalBase, Participant, Snapshot, TeamMember
from marketplace.casework.models.participant import CASEWORKER
from marketplace.lives.engine import Actor, take
from marketplace.organisations import membership
from marketplace.organisations.models import Organisation
from marketplace.refusals import Refused


@transaction.atomic
def interview(body: Organisation, by: User, who: dict[str, Any], entry: dict[str, Any]) -> Participant:
    """A new file after an interview; whoever led it is responsible. `who`: given_name, family_name, phone, email,
    language; `entry`: the answers of the first day. Raises ValidationError by field, Refused."""
    must_work_for(body, by)
    permissions.base_for(LegalBase.SUPPORT)
    participant = begin(who)
    TeamMember.objects.create(participant=participant, user=by, body=body, role=TeamMember.Role.OWNER)
    return admit(participant, by, entry)


@transaction.atomic
def admit(participant: Participant, by: User, entry: dict[str, Any]) -> Participant:
    """The interview took place: what was said on this day stays as it is. Raises Refused."""
    if not participant.snapshots.exists():
        sealing.seal(Snapshot(participant=participant, by=by, asked=sorted(entry)), entry).save()
    return take(participant, "admit", Actor(by))


def must_work_for(body: Organisation, by: User) -> None:
    membership.must_have(body, by, CASEWORKER)
    if not body.keeps_files:
        raise Refused(_("The City has first to let your organisation keep files."))


def begin(who: dict[str, Any]) -> Participant:
    """The person's own row, or a new one. Whether somebody has a file elsewhere is said to nobody."""
    known = membership.known(who)
    if known and Participant.objects.filter(person=known).exists():
        text = _("With this e-mail no file can be begun. Ask the City's data protection officer.")
        raise ValidationError({"email": text})
    return Participant.objects.create(person=known or membership.entered(who), entered_here=known is None)


def colleagues(body: Organisation) -> Any:
    """The social workers of a body, today."""
    return User.objects.filter(memberships__in=body.memberships.now().filter(role=CASEWORKER)).order_by("given_name")


@transaction.atomic
def hand_over(participant: Participant, by: User, to: User) -> None:
    """Somebody else of the same body is responsible from now on. Raises Refused."""
    Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    mine = participant.team.now().filter(user=by).first()
    if not mine or not colleagues(mine.body).filter(pk=to.pk).exists():
        raise Refused(_("This is not for you to do."))
    participant.team.now().filter(role=TeamMember.Role.OWNER).update(role=TeamMember.Role.TEAM)
    row, _new = participant.team.now().get_or_create(
        user=to, defaults={"participant": participant, "body": mine.body, "role": TeamMember.Role.OWNER}
    )
    TeamMember.objects.filter(pk=row.pk).update(role=TeamMember.Role.OWNER)

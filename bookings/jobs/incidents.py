"""Something went wrong at work. Anybody at the job may tell it; whoever is responsible for the person reads it; the
provider learns that one is open, and no word more."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as tasks

from bookings.models import Incident, Proposal
from marketplace.accounts.models import User
from marketplace.casework import files, sealing
from marketplace.casework.models import Participant, Reading, TeamMember
from marketplace.refusals import Refused

LONGEST, PART = 4000, "incident"
WRITTEN = {"sealed", "closed_at", "closed_by"}  # by this room, not by whoever tells
SIDES = ("person", "provider", "team")  # by which hat somebody tells, in this order


@transaction.atomic
def tell(proposal: Proposal, by: User, kind: str, words: str, deeds: Any = (), acting_for: Any = None) -> Incident:
    """Once she has said yes, by anybody of this job. Raises ValidationError by field, Refused."""
    roles = proposal.roles_of(by, acting_for)
    side = next((side for side in SIDES if side in roles), None)
    if not side or not proposal.told_at:
        raise Refused(_("This is not for you to do."))
    row = Incident(proposal=proposal, participant=proposal.participant, kind=kind, told_by=by, side=side)
    row.deeds = list(deeds)
    row.full_clean(exclude=WRITTEN)
    sealing.seal(row, checked(words)).save()
    tasks.configure_task("jobs.tell_of_incident").defer(incident_id=str(row.pk))
    return row


def checked(words: str) -> str:
    told = words.strip()
    if not told:
        raise ValidationError({"words": _("Write what happened, in a few words.")})
    return told[:LONGEST]


def read(incident: Incident, by: User) -> str:
    """What was told; that it was read is written down, and the person sees it. Raises Refused."""
    must_read(incident, by)
    access = files.access_of(incident.participant, by)
    if access is None:
        raise Refused(_("This is not for you to do."))
    files.note(incident.participant, by, Reading.Door.PAGE, access, [PART])
    return sealing.opened(incident) if incident.sealed else ""


def must_read(incident: Incident, by: User) -> None:
    if not Incident.objects.readable_by(by).filter(pk=incident.pk).exists():
        raise Refused(_("This is not for you to do."))


@transaction.atomic
def go_on(incident: Incident, by: User, deeds: Any, close: bool = False) -> Incident:
    """What was done since; closed, nothing is left to do. Raises ValidationError, Refused."""
    must_read(incident, by)
    row = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if row.closed_at:
        raise Refused(_("This is closed already."))
    row.deeds = sorted({*row.deeds, *deeds})
    if close and not row.deeds:
        raise ValidationError({"deeds": _("Say first what was done about it.")})
    if close:
        row.closed_at, row.closed_by = timezone.now(), by
    row.clean_fields(exclude=WRITTEN)
    row.save()
    return row


def mail(incident: Incident) -> None:
    """Whoever is responsible looks at once. Nobody's name stands in the letter, and nothing of what happened."""
    owner = incident.participant.team.now().filter(role=TeamMember.Role.OWNER).select_related("user").first()
    if owner and owner.user.email:
        with translation.override(owner.user.language):
            text = _("Somebody told that something went wrong at work. Please look today.")
            address = urljoin(settings.SITE_URL, reverse("casework_todos"))
            EmailMessage(_("Something to look at"), f"{text}\n\n{address}\n", to=[owner.user.email]).send()


def shifts_of(participant: Participant) -> Any:
    """Of which she may tell: all to which she has said yes, the latest first. `looked_at`: something told is open."""
    still = Incident.objects.open().filter(proposal=OuterRef("pk"))
    said_yes = Proposal.objects.filter(participant=participant).exclude(told_at=None).for_lists()
    return said_yes.annotate(looked_at=Exists(still)).order_by("-starts_at", "-pk")


def is_open(proposal: Proposal) -> bool:
    """What a provider may know."""
    return proposal.incidents.filter(closed_at=None).exists()


def forget(participant: Any) -> None:
    participant.incidents.update(sealed=None)

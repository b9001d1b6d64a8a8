"""A body that has no account refers a person: by a signed link that runs out, answered once, by a POST alone."""

from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as tasks

from marketplace import links
from marketplace.accounts.models import User
from marketplace.casework import admission, sealing
from marketplace.casework.models import Participant, Referral, TeamMember
from marketplace.casework.models.participant import bodies_of
from marketplace.casework.reasons import ASKED, REASONS
from marketplace.lives.engine import CLOCK, take
from marketplace.organisations.models import Organisation
from marketplace.refusals import Refused

LASTS = timedelta(days=21)
SALT = "casework.referral"


def invite(body: Organisation, by: User, sender: str, email: str) -> Referral:
    """Ask a body to refer somebody; the link goes to its address by mail. Raises Refused, ValidationError."""
    admission.must_work_for(body, by)
    row = Referral(body=body, by=by, sender=sender, email=email, expires_at=timezone.now() + LASTS)
    row.full_clean(exclude=("sealed",))
    with transaction.atomic():
        row.save()
        tasks.configure_task("casework.invite").defer(referral_id=str(row.pk))
    return row


def token(referral: Referral) -> str:
    return links.token(referral.pk, SALT)


def address(referral: Referral) -> str:
    return urljoin(settings.SITE_URL, reverse("casework_refer", args=[token(referral)]))


def mail(referral: Referral) -> None:
    """In the language of the City: whoever reads it has no account, hence none of her own."""
    until = timezone.localtime(referral.expires_at).strftime("%d.%m.%Y")
    text = _("%(body)s asks you to refer a person, by this link, until %(day)s. It can be used once.")
    words = text % {"body": referral.body, "day": until}
    EmailMessage(_("A link to refer somebody"), f"{words}\n\n{address(referral)}\n", to=[referral.email]).send()


def behind(text: str) -> Referral:
    """The referral that this link leads to. Raises Http404 for a link that nobody signed or whose time is over."""
    pk = links.number_in(text, SALT, LASTS)
    row = Referral.objects.select_related("body", "participant").filter(pk=pk, withdrawn_at=None).first()
    if not row or row.expires_at <= timezone.now() or not row.body.keeps_files:
        raise Http404
    return row


@transaction.atomic
def answer(referral: Referral, who: dict[str, Any], told: dict[str, Any]) -> Participant:
    """The body has answered: a file waits at those who asked. Raises Refused where it was answered before."""
    row = Referral.objects.select_for_update().get(pk=referral.pk)
    if not row.waits:
        raise Refused(_("This link was used already."))
    participant = Participant.objects.create(
        person=admission.membership.entered({**who, "email": ""}), entered_here=True
    )
    TeamMember.objects.create(participant=participant, user=row.by, body=row.body, role=TeamMember.Role.OWNER)
    row.participant, row.answered_at = participant, timezone.now()
    sealing.seal(row, told).save()
    return take(participant, "ask", CLOCK)


def answered(referral: Referral) -> Any:
    """What whoever referred may know: that it was taken, or the code of a no. Empty while nobody has talked to her."""
    about = referral.participant
    if about is None or about.status == ASKED:
        return ""
    refused = about.changes.filter(step="decline").exists()
    return REASONS[about.left_for] if refused and about.left_for else _("in touch with the person")


def withdraw(referral: Referral) -> None:
    Referral.objects.filter(pk=referral.pk, answered_at=None).update(withdrawn_at=timezone.now())


def seen_by(user: Any) -> Any:
    """The invitations of the bodies for which somebody is a social worker."""
    return Referral.objects.filter(body__in=bodies_of(user)).select_related("body", "by", "participant")


def said(referral: Referral) -> Any:
    """What the body wrote, for whoever has opened the file."""
    return sealing.opened(referral) if referral.sealed else {}

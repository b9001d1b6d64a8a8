"""Letters to the officer for data protection, and what goes when its time is over."""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from marketplace.casework import ceilings, claiming, notes, papers, windows
from marketplace.casework.models import Claim, Draft, Reading, Referral, TeamMember
from marketplace.casework.models.participant import PROTECTION
from marketplace.organisations.models import Membership

PATIENT = RetryStrategy(max_attempts=12, exponential_wait=4)
DRAFTS, READINGS, UNANSWERED = timedelta(days=30), timedelta(days=732), timedelta(days=90)


@app.task(name="casework.alert", retry=PATIENT)
def alert(what: str) -> None:
    """Without a name and without a number: those are read behind the sign-in."""
    for member in Membership.objects.now().filter(role=PROTECTION, organisation__kind="city").select_related("user"):
        if member.user.email:
            with translation.override(member.user.written_in):
                EmailMessage(_("Casework: something to look at"), letter(what), to=[member.user.email]).send()


def letter(what: str) -> str:
    happened = {
        "override": _("Somebody opened a file by an override. It ends by itself after some hours."),
        "tries": _("Somebody asked several times for files that are closed to her or him."),
    }[what]
    return f"{happened}\n\n{urljoin(settings.SITE_URL, reverse('casework_overrides'))}\n"


@app.task(name="casework.call", retry=PATIENT)
def call(participant_id: int) -> None:
    """Somebody wants to talk. Who it is, is read behind the sign-in."""
    for member in TeamMember.objects.now().filter(participant=participant_id).select_related("user"):
        if member.user.email:
            with translation.override(member.user.written_in):
                words = _("Somebody wants to talk with you. Who it is stands on the page of your work.")
                address = urljoin(settings.SITE_URL, reverse("after_sign_in"))
                EmailMessage(
                    _("Somebody waits for your call"), f"{words}\n\n{address}\n", to=[member.user.email]
                ).send()


@app.task(name="casework.invite", retry=PATIENT)
def invite(referral_id: str) -> None:
    """The link to a body that refers somebody; the mail names no person."""
    from marketplace.casework import referrals

    referrals.mail(Referral.objects.select_related("body").get(pk=referral_id))


@app.task(name="casework.send_code", retry=PATIENT)
def send_code(claim_id: str) -> None:
    """To the address that somebody with a card wants to sign in by; not when it was tied or forgotten meanwhile."""
    claim = Claim.objects.select_related("key__participant__person").filter(pk=claim_id).first()
    if claim:
        claiming.mail(claim)


@app.periodic(cron="40 2 * * *")
@app.task(name="casework.clear", queueing_lock="casework.clear")
def every_night(timestamp: int) -> None:
    now = timezone.now()
    Draft.objects.filter(at__lt=now - DRAFTS).delete()
    Reading.objects.filter(at__lt=now - READINGS).delete()
    Referral.objects.filter(participant=None, expires_at__lt=now - UNANSWERED).delete()
    papers.clear()
    ceilings.clear()
    notes.clear()
    windows.forget_unused()
    claiming.forget()

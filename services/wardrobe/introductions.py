"""A body without an account sends a household: by a signed link that runs out, answered once, by a POST alone.

Only what an admission needs is asked, and what was written goes as soon as somebody of the wardrobe has decided."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as tasks

from marketplace import links
from marketplace.accounts.models import User
from marketplace.organisations import membership
from marketplace.organisations.membership import must_have
from marketplace.places.models import Area
from marketplace.refusals import Refused
from services.models import Admission, Household, Introduction, Wardrobe
from services.wardrobe import households

LASTS = timedelta(days=21)  # of a link
OLDEST = timedelta(days=366)  # of what a body has seen
UNDECIDED = timedelta(days=60)  # then what it wrote goes
SALT = "wardrobe.introduction"
TOLD = ("given_name", "phone", "language", "seen", "seen_on", "grown", "children")
FORGOTTEN: dict[str, Any] = {
    "given_name": "", "phone": "", "language": "it", "seen": "", "seen_on": None, "grown": None, "children": None,
}  # fmt: skip


# --- the link -----------------------------------------------------------------------------------------------------
@transaction.atomic
def invite(wardrobe: Wardrobe, by: User, sender: str, email: str) -> Introduction:
    """Ask a body to send a household; the link goes to its address by mail. Raises Refused, ValidationError."""
    must_have(wardrobe.organisation, by)
    row = Introduction(wardrobe=wardrobe, by=by, sender=membership.plain(sender), email=email)
    row.sent_at = timezone.now()
    row.expires_at = row.sent_at + LASTS
    row.full_clean()
    row.save()
    tasks.configure_task("services.introduce").defer(introduction_id=str(row.pk))
    return row


def token(row: Introduction) -> str:
    return links.token(row.pk, SALT)


def address(row: Introduction) -> str:
    return urljoin(settings.SITE_URL, reverse("introduce", args=[token(row)]))


def mail(row: Introduction) -> None:
    """In the language of the City: whoever reads it has no account, hence none of her own."""
    until = timezone.localtime(row.expires_at).strftime("%d.%m.%Y")
    text = _("%(wardrobe)s asks you to send a household, by this link, until %(day)s. It can be used once.")
    words = text % {"wardrobe": row.wardrobe, "day": until}
    EmailMessage(_("A link to send a household"), f"{words}\n\n{address(row)}\n", to=[row.email]).send()


def behind(text: str) -> Introduction:
    """The introduction that this link leads to. Raises Http404 for a link that nobody signed or whose time is over."""
    pk = links.number_in(text, SALT, LASTS)
    rows = Introduction.objects.select_related("wardrobe__organisation")
    row = rows.filter(pk=pk, withdrawn_at=None, expires_at__gt=timezone.now()).first()
    if not row:
        raise Http404
    return row


@transaction.atomic
def answer(row: Introduction, told: dict[str, Any]) -> Introduction:
    """The body has answered. Raises Refused where it was answered before, ValidationError by field."""
    row = locked(row)
    if not row.waits:
        raise Refused(_("This link was used already."))
    for name in TOLD:
        setattr(row, name, told[name])
    row.given_name = membership.plain(row.given_name)
    row.answered_at = timezone.now()
    must_be_recent(row.seen_on, row.wardrobe.today())
    row.full_clean()
    row.save()
    return row


def locked(row: Introduction) -> Introduction:
    rows = Introduction.objects.select_for_update(of=("self",)).select_related("wardrobe__organisation")
    return rows.get(pk=row.pk)


def must_be_recent(day: date | None, today: date) -> None:
    if day is None or day > today:
        raise ValidationError({"seen_on": _("This day is yet to come.")})
    if day < today - OLDEST:
        raise ValidationError({"seen_on": _("This is more than a year ago: look at it again.")})


def withdraw(row: Introduction, by: User) -> None:
    """The link leads nowhere any more. Raises Refused."""
    must_have(row.wardrobe.organisation, by)
    Introduction.objects.filter(pk=row.pk, answered_at=None).update(withdrawn_at=timezone.now())


# --- what the wardrobe does with the answer -----------------------------------------------------------------------
@transaction.atomic
def admit(
    row: Introduction,
    by: User,
    until: date,
    who: User | dict[str, Any],
    grown: Iterable[str] = (),
    children: Iterable[str] = (),
    area: Area | None = None,
) -> Household:
    """A card, since a body of the network sent it. `who`: somebody whom the desk knows, or name, phone and language of
    whom it does not. Raises ValidationError by field, Refused."""
    must_have(row.wardrobe.organisation, by)
    row = to_decide(row)
    person = who if isinstance(who, User) else membership.entered(who)
    homeless = row.seen == Admission.Basis.NO_HOME
    household = households.admit(
        row.wardrobe, by, Admission.Basis.REFERRAL, until, [person, *grown], children, area, homeless
    )
    forget(Introduction.objects.filter(pk=row.pk))
    return household


@transaction.atomic
def set_aside(row: Introduction, by: User) -> None:
    """No card comes of it; what the body wrote goes. Raises Refused."""
    must_have(row.wardrobe.organisation, by)
    forget(Introduction.objects.filter(pk=to_decide(row).pk))


def to_decide(row: Introduction) -> Introduction:
    row = locked(row)
    if not row.to_decide:
        raise Refused(_("Somebody has decided about this already."))
    return row


def forget(rows: Any) -> None:
    rows.update(closed_at=timezone.now(), **FORGOTTEN)


def forget_old() -> None:
    """Whoever waited in vain is not kept, nor the addresses of bodies that never answered."""
    long_ago = timezone.now() - UNDECIDED
    forget(Introduction.objects.answered().filter(answered_at__lt=long_ago))
    Introduction.objects.filter(expires_at__lt=long_ago).exclude(closed_at=None, answered_at__isnull=False).delete()

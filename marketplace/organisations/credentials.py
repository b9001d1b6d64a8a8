"""Papers that people have shown at a desk: what, from when until when, seen by whom. No copy of them is kept."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketplace import wording
from marketplace.accounts.models import User
from marketplace.notices import telling
from marketplace.organisations.membership import lock, must_have
from marketplace.organisations.models import DESK, Credential, CredentialKind, Membership, Organisation

SOON = timedelta(days=60)  # so long before its end a paper is marked
TOLD = timedelta(days=30)  # and so long before it the desk gets a notice
LONGEST = timedelta(days=3660)


def visible_to(user: Any) -> QuerySet[Credential]:
    """Her own, and those that the desks she works at have seen. Nobody else's, not for the City either."""
    if not user.is_authenticated:
        return Credential.objects.none()
    desks = Organisation.objects.of(user, *DESK).values("pk")
    return Credential.objects.filter(Q(user=user) | Q(organisation__in=desks))


@transaction.atomic
def enter(
    organisation: Organisation, by: User, person: User, kind: CredentialKind, valid_from: date, valid_until: date
) -> Credential:
    """Somebody who works here has shown a paper today. Raises ValidationError by field, Refused.

    A renewed one is entered beside the old: what was valid when, stays known."""
    lock(organisation)
    must_have(organisation, by)
    today = timezone.localdate(timezone=organisation.tz)
    if not Membership.objects.now().filter(organisation=organisation, user=person).exists():
        raise ValidationError({"person": _("Choose somebody who works here.")})
    must_be_valid(valid_from, valid_until, today)
    if Credential.objects.filter(
        user=person, organisation=organisation, kind=kind, valid_from__lte=valid_from, valid_until__gte=valid_until
    ).exists():
        raise ValidationError({"valid_until": _("It is entered until then already.")})
    return Credential.objects.create(
        user=person, organisation=organisation, kind=kind, valid_from=valid_from, valid_until=valid_until,
        seen_by=by, seen_on=today,
    )  # fmt: skip


def must_be_valid(valid_from: date, valid_until: date, today: date) -> None:
    if valid_until < valid_from:
        raise ValidationError({"valid_until": _("The end must not come before the start.")})
    if valid_until < today:
        raise ValidationError({"valid_until": _("This paper has ended already.")})
    if valid_until - valid_from > LONGEST:
        raise ValidationError({"valid_until": _("Up to ten years: then it is looked at again.")})


@transaction.atomic
def take_back(credential: Credential, by: User) -> None:
    """From today on it does not count; one that was to begin later, or was entered today by mistake, goes whole."""
    must_have(credential.organisation, by)
    yesterday = timezone.localdate(timezone=credential.organisation.tz) - timedelta(days=1)
    if credential.valid_from > yesterday or credential.seen_on > yesterday:
        credential.delete()
    else:
        Credential.objects.filter(pk=credential.pk, valid_until__gt=yesterday).update(valid_until=yesterday)


def newest() -> QuerySet[Credential]:
    """Of each person, desk and paper the one that lasts longest: what was renewed needs nobody's attention."""
    same = {name: OuterRef(name) for name in ("user", "organisation", "kind")}
    later = Credential.objects.filter(**same).filter(
        Q(valid_until__gt=OuterRef("valid_until")) | Q(valid_until=OuterRef("valid_until"), pk__gt=OuterRef("pk"))
    )
    return Credential.objects.filter(~Exists(later))


def ending(organisation: Organisation) -> QuerySet[Credential]:
    """Of those who work here: papers that have ended or end soon, and were not renewed."""
    here = Membership.objects.now().filter(organisation=organisation).values("user")
    last = timezone.localdate(timezone=organisation.tz) + SOON
    rows = newest().filter(organisation=organisation, user__in=here, valid_until__lte=last)
    return rows.select_related("kind", "user").order_by("valid_until", "pk")


def tell_of_ending() -> None:
    """Each desk of the papers that end within a month, once for each. Safe to run again."""
    today = timezone.localdate()
    here = Membership.objects.now().filter(organisation=OuterRef("organisation"), user=OuterRef("user"))
    near = newest().filter(Exists(here), valid_until__gte=today, valid_until__lte=today + TOLD)
    for credential in near.select_related("organisation", "user", "kind").order_by("pk"):
        for reader, role in credential.organisation.readers(DESK):
            cause = f"credential:{credential.pk}"
            telling.write(reader, role, credential.organisation, cause, *news(credential, reader))


def news(credential: Credential, reader: User) -> tuple[str, str]:
    with translation.override(reader.written_in):
        facts = {
            "name": credential.user.given_name,
            "paper": credential.kind,
            "day": wording.day(credential.valid_until),
        }
        subject = _("%(name)s: %(paper)s ends on %(day)s") % facts
        later = _("From the day after, %(name)s is not offered for work that needs it.") % facts
        return subject, f"{subject}.\n\n{later} {_('Enter the new paper as soon as you have seen it.')}"

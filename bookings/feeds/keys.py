"""Secret addresses of feeds: made and shown once, found by their hash, revoked.

The secret is 32 random bytes, so a plain SHA-256 of it is as good as a slow hash. It is not kept: whoever reads the
database, a backup or an operator's screen, must not be able to read calendars; somebody who lost the address makes
another one.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import CalendarKey
from marketplace.accounts.models import User
from marketplace.organisations.models import DESK, Membership, Organisation
from services.models import Resource

MOST = 10  # addresses of one person: a telephone, a computer, a tablet, for each of her hats
NOTICED_EVERY = timedelta(minutes=10)
Choice = tuple[str, Organisation | None]


def choices(user: User) -> list[Choice]:
    """What this person may have feeds of: what she booked, her jobs if she works, each desk she works at."""
    works = Resource.objects.filter(user=user, active=True).exists()
    desks = Organisation.objects.of(user, *DESK).filter(kind=Organisation.Kind.PROVIDER).order_by("name")
    own: list[Choice] = [("booked", None), *([("jobs", None)] if works else [])]
    return own + [("desk", desk) for desk in desks]


@transaction.atomic
def make(
    user: User, shows: str, organisation: Organisation | None = None, discreet: bool = False
) -> tuple[CalendarKey, str]:
    """A new address, and its secret, which is known this once. Raises ValidationError by field."""
    User.objects.select_for_update().get(pk=user.pk)  # two at once must not pass the ceiling together
    if (shows, organisation) not in choices(user):
        raise ValidationError({"shows": _("You have no such calendar.")})
    if keys_of(user).count() >= MOST:
        raise ValidationError({"shows": _("You have %(number)s addresses: revoke one first.") % {"number": MOST}})
    secret = secrets.token_urlsafe(32)
    key = CalendarKey(owner=user, shows=shows, organisation=organisation, discreet=discreet, hashed=hashed(secret))
    key.save()
    return key, secret


def address_of(secret: str) -> str:
    """Where calendar programs read."""
    return settings.SITE_URL + reverse("feed", args=[secret])


def keys_of(user: Any) -> QuerySet[CalendarKey]:
    """The addresses of this person that hold."""
    return CalendarKey.objects.filter(owner=user.pk or 0, revoked_at=None).select_related("organisation")


def revoke(key: CalendarKey, by: User) -> None:
    """From now on nothing is found there. Harmless when repeated."""
    keys_of(by).filter(pk=key.pk).update(revoked_at=timezone.now())


def revoke_all(user: User) -> None:
    """For whoever signs out everywhere: an address that somebody else may have is a way in, too."""
    keys_of(user).update(revoked_at=timezone.now())


def find(secret: str) -> CalendarKey | None:
    """The key with this secret, while it holds and its owner may still read what it shows."""
    keys = CalendarKey.objects.select_related("owner", "organisation")
    key = keys.filter(hashed=hashed(secret), revoked_at=None, owner__is_active=True).first()
    return key if key and still_hers(key) else None


def still_hers(key: CalendarKey) -> bool:
    here = Membership.objects.of(key.owner, *DESK).filter(organisation=key.organisation_id)
    return key.organisation_id is None or here.exists()


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def notice(key: CalendarKey) -> None:
    """Write down that it was read, at most every ten minutes."""
    now = timezone.now()
    before = Q(last_read_at=None) | Q(last_read_at__lt=now - NOTICED_EVERY)
    CalendarKey.objects.filter(before, pk=key.pk).update(last_read_at=now)

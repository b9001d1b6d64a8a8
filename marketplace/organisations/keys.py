"""Keys to the API: an organisation's programs come in as whoever made the key, into that organisation's rooms alone.

A key is `<prefix>.<secret>`; the secret is 32 bytes that nobody can guess, so a plain SHA-256 of it is as good as a
slow hash.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from rest_framework import authentication, exceptions, permissions
from rest_framework.request import Request

from marketplace.organisations.membership import lock, must_have
from marketplace.organisations.models import ApiKey, Membership, Organisation

SCOPES = (
    "offers:read", "offers:write", "bookings:read", "bookings:write", "organisation:read", "organisation:write",
    "hours:read", "hours:write", "people:read", "people:write",
)  # fmt: skip
SCHEME = "Key"
NOTICED_EVERY = timedelta(minutes=1)
REPEATED_WITHIN = timedelta(minutes=1)  # a second press comes soon; what comes later is somebody who goes back


@transaction.atomic
def make(
    organisation: Organisation, owner: Any, name: str, scopes: list[str], form: str | None = None
) -> tuple[ApiKey, str]:
    """A new key, and its words, which are known this once. The same `form` sent again makes no second one: its words
    are those of the first, and none after a minute. Raises Refused for whoever does not own the organisation."""
    lock(organisation)
    must_have(organisation, owner, "owner")
    secret = secret_of(organisation, owner, form) if form else secrets.token_urlsafe(32)
    if known := ApiKey.objects.filter(hashed=hashed(secret)).first():
        return known, words(known, secret) if is_fresh(known) else ""
    key = ApiKey(organisation=organisation, owner=owner, name=name, scopes=sorted(set(scopes)), hashed=hashed(secret))
    key.full_clean()
    key.save()
    return key, words(key, secret)


def secret_of(organisation: Organisation, owner: Any, form: str) -> str:
    """The same for the same form, so that of two presses either answer shows words that open; only we can say it."""
    spoken = f"{organisation.pk}:{owner.pk}:{form}"
    return urlsafe_b64encode(salted_hmac(__name__, spoken, algorithm="sha256").digest()).decode().rstrip("=")


def words(key: ApiKey, secret: str) -> str:
    return f"{key.prefix}.{secret}"


def is_fresh(key: ApiKey) -> bool:
    return key.revoked_at is None and timezone.now() - key.created_at < REPEATED_WITHIN


def revoke(key: ApiKey, by: Any) -> None:
    """From now on it opens nothing. Harmless when repeated. Raises Refused."""
    must_have(key.organisation, by, "owner")
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now())


def visible_to(user: Any) -> Any:
    """The keys of the organisations that this person owns, while they hold."""
    owned = Organisation.objects.of(user, "owner").values("pk")
    return ApiKey.objects.filter(organisation__in=owned, revoked_at=None)


def find(words: str) -> ApiKey | None:
    """The key that these words are, while it holds: not revoked, and its owner still owns the organisation."""
    prefix, _dot, secret = words.partition(".")
    if not prefix.isascii() or "\0" in prefix:
        return None
    key = ApiKey.objects.select_related("owner", "organisation").filter(prefix=prefix, revoked_at=None).first()
    if not key or not secrets.compare_digest(key.hashed, hashed(secret)):
        return None
    owns = Membership.objects.of(key.owner, "owner").filter(organisation=key.organisation).exists()
    return key if owns and key.owner.is_active else None


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def notice(key: ApiKey) -> None:
    """Write down that it was used, at most once a minute."""
    now = timezone.now()
    before = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTICED_EVERY)
    if key.last_used_at is None or key.last_used_at < now - NOTICED_EVERY:
        ApiKey.objects.filter(before, pk=key.pk).update(last_used_at=now)


class KeyAuthentication(authentication.BaseAuthentication):
    """`Authorization: Key <prefix>.<secret>`"""

    def authenticate(self, request: Request) -> tuple[Any, ApiKey] | None:
        scheme, _space, words = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        key = find(words.strip())
        if not key:
            raise exceptions.AuthenticationFailed(_("This key is not valid, or not any more."))
        notice(key)
        return key.owner, key

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class ScopeAllows(permissions.BasePermission):
    """Who may come in at all. What they then find is a matter of querysets, what they may do one of steps."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if key := key_used(request):
            return needed(request, view) in key.scopes
        reads = request.method in permissions.SAFE_METHODS
        return request.user.is_authenticated or (reads and getattr(view, "public", False))


def needed(request: Request, view: Any) -> str:
    """The scope that a key must have for this. Rooms without a scope open to no key."""
    scope = getattr(view, "scope", "")
    act = "read" if request.method in permissions.SAFE_METHODS else "write"
    return f"{scope}:{act}" if scope else "none"


def limited(rows: Any, request: Request, path: str = "organisation") -> Any:
    """The rows of the key's organisation, where a key is used; else all of them."""
    key = key_used(request)
    return rows.filter(**{path: key.organisation_id}) if key else rows


def key_used(request: Request) -> ApiKey | None:
    return request.auth if isinstance(request.auth, ApiKey) else None

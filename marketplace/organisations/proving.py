"""Who reads much of others proves twice who she is: which roles that are, and what a session without it may open."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.signing_in import way_to_show_again
from marketplace.environment import PROVERS
from marketplace.organisations.models import Membership

# What is read without an account, or serves to give the proof, to leave, and to speak one's language.
OPEN = (
    "/accounts/",
    "/account/",
    "/language/",
    "/about/",
    "/privacy/",
    "/terms/",
    "/accessibility/",
    "/health/",
    "/manifest.webmanifest",
    "/worker.js",
    "/.well-known/",
)
API = "/api/"


class Middleware:
    """Whoever owes the proof finds every room closed, whichever door she tries, until she has given it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        if request.path.startswith(OPEN) or not owes(request.session, request.user):
            return None
        if request.path.startswith(API):
            raise PermissionDenied
        return HttpResponseRedirect(way_to_prove(request))


def owes(session: Any, user: Any) -> bool:
    """Whether this session has still to show it. Where no role is asked, nothing is looked up."""
    if not settings.SECOND_PROOF or not user.is_authenticated or proven(session, user):
        return False
    return is_asked(user, settings.SECOND_PROOF)


def is_asked(user: Any, roles: list[str] | tuple[str, ...] = PROVERS) -> bool:
    """Whether this person has one of these roles today; `operator` is whoever may open the operators' admin."""
    operates = user.is_staff and "operator" in roles
    return operates or (bool(roles) and Membership.objects.of(user, *roles).exists())


def proven(session: Any, user: Any) -> bool:
    """By a passkey, an app or a paper code, when signing in or later in the same session."""
    holder: Any = SimpleNamespace(session=session)  # a socket has no request, and the library reads only its session
    return any(record.get("method") == "mfa" for record in get_authentication_records(holder, user))


def way_to_prove(request: HttpRequest) -> str:
    """The page that asks for it, and leads back here; for somebody who has none yet, the one where it is set up."""
    user: User = request.user  # type: ignore[assignment]
    if not is_mfa_enabled(user):
        return reverse("mfa_index")
    back = request.get_full_path() if request.method == "GET" else reverse("after_sign_in")
    return way_to_show_again(user, back)

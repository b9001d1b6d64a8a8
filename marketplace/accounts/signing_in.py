"""How people come in: a code by mail or a password, through django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace import live
from marketplace.accounts import sessions
from marketplace.accounts.models import User

WAYS = {
    "mfa_reauthenticate:webauthn": _("Use your passkey"),
    "mfa_reauthenticate": _("Use a code of the app or on paper"),
    "reauthenticate": _("Use your password"),
}


class Adapter(DefaultAccountAdapter):
    def clean_email(self, email: str) -> str:
        return super().clean_email(email).lower()

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.given_name = form.cleaned_data.get("given_name", "")
        user.language = get_language() or "it"
        return super().save_user(request, user, form, commit)

    def pre_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse | None:
        """Whoever signs up writes any e-mail beside a password; who first comes in by a mailed code is its owner.

        So a password that was there before was perhaps set by somebody else, to come in later.
        """
        by = [record["method"] for record in get_authentication_records(request, user)]
        if user.last_login is None and by[-1:] == ["code"] and user.has_usable_password():
            user.set_unusable_password()
            user.save(update_fields=["password"])
        return super().pre_login(request, user, **facts)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """After many wrong tries a page says so, the same for a name that nobody has."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(render(request, "account/locked.html", status=429))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Counted for the name and where it is tried from: a stranger's tries lock out the stranger, not its owner."""
        return f"{self.get_client_ip(request)}:{super()._get_login_attempts_cache_key(request, **credentials)}"

    def set_password(self, user: User, password: str) -> None:
        """Chosen, changed or set anew: whoever else came in before is out, with whatever is open there."""
        super().set_password(user, password)
        own = self.request.session.session_key if self.request else None
        sessions.end(sessions.others(user, own))

    def logout(self, request: HttpRequest) -> None:
        live.signed_out(request.session.session_key)
        super().logout(request)

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """The ways to show once more that it is still the same person, in our words; the strongest comes first."""
        ways = {way["id"]: way for way in super().get_reauthentication_methods(user)}
        return [ways[name] | {"description": words} for name, words in WAYS.items() if name in ways]


def way_to_show_again(user: User, back: str) -> str:
    """Where she shows once more that it is she, by the strongest way that she has; it leads back."""
    way = get_adapter().get_reauthentication_methods(user)[0]["url"]
    return f"{way}?{urlencode({'next': back})}"


class Sessions(DefaultUserSessionsAdapter):
    """A session that is ended from another device takes its open sockets along."""

    def end_sessions(self, sessions: Any) -> None:
        live.signed_out(*(session.session_key for session in sessions))
        super().end_sessions(sessions)


class SignUpForm(forms.Form):
    """What a newcomer tells besides the e-mail."""

    given_name = forms.CharField(label=_("Your first name"), max_length=80)
    field_order = ["given_name", "email"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Everything is saved by the adapter already."""

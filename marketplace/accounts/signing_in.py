"""How people come in: a code by mail or a password, through django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User


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


class SignUpForm(forms.Form):
    """What a newcomer tells besides the e-mail."""

    given_name = forms.CharField(label=_("Your first name"), max_length=80)
    field_order = ["given_name", "email"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Everything is saved by the adapter already."""

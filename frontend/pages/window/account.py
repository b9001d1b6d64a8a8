"""From the card to an account: code and PIN once more, an e-mail, and the code that was sent there."""

from typing import Any

from django import forms
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from frontend.pages.window.doors import show, spoken, whose
from frontend.pages.window.entrance import TYPED_CODE, CardForm, too_often
from marketplace.accounts.models import User
from marketplace.casework import claiming
from marketplace.refusals import refusals_on

CLAIM = "window_claim"  # in the session: the number of what waits for its code; the code is in no place


class AccountForm(CardForm):
    email = forms.EmailField(label=gettext_lazy("Your e-mail"), widget=forms.EmailInput({"autocomplete": "email"}))
    field_order = ("email", "code", "pin")


class CodeForm(forms.Form):
    code = forms.CharField(label=gettext_lazy("The code from the e-mail"), max_length=12, widget=TYPED_CODE)
    card = forms.ChoiceField(
        label=gettext_lazy("And the card?"),
        choices=[
            ("keep", gettext_lazy("I keep it: it opens my page as before")),
            ("stop", gettext_lazy("It opens nothing any more")),
        ],
        widget=forms.RadioSelect,
        initial="keep",
    )


@spoken
def account(request: Any) -> HttpResponse:
    """For whoever has a card, at the door or inside. Counted like the tries to open a page."""
    known = request.user.email if request.user.is_authenticated else ""
    form = AccountForm(request.POST or None, initial={"email": known})
    if form.is_bound and hurried(request, form):
        return show(request, "account", {"form": form}, 429)
    if form.is_valid():
        with refusals_on(form):
            request.session[CLAIM] = str(claiming.ask(**form.cleaned_data).pk)
            return redirect(f"{reverse('window_account_code')}?language={get_language()}")
    return show(request, "account", {"form": form}, 422 if form.errors else 200)


def hurried(request: Any, form: forms.Form) -> bool:
    if often := too_often(request):
        form.add_error(None, _("Too many tries from here. Wait for ten minutes, or call the front desk."))
    return often


@spoken
def code(request: Any) -> HttpResponse:
    """The second half: whose e-mail it is."""
    if CLAIM not in request.session:
        return redirect("window_account")
    form = CodeForm(request.POST or None)
    if form.is_bound and hurried(request, form):
        return show(request, "account_code", {"form": form}, 429)
    if form.is_valid():
        with refusals_on(form):
            keep = form.cleaned_data["card"] == "keep"
            claiming.tie(request.session[CLAIM], form.cleaned_data["code"], keep)
            return tied(request)
    return show(request, "account_code", {"form": form}, 422 if form.errors else 200)


def tied(request: Any) -> HttpResponse:
    """Nobody is signed in by this: the phone may be somebody else's. An account that gave way is out."""
    del request.session[CLAIM]
    if request.user.is_authenticated and not User.objects.filter(pk=request.user.pk).exists():
        logout(request)
    request.participant = whose(request)
    return show(request, "tied", {})

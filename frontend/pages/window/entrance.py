"""The door: a code and a PIN, by a form that is sent; out again with nothing left on the phone; another language."""

import time
from typing import Any

from django import forms
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from frontend.pages.window.doors import inside, let_in, show, spoken
from frontend.pages.window.home import home
from marketplace.accounts.language import SPOKEN
from marketplace.accounts.models import User
from marketplace.api import throttles
from marketplace.casework import windows
from marketplace.refusals import refusals_on

MOST_TRIES, WINDOW = 20, 600  # of one address, in seconds
TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
TYPED_CODE = forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"})
HIDDEN = {"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}


class CardForm(forms.Form):
    """What stands on the card, and what the person alone knows."""

    code = forms.CharField(label=_("The code on your card"), max_length=40, widget=forms.TextInput(TYPED))
    pin = forms.CharField(label=_("Your PIN"), max_length=12, widget=forms.PasswordInput(HIDDEN))


@spoken
def door(request: Any) -> HttpResponse:
    """Her page, where it is open. A link may name the language of a card, never its code."""
    return home(request) if request.participant else show(request, "door", {"form": CardForm()})


@spoken
@require_POST
def enter(request: Any) -> HttpResponse:
    """The same answer for a code that never was, a wrong PIN and a locked card."""
    form = CardForm(request.POST)
    if too_often(request):
        form.add_error(None, _("Too many tries from here. Wait for ten minutes, or call the front desk."))
        return show(request, "door", {"form": form}, 429)
    if form.is_valid():
        with refusals_on(form):
            let_in(request, windows.open_with(**form.cleaned_data))
            return redirect("window")
    return show(request, "door", {"form": form}, 422)


def too_often(request: Any) -> bool:
    return throttles.count(f"window:{throttles.address(request)}", int(time.time()) // WINDOW) > MOST_TRIES


@spoken
@require_POST
def speak(request: Any) -> HttpResponse:
    """Another language, kept with the person; before she is in it stands in the address."""
    wanted = request.POST.get("language", "")
    if wanted not in dict(SPOKEN):
        return redirect("window")
    if not request.participant:
        return redirect(f"{reverse('window')}?language={wanted}")
    User.objects.filter(pk=request.participant.person_id).update(language=wanted)
    return redirect("window")


@inside
@require_POST
def leave(request: Any) -> HttpResponse:
    """Out, and what the browser has kept of this site goes. The pages themselves it was told not to keep."""
    logout(request)
    request.participant = None
    answer = show(request, "left", {})
    answer.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return answer

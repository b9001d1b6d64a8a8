"""The card by which a person opens her own page: made at the desk, shown once, unlocked or ended there."""

from typing import Any
from urllib.parse import urljoin

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend import qr
from frontend.pages.casework.doors import room, show
from frontend.signed import SignedIn
from marketplace.accounts.language import SPOKEN
from marketplace.casework import asking, files, windows
from marketplace.casework.models import Participant
from marketplace.refusals import refusals_on

DIGITS = forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

DEEDS = {
    "end": (windows.end, gettext_lazy("The card opens nothing any more.")),
    "unlock": (windows.unlock, gettext_lazy("The card can be used again.")),
    "talked": (asking.talked, gettext_lazy("Saved.")),
}


class PinForm(forms.Form):
    """Typed by the person herself, with nobody looking."""

    pin = forms.CharField(
        label=gettext_lazy("PIN"),
        max_length=12,
        widget=DIGITS,
        help_text=gettext_lazy("She or he chooses and types it: from 4 to 8 digits. Look away meanwhile."),
    )
    again = forms.CharField(label=gettext_lazy("PIN, once more"), max_length=12, widget=DIGITS)

    def clean_again(self) -> str:
        if self.cleaned_data.get("pin") != self.cleaned_data["again"]:
            raise forms.ValidationError(_("These two are not the same."))
        return self.cleaned_data["again"]


@room
def card(request: SignedIn, number: str) -> HttpResponse:
    """What there is, and a form for a new one. The code is in this one answer, and nowhere else."""
    participant = files.to_work_on(number, request.user)
    form = PinForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            return made(request, participant, windows.issue(participant, request.user, form.cleaned_data["pin"]))
    facts = {"participant": participant, "card": windows.card_of(participant), "form": form}
    return show(request, "card", facts, 422 if form.errors else 200)


def made(request: SignedIn, participant: Participant, code: str) -> HttpResponse:
    """In the person's language. The sign on it leads to the page and says in which language, not more."""
    own = participant.person.language if participant.person else ""
    language = own if own in dict(SPOKEN) else settings.LANGUAGE_CODE
    address = urljoin(settings.SITE_URL, reverse("window"))
    facts: dict[str, Any] = {
        "participant": participant,
        "code": " ".join(code[start : start + 4] for start in range(0, len(code), 4)),
        "shown": address.split("://", 1)[1],
        "tongue": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
    }
    with override(language):
        facts["qr"] = qr.svg(f"{address}?language={language}", _("The address of the page, for a camera"))
    return show(request, "card", facts)


@room
@require_POST
def decide(request: SignedIn, number: str, deed: str) -> HttpResponse:
    """Unlock it, end it; or she asked for a talk, and had it."""
    participant = files.to_work_on(number, request.user)
    if deed not in DEEDS:
        raise Http404
    do, said = DEEDS[deed]
    do(participant, request.user)
    messages.success(request, said)
    return redirect("casework_file" if deed == "talked" else "casework_card", number)

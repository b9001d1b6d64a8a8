"""Admission: at an interview, or of somebody whom another body referred by its link."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from frontend.pages.casework.doors import my_bodies, readable, room, show
from frontend.pages.casework.files import pairs
from frontend.pages.casework.forms import InvitationForm, ReferredForm, WhoForm
from frontend.signed import SignedIn
from marketplace.casework import admission, files, questions, referrals
from marketplace.casework.models import LegalBase
from marketplace.casework.permissions import base_for
from marketplace.casework.reasons import ASKED
from marketplace.refusals import Refused, refusals_on


@room
def new(request: SignedIn) -> HttpResponse:
    """Who it is, and what is asked on the first day."""
    bodies, posted = my_bodies(request), request.POST or None
    who, entry = WhoForm(posted), questions.ENTRY.form(posted)
    if who.is_valid() and entry.is_valid():
        with refusals_on(who):
            answers = questions.ENTRY.answers(entry.cleaned_data)
            participant = admission.interview(bodies[0], request.user, who.cleaned_data, answers)
            messages.success(request, _("Admitted. What was said today stays as it is."))
            return redirect("casework_file", participant.number)
    return admit_page(request, who, entry)


def admit_page(request: SignedIn, who: Any, entry: Any, **facts: Any) -> HttpResponse:
    wrong = bool((who and who.errors) or entry.errors)
    shared = {"who": who, "entry": entry, "pairs": pairs(entry, questions.ENTRY), "part": questions.ENTRY}
    return show(request, "admit", shared | {"base": base()} | facts, 422 if wrong else 200)


def base() -> LegalBase | None:
    try:
        return base_for(LegalBase.SUPPORT)
    except Refused:
        return None


@room
def referred(request: SignedIn, number: str) -> HttpResponse:
    """The interview with somebody who was referred."""
    participant = files.to_work_on(number, request.user)
    if participant.status != ASKED:
        raise Http404
    entry = questions.ENTRY.form(request.POST or None)
    if entry.is_valid():
        with refusals_on(entry):
            admission.admit(participant, request.user, questions.ENTRY.answers(entry.cleaned_data))
            return redirect("casework_file", number)
    return admit_page(request, None, entry, participant=participant)


@room
def invitations(request: SignedIn) -> HttpResponse:
    """Links to bodies that refer people, and what became of them."""
    bodies, form = my_bodies(request), InvitationForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            referrals.invite(bodies[0], request.user, form.cleaned_data["sender"], form.cleaned_data["email"])
            messages.success(request, _("The link is on its way by mail. It can be used once, for three weeks."))
            return redirect("casework_referrals")
    rows = referrals.seen_by(request.user)[:50]
    return show(request, "referrals", {"form": form, "rows": rows}, 422 if form.errors else 200)


@room
@require_POST
def withdraw(request: SignedIn, pk: Any) -> HttpResponse:
    referrals.withdraw(get_object_or_404(referrals.seen_by(request.user), pk=pk))
    return redirect("casework_referrals")


@never_cache
@readable
def refer(request: Any, token: str) -> HttpResponse:
    """For a body without an account. Opening the link changes nothing; it is answered once."""
    referral = referrals.behind(token)
    if not referral.waits:
        return show(request, "referred", {"referral": referral, "answer": referrals.answered(referral)})
    form = ReferredForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            told = {name: form.cleaned_data[name] for name in ("needs", "words")}
            referrals.answer(referral, form.cleaned_data, told)
            return redirect("casework_refer", token)
    return show(request, "refer", {"referral": referral, "form": form}, 422 if form.errors else 200)

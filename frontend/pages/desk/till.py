"""The till: a card, labels, one tap. Others see its screen: what is wrong is said to staff alone, at a press."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bookings import till as tills
from bookings.models import Booking, Slip, Till
from bookings.till import Basket
from frontend import permits
from frontend.forms import keys
from frontend.forms.till import QueueForm, SlipForm, TillForm
from frontend.pages.desk.wardrobe import here, page
from frontend.pages.line import built
from frontend.signed import SignedIn
from marketplace.ledger import book
from marketplace.organisations.models import DESK
from marketplace.refusals import refusals_on
from services.models import Household, Wardrobe

OURS = "till"  # the session's word for the till that this browser is


@login_required
def show(request: SignedIn) -> HttpResponse:
    """A card first, then labels; each press sends all that lies there, so that nothing is kept in between."""
    wardrobe = here(request)
    form, basket = TillForm(request.POST or None), None
    if form.is_valid() and form.cleaned_data["card"].strip():
        told = dict(form.cleaned_data)
        if done := deed(request, wardrobe, form, told):
            messages.success(request, said(done))
            if not (form.labels and "hand_over" in form.data):  # what else lies there is not taken yet
                return redirect(request.get_full_path())
            told["key"] = keys.new()
        basket = lying(request, wardrobe, form, told)
    facts = {
        "form": form,
        "basket": basket,
        "wrong": wrong(form, basket),
        "key": told["key"] if basket else keys.new(),
        "till": tills.mine(wardrobe, request.session.get(OURS)),
    }
    answer = page(request, "till", wardrobe, facts, 422 if form.errors else 200)
    answer[permits.HEADER] = permits.CAMERA
    answer["Cache-Control"] = "no-transform"  # the till's secret stands in it
    return answer


def deed(request: SignedIn, wardrobe: Wardrobe, form: TillForm, told: dict[str, Any]) -> Booking | None:
    """What the button that was pressed does; None: nothing is taken yet, or it could not be."""
    aside = keys.number(form.data.get("hand_over", ""))
    with refusals_on(form):
        if aside:
            return tills.hand_over(wardrobe, request.user, told["card"], aside, told["key"])
        if "take" in form.data:
            labels, excuse = [*form.labels, told["read"]], told["excuse"]
            return tills.take_home(wardrobe, request.user, told["card"], labels, told["key"], excuse=excuse)
    return None


def said(done: Booking) -> str:
    household = done.fitting.household
    return _("Taken.") if household.without_home else _("Taken. %(left)s.") % {"left": left_said(household)}


def left_said(household: Household) -> str:
    left = book.balance(household.account)
    return ngettext("%(number)s left", "%(number)s left", left) % {"number": left}


def lying(request: SignedIn, wardrobe: Wardrobe, form: TillForm, told: dict[str, Any]) -> Basket | None:
    """With the label that was read last, where it is one."""
    for labels in ([*form.labels, told["read"]], form.labels):
        with refusals_on(form):
            return tills.basket(wardrobe, request.user, told["card"], labels)
    return None


def wrong(form: TillForm, basket: Basket | None) -> list[str]:
    """For staff alone, each once."""
    sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
    if basket and basket.missing:
        text = ngettext("%(number)s point is missing.", "%(number)s points are missing.", basket.missing)
        sentences.append(text % {"number": basket.missing})
    return list(dict.fromkeys(sentences))


# --- tills --------------------------------------------------------------------------------------------------------
@login_required
@require_POST
def open_one(request: SignedIn) -> HttpResponse:
    """This browser is a till from now on: it goes on without a line."""
    wardrobe = here(request)
    request.session[OURS] = tills.open_one(wardrobe, request.user).pk
    return redirect("desk_till")


def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers when the line is away: it comes from under the till's address, so that it reaches no
    further. Nothing in it is anybody's."""
    script = built("frontend/scripts/till_worker.ts")
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@login_required
def every(request: SignedIn) -> HttpResponse:
    """Which browsers are tills; and for the desk what they took that somebody has to look at."""
    wardrobe = here(request)
    at_desk = set(wardrobe.organisation.roles_of(request.user)) & set(DESK)
    slips: Any = tills.to_look_at(wardrobe) if at_desk else []
    to_decide = [(slip, SlipForm(prefix=f"{slip.pk}")) for slip in slips]
    facts: dict[str, Any] = {"tills": tills.open_ones(wardrobe), "slips": to_decide}
    facts["was_till"] = OURS in request.session and not tills.mine(wardrobe, request.session[OURS])
    return page(request, "tills", wardrobe, facts)


@login_required
@require_POST
def close(request: SignedIn, pk: int) -> HttpResponse:
    tills.close(found_for(request, pk), request.user)
    messages.success(request, _("This till is closed."))
    return redirect("desk_tills")


def found_for(request: SignedIn, pk: int) -> Till:
    return get_object_or_404(Till.objects.of(request.user).select_related("wardrobe__organisation"), pk=pk)


@login_required
@require_POST
def queue(request: SignedIn, pk: int) -> HttpResponse:
    """What was taken without a line: what became of each. 409 where this is no till any more."""
    till, form = found_for(request, pk), QueueForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            return JsonResponse({"slips": tills.settle(till, request.user, form.cleaned_data["takes"])})
    return JsonResponse({"wrong": form.errors}, status=409)


@login_required
@require_POST
def decide(request: SignedIn, pk: int) -> HttpResponse:
    theirs = Slip.objects.filter(till__in=Till.objects.of(request.user, *DESK).values("pk"))
    slip = get_object_or_404(theirs.select_related("till__wardrobe__organisation"), pk=pk)
    form = SlipForm(request.POST, prefix=f"{pk}")
    if form.is_valid():
        tills.decide(slip, request.user, form.cleaned_data["note"], form.cleaned_data["let_go"])
        messages.success(request, _("Saved."))
    return redirect("desk_tills")

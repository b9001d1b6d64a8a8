"""Paying by card: the way to Stripe's page and back. In the demo and the tests the stand-in's pages stand here too."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from procrastinate.contrib.django import app as tasks

from bookings.models import Booking, Charge
from bookings.payments import cards
from bookings.payments.standin import acting, bodies
from frontend.forms.payments import CardForm
from frontend.signed import SignedIn

TRIED = (
    ("4242 4242 4242 4242", gettext_lazy("pays")),
    ("4000 0000 0000 0002", gettext_lazy("is refused")),
    ("4000 0027 6000 3184", gettext_lazy("asks for a second factor")),
    ("4000 0000 0000 5126", gettext_lazy("pays, and takes nothing back")),
)
TRIED_LATER = (*TRIED, ("4000 0000 0000 0341", gettext_lazy("can be saved, and is refused when it is charged")))
REFUSED = {
    "card_declined": gettext_lazy("The bank refuses this card. Try another one."),
    "insufficient_funds": gettext_lazy("There is not enough money on this card. Try another one."),
    "expired_card": gettext_lazy("This card has expired. Try another one."),
    "incorrect_cvc": gettext_lazy("The security code is wrong. Look at the back of the card."),
    "incorrect_number": gettext_lazy("This is no number of a card that can be tried here."),
    "session_over": gettext_lazy("This page is over. Go back and look at your booking."),
}


@login_required
@require_POST
def pay(request: SignedIn, pk: int) -> HttpResponse:
    """On to the page where one pays; nothing of a card is ever asked on pages of ours."""
    charge = charge_for(request, pk)
    if not (charge and cards.payable(charge)):
        messages.info(request, _("There is nothing to pay here any more."))
        return redirect("booking", pk)
    return HttpResponseRedirect(charge.page)


@login_required
def paid(request: SignedIn, pk: int) -> HttpResponse:
    """Back from there. What has become of it is asked in the background: an address in a browser proves nothing."""
    if charge := charge_for(request, pk):
        tasks.configure_task("payments.look").defer(charge_id=charge.pk)
        if cards.payable(charge):
            messages.info(request, _("We are asking whether you have paid. This page changes by itself."))
    return redirect("booking", pk)


def charge_for(request: SignedIn, pk: int) -> Charge | None:
    """The charge of this person's booking; 404 to everybody else."""
    booking = get_object_or_404(Booking.objects.visible_to(request.user), pk=pk)
    if "customer" not in booking.roles_of(request.user):
        raise Http404
    return Charge.objects.filter(booking=booking).first()


# --- the stand-in's pages -----------------------------------------------------------------------------------------
def only_a_trial() -> None:
    if not settings.STRIPE.standin:
        raise Http404


def trial(request: HttpRequest, number: str) -> HttpResponse:
    """Looks like a hosted page: whoever has its address may pay, as at Stripe."""
    only_a_trial()
    session = session_of(number)
    form = CardForm(request.POST or None)
    if not form.is_valid():
        return trial_page(request, session, form)
    said = acting.pay(number, form.cleaned_data["number"], proved="proved" in request.POST)
    if said == "paid":
        return redirect(session["success_url"])
    if said == "asked" and "refused" not in request.POST:
        return render(request, "payments/factor.html", {"session": session, "form": form})
    form.add_error("number", REFUSED.get(said, REFUSED["card_declined"]))
    return trial_page(request, session, form)


def trial_page(request: HttpRequest, session: Any, form: CardForm) -> HttpResponse:
    tried = TRIED_LATER if session["mode"] == "setup" else TRIED
    facts = {"session": session, "form": form, "tried": tried, "open": session["status"] == "open"}
    return render(request, "payments/trial.html", facts, status=422 if form.errors else 200)


def session_of(number: str) -> Any:
    try:
        return acting.seen(number)
    except acting.Wrong as wrong:
        raise Http404 from wrong


def trial_account(request: HttpRequest, number: str) -> HttpResponse:
    """Where an organisation would tell Stripe who it is: here one press does."""
    only_a_trial()
    account = session_of(number)
    if request.method == "POST":
        bodies.complete_account(number)
        return redirect("desk_payments")
    return render(request, "payments/trial_account.html", {"account": account})

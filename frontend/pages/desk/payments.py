"""The desk's money by card: the account at Stripe, what is unpaid, to transfer, transferred and given back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.models import Charge, PayoutAccount, Refund
from bookings.payments import accounts, cards, carried, failing, listing, refunding, stripe_client
from frontend.forms.keys import KeyField, known
from frontend.forms.payments import RefundForm
from frontend.pages.desk import where
from frontend.signed import SignedIn
from marketplace.lives.engine import Actor, steps_open
from marketplace.organisations.models import Organisation
from marketplace.refusals import Refused, refusals_on

ROWS = 25


@login_required
def show(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request)
    chosen = request.GET.get("show", "")
    part = listing.PARTS.get(chosen, listing.PARTS["all"])
    page = Paginator(part([organisation]), ROWS).get_page(request.GET.get("page"))
    facts: dict[str, Any] = {
        "on": settings.STRIPE.on,
        "account": PayoutAccount.objects.filter(organisation=organisation).first(),
        "owner": is_owner(request, organisation),
        "sums": listing.sums([organisation]),
        "page": page,
        "chosen": chosen if chosen in listing.PARTS else "all",
    }
    return where.show(request, "payments", organisation, facts)


def is_owner(request: SignedIn, organisation: Organisation) -> bool:
    return where.desks(request.user, "owner").filter(pk=organisation.pk).exists()


@login_required
@require_POST
def onboard(request: SignedIn) -> HttpResponse:
    """On to Stripe's pages, which ask who the organisation is. The one place where a page waits for Stripe."""
    organisation = where.my_desk(request, "owner")
    if not settings.STRIPE.on:
        raise Http404
    try:
        return HttpResponseRedirect(accounts.onboarding(organisation))
    except (stripe_client.Away, stripe_client.Declined) as error:
        raise Refused(_("Stripe does not answer at the moment. Try again in a few minutes.")) from error


@login_required
def refund(request: SignedIn, pk: int) -> HttpResponse:
    organisation = where.my_desk(request)
    charge = get_object_or_404(Charge, listing.theirs([organisation]), pk=pk)
    form = RefundForm(request.POST or None, left=charge.left)
    if form.is_valid():
        with refusals_on(form):
            cards.refund_by_hand(charge.booked, form.told, request.user, form.cleaned_data["key"])
            messages.success(request, _("It is on its way back to the card."))
            return redirect("desk_payments")
    kept = carried.kept_by([organisation]).filter(booking=charge.booking_id)
    facts = {"form": form, "charge": charge, "booking": charge.booked, "carried": kept}
    return where.show(request, "refund", organisation, facts, status=where.answer(form))


@login_required
def failed(request: SignedIn, pk: int) -> HttpResponse:
    """What the card did not take: the desk writes down that it gave it back itself, or has the card tried again."""
    organisation = where.my_desk(request)
    refund = get_object_or_404(Refund, listing.theirs([organisation], "charge__"), pk=pk)
    form = outside_form(refund, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            failing.outside(refund, request.user, form.cleaned_data, form.cleaned_data["key"])
            messages.success(request, _("It is written down, and %(customer)s is told.") % refund.words())
            return redirect("desk_payments")
    open_to_her = steps_open(refund, Actor(request.user))
    facts = {"form": form, "refund": refund, "booking": refund.booked, "why": refunding.why(refund)}
    facts |= {name: name in open_to_her for name in ("again", "outside")}
    return where.show(request, "failed", organisation, facts, status=where.answer(form))


def outside_form(refund: Refund, data: Any) -> Any:
    form = refund.facts_form(refund.table.steps["outside"], data)
    form.fields["key"] = KeyField()
    return form


@login_required
@require_POST
def again(request: SignedIn, pk: int) -> HttpResponse:
    organisation = where.my_desk(request)
    refund = get_object_or_404(Refund, listing.theirs([organisation], "charge__"), pk=pk)
    failing.again(refund, request.user, known(request.POST.get("key")))
    messages.success(request, _("It is on its way back to the card."))
    return redirect("desk_payments")

"""What an organisation has earned, what is promised to it, and what nobody has paid yet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.models import BankAccount, Share
from bookings.payments import bank, carried, plan, shares, statements
from frontend.forms.bank import AccountForm, CameForm
from frontend.forms.payments import CarriedForm
from frontend.pages.desk import where
from frontend.pages.desk.payments import is_owner
from frontend.pages.money import balances
from frontend.signed import SignedIn, surely
from marketplace.ledger.models import Account
from marketplace.refusals import refusals_on

UNPAID, CARRIED = 30, 20  # on a page


@login_required
def show(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request)
    accounts = Account.objects.filter(holder=organisation.topic).order_by("pk")
    page = Paginator(statements.unpaid_to(organisation), UNPAID).get_page(request.GET.get("page"))
    known = statements.shares_at(organisation)
    facts = {"page": page, "accounts": balances(accounts), "today": timezone.localdate(timezone=organisation.tz)}
    facts |= {"back": statements.to_send_back(known), "stray": statements.may_come(known)}
    facts |= {"carried": carried.kept_by([organisation])[:CARRIED], "owner": is_owner(request, organisation)}
    return where.show(request, "money", organisation, facts)


@login_required
@require_POST
def paid(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody has paid what was due, or more of it came by bank than is due by now."""
    share = get_object_or_404(statements.to_write_down(theirs(request)), pk=pk)
    shares.pay(share, request.user, **CameForm(request.POST).told)
    messages.success(request, _("Entered as paid: %(booking)s.") % {"booking": share.booking.title})
    return redirect("desk_money")


@login_required
def give_back(request: SignedIn, pk: int) -> HttpResponse:
    """What a fund or a bundle carried of a booking goes back to it."""
    organisation = where.my_desk(request)
    share = get_object_or_404(Share, booking__organisation=organisation, source__in=plan.CARRIED, pk=pk)
    form = CarriedForm(request.POST or None, share=share)
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            carried.give_back(share, form.told, told["reason"], request.user, told["key"])
            messages.success(request, _("It went back."))
            return redirect("desk_money")
    facts = {"form": form, "share": share, "booking": share.booking, "earlier": share.given_back.select_related("by")}
    return where.show(request, "carried", organisation, facts, status=where.answer(form))


@login_required
@require_POST
def sent_back(request: SignedIn, pk: int) -> HttpResponse:
    """What came by bank and was not kept is on its way back."""
    share = get_object_or_404(statements.to_send_back(theirs(request)), pk=pk)
    shares.send_back(share, request.user, CameForm(request.POST).told["on"])
    messages.success(request, _("Entered as sent back: %(booking)s.") % {"booking": share.booking.title})
    return redirect("desk_money")


def theirs(request: SignedIn) -> QuerySet[Share]:
    return statements.shares_at(where.my_desk(request))


@login_required
@surely
def account(request: SignedIn) -> HttpResponse:
    """The bank account to which customers transfer; only an owner writes it."""
    organisation = where.my_desk(request, "owner")
    known = BankAccount.objects.filter(organisation=organisation).select_related("written_by").first()
    form = AccountForm(request.POST or None, instance=known)
    if form.is_valid():
        with refusals_on(form):
            bank.write_account(organisation, request.user, **form.told)
            messages.success(request, _("Saved."))
            return redirect("desk_account")
    return where.show(request, "account", organisation, {"form": form, "account": known}, where.answer(form))

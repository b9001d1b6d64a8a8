"""What an organisation has earned, what is promised to it, and what nobody has paid yet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.payments import shares, statements
from frontend.pages.desk import where
from frontend.pages.money import balances
from frontend.signed import SignedIn
from marketplace.ledger.models import Account

UNPAID = 30  # on a page


@login_required
def show(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request)
    accounts = Account.objects.filter(holder=organisation.topic).order_by("pk")
    page = Paginator(statements.unpaid_to(organisation), UNPAID).get_page(request.GET.get("page"))
    return where.show(request, "money", organisation, {"page": page, "accounts": balances(accounts)})


@login_required
@require_POST
def paid(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody has paid what was due."""
    share = get_object_or_404(statements.unpaid_to(where.my_desk(request)), pk=pk)
    shares.pay(share, request.user)
    messages.success(request, _("Entered as paid: %(booking)s.") % {"booking": share.booking.title})
    return redirect("desk_money")

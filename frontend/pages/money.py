"""What somebody has to pay, what others carried for her, and every line of her accounts and those of her desks."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from bookings.models import Purchase, Sale
from bookings.payments import statements
from bookings.payments.states import PAYING
from frontend.forms.keys import number
from frontend.signed import SignedIn
from marketplace.ledger import book
from marketplace.ledger.models import Account

LINES = 30  # of a statement on a page
RECEIPTS = 20  # the newest; each stands with its booking as well


@login_required
def mine(request: SignedIn) -> HttpResponse:
    facts = {
        "unpaid": statements.unpaid_by(request.user),
        "carried": statements.carried_for(request.user),
        "receipts": request.user.receipts.select_related("organisation").order_by("-issued_at", "-pk")[:RECEIPTS],
        "buying": Purchase.objects.filter(person=request.user, status=PAYING).for_lists(),
        "sales": Sale.objects.filter(person=request.user).for_lists(),
        "accounts": balances(request.user.ledger_accounts.order_by("pk")),
    }
    return render(request, "money/mine.html", facts)


def balances(accounts: Any) -> list[tuple[Account, str]]:
    """Each account with what it holds, in words."""
    return [(account, account.said(book.balance(account))) for account in accounts]


@login_required
def statement(request: SignedIn, pk: int) -> HttpResponse:
    """Line by line, the newest first; `before` in the address is the last line of the page before."""
    account = get_object_or_404(statements.visible_to(request.user), pk=pk)
    lines = book.statement(account, number(request.GET.get("before", "")), LINES + 1)
    shown = lines[:LINES]
    about = statements.bookings_of(shown, request.user)
    rows = [(line, about.get(line.posting.entry.about), account.said(line.posting.amount)) for line in shown]
    facts = {"account": account, "rows": rows, "earlier": shown[-1].posting.pk if len(lines) > LINES else None}
    facts["balance"] = account.said(book.balance(account))
    return render(request, "money/statement.html", facts | {"frame": frame(account, request.user)})


def frame(account: Account, user: Any) -> str:
    hers = account.user_id == user.pk or account.sales.filter(person=user).exists()
    return "base.html" if hers else "base_staff.html"

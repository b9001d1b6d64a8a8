"""What becomes of the money that a funder has put aside. Only whoever works for the funder sees it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.payments import melting, outlay
from frontend import plots, tables
from frontend.days import named_month
from frontend.forms.funds import AdmitForm, MoneyForm
from frontend.pages.officer import for_the_city
from frontend.signed import SignedIn
from marketplace.ledger import book
from marketplace.programme import funding
from marketplace.programme.models import Eligibility, Fund, Subsidy
from marketplace.refusals import refusals_on
from services.models import Category

LINES = 50  # of a fund's statement on a page


@login_required
def every(request: SignedIn) -> HttpResponse:
    for_the_city(request)
    funds = Fund.objects.visible_to(request.user).select_related("programme__funder")
    return render(request, "funds/every.html", {"funds": [(fund, book.balance(fund.account)) for fund in funds]})


@login_required
def show(request: SignedIn, pk: int) -> HttpResponse:
    return page(request, fund_of(request, pk))


@login_required
def put_aside(request: SignedIn, pk: int) -> HttpResponse:
    """More money for it."""
    fund, form = fund_of(request, pk), MoneyForm(request.POST or None)

    def put() -> None:
        funding.put_aside(fund, form.amount, request.user, form.cleaned_data["key"])

    return done(request, fund, form, put) or page(request, fund, money=form)


@login_required
def admit(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody may have what its programme carries."""
    fund, form = fund_of(request, pk), AdmitForm(request.POST or None)

    def let_in() -> None:
        told = form.cleaned_data
        funding.admit(fund.programme, told["person"], told["valid_until"], request.user)

    return done(request, fund, form, let_in) or page(request, fund, admission=form)


@login_required
def lines(request: SignedIn, pk: int) -> HttpResponse:
    """Each line of a month in the book, the newest first."""
    fund = fund_of(request, pk)
    months = [month.first for month in melting.months(fund)]
    month = month_of(request, fund) or (months[-1] if months else None)
    page = Paginator(outlay.entered(fund, month), LINES).get_page(request.GET.get("page"))
    facts = {"fund": fund, "month": month, "months": months, "page": page, "lines": outlay.lines(fund, page)}
    return render(request, "funds/lines.html", facts)


@login_required
def table(request: SignedIn, pk: int) -> HttpResponse:
    """The same as a file, of a month or of all."""
    fund = fund_of(request, pk)
    month = month_of(request, fund)
    name = f"fund-{fund.pk}-{month:%Y-%m}.csv" if month else f"fund-{fund.pk}.csv"
    rows = outlay.lines(fund, outlay.entered(fund, month).iterator(outlay.AT_ONCE))
    return tables.answer(name, outlay.HEADINGS, (line.cells for line in rows))


def month_of(request: SignedIn, fund: Fund) -> date | None:
    """The first day of the month that the address names; None: it names none."""
    return named_month(request.GET.get("month", ""), timezone.localdate(timezone=fund.funder.tz))


def fund_of(request: SignedIn, pk: int) -> Fund:
    for_the_city(request)
    return get_object_or_404(Fund.objects.visible_to(request.user).select_related("programme__funder"), pk=pk)


def done(request: SignedIn, fund: Fund, form: BaseForm, deed: Callable[[], None]) -> HttpResponse | None:
    if form.is_valid():
        with refusals_on(form):
            deed()
            messages.success(request, _("Saved."))
            return redirect("fund", fund.pk)
    return None


def page(request: SignedIn, fund: Fund, money: Any = None, admission: Any = None) -> HttpResponse:
    wrong = any(form and form.errors for form in (money, admission))
    facts = {"fund": fund, "money": money or MoneyForm(), "admission": admission or AdmitForm()}
    return render(request, "funds/show.html", facts | seen(fund), status=422 if wrong else 200)


def seen(fund: Fund) -> dict[str, Any]:
    """What there was, what there is, and what it carries."""
    today, closings = timezone.localdate(timezone=fund.funder.tz), melting.days(fund)
    empty_on, areas = melting.empty_on(fund, closings), melting.areas(fund)
    return {
        "today": today,
        "left": closings[-1][1] if closings else 0,
        "since": closings[0] if closings else None,
        "empty_on": empty_on,
        "plot": plots.line(closings, today, empty_on) if closings else None,
        "months": melting.months(fund),
        "areas": areas,
        "bars": plots.bars((part.name, part.cents) for part in areas),
        "rules": [(rule, names(rule)) for rule in fund.subsidies.prefetch_related("areas")],
        "admitted": Eligibility.objects.on(today).filter(programme=fund.programme).select_related("person", "officer"),
    }


def names(rule: Subsidy) -> list[str]:
    return [str(category) for category in Category.objects.filter(slug__in=rule.categories)]

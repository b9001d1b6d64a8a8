"""The card of a series: how it stands, the way to the page where it is saved and back, and another one instead."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from procrastinate.contrib.django import app as tasks

from bookings.models import Series
from bookings.payments import lasting, pages
from bookings.payments.states import LAPSED, SAVED, STARTING, UNKNOWN
from frontend.signed import SignedIn


def facts(series: Series, mine: bool) -> dict[str, Any]:
    """What the page of a series says of its card; whoever booked it also what she may do."""
    card, page = lasting.standing(series)
    if not card:
        return {}
    waits = card.wanted and not card.state.final and card.status != SAVED
    told = {"card": card, "waits": waits, "lapsed": card.status == LAPSED}
    if mine and page:
        return told | {"page": page, "mandate": pages.series_mandate(series)}
    prepared = series.cards.filter(wanted=True, status__in=(STARTING, UNKNOWN)).exists() if mine else False
    return told | {"prepared": prepared, "changeable": mine and lasting.may_change(series)}


@login_required
@require_POST
def another(request: SignedIn, pk: int) -> HttpResponse:
    """Have a page prepared on which another card is saved for all dates that are to come."""
    series = hers(request, pk)
    lasting.another(series, request.user)
    return redirect(series)


@login_required
@require_POST
def pay(request: SignedIn, pk: int) -> HttpResponse:
    """On to the page where the card is saved; nothing of a card is ever asked on pages of ours."""
    series = hers(request, pk)
    if card := lasting.page_of(series):
        return HttpResponseRedirect(card.page)
    messages.info(request, _("There is no card to save here any more."))
    return redirect(series)


@login_required
def saved(request: SignedIn, pk: int) -> HttpResponse:
    """Back from there. What has become of it is asked in the background: an address in a browser proves nothing."""
    series = hers(request, pk)
    if card := lasting.page_of(series):
        tasks.configure_task("payments.look_at_card").defer(card_id=card.pk)
        messages.info(request, _("We are asking whether your card is saved. This page changes by itself."))
    return redirect(series)


def hers(request: SignedIn, pk: int) -> Series:
    """A series that she booked herself; 404 to everybody else."""
    return get_object_or_404(Series.objects.filter(customer=request.user), pk=pk)

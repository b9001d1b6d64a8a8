"""Bookings that do not fit the hours any more, and dates that nobody leads, each with what the desk may do about it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings import stranded
from bookings.models import Booking
from bookings.stranded import Stranded
from frontend.pages.desk import where
from frontend.signed import SignedIn
from frontend.ways import onward
from marketplace.lives.engine import Actor, steps_for
from services.models import Occasion

LINES = 20  # on one page
PROVIDER = frozenset({"provider"})
# What helps here, in this order: somebody else comes, it moves, another time is proposed, it does not take place.
HELPS = ("assign", "prepare", "move", "propose_move", "offer_times", "decline", "call_off")


@dataclass(frozen=True)
class Line:
    """A stranded booking, why it is, and the steps that help."""

    booking: Booking
    sentences: list[str]
    steps: list[tuple[str, Any]]


def lines(found: list[Stranded]) -> list[Line]:
    return [Line(one.booking, one.sentences, helpful(one.booking)) for one in found]


def helpful(booking: Booking) -> list[tuple[str, Any]]:
    open_now = steps_for(booking, PROVIDER)
    return [(name, open_now[name]) for name in HELPS if name in open_now]


@login_required
def every(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request)
    page = Paginator(stranded.at_desk(organisation), LINES).get_page(request.GET.get("page"))
    context = {"lines": lines(list(page)), "page": page, "dates": stranded.dates_at_desk(organisation)}
    return where.show(request, "stranded", organisation, context)


@login_required
@require_POST
def keep(request: SignedIn, pk: int) -> HttpResponse:
    booking = get_object_or_404(where.my_desk(request).bookings.select_related("organisation"), pk=pk)
    stranded.keep(booking, Actor(request.user))
    messages.success(request, _("It stays as it is: %(booking)s.") % {"booking": booking.title})
    return redirect(onward(request, reverse("desk_stranded")))


@login_required
@require_POST
def keep_date(request: SignedIn, pk: int) -> HttpResponse:
    dates = Occasion.objects.filter(offer__organisation=where.my_desk(request)).for_lists()
    date = get_object_or_404(dates, pk=pk)
    stranded.keep_date(date, Actor(request.user))
    messages.success(request, _("It stays as it is: %(booking)s.") % {"booking": date.title})
    return redirect(onward(request, reverse("desk_stranded")))

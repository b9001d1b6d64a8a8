"""What the desk sees first: what to answer, to do, to read and to say by phone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings import messaging, queues, stranded
from bookings.models import Booking, Message, Unread
from frontend.forms import keys
from frontend.pages.desk import where
from frontend.signed import SignedIn
from marketplace.lives.engine import steps_for
from marketplace.lives.models import Life
from marketplace.notices import telling
from marketplace.notices.models import Notice
from marketplace.organisations.models import is_city
from services import questions

PROVIDER = frozenset({"provider"})
LINES = 30  # of each queue on one page


@dataclass(frozen=True)
class Line:
    """A booking that waits for an answer: what is likely comes first as a button, the rest are links."""

    booking: Booking
    steps: list[tuple[str, Any]]
    answers: list[tuple[str, str]]
    key: str


@login_required
def today(request: SignedIn) -> HttpResponse:
    desks = list(where.desks(request.user))
    if not desks:
        return elsewhere(request)
    organisation = where.chosen(request, desks)
    day = timezone.localdate(timezone=organisation.tz)
    pages = {
        "answer": part(request, "answer", queues.to_answer(organisation)),
        "do": part(request, "do", queues.on_day(organisation, day)),
        "read": part(request, "read", messaging.waiting_at_desk(organisation)),
        "phone": part(request, "phone", queues.to_phone(organisation)),
    }
    context = {
        "today": day,
        "pages": pages,
        "lines": [line(booking) for booking in pages["answer"]],
        "calls": calls(list(pages["phone"])),
        "unread": unread(list(pages["read"])),
        "stranded": stranded.number_at_desk(organisation),
        "unled": stranded.number_of_dates(organisation),
        "days": queues.week(organisation, day),
        "desks": desks,
        "owns": where.desks(request.user, "owner").filter(pk=organisation.pk).exists(),
        "to_answer": pages["answer"].paginator.count,
    }
    return where.show(request, "today", organisation, context)


def part(request: SignedIn, name: str, rows: QuerySet) -> Page:
    """As much of a queue as fits on the page; its own word in the address leads to the rest."""
    return Paginator(rows, LINES).get_page(request.GET.get(name))


def elsewhere(request: SignedIn) -> HttpResponse:
    """Somebody without a desk may still work for the City or for a body. Outsiders learn nothing."""
    if is_city(request.user):
        return redirect("officer")
    return redirect("shifts")


def line(booking: Booking) -> Line:
    open_now = [item for item in steps_for(booking, PROVIDER).items() if item[1].tone != "rare"]
    steps = sorted(open_now, key=lambda item: item[1].tone == "no")
    spoken = questions.spoken(booking.offer.category.questions, booking.answers)
    return Line(booking, steps, spoken, keys.new())


def unread(threads: list[Unread]) -> list[tuple[Booking, Message]]:
    """The bookings in which the last words wait for the desk, with these words."""
    bookings = Booking.objects.for_lists().in_bulk([thread.life_id for thread in threads])
    words = Message.objects.select_related("author", "acting_for").in_bulk([thread.message_id for thread in threads])
    return [(bookings[thread.life_id], words[thread.message_id]) for thread in threads]


def calls(notices: list[Notice]) -> list[tuple[Notice, Life]]:
    """Each with what it is about: a query for each sort of it on the page."""
    sorts = {notice.life.sort for notice in notices}
    lives = {pk: life for sort in sorts for pk, life in known(sort, notices).items()}
    return [(notice, lives[notice.life_id]) for notice in notices]


def known(sort: type[Life], notices: list[Notice]) -> dict[int, Life]:
    return sort._default_manager.in_bulk([notice.life_id for notice in notices if notice.life.sort is sort])


@login_required
def week(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request)
    now = timezone.localdate(timezone=organisation.tz)
    day = where.chosen_day(request, organisation)
    first = day - timedelta(days=day.weekday())
    context = {
        "today": now,
        "day": day,
        "days": queues.week(organisation, first),
        "jobs": part(request, "do", queues.on_day(organisation, day)),
        "before": first - timedelta(days=7),
        "after": first + timedelta(days=7),
    }
    return where.show(request, "week", organisation, context)


@login_required
@require_POST
def phoned(request: SignedIn, pk: int) -> HttpResponse:
    notice = get_object_or_404(queues.to_phone(where.my_desk(request)), pk=pk)
    telling.phoned(notice, request.user)
    messages.success(request, _("Noted: %(name)s knows.") % {"name": notice.reader.given_name})
    return redirect("desk")


@login_required
@require_POST
def choose(request: SignedIn) -> HttpResponse:
    """Go to the desk of another organisation of hers."""
    desk = get_object_or_404(where.desks(request.user), pk=keys.number(request.POST.get("desk", "")))
    where.choose(request, desk)
    return redirect("desk")

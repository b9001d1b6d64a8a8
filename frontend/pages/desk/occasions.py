"""Dates for several people: announcing and changing them, calling them off, and the list of who comes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import attendance, kinds, waiting
from frontend.forms import drafts, keys
from frontend.forms.occasions import OccasionForm, RollForm
from frontend.pages.desk import where
from frontend.signed import SignedIn
from marketplace.lives.engine import Actor
from marketplace.organisations.models import Organisation
from marketplace.refusals import refusals_on
from services import occasions
from services.models import Occasion, Offer, Session

COMING, PAST = 30, 10  # dates on a page of each list


@login_required
def every(request: SignedIn) -> HttpResponse:
    """What comes, then what was; and for which offers a date can be announced."""
    organisation = where.my_desk(request)
    dates, now = dates_of(organisation), timezone.now()
    coming = Paginator(dates.filter(ends_at__gte=now), COMING).get_page(request.GET.get("coming"))
    past = dates.filter(ends_at__lt=now).order_by("-starts_at", "-pk")
    context = {
        "coming": coming,
        "past": Paginator(past, PAST).get_page(request.GET.get("past")),
        "offers": list(dated(organisation)),
        "waiting": waiting.numbers(occasion.resource_id for occasion in coming),
    }
    return where.show(request, "occasions", organisation, context)


def dates_of(organisation: Organisation) -> QuerySet[Occasion]:
    return Occasion.objects.filter(offer__organisation=organisation).for_lists().with_left()


def dated(organisation: Organisation) -> QuerySet[Offer]:
    """The offers whose kind takes place on dates."""
    names = [name for name, kind in kinds.ALL.items() if kind.dated]
    return organisation.offers.filter(kind__in=names).for_cards().order_by("pk")


@drafts.kept
def new(request: SignedIn, offer: int) -> HttpResponse:
    organisation = where.my_desk(request)
    found = get_object_or_404(dated(organisation), pk=offer)
    form = drafts.fill(OccasionForm(request.POST or None, offer=found), request)
    if form.is_valid():
        with refusals_on(form):
            occasions.announce(found, Actor(request.user), **form.told())
            messages.success(request, _("Announced. Everybody who sees the offer can book it."))
            return redirect("desk_occasions")
    return where.show(request, "occasion", organisation, {"form": form, "offer": found}, where.answer(form))


@drafts.kept
def show(request: SignedIn, pk: int) -> HttpResponse:
    """The editor of a date; what has begun or was called off is only read."""
    organisation = where.my_desk(request)
    occasion = get_object_or_404(dates_of(organisation), pk=pk)
    form = drafts.fill(OccasionForm(request.POST or None, offer=occasion.offer, occasion=occasion), request)
    if form.is_valid():
        with refusals_on(form):
            occasions.change(occasion, Actor(request.user), **form.told())
            messages.success(request, _("Saved. If days or place have changed, everybody who comes is told."))
            return redirect("desk_occasion", pk)
    context = {"form": form, "offer": occasion.offer, "occasion": occasion} | standing(occasion)
    return where.show(request, "occasion", organisation, context, where.answer(form))


def standing(occasion: Occasion) -> dict[str, Any]:
    changes = occasion.changes.select_related("actor", "acting_for").order_by("-pk")[:20]
    return {
        "open": occasion.status == "open" and not occasion.begun,
        "sentence": occasion.sentence("provider"),
        "waits": waiting.numbers([occasion.resource_id]).get(occasion.resource_id, 0),
        "history": [(change.at, occasion.line(change, "provider")) for change in changes],
    }


@drafts.kept
def call_off(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the reason first: everybody who comes reads it."""
    organisation = where.my_desk(request)
    occasion = get_object_or_404(dates_of(organisation), pk=pk)
    form = drafts.fill(reason_form(occasion, request.POST or None), request)
    if form.is_valid():
        with refusals_on(form):
            reason, seen = form.cleaned_data["reason"], keys.seen(request.POST)
            occasions.call_off(occasion, Actor(request.user), reason, seen=seen)
            messages.success(request, _("Called off. Everybody who comes or waits is told now."))
            return redirect("desk_occasions")
    number = sum(row.booking.seats for row in attendance.roll(occasion))
    context = {"form": form, "occasion": occasion, "number": number}
    return where.show(request, "call_off", organisation, context, where.answer(form))


def reason_form(occasion: Occasion, data: Any) -> forms.Form:
    return occasion.facts_form(occasion.table.steps["call_off"], data)


# --- who comes ----------------------------------------------------------------------------------------------------
@drafts.kept
def roll(request: SignedIn, pk: int) -> HttpResponse:
    """For the desk and for those who lead it: to be printed, and to say who came."""
    occasion = get_object_or_404(Occasion.objects.of_staff(request.user).for_lists(), pk=pk)
    sessions, rows = list(occasion.sessions.all()), attendance.roll(occasion, occasion.roles_of(request.user))
    session = chosen(request, sessions)
    form = drafts.fill(RollForm(request.POST or None, rows=rows, session=session), request)
    if form.is_valid():
        with refusals_on(form):
            attendance.mark(session, Actor(request.user), form.told())
            messages.success(request, _("Noted who came."))
            return redirect(f"{occasion.get_absolute_url()}?session={session.pk}")
    context = {"occasion": occasion, "organisation": occasion.offer.organisation, "sessions": sessions}
    context |= {"session": session, "lines": [(row, row.all_of(sessions)) for row in rows], "form": form}
    context["people"] = sum(row.booking.seats for row in rows)
    context["begun"] = timezone.now() >= session.starts_at - attendance.EARLY
    return render(request, "desk/roll.html", context, status=where.answer(form))


def chosen(request: SignedIn, sessions: list[Session]) -> Session:
    """The day that the address names, else the one that is on or comes next, else the last."""
    number = keys.number(request.GET.get("session", ""))
    named = [session for session in sessions if session.pk == number]
    coming = [session for session in sessions if session.ends_at > timezone.now()]
    return [*named, *coming, sessions[-1]][0]

"""What is to be done today: calls that a day brings, hours that differ, who was not there; and the week on paper."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.jobs import followups, todos, weekly
from bookings.models import FollowUp
from frontend.days import named_day
from frontend.pages.casework.doors import my_bodies, room, show
from frontend.pages.casework.forms import FollowUpForm, HandOverForm, PlacedForm
from frontend.signed import SignedIn
from marketplace.casework import admission, files
from marketplace.refusals import refusals_on


@room
def every(request: SignedIn) -> HttpResponse:
    """Of the people for whom she is responsible, and what was handed to her."""
    my_bodies(request)
    return show(request, "todos", {"todo": todos.of(request.user), "today": timezone.localdate()})


@room
def one(request: SignedIn, pk: Any) -> HttpResponse:
    """One call: what came of it, that nobody answered, or who else makes it."""
    row = follow_up(request, pk)
    form = FollowUpForm(request.POST or None, follow_up=row)
    if form.is_valid():
        with refusals_on(form):
            followups.done(row, request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("casework_todos")
    return follow_up_page(request, row, form)


def follow_up(request: SignedIn, pk: Any) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user).select_related("participant__person", "proposal__job", "keeper")
    return get_object_or_404(rows, pk=pk)


def follow_up_page(request: SignedIn, row: FollowUp, form: Any) -> HttpResponse:
    mine = row.participant.team.now().filter(user=request.user)[0]
    people = admission.colleagues(mine.body).exclude(pk=row.keeper_id or request.user.pk)
    facts = {"row": row, "form": form, "handing": HandOverForm(people=people), "words": followups.words(row)}
    return show(request, "follow_up", facts, 422 if form.errors else 200)


@room
@require_POST
def not_reached(request: SignedIn, pk: Any) -> HttpResponse:
    row = followups.not_reached(follow_up(request, pk), request.user)
    text = _("Three days without an answer: it ends as not reached.") if row.done_at else _("Written down for today.")
    messages.success(request, text)
    return redirect("casework_todos")


@room
@require_POST
def hand_over(request: SignedIn, pk: Any) -> HttpResponse:
    row = follow_up(request, pk)
    mine = row.participant.team.now().filter(user=request.user)[0]
    form = HandOverForm(request.POST, people=admission.colleagues(mine.body))
    if form.is_valid():
        followups.hand_over(row, request.user, form.cleaned_data["to"])
        messages.success(request, _("Handed over."))
    return redirect("casework_todos")


@room
def of_person(request: SignedIn, number: str) -> HttpResponse:
    """All calls of one person, and the day on which she began at a lasting place."""
    participant = files.to_work_on(number, request.user)
    form = PlacedForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            followups.placed(participant, request.user, form.cleaned_data["on"])
            messages.success(request, _("Three calls are in the list, at 30, 90 and 180 days."))
            return redirect("casework_follow_ups", number)
    rows = participant.follow_ups.select_related("done_by", "keeper")
    facts = {"participant": participant, "rows": rows, "form": form}
    return show(request, "follow_ups", facts, 422 if form.errors else 200)


@room
def week(request: SignedIn) -> HttpResponse:
    """Who works when and where: to be printed."""
    body = my_bodies(request)[0]
    start = weekly.monday(day_of(request))
    around = {"before": start - timedelta(days=7), "after": start + timedelta(days=7)}
    facts = {"days": weekly.sheet(request.user, start, body.tz), "start": start, **around}
    return show(request, "week", facts)


def day_of(request: SignedIn) -> date:
    """The day in the address; one that no calendar has, or far from now, counts as today."""
    return named_day(request.GET.get("day", ""), timezone.localdate())

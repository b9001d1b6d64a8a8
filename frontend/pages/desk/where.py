"""At which organisation's desk somebody stands, and what every page of the desk shows."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bookings import queues
from frontend.days import named_day
from frontend.signed import SignedIn
from marketplace.organisations.models import DESK, Organisation

CHOSEN = "desk"  # the session's word for the organisation that was chosen


def my_desk(request: SignedIn, *roles: str) -> Organisation:
    """The organisation whose desk this person chose, else her first. Raises Http404 for somebody without a desk.

    With `roles` only the desks at which she has one of these."""
    mine = list(desks(request.user, *roles))
    if not mine:
        raise Http404
    return chosen(request, mine)


def chosen(request: SignedIn, mine: list[Organisation]) -> Organisation:
    """Of these, which are at least one."""
    return next((desk for desk in mine if desk.pk == request.session.get(CHOSEN)), mine[0])


def desks(user: Any, *roles: str) -> Any:
    mine = Organisation.objects.of(user, *(roles or DESK)).select_related("last_change", "place__area")
    return mine.filter(kind=Organisation.Kind.PROVIDER).order_by("name")


def choose(request: SignedIn, organisation: Organisation) -> None:
    request.session[CHOSEN] = organisation.pk


def show(
    request: SignedIn, template: str, organisation: Organisation, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the desk, with the count that its header carries."""
    shared = {"organisation": organisation, "state_sentence": organisation.sentence("owner")}
    if "to_answer" not in context:
        shared["to_answer"] = queues.to_answer(organisation).count()
    return render(request, f"desk/{template}.html", {**shared, **context}, status=status)


def answer(form: Any) -> int:
    """The status of a page with a form: 422 when what was sent cannot be taken."""
    return 422 if form.is_bound and form.errors else 200


def chosen_day(request: SignedIn, organisation: Organisation) -> date:
    """The day in the address; a day that no calendar has, or far from now, counts as today."""
    return named_day(request.GET.get("day", ""), timezone.localdate(timezone=organisation.tz))

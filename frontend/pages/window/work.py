"""What is put to her, and where she has said yes: first the one question, then her shifts. A no asks for no reason."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from bookings.jobs import earned
from bookings.matching.words import BY_UNIT
from bookings.models import Proposal
from frontend.forms import keys
from frontend.pages.window.doors import Inside, inside, show
from marketplace.casework.models import Participant
from marketplace.lives.engine import Actor, steps_for, take
from marketplace.lives.tables import Step
from marketplace.places.models import Place
from marketplace.refusals import refusals_on

HERS = frozenset({"person"})
LEFT = {
    "cent": _("You may still earn %(amount)s."),
    "hour": _("You may still work %(amount)s."),
    "day": _("Days on which you may still work: %(amount)s."),
}
Line = dict[str, Any]


def work(participant: Participant) -> dict[str, Any]:
    """What waits for her answer, and what is agreed, each in the order of its days."""
    rows = Proposal.objects.filter(participant=participant, live=True).for_lists().select_related("last_change")
    found = [line(row) for row in rows.order_by("starts_at", "pk") if not row.state.final]
    asked = [one for one in found if one["proposal"].state.turn == "person"]
    shifts = [one for one in found if one not in asked]
    return {"asked": asked, "shifts": shifts, "earned": had(participant), "rooms": left(participant)}


def had(participant: Participant) -> list[tuple[Any, Any]]:
    """Hours and pay of this week, month and year; what is agreed counts."""
    rows = list(earned.rows_of(participant))
    periods = ((_("This week"), earned.week), (_("This month"), earned.month), (_("This year"), earned.year))
    return [(label, earned.in_period(period, rows)) for label, period in periods] if rows else []


def left(participant: Participant) -> list[tuple[str, str]]:
    """What is left of each ceiling of which something is used."""
    rooms = (room for room in earned.against(participant) if room.used)
    return [(str(room.rule), str(LEFT[room.rule.unit]) % {"amount": amount(room)}) for room in rooms]


def amount(room: earned.Room) -> str:
    """What is left of it, in its unit."""
    return BY_UNIT[room.rule.unit](room.left)


def line(proposal: Proposal, failed: str = "", form: Any = None) -> Line:
    """`failed`: the step whose answers could not be, with its form."""
    steps = steps_for(proposal, HERS).items()
    shown = [(name, step, form if name == failed else asked(proposal, name, step)) for name, step in steps]
    place = proposal.job.place
    return {
        "proposal": proposal,
        "job": proposal.job,
        "sentence": proposal.sentence("person"),
        "where": place.shown(Place.STREET if proposal.state.holds else Place.AREA) if place else "",
        "steps": shown,
        "key": keys.new(),
        "failed": failed,
    }


def asked(proposal: Proposal, name: str, step: Step) -> Any:
    """What a step wants to know; None where nothing has to be filled in."""
    return proposal.facts_form(step, auto_id=f"{name}-{proposal.pk}-%s") if step.asks else None


@inside
@require_POST
def answer(request: Inside, pk: int, name: str) -> HttpResponse:
    """Yes, no, I cannot come, I am here: a step of her own. Raises Http404 for what is not hers."""
    person: Any = request.participant.person
    proposal = get_object_or_404(Proposal.objects.of_person(person).for_lists(), pk=pk)
    step = proposal.table.steps.get(name)
    if not step:
        raise Http404
    form = proposal.facts_form(step, request.POST, auto_id=f"{name}-{pk}-%s")
    if form.is_valid():
        with refusals_on(form):
            take(proposal, name, Actor(person), form.cleaned_data, key=keys.known(request.POST.get("key")))
            return redirect("window")
    return show(request, "answer", {"one": line(proposal, name, form), "form": form}, 422)

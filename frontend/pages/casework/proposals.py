"""The page of a proposal: for the person, for those who work with her, and, after the yes, for the desk."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bookings.jobs import coming, considering
from bookings.models import Proposal
from frontend.forms import keys
from frontend.pages.casework import columns
from frontend.pages.casework.doors import around, room
from frontend.signed import SignedIn
from marketplace.casework.models import Reading
from marketplace.lives.engine import Actor, refuse, steps_for, take
from marketplace.lives.tables import Step
from marketplace.places.models import Place
from marketplace.refusals import refusals_on

FOR = "person"  # in the address: for whom a step is taken, where it is somebody else
ORDER = ("person", "team", "provider")
Named = list[tuple[str, Step]]


def seen_by(request: SignedIn, pk: int) -> Proposal:
    rows = Proposal.objects.visible_to(request.user).for_lists().select_related("chosen_by", "body", "last_change")
    return get_object_or_404(rows, pk=pk)


@room
def show(request: SignedIn, pk: int) -> HttpResponse:
    proposal = seen_by(request, pk)
    facts = around_it(request, proposal)
    facts |= {"history": history(proposal, facts["role"]), "where": where(proposal, facts["role"])}
    told = proposal.told.get("skills", [])
    facts["skills"] = [coming.skills_said(told)[slug] for slug in told]
    return render(request, "jobs/proposal.html", facts)


@room
def considered(request: SignedIn, pk: int) -> HttpResponse:
    """What was weighed then. Each look stands in the list that the person reads."""
    rows = Proposal.objects.of_team(request.user).for_lists().select_related("chosen_by", "body", "rule_set")
    proposal = get_object_or_404(rows, pk=pk)
    it = considering.opened(proposal, request.user, Reading.Door.PAGE)
    facts = {"proposal": proposal, "job": proposal.job, "it": it, "column": columns.LABELS[it.column] if it else ""}
    return render(request, "jobs/considered.html", around(request) | facts)


def around_it(request: SignedIn, proposal: Proposal) -> dict[str, Any]:
    """Who looks, what she may do herself, and what for the person."""
    roles = proposal.roles_of(request.user)
    role = next(name for name in ORDER if name in roles)
    stands_in = role == "team"
    twin = steps_for(proposal, frozenset({"person"})) if stands_in else {}
    return {
        **around(request),
        "frame": {"person": "base.html", "team": "casework/_base.html", "provider": "base_staff.html"}[role],
        "organisation": proposal.job.organisation if role == "provider" else None,
        "proposal": proposal,
        "job": proposal.job,
        "role": role,
        "sentence": proposal.sentence(role),
        "steps": list(steps_for(proposal, roles).items()),
        "twin": list(twin.items()),
        "key": keys.new(),
    }


def history(proposal: Proposal, role: str) -> list[tuple[Any, str]]:
    """To the desk nothing of what was before the yes, and no reason."""
    changes = proposal.changes.select_related("actor", "acting_for").order_by("-pk")
    if role == "provider":
        changes = changes.filter(at__gte=proposal.told_at)
    return [(change.at, proposal.line(change, role)) for change in changes]


def where(proposal: Proposal, role: str) -> str:
    """The street to whoever comes, the area before; the desk knows where its work is."""
    place = proposal.job.place
    if not place or role == "provider":
        return ""
    return place.shown(Place.STREET if proposal.state.holds else Place.AREA)


@room
def step(request: SignedIn, pk: int, name: str) -> HttpResponse:
    """Take a step, or be asked for what it wants to know first."""
    proposal = seen_by(request, pk)
    about = proposal.table.steps.get(name)
    if not about:
        raise Http404
    actor = actor_of(request, proposal)
    if request.method == "POST":
        return press(request, proposal, name, actor)
    roles = actor.roles(proposal)
    if name not in steps_for(proposal, roles):
        refuse(proposal, name, roles)
    return step_page(request, proposal, name, proposal.facts_form(about))


def actor_of(request: SignedIn, proposal: Proposal) -> Actor:
    """Whoever works with her may answer for her: both names are kept."""
    stands_in = FOR in {request.GET.get("for"), request.POST.get("for")}
    return Actor(request.user, proposal.participant.person if stands_in else None)


def press(request: SignedIn, proposal: Proposal, name: str, actor: Actor) -> HttpResponse:
    form = proposal.facts_form(proposal.table.steps[name], request.POST)
    if form.is_valid():
        with refusals_on(form):
            seen, key = keys.seen(request.POST), keys.known(request.POST.get("key"))
            take(proposal, name, actor, form.cleaned_data, seen=seen, key=key)
            return redirect(proposal)
    return step_page(request, seen_by(request, proposal.pk), name, form)


def step_page(request: SignedIn, proposal: Proposal, name: str, form: Any) -> HttpResponse:
    stands_in = FOR in {request.GET.get("for"), request.POST.get("for")}
    facts = around_it(request, proposal) | {"name": name, "step": proposal.table.steps[name], "form": form}
    facts |= {"stands_in": stands_in}
    return render(request, "jobs/step.html", facts, status=422 if form.errors else 200)

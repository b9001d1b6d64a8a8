"""The City's desk: bodies to verify and offers to read. Auditors look on; everybody else learns nothing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from frontend.forms import drafts, keys
from frontend.pages.desk.today import part
from frontend.signed import SignedIn
from marketplace.lives import engine
from marketplace.lives.engine import Actor
from marketplace.lives.models import Change, Life
from marketplace.organisations.lives import VERIFICATION
from marketplace.organisations.models import Membership, Organisation, is_city
from marketplace.refusals import refusals_on
from services.lives import PUBLICATION
from services.models import Offer


def for_the_city(request: SignedIn) -> None:
    if not is_city(request.user):
        raise Http404


@login_required
def queue(request: SignedIn) -> HttpResponse:
    """What waits for the City, the oldest first, and all bodies below; of each list as much as fits on a page."""
    for_the_city(request)
    context = {
        "organisations": part(request, "bodies", bodies().filter(status__in=VERIFICATION.statuses(turn="officer"))),
        "offers": part(request, "offers", offers().filter(status__in=PUBLICATION.statuses(turn="officer"))),
        "all": part(request, "all", bodies().order_by("name", "pk")),
    }
    return render(request, "officer/queue.html", context)


def bodies() -> QuerySet[Organisation]:
    found = Organisation.objects.filter(kind=Organisation.Kind.PROVIDER).select_related("last_change", "place__area")
    return found.order_by("last_change__at", "pk")


def offers() -> QuerySet[Offer]:
    return Offer.objects.for_cards().select_related("last_change").order_by("last_change__at", "pk")


@login_required
def organisation(request: SignedIn, pk: int) -> HttpResponse:
    for_the_city(request)
    return page(request, get_object_or_404(bodies(), pk=pk))


@login_required
def offer(request: SignedIn, pk: int) -> HttpResponse:
    for_the_city(request)
    return page(request, get_object_or_404(offers(), pk=pk))


@drafts.kept
def step(request: SignedIn, pk: int, name: str) -> HttpResponse:
    """Take a step of a body or an offer; what it asks for is shown again, with what was typed, when it cannot be."""
    for_the_city(request)
    life = get_object_or_404(Life, pk=pk, species__in=("organisations.organisation", "services.offer")).concrete()
    if name not in life.table.steps:
        raise Http404
    if request.method != "POST":
        return page(request, get_object_or_404(queryset_of(life), pk=pk))
    form = life.facts_form(life.table.steps[name], request.POST, prefix=name)
    if form.is_valid():
        with refusals_on(form):
            engine.take(life, name, Actor(request.user), form.cleaned_data, seen=keys.seen(request.POST))
            messages.success(request, done(life, name))
            return redirect("officer")
    return page(request, get_object_or_404(queryset_of(life), pk=pk), {name: form}, status=422)


def queryset_of(life: Life) -> Any:
    return bodies() if isinstance(life, Organisation) else offers()


def done(life: Life, name: str) -> str:
    """Where it stands now; of a step that leads nowhere else its own words."""
    step = life.table.steps[name]
    words = step.label if life.status == step.target else life.table.states[step.target].label
    return f"{life.title}: {words}"


def page(request: SignedIn, life: Any, forms: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """Everything that is needed to decide about a body or an offer."""
    template, facts = about(request, life)
    steps = engine.steps_open(life, Actor(request.user))
    shown = {name: (forms or {}).get(name) or blank(request, life, name) for name in steps}
    changes = life.changes.select_related("actor", "acting_for").order_by("-pk")[:50]
    context = {
        "life": life,
        "sentence": life.sentence("officer"),
        "steps": [(name, step, shown[name]) for name, step in steps.items()],
        "wrong": next(iter((forms or {}).values()), None),
        "history": [(change.at, life.line(change, "officer")) for change in changes],
    }
    return render(request, f"officer/{template}.html", context | facts, status=status)


def blank(request: SignedIn, life: Any, name: str) -> BaseForm:
    form = life.facts_form(life.table.steps[name], prefix=name)
    return drafts.fill(form, request, reverse("officer_step", args=[life.pk, name]))


def about(request: SignedIn, life: Any) -> tuple[str, dict[str, Any]]:
    if isinstance(life, Organisation):
        facts = {"about": italian_first(life.about), "members": members(life), "entrusted": entrusted(life)}
        return "organisation", facts | {"offers": part(request, "offers", offers().filter(organisation=life))}
    texts = sorted(life.texts.all(), key=lambda text: text.language != "it")
    return "offer", {"offer": life, "texts": texts, "resources": list(life.resources.select_related("user"))}


def italian_first(texts: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(texts.items(), key=lambda text: text[0] != "it")


def members(body: Organisation) -> list[Membership]:
    return list(Membership.objects.now().filter(organisation=body).select_related("user").order_by("role", "pk"))


def entrusted(body: Organisation) -> Change | None:
    """Who let it keep files, and when; None where nobody does."""
    changes = body.changes.filter(step="entrust").select_related("actor").order_by("-pk")
    return changes.first() if body.keeps_files_since else None

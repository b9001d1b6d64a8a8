"""The organisation itself: founding it, its profile, sending it to the City, keys to the API."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from frontend.forms import drafts
from frontend.forms import keys as form_keys
from frontend.forms.organisations import FoundForm, KeyForm, OrganisationForm
from frontend.pages.desk import where
from frontend.signed import SignedIn, surely
from marketplace.lives import engine
from marketplace.lives.engine import Actor
from marketplace.organisations import keys, profile
from marketplace.organisations.models import ApiKey, Organisation
from marketplace.refusals import refusals_on


@drafts.kept
def new(request: SignedIn) -> HttpResponse:
    """Anybody who is signed in may found an organisation, and owns it then."""
    form = drafts.fill(FoundForm(request.POST or None), request)
    if form.is_valid():
        with refusals_on(form):
            organisation = profile.found(request.user, form.parts, form.cleaned_data["key"])
            where.choose(request, organisation)
            messages.success(request, organisation.sentence("owner"))
            return redirect("desk_organisation")
    return render(request, "desk/organisation_new.html", {"form": form}, status=where.answer(form))


@drafts.kept
def show(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request, "owner")
    form = drafts.fill(OrganisationForm(request.POST or None, instance=organisation), request)
    if form.is_valid():
        with refusals_on(form):
            profile.write(organisation, Actor(request.user), form.parts)
            messages.success(request, _("Saved."))
            return redirect("desk_organisation")
    changes = organisation.changes.select_related("actor", "acting_for").order_by("-pk")[:20]
    context = {
        "form": form,
        "steps": engine.steps_open(organisation, Actor(request.user)).items(),
        "reason": organisation.last_change.facts.get("reason", "") if organisation.last_change else "",
        "history": [(change.at, organisation.line(change, "owner")) for change in changes],
    }
    return where.show(request, "organisation", organisation, context, where.answer(form))


@login_required
@require_POST
def step(request: SignedIn, name: str) -> HttpResponse:
    organisation = where.my_desk(request, "owner")
    seen = form_keys.seen(request.POST)
    organisation = engine.take(organisation, name, Actor(request.user), request.POST.dict(), seen=seen)
    messages.success(request, organisation.sentence("owner"))
    return redirect("desk_organisation")


@login_required
@never_cache
@surely
def api_keys(request: SignedIn) -> HttpResponse:
    """The keys to the API; a new one is shown in the answer that makes it, and never again."""
    organisation = where.my_desk(request, "owner")
    form, words = KeyForm(request.POST or None), ""
    if form.is_valid():
        with refusals_on(form):
            _key, words = keys.make(organisation, request.user, **form.cleaned_data)
            form = KeyForm()
    context = {"form": form, "keys": list(keys_of(request, organisation)), "words": words}
    return where.show(request, "keys", organisation, context, where.answer(form))


def keys_of(request: SignedIn, organisation: Organisation) -> QuerySet[ApiKey]:
    return keys.visible_to(request.user).filter(organisation=organisation).order_by("pk")


@login_required
@require_POST
def revoke(request: SignedIn, pk: int) -> HttpResponse:
    key = get_object_or_404(keys_of(request, where.my_desk(request, "owner")), pk=pk)
    keys.revoke(key, request.user)
    messages.success(request, _("The key “%(name)s” opens nothing any more.") % {"name": key.name})
    return redirect("desk_keys")

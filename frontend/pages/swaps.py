"""What residents swap with each other under the name of a wardrobe: a list, one garment, showing one of one's own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings import lifecycle, swaps
from frontend.forms import keys
from frontend.forms.swaps import AskForm, ShowForm
from frontend.forms.wardrobes import choices_of
from frontend.signed import SignedIn
from marketplace import wording
from marketplace.lives.engine import Actor, steps_for, take
from marketplace.refusals import refusals_on
from services.models import GarmentType, OwnGarment, Wardrobe
from services.wardrobe import rack, shown

PAGE = 24


def open_here(slug: str) -> Wardrobe:
    """The wardrobe, if residents swap there. Raises Http404."""
    wardrobe = get_object_or_404(
        Wardrobe.objects.published().select_related("organisation", "swaps__organisation"), slug=slug
    )
    if not wardrobe.swaps_are_open:
        raise Http404
    return wardrobe


def about(request: HttpRequest, wardrobe: Wardrobe) -> dict[str, Any]:
    """What holds for whoever asks here: the rule, and whether she has to pause."""
    rule = shown.rule_on(wardrobe, wardrobe.today())
    until = swaps.paused_until(request.user, rule) if request.user.is_authenticated else None
    paused = wording.day(until, wardrobe.organisation.tz) if until else ""
    return {"wardrobe": wardrobe, "rule": rule, "paused": paused}


def every(request: HttpRequest, slug: str) -> HttpResponse:
    """What all of them show, the newest first; and what the reader shows herself."""
    wardrobe = open_here(slug)
    filters = rack.filters_of(request.GET.dict())
    hers = list(shown.of(request.user, wardrobe)) if request.user.is_authenticated else []
    others = shown.found(wardrobe, filters).exclude(pk__in=[garment.pk for garment in hers])
    page = Paginator(others, PAGE).get_page(request.GET.get("page"))
    facts = about(request, wardrobe) | {"page": page, "hers": hers, "filters": filters, "key": keys.new()}
    facts |= {"types": GarmentType.objects.all(), "seasons": OwnGarment.Season.choices}
    facts["of_size"] = choices_of(filters.type.sizing) if filters.type else []
    return render(request, "swaps/every.html", facts)


@login_required
def new(request: SignedIn, slug: str) -> HttpResponse:
    """Show a garment of one's own."""
    wardrobe = open_here(slug)
    form = ShowForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            garment = shown.show(wardrobe, request.user, told, told["picture"], key=told["key"])
            messages.success(request, _("Everybody can see it now."))
            return redirect(garment)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "swaps/new.html", about(request, wardrobe) | {"form": form}, status=status)


def found_for(request: HttpRequest, pk: int) -> OwnGarment:
    garments = OwnGarment.objects.visible_to(request.user)
    wanted = ("type", "resident", "wardrobe__organisation", "wardrobe__swaps__organisation", "last_change")
    return get_object_or_404(garments.select_related(*wanted), pk=pk)


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One garment, and how one asks for it."""
    garment = found_for(request, pk)
    form = form_for(request, garment)
    if form and form.is_valid():
        with refusals_on(form):
            booking = lifecycle.ask(form.offer, Actor(form.asks), form.wishes, key=form.cleaned_data["key"])
            return redirect(booking)
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect_to_login(garment.get_absolute_url())
    signed_in = request.user.is_authenticated
    roles = garment.roles_of(request.user) if signed_in else frozenset()
    facts = about(request, garment.wardrobe) | {"garment": garment, "form": form, "key": keys.new()}
    facts |= {"steps": steps_for(garment, roles), "hers": "resident" in roles}
    return render(request, "swaps/show.html", facts, status=422 if form and form.errors else 200)


def form_for(request: HttpRequest, garment: OwnGarment) -> AskForm | None:
    """None for whoever cannot ask: it is hers, or promised, or she shows nothing that she could give for it."""
    able = request.user.is_authenticated and garment.resident_id != request.user.pk and garment.status == "shown"
    if not (able and garment.wardrobe.swaps_are_open):
        return None
    mine: Any = shown.of(request.user, garment.wardrobe).filter(status="shown")  # type: ignore[arg-type]
    return AskForm(request.POST or None, asks=request.user, garment=garment, mine=mine) if mine else None


@login_required
@require_POST
def step(request: SignedIn, pk: int, name: str) -> HttpResponse:
    """Take it off: by whoever shows it, or by whoever keeps the page clean, with a reason."""
    garment = found_for(request, pk)
    if name not in garment.table.steps:
        raise Http404
    seen, key = keys.seen(request.POST), keys.known(request.POST.get("key"))
    take(garment, name, Actor(request.user), request.POST.dict(), seen=seen, key=key)
    messages.success(request, _("It is taken off."))
    return redirect("swaps", garment.wardrobe.slug)


def picture(request: HttpRequest, name: str) -> FileResponse:
    garment = get_object_or_404(OwnGarment.objects.visible_to(request.user), picture=f"garments/{name}")
    response = FileResponse(garment.picture.open("rb"), content_type="image/webp")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response

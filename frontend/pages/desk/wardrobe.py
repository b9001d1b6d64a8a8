"""Behind the rack: taking clothes in, where each garment is, and its way until it hangs or goes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend import qr
from frontend.forms import keys
from frontend.forms.wardrobes import GarmentForm
from frontend.pages.desk import where
from frontend.signed import SignedIn
from marketplace.lives.engine import Actor, steps_for, take
from marketplace.organisations.models import DESK
from marketplace.refusals import refusals_on
from services.lives import GARMENT
from services.models import Bag, Garment, Wardrobe
from services.models.garment import ON_THE_WAY, RACK, as_label
from services.models.wardrobe import STAFF
from services.wardrobe import intake

ROWS = 30  # garments on a page
CHOSEN = "wardrobe"  # the session's word for the wardrobe that was chosen, where an organisation has several


def here(request: SignedIn, *roles: str) -> Wardrobe:
    """The wardrobe in which this person works: the one that the address names, or named last, else the first of her
    organisation. Raises Http404 for somebody who works in none."""
    organisation = where.my_desk(request, *(roles or STAFF))
    mine = Wardrobe.objects.filter(organisation=organisation).select_related("organisation").order_by("pk")
    named = keys.number(request.GET.get("wardrobe", ""))
    if named:
        wardrobe = get_object_or_404(mine, pk=named)
        request.session[CHOSEN] = wardrobe.pk
        return wardrobe
    wardrobes = list(mine)
    if not wardrobes:
        raise Http404
    return next((one for one in wardrobes if one.pk == request.session.get(CHOSEN)), wardrobes[0])


def page(
    request: SignedIn, template: str, wardrobe: Wardrobe, facts: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the wardrobe; whoever works at no desk sees its own links alone."""
    roles = set(wardrobe.organisation.roles_of(request.user))
    shared = {"wardrobe": wardrobe, "at_desk": bool(roles & set(DESK))}
    return where.show(request, f"wardrobe/{template}", wardrobe.organisation, shared | facts, status)


@login_required
def show(request: SignedIn) -> HttpResponse:
    """What there is in each state, and the garments of one of them, or the one with the label that was read."""
    wardrobe = here(request)
    label = as_label(request.GET.get("label", ""))
    if label and (garment := wardrobe.garments.filter(label=label).first()):
        return redirect(garment)
    numbers = dict(wardrobe.garments.order_by().values_list("status").annotate(number=Count("pk")))
    status = request.GET.get("status", "")
    status = status if status in GARMENT.states else first_with_work(numbers)
    garments = wardrobe.garments.filter(status=status).select_related("type").order_by("-pk")
    facts = {
        "states": [(name, state, numbers.get(name, 0)) for name, state in GARMENT.states.items() if name != "new"],
        "status": status,
        "lost": label,
        "others": wardrobe.organisation.wardrobes.exclude(pk=wardrobe.pk),
        "page": Paginator(garments, ROWS).get_page(request.GET.get("page")),
    }
    return page(request, "show", wardrobe, facts)


def first_with_work(numbers: dict[str, int]) -> str:
    """Where something waits on its way to the rack; where nothing does, the rack."""
    return next((status for status in ON_THE_WAY if numbers.get(status)), RACK)


@login_required
def take_in(request: SignedIn) -> HttpResponse:
    """One garment after the other: what was said of the last one stands there again."""
    bag = named_bag(request)
    wardrobe = bag.wardrobe if bag else here(request)
    form = GarmentForm(request.POST or None, request.FILES or None, wardrobe=wardrobe)
    if form.is_valid():
        with refusals_on(form):
            garment = taken_in(wardrobe, request.user, form.cleaned_data, bag)
            messages.success(request, _("%(label)s is taken in.") % {"label": garment.label})
            return redirect(garment)
    return page(request, "take_in", wardrobe, {"form": form, "bag": bag}, where.answer(form))


def named_bag(request: SignedIn) -> Bag | None:
    """The bag in the address. Raises Http404 for one of another wardrobe."""
    number = request.GET.get("bag", "")
    mine = Bag.objects.at_work(request.user).select_related("wardrobe__organisation")
    return get_object_or_404(mine, pk=keys.number(number) or 0) if number else None


def taken_in(wardrobe: Wardrobe, user: Any, told: dict[str, Any], bag: Bag | None) -> Garment:
    said = {name: told[name] for name in intake.TOLD}
    return intake.take_in(wardrobe, user, said, told["picture"], key=told["key"], bag=bag)


@login_required
def garment(request: SignedIn, pk: int) -> HttpResponse:
    found = found_for(request, pk)
    roles = found.roles_of(request.user)
    changes = found.changes.select_related("actor", "acting_for").order_by("-pk")
    facts = {
        "garment": found,
        "steps": steps_for(found, roles),
        "history": [(change.at, found.line(change)) for change in changes],
        "key": keys.new(),
        "code": qr.svg(found.label, _("QR code of the label")),
    }
    return page(request, "garment", found.wardrobe, facts)


def found_for(request: SignedIn, pk: int) -> Garment:
    garments = Garment.objects.at_work(request.user).select_related("wardrobe__organisation", "type")
    return get_object_or_404(garments, pk=pk)


@login_required
@require_POST
def step(request: SignedIn, pk: int, name: str) -> HttpResponse:
    found = found_for(request, pk)
    if name not in found.table.steps:
        raise Http404
    seen, key = keys.seen(request.POST), keys.known(request.POST.get("key"))
    take(found, name, Actor(request.user), seen=seen, key=key)
    return redirect(found)

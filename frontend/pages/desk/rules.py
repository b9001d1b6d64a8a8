"""The rules of a wardrobe: what counts today, what is to come, and what another one would change for whom."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings import previews
from frontend.forms.rules import FORMS, RuleForm
from frontend.pages.desk import where
from frontend.pages.desk.wardrobe import here, page
from frontend.signed import SignedIn
from marketplace.organisations.models import DESK
from marketplace.refusals import refusals_on
from services.models import AccessRule, GarmentType, Quota, Recharge, SwapRule, Tag, Wardrobe
from services.wardrobe import rules, ruling


@login_required
def every(request: SignedIn) -> HttpResponse:
    """Each sort by itself; a row says whether it counts today."""
    wardrobe = here(request, *DESK)
    today = wardrobe.today()
    facts = {
        "today": today,
        "tags": rules.standing(Tag, wardrobe, today).select_related("type").order_by("type__position", "valid_from"),
        "recharges": rules.standing(Recharge, wardrobe, today),
        "access_rules": rules.standing(AccessRule, wardrobe, today),
        "swap_rules": rules.standing(SwapRule, wardrobe, today),
        "quotas": rules.standing(Quota, wardrobe, today).prefetch_related("types"),
    }
    return page(request, "rules", wardrobe, facts)


@login_required
def new(request: SignedIn, name: str) -> HttpResponse:
    """Asked for first, then shown with what it would change; written when that is confirmed."""
    wardrobe = here(request, *DESK)
    form = form_for(request, wardrobe, name)
    facts: dict[str, Any] = {"form": form, "name": name}
    if form.is_valid() and "change" not in request.POST:
        with refusals_on(form):
            if "confirm" in request.POST:
                return write(request, wardrobe, name, form)
            planned = ruling.draft(wardrobe, request.user, name, form.cleaned_data)
            facts |= {"draft": planned, "foreseen": previews.preview(planned)}
    return page(request, "rule", wardrobe, facts, where.answer(form))


def form_for(request: SignedIn, wardrobe: Wardrobe, name: str) -> RuleForm:
    if name not in FORMS:
        raise Http404
    slug = request.GET.get("type", "").replace("\0", "")
    kind = GarmentType.objects.filter(slug=slug).first() if slug else None
    return FORMS[name](request.POST or None, wardrobe=wardrobe, today=wardrobe.today(), kind=kind)


def write(request: SignedIn, wardrobe: Wardrobe, name: str, form: RuleForm) -> HttpResponse:
    ruling.write(wardrobe, request.user, name, form.cleaned_data)
    messages.success(request, _("Saved."))
    return back_to(wardrobe)


def back_to(wardrobe: Wardrobe) -> HttpResponse:
    return redirect(f"{reverse('desk_rules')}?wardrobe={wardrobe.pk}")


@login_required
@require_POST
def take_back(request: SignedIn, name: str, pk: int) -> HttpResponse:
    desk = where.my_desk(request)
    if name not in ruling.RULES:
        raise Http404
    mine = ruling.RULES[name].objects.filter(wardrobe__organisation=desk).select_related("wardrobe__organisation")
    rule: Any = get_object_or_404(mine, pk=pk)
    ruling.take_back(rule, request.user)
    messages.success(request, _("It is taken back."))
    return back_to(rule.wardrobe)

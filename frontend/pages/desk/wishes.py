"""What a wardrobe needs now, and what it takes, as its desk writes it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.forms.bags import TakesForm, WishForm
from frontend.pages.desk import where
from frontend.pages.desk.wardrobe import here, page
from frontend.signed import SignedIn
from marketplace.organisations.models import DESK
from marketplace.refusals import refusals_on
from services.models import Sought, Wardrobe
from services.wardrobe import wishes


@login_required
def every(request: SignedIn) -> HttpResponse:
    """The list, and a form for one more."""
    wardrobe = here(request, *DESK)
    form = WishForm(request.POST or None, initial={"valid_from": wardrobe.today()})
    if form.is_valid():
        with refusals_on(form):
            return saved(request, Sought(wardrobe=wardrobe), form)
    return wishes_page(request, wardrobe, form=form)


def saved(request: SignedIn, wish: Sought, form: WishForm) -> HttpResponse:
    wishes.write(wish, request.user, form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("desk_wishes")


def wishes_page(request: SignedIn, wardrobe: Wardrobe, **forms: BaseForm) -> HttpResponse:
    facts = {
        "wishes": wishes.listed(wardrobe),
        "form": WishForm(initial={"valid_from": wardrobe.today()}),
        "takes": TakesForm(wardrobe=wardrobe),
    }
    wrong = any(form.errors for form in forms.values())
    return page(request, "wishes", wardrobe, facts | forms, 422 if wrong else 200)


@login_required
def show(request: SignedIn, pk: int) -> HttpResponse:
    """One of them, to be changed."""
    wish = found_for(request, pk)
    now = {name: getattr(wish, name) for name in wishes.TOLD} | {"sizes": ", ".join(wish.sizes)}
    form = WishForm(request.POST or None, initial=now)
    if form.is_valid():
        with refusals_on(form):
            return saved(request, wish, form)
    return page(request, "wish", wish.wardrobe, {"wish": wish, "form": form}, where.answer(form))


def found_for(request: SignedIn, pk: int) -> Sought:
    mine = Wardrobe.objects.of(request.user, *DESK).values("pk")
    found = Sought.objects.filter(wardrobe__in=mine).select_related("wardrobe__organisation", "type")
    return get_object_or_404(found, pk=pk)


@login_required
@require_POST
def end(request: SignedIn, pk: int) -> HttpResponse:
    wishes.end(found_for(request, pk), request.user)
    return redirect("desk_wishes")


@login_required
@require_POST
def takes(request: SignedIn) -> HttpResponse:
    wardrobe = here(request, *DESK)
    form = TakesForm(request.POST, wardrobe=wardrobe)
    if form.is_valid():
        with refusals_on(form):
            wishes.say_takes(wardrobe, request.user, form.texts)
            messages.success(request, _("Saved."))
            return redirect("desk_wishes")
    return wishes_page(request, wardrobe, takes=form)

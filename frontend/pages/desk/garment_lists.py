"""Garments from a file: sent in, what is wrong with it, and how far it is."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from frontend.forms.bags import FileForm
from frontend.pages.desk import where
from frontend.pages.desk.wardrobe import here, named_bag, page
from frontend.signed import SignedIn
from marketplace.refusals import refusals_on
from services.models import GarmentList
from services.wardrobe import files, lists


@login_required
def new(request: SignedIn) -> HttpResponse:
    """A file, for the bag that the address names or for none."""
    bag = named_bag(request)
    wardrobe = bag.wardrobe if bag else here(request)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        with refusals_on(form):
            return redirect(lists.send_in(wardrobe, request.user, form.cleaned_data["file"], bag))
    facts: dict[str, Any] = {"form": form, "bag": bag, "columns": files.COLUMNS, "most": files.MOST_ROWS}
    facts |= {"types": sorted(lists.points_now(wardrobe))}
    facts |= {"choices": [(name, choice.values) for name, choice in files.CHOICES.items()]}
    return page(request, "list_new", wardrobe, facts, where.answer(form))


@login_required
def show(request: SignedIn, pk: int) -> HttpResponse:
    found = found_for(request, pk)
    return page(request, "list", found.wardrobe, {"list": found, "left": len(found.lines) - found.entered})


def found_for(request: SignedIn, pk: int) -> GarmentList:
    lists_here = GarmentList.objects.at_work(request.user).select_related("wardrobe__organisation", "bag")
    return get_object_or_404(lists_here, pk=pk)


@login_required
@require_POST
def begin(request: SignedIn, pk: int) -> HttpResponse:
    return redirect(lists.begin(found_for(request, pk), request.user))

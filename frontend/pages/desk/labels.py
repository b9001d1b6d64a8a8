"""Labels on plain sheets, as PDF."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from frontend.forms import keys
from frontend.forms.bags import LabelsForm
from frontend.labels import SHEETS, drawn
from frontend.pages.desk import where
from frontend.pages.desk.wardrobe import here, named_bag, page
from frontend.signed import SignedIn
from marketplace.refusals import refusals_on
from services.models import Bag, Garment, Wardrobe
from services.wardrobe import labels

Choices = dict[str, tuple[str, QuerySet[Garment]]]


@login_required
def show(request: SignedIn) -> HttpResponse:
    """Which labels, and the file of them: of a bag or a garment that the address names, or all that have none yet."""
    bag, garment = named_bag(request), named_garment(request)
    named: Any = bag or garment
    wardrobe = named.wardrobe if named else here(request)
    choices = choices_of(wardrobe, bag, garment)
    form = LabelsForm(request.POST or None, which=[(name, words) for name, (words, _rows) in choices.items()])
    if form.is_valid():
        with refusals_on(form):
            return printed(form.cleaned_data, bag, choices)
    facts = {"form": form, "bag": bag, "garment": garment, "most": labels.MOST}
    return page(request, "labels", wardrobe, facts, where.answer(form))


def named_garment(request: SignedIn) -> Garment | None:
    number = request.GET.get("garment", "")
    mine = Garment.objects.at_work(request.user).select_related("wardrobe__organisation", "type")
    return get_object_or_404(mine, pk=keys.number(number) or 0) if number else None


def choices_of(wardrobe: Wardrobe, bag: Bag | None, garment: Garment | None) -> Choices:
    if garment:
        return {"one": (_("The label of %(label)s") % {"label": garment.label}, Garment.objects.filter(pk=garment.pk))}
    fresh = labels.waiting(wardrobe, bag)
    facts = {"number": fresh.count()}
    if not bag:
        return {"new": (_("All that have arrived and have no label yet: %(number)d") % facts, fresh)}
    return {
        "new": (_("Those of this bag that have none yet: %(number)d") % facts, fresh),
        "all": (_("All of this bag, once more"), bag.garments.all()),
    }


def printed(told: dict[str, Any], bag: Bag | None, choices: Choices) -> HttpResponse:
    garments = labels.all_of(bag) if bag and told["which"] == "all" else choices[told["which"]][1]
    content = drawn(labels.taken(garments), SHEETS[told["sheet"]], told["start"])
    headers = {"Content-Disposition": 'inline; filename="labels.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)

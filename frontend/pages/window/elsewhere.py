"""What she earned or worked elsewhere, as she says it herself, beside the ceilings it counts toward."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.pages.casework.elsewhere import declared, lines, posted
from frontend.pages.window.doors import Inside, inside, show
from marketplace.casework import ceilings


@inside
def every(request: Inside) -> HttpResponse:
    participant, person = request.participant, hers(request)
    form = posted(request, participant)
    if form and declared(form, participant, person):
        messages.success(request, _("Written down."))
        return redirect("window_elsewhere")
    facts = {"lines": lines(participant, ceilings.told(participant), form), "form": form}
    return show(request, "elsewhere", facts, 422 if form else 200)


@inside
@require_POST
def take_away(request: Inside, pk: int) -> HttpResponse:
    """Raises Http404 for what is not hers."""
    ceilings.take_away(get_object_or_404(request.participant.uses, pk=pk), hers(request))
    messages.success(request, _("Taken away."))
    return redirect("window_elsewhere")


def hers(request: Inside) -> Any:
    return request.participant.person

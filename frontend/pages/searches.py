"""Searches that somebody keeps, to hear of what is new."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.signed import SignedIn
from services.models import SavedSearch
from services.search import keeping


@login_required
def show(request: SignedIn) -> HttpResponse:
    mine = list(SavedSearch.objects.visible_to(request.user))
    known = keeping.known_of(mine)
    return render(request, "searches/show.html", {"kept": [(saved, keeping.title(saved, known)) for saved in mine]})


@login_required
@require_POST
def keep(request: SignedIn) -> HttpResponse:
    """The filters come as they stand in the address of the search."""
    saved = keeping.keep(request.user, QueryDict(request.POST.get("filters", "")))
    news = _("Kept: %(search)s. We write to you when there is something new.")
    free = _("Kept: %(search)s. We write to you once, as soon as there is one.")
    messages.success(request, (free if saved.offer else news) % {"search": keeping.title(saved)})
    return redirect("searches")


@login_required
@require_POST
def stop(request: SignedIn, pk: int) -> HttpResponse:
    get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk).delete()
    messages.success(request, _("You hear no more of this search."))
    return redirect("searches")

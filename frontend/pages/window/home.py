"""What she finds: first what waits for her, then who works with her, what she permits, and who has read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from frontend.forms import keys
from frontend.pages.casework.copies import to_read
from frontend.pages.window.doors import Inside, inside, show
from frontend.pages.window.readings import told
from frontend.pages.window.work import work
from marketplace.casework import asking, copying, permissions
from marketplace.casework.models import Participant, ReadBatch
from marketplace.casework.reasons import PAUSED
from marketplace.lives.engine import steps_for

HERS = frozenset({"person"})
DEEDS: dict[str, tuple[Callable[[Participant, int], Any], Any]] = {
    "talk": (lambda participant, days: asking.to_talk(participant), _("They know now: somebody calls you.")),
    "pause": (asking.to_pause, _("Done: nothing is proposed to you until then.")),
    "go-on": (lambda participant, days: asking.to_go_on(participant), _("Done: the pause is over.")),
    "stop": (lambda participant, days: asking.to_stop(participant), _("Everything is stopped. You need not say why.")),
}
WEEK = timedelta(days=7)
LATEST, ROWS = 30, 60  # openings that are folded into lines


def home(request: Inside) -> HttpResponse:
    """Each part of the page brings its own facts; the template says in which order they stand."""
    participant = request.participant
    facts = standing(participant) | work(participant) | people(participant) | reading(participant)
    return show(request, "home", facts)


def standing(participant: Participant) -> dict[str, Any]:
    """Where it stands, and what she may do about it now."""
    steps = steps_for(participant, HERS)
    return {
        "sentence": participant.sentence("person"),
        "resting": participant.status == PAUSED,
        "can_pause": "pause" in steps,
        "pauses": asking.PAUSES,
    }


def people(participant: Participant) -> dict[str, Any]:
    """Who works with her, and who else may read by her permission."""
    team = participant.team.now().select_related("user", "body").order_by("pk")
    return {"team": team, "permissions": participant.permissions.now().select_related("body")}


def reading(participant: Participant) -> dict[str, Any]:
    rows = list(participant.readings.select_related("reader", "body")[: LATEST + 1])
    since = timezone.now() - WEEK
    batches = ReadBatch.objects.filter(participants__contains=[participant.pk], at__gte=since)
    others = batches.exclude(purpose=ReadBatch.Purpose.COUNT).exclude(reader=participant.person)
    considered = others.count()
    return {"lines": told(rows[:LATEST]), "more": len(rows) > LATEST, "considered": considered}


@inside
def readings(request: Inside) -> HttpResponse:
    """All of them, in pages."""
    rows = request.participant.readings.select_related("reader", "body")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    return show(request, "readings", {"lines": told(list(page)), "page": page})


@inside
@require_POST
def take_back(request: Inside, pk: int) -> HttpResponse:
    """One permission ends: nobody is told why."""
    participant = request.participant
    permissions.withdraw(get_object_or_404(participant.permissions, pk=pk), participant.person)
    messages.success(request, str(_("Done: from now on they read nothing of yours.")))
    return redirect("window")


@inside
@require_POST
def copy(request: Inside) -> HttpResponse:
    """All that is written of her, in a language of the whole site: the file has words that this page does not."""
    participant: Any = request.participant
    with override(participant.person.written_in):
        return to_read(request, copying.copy_of(participant, participant.person))


@inside
@require_POST
def ask(request: Inside, name: str) -> HttpResponse:
    """A talk, a pause, to go on, or that everything stops."""
    if name not in DEEDS:
        raise Http404
    do, said = DEEDS[name]
    do(request.participant, keys.number(request.POST.get("days", "")) or 0)
    messages.success(request, str(said))  # in the language of this page, not of the answer
    return redirect("window")

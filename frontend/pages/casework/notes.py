"""Notes on somebody, the newest first: those who work with her write them, she reads those that are for her."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.pages.casework.doors import file_to_lead, room, show
from frontend.pages.casework.forms import NoteForm
from frontend.signed import SignedIn
from marketplace.casework import files, notes, questions
from marketplace.casework.models import Reading
from marketplace.refusals import refusals_on

ROWS = 20


@room
def every(request: SignedIn, number: str) -> HttpResponse:
    participant = file_to_lead(request, number)
    form = NoteForm(request.POST or None) if "team" in participant.roles_of(request.user) else None
    if form and form.is_valid():
        with refusals_on(form):
            notes.write(participant, request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("casework_notes", number)
    file = files.open_file(number, request.user, Reading.Door.PAGE, [questions.NOTES])
    page = Paginator(file.notes(), ROWS).get_page(request.GET.get("page"))
    lines = [(note, files.words_of(note)) for note in page]
    facts = {"participant": file.participant, "page": page, "lines": lines, "form": form, "hers": not form}
    return show(request, "notes", facts, 422 if form and form.errors else 200)


@room
@require_POST
def take_away(request: SignedIn, number: str, pk: UUID) -> HttpResponse:
    participant = files.to_work_on(number, request.user)
    notes.take_away(get_object_or_404(participant.notes.filter(by=request.user), pk=pk), request.user)
    messages.success(request, _("It is gone."))
    return redirect("casework_notes", number)

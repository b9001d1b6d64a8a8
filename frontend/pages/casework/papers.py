"""What somebody has shown: those who work with her enter it and take it back, she reads the same."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.pages.casework.doors import file_to_lead, room, show
from frontend.pages.casework.forms import PaperForm
from frontend.signed import SignedIn
from marketplace.casework import files, papers, questions
from marketplace.casework.models import Paper, Reading
from marketplace.refusals import refusals_on


@room
def every(request: SignedIn, number: str) -> HttpResponse:
    """What counts; whoever works with the person enters what she has in her hands."""
    participant = file_to_lead(request, number)
    form = PaperForm(request.POST or None) if "team" in participant.roles_of(request.user) else None
    if form and form.is_valid():
        with refusals_on(form):
            papers.enter(participant, request.user, **form.cleaned_data)
            messages.success(request, _("Entered. No copy is kept: give the paper back."))
            return redirect("casework_papers", number)
    file = files.open_file(number, request.user, Reading.Door.PAGE, [questions.PAPERS])
    facts = {"participant": file.participant, "papers": marked(file.papers()), "form": form}
    return show(request, "papers", facts, 422 if form and form.errors else 200)


def marked(rows: list[Paper]) -> list[tuple[Paper, bool]]:
    """Each with whether it ends soon."""
    return [(row, papers.ends_soon(row)) for row in rows]


@room
@require_POST
def withdraw(request: SignedIn, number: str, pk: UUID) -> Any:
    participant = files.to_work_on(number, request.user)
    paper = get_object_or_404(participant.papers.select_related("kind"), pk=pk)
    papers.withdraw(paper, request.user)
    messages.success(request, _("It does not count any more: %(paper)s.") % {"paper": paper.kind})
    return redirect("casework_papers", number)

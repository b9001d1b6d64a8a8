"""What somebody who works here has shown: entered, renewed and taken back. Only this desk and the person see it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.forms.people import PaperForm
from frontend.pages.desk import where
from frontend.signed import SignedIn
from marketplace.accounts.models import User
from marketplace.organisations import credentials
from marketplace.organisations.models import Credential, Membership, Organisation
from marketplace.refusals import refusals_on


@login_required
def show(request: SignedIn, pk: int) -> HttpResponse:
    organisation = where.my_desk(request)
    member = Membership.objects.now().filter(organisation=organisation, user=pk).select_related("user").first()
    person = get_object_or_404(User, pk=member.user_id if member else None)
    form = PaperForm(request.POST or None, initial=renewed(organisation, person, request))
    if form.is_valid():
        with refusals_on(form):
            credentials.enter(organisation, request.user, person, **form.cleaned_data)
            messages.success(request, _("Entered. No copy is kept: give the paper back."))
            return redirect("desk_papers", pk)
    context = {"member": member, "form": form, "papers": marked(papers_of(organisation, person), organisation)}
    return where.show(request, "papers", organisation, context, where.answer(form))


def papers_of(organisation: Organisation, person: User) -> Any:
    rows = organisation.credentials.filter(user=person).select_related("kind", "seen_by")
    return rows.order_by("kind__slug", "-valid_until", "-pk")


def renewed(organisation: Organisation, person: User, request: SignedIn) -> dict[str, Any]:
    """What the form starts with where a paper is renewed: the same one, from the day after its end."""
    number = request.GET.get("renew", "")
    old = papers_of(organisation, person).filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if not old:
        return {}
    today = timezone.localdate(timezone=organisation.tz)
    return {"kind": old.kind_id, "valid_from": max(today, old.valid_until + timedelta(days=1))}


def marked(papers: Any, organisation: Organisation) -> list[tuple[Credential, bool, bool]]:
    """Each with whether it has ended, and whether it ends soon and was not renewed."""
    today = timezone.localdate(timezone=organisation.tz)
    ending = set(credentials.ending(organisation).values_list("pk", flat=True))
    return [(paper, paper.valid_until < today, paper.pk in ending) for paper in papers]


@login_required
@require_POST
def take_back(request: SignedIn, pk: int) -> HttpResponse:
    organisation = where.my_desk(request)
    paper = get_object_or_404(organisation.credentials.select_related("organisation", "kind"), pk=pk)
    credentials.take_back(paper, request.user)
    messages.success(request, _("It does not count any more: %(paper)s.") % {"paper": paper.kind})
    return redirect("desk_papers", paper.user_id)

"""Jobs: all to come for social workers, and the page of one, for its desk, for them, and for whom it was put to."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bookings.jobs import coming, proposing
from bookings.matching import candidates
from bookings.models import Job, Proposal
from frontend.forms.hours import DATE
from frontend.pages.casework import columns
from frontend.pages.casework.doors import around, my_bodies, room, show
from frontend.signed import SignedIn
from marketplace import wording
from marketplace.casework import files
from marketplace.casework.models.participant import bodies_of
from marketplace.organisations.models import CredentialKind
from marketplace.places.models import Area, Place
from services import openings
from services.models import Opening

JOBS = 30  # on a page


class FilterForm(forms.Form):
    """Which jobs; what cannot be is not asked for."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=DATE, required=False)
    area = forms.ModelChoiceField(
        Area.objects.all(), label=gettext_lazy("Neighbourhood"), required=False, empty_label=gettext_lazy("all")
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Form of contract"),
        required=False,
        choices=[("", gettext_lazy("all")), *Opening.Form.choices],
    )

    def wanted(self, jobs: Any) -> Any:
        told = self.cleaned_data if self.is_valid() else self.cleaned_data or {}
        names = {"day": "starts_at__date", "area": "place__area", "form": "terms__form"}
        return jobs.filter(**{names[name]: value for name, value in told.items() if value})


@room
def every(request: SignedIn) -> HttpResponse:
    """All jobs to come, the soonest first."""
    my_bodies(request)
    form = FilterForm(request.GET)
    jobs = form.wanted(Job.objects.of_workers(request.user).to_come().for_lists())
    page = Paginator(jobs, JOBS).get_page(request.GET.get("page"))
    return show(request, "jobs", {"form": form, "page": page})


@room
def fitting(request: SignedIn, number: str) -> HttpResponse:
    """The jobs to come for one person with whom she works. That she was looked at stands on the person's own page."""
    participant = files.to_work_on(number, request.user)
    ranked = request.GET.get("ranked") != "0"
    found = candidates.jobs_for(participant, request.user, ranked)
    rows = Proposal.objects.filter(participant=participant, live=True).for_lists().order_by("starts_at", "pk")
    facts = {"participant": participant, "asked": [(one, one.sentence("team")) for one in rows if not one.state.final]}
    in_three = columns.of_jobs(found, participant.number, "all" in request.GET)
    return show(request, "fitting", facts | in_columns(request, in_three, ranked))


# --- one job ------------------------------------------------------------------------------------------------------
def seen_by(request: SignedIn, pk: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user).for_lists().with_coming(), pk=pk)


@room
def one(request: SignedIn, pk: int) -> HttpResponse:
    return job_page(request, seen_by(request, pk))


def job_page(request: SignedIn, job: Job, status: int = 200) -> HttpResponse:
    facts = standing(request, job) | terms_of(job) | frame(request, job)
    if facts["works"] and job.is_to_come:
        facts |= people(request, job, facts["asked"])
    return render(request, "jobs/show.html", facts, status=status)


@room
def live(request: SignedIn, pk: int) -> HttpResponse:
    """A fragment: how many places are left, and who comes."""
    return render(request, "jobs/_live.html", standing(request, seen_by(request, pk)))


def standing(request: SignedIn, job: Job) -> dict[str, Any]:
    """What changes: to the desk who comes, to a social worker whom she has asked, to somebody what was put to her."""
    user = request.user
    desk, works = Job.objects.of_desk(user).filter(pk=job.pk).exists(), bodies_of(user).exists()
    asked = list(Proposal.objects.of_team(user).filter(job=job).for_lists().order_by("-pk")) if works else []
    return {
        "job": job,
        "desk": desk,
        "works": works,
        "topic": job.shared_topic if works else job.desk_topic if desk else "",
        "comers": coming.to([job])[job.pk] if desk else [],
        "asked": [(one, one.sentence("team")) for one in asked],
        "own": list(Proposal.objects.of_person(user).filter(job=job).for_lists().order_by("-pk")),
    }


def frame(request: SignedIn, job: Job) -> dict[str, Any]:
    """The page around it: of whoever works with people, of the desk, of the person herself."""
    facts = around(request)
    if facts["body"]:
        return facts | {"frame": "casework/_base.html"}
    staff = Job.objects.of_desk(request.user).filter(pk=job.pk).exists()
    return {"frame": "base_staff.html" if staff else "base.html", "organisation": job.organisation if staff else None}


def terms_of(job: Job) -> dict[str, Any]:
    """The terms in words. Where: the area; the street is told to whoever comes."""
    terms = job.terms
    papers = CredentialKind.objects.filter(pk__in=terms.get("credentials", []))
    levels = terms.get("levels", {}).items()
    return {
        "where": job.place.shown(Place.AREA) if job.place else "",
        "skills": coming.said(terms),
        "papers": [str(paper) for paper in papers] if terms.get("credentials") else [],
        "demands": wording.listed(str(openings.DEMANDS[code]) for code in terms.get("demands", [])),
        "levels": [(wording.tongue(language), openings.LEVELS[level]) for language, level in levels],
    }


def people(request: SignedIn, job: Job, asked: list[tuple[Proposal, str]]) -> dict[str, Any]:
    """Those with whom she works in three columns, without who waits or comes already. A phone shows one of them."""
    waiting = {proposal.participant_id for proposal, _sentence in asked if proposal.live}
    ranked, mates = request.GET.get("ranked") != "0", "mates" in request.GET
    found = columns.of(job, request.user, columns.Shown(waiting, ranked, "all" in request.GET, mates))
    return in_columns(request, found, ranked) | {"mates": mates}


def in_columns(request: SignedIn, found: list[columns.Column], ranked: bool) -> dict[str, Any]:
    """What the template of three columns asks for: which of them a phone shows, and the reasons for a choice."""
    shown = request.GET.get("column", "")
    shown = shown if shown in columns.LABELS else next((one.code for one in found if one.count), found[0].code)
    return {"columns": found, "ranked": ranked, "shown": shown, "whys": Proposal.Why.choices[:-1]}


@room
@require_POST
def propose(request: SignedIn, pk: int) -> HttpResponse:
    """Put this job to somebody with whom she works. Pressed twice it is the same proposal."""
    my_bodies(request)
    job = seen_by(request, pk)
    number = request.POST.get("number", "").replace("\0", "")[:7]
    participant = get_object_or_404(proposing.people_of(request.user), number=number)
    told = {"why": request.POST.get("why", ""), "ranked": request.POST.get("ranked") != "0"}
    proposal = proposing.propose(job, participant, request.user, told)
    messages.success(request, _("Asked. The answer may come until %(by_day)s at %(by_hour)s.") % proposal.words())
    return redirect(job)

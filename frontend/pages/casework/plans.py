"""The plan of a week for those with whom she works: worked out, kept, struck out, proposed."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from bookings.jobs import plans
from bookings.matching.instance import Rule, Stage
from bookings.models import Job, Plan, PlanChoice, Proposal
from frontend.pages.casework.doors import my_bodies, room, show
from frontend.signed import SignedIn
from marketplace.refusals import sentences

WEEK, FURTHEST = timedelta(days=7), timedelta(weeks=12)
STAGES = {
    Stage.READING: gettext_lazy("reading who is there and what there is to do"),
    Stage.GATES: gettext_lazy("looking who can do what"),
    Stage.BOUND: gettext_lazy("finding out how good a plan can be"),
    Stage.CHOOSING: gettext_lazy("choosing"),
    Stage.CHECKING: gettext_lazy("checking"),
}
RULES = {
    Rule.GATE: gettext_lazy("cannot do it"),
    Rule.STRUCK: gettext_lazy("were struck out"),
    Rule.PLACES: gettext_lazy("find it full"),
    Rule.CLASH: gettext_lazy("have another choice at that time, or too short a way or night between"),
    Rule.HOURS: gettext_lazy("would work more than they wish"),
    Rule.CEILING: gettext_lazy("would pass a ceiling"),
    Rule.MATE: gettext_lazy("would need a mate who knows the work"),
    Rule.TOGETHER: gettext_lazy("would come without the others"),
}


@room
def week(request: SignedIn, monday: str = "") -> HttpResponse:
    """The last plan of this week, and what is being worked out now."""
    my_bodies(request)
    day = monday_of(monday)
    hers = Plan.objects.visible_to(request.user).filter(monday=day)
    newest, running = hers.done().first(), hers.running().first()
    failed = hers.exclude(trouble="").first()
    facts = {
        "monday": day,
        "sunday": day + WEEK - timedelta(days=1),
        "before": day - WEEK if day > this_monday() else None,
        "after": day + WEEK if day + WEEK <= this_monday() + FURTHEST else None,
        "running": running,
        "stage": STAGES.get(running.stage) if running else None,  # type: ignore[call-overload]
        "trouble": failed if failed and (newest is None or failed.asked_at > newest.asked_at) else None,
        "plan": newest,
    }
    return show(request, "plan", facts | (shown(newest) if newest else {}))


def monday_of(text: str) -> date:
    """Of the next week, where none is named: this one is on its way already."""
    try:
        day = date.fromisoformat(text) if text else this_monday() + WEEK
    except ValueError:
        raise Http404 from None
    if day.weekday() or not this_monday() <= day <= this_monday() + FURTHEST:
        raise Http404
    return day


def this_monday() -> date:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


def shown(plan: Plan) -> dict[str, Any]:
    """Its jobs by the day, each with who is chosen, what became of it, and why places stay empty."""
    rows = list(plan.choices.select_related("participant__person"))
    gaps = {gap["job"]: gap for gap in plan.gaps}
    by_job = defaultdict(list)
    for row in rows:
        by_job[row.job_id].append(row)
    jobs = Job.objects.filter(pk__in={*by_job, *gaps}).for_lists()
    put = put_already(rows)
    chosen = {job: [(row, put.get((job, row.participant_id))) for row in rows] for job, rows in by_job.items()}
    lines = [(job, chosen.get(job.pk, []), empty(gaps.get(job.pk))) for job in jobs]
    open_now = sum(not row.struck and (row.job_id, row.participant_id) not in put for row in rows)
    return {"lines": lines, "open": open_now, "greedy": plan.told["rivals"]["greedy"]}


def put_already(rows: list[PlanChoice]) -> dict[tuple[int, int], str]:
    """What was put to people since: the label of where it stands."""
    found = Proposal.objects.filter(
        job__in={row.job_id for row in rows}, participant__in={r.participant_id for r in rows}
    )
    return {(one.job_id, one.participant_id): str(one.state.label) for one in found.order_by("pk")}


def empty(gap: dict[str, Any] | None) -> dict[str, Any] | None:
    if gap is None:
        return None
    return gap | {"why": [(RULES[Rule(rule)], number) for rule, number in gap["kept_away"].items() if number]}


@room
@require_POST
def work_out(request: SignedIn, monday: str) -> HttpResponse:
    my_bodies(request)
    return redirect(plans.ask(request.user, monday_of(monday), asking="asking" in request.POST))


@room
@require_POST
def stop(request: SignedIn, monday: str) -> HttpResponse:
    my_bodies(request)
    day = monday_of(monday)
    for plan in Plan.objects.visible_to(request.user).running().filter(monday=day):
        plans.cancel(plan)
    return redirect("casework_plan", day.isoformat())


@room
@require_POST
def say(request: SignedIn, monday: str, pk: int) -> HttpResponse:
    """Keep a choice in the next plan, or strike it out."""
    choice = get_object_or_404(
        PlanChoice.objects.filter(plan__in=latest(request, monday)).select_related("plan"), pk=pk
    )
    plans.say(choice.plan, choice, request.POST.get("what", ""))
    return redirect(choice.plan)


@room
@require_POST
def propose(request: SignedIn, monday: str) -> HttpResponse:
    """Those that are ticked; what is not possible any more is said."""
    plan = get_object_or_404(latest(request, monday))
    ticked = [number for number in request.POST.getlist("choice") if number.isdecimal()]
    choices = plan.choices.filter(pk__in=ticked, struck=False).select_related("job", "participant").order_by("pk")
    done, refused = plans.propose(plan, choices, request.user)
    said = ngettext("%(number)d proposal was sent.", "%(number)d proposals were sent.", len(done))
    messages.info(request, said % {"number": len(done)})
    for error in refused:
        messages.warning(request, " ".join(sentences(error)))
    return redirect(plan)


def latest(request: SignedIn, monday: str) -> Any:
    """The plan that is shown, as a queryset of one."""
    hers = Plan.objects.visible_to(request.user).filter(monday=monday_of(monday)).done()
    return Plan.objects.filter(pk__in=hers.values("pk")[:1])

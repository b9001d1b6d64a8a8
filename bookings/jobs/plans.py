"""The plan of a week for somebody's people, worked out in the background. It suggests; people propose."""

import logging
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as tasks

from bookings.jobs import proposing
from bookings.matching import candidates, fairness, people, rivals, telling
from bookings.matching.instance import Choice, Instance, LockRefused
from bookings.matching.instance import Plan as Solved
from bookings.matching.needs import needs_of
from bookings.matching.running import Failed, solve_in_child
from bookings.matching.week import Week
from bookings.models import Job, Plan, PlanChoice, Proposal
from marketplace.accounts.models import User
from marketplace.casework.models import ReadBatch
from marketplace.casework.models.participant import bodies_of
from marketplace.refusals import Refused

log = logging.getLogger(__name__)
PLANNED = {"why": Proposal.Why.PLAN, "ranked": False}  # it stands in no list of one job
LOST = timedelta(minutes=15)  # longer than the solver may take


@transaction.atomic
def ask(by: User, monday: date, asking: bool = False) -> Plan:
    """Have the week worked out; `asking`: also with those of whom something has to be asked or mended first.

    Asked for twice while it is worked on, it is the same plan. Raises Refused."""
    body = bodies_of(by).values_list("pk", flat=True).first()
    if body is None or monday.weekday():
        raise Refused(_("This is not for you to do."))
    User.objects.select_for_update().get(pk=by.pk)
    give_up_lost(by, monday)
    if running := Plan.objects.running().filter(by=by, monday=monday).first():
        return running
    plan = Plan.objects.create(by=by, body_id=body, monday=monday, asking=asking)
    tasks.configure_task("jobs.plan").defer(plan_id=str(plan.pk))
    return plan


def give_up_lost(by: User, monday: date) -> None:
    """One that was begun so long ago has nobody who works on it any more."""
    lost = Plan.objects.running().filter(by=by, monday=monday, asked_at__lt=timezone.now() - LOST)
    lost.update(ended_at=timezone.now(), trouble=Plan.Trouble.FAILED)


def cancel(plan: Plan) -> None:
    """The solver is stopped within a second, and no choice is left."""
    now = timezone.now()
    Plan.objects.running().filter(pk=plan.pk).update(cancelled_at=now)
    if not plan.stage:  # nobody has begun
        Plan.objects.running().filter(pk=plan.pk, stage="").update(ended_at=now)


def work(plan_id: str) -> None:
    """Work it out. Safe to run twice: what has ended stays."""
    plan = Plan.objects.running().select_related("by").filter(pk=plan_id).first()
    if plan is None:
        return
    on_stage(plan, "reading")
    week = read(plan)
    on_stage(plan, "gates")
    week.judge()
    end(plan, week, week.posed(**before(plan)))


def end(plan: Plan, week: Week, instance: Instance) -> None:
    try:
        solved = solve_in_child(instance, lambda stage: on_stage(plan, stage), lambda: is_cancelled(plan))
    except LockRefused:
        return close(plan, trouble=Plan.Trouble.LOCK)
    except Failed:
        log.exception("plan %s", plan.pk)
        return close(plan, trouble=Plan.Trouble.FAILED)
    return keep(plan, week, instance, solved) if solved else close(plan)


def on_stage(plan: Plan, stage: str) -> None:
    Plan.objects.filter(pk=plan.pk).update(stage=stage)


def is_cancelled(plan: Plan) -> bool:
    return Plan.objects.filter(pk=plan.pk, cancelled_at__isnull=False).exists()


def close(plan: Plan, **fields: Any) -> None:
    Plan.objects.running().filter(pk=plan.pk).update(ended_at=timezone.now(), **fields)


@transaction.atomic
def read(plan: Plan) -> Week:
    """The open jobs of the week and her people; that she looked at all of them is written down."""
    rule_set, rules = candidates.rules_on()
    jobs = open_jobs(plan)
    needs = needs_of(jobs, rules)
    everybody = people.worked_with(plan.by)
    known = candidates.looked_through(everybody, needs, rules, plan.by, ReadBatch.Purpose.PLAN)
    Plan.objects.filter(pk=plan.pk).update(rule_set=rule_set)
    return Week(jobs, needs, known, rules, plan.asking, waiting(jobs))


def open_jobs(plan: Plan) -> list[Job]:
    zone = plan.body.tz
    first, last = (datetime.combine(day, time(), zone) for day in (plan.monday, plan.monday + timedelta(days=7)))
    jobs = Job.objects.visible_to(plan.by).to_come().filter(starts_at__gte=first, starts_at__lt=last).with_taken()
    shown = jobs.select_related("organisation", "booking", "place").order_by("starts_at", "pk")
    return [job for job in shown if job.left]


def waiting(jobs: list[Job]) -> frozenset[Choice]:
    """Who has been asked for one of these and has not answered."""
    rows = Proposal.objects.filter(job__in=jobs, live=True).values_list("participant", "job")
    return frozenset((str(participant), str(job)) for participant, job in rows)


def before(plan: Plan) -> dict[str, Any]:
    """What the last plan of this week showed, and what of it she keeps or has struck out."""
    last = Plan.objects.done().filter(by=plan.by_id, monday=plan.monday).exclude(pk=plan.pk).first()
    rows = list(last.choices.all()) if last else []
    said = {"locked": chosen(row for row in rows if row.locked), "struck": chosen(row for row in rows if row.struck)}
    return said | {"shown": chosen(row for row in rows if not row.struck) if last else None}


def chosen(rows: Iterable[PlanChoice]) -> list[Choice]:
    return [(str(row.participant_id), str(row.job_id)) for row in rows]


@transaction.atomic
def keep(plan: Plan, week: Week, instance: Instance, solved: Solved) -> None:
    """All of it or, where it was cancelled meanwhile, nothing."""
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if locked.cancelled_at or locked.ended_at:
        return close(plan)
    points = {pair.choice: pair.points for pair in instance.pairs}
    rows = [(choice, {"locked": choice in instance.locked}) for choice in solved.choices]
    rows += [(choice, {"struck": True}) for choice in sorted(instance.struck)]
    PlanChoice.objects.bulk_create(
        PlanChoice(
            plan=plan,
            participant_id=int(who),
            job_id=int(job),
            points=points.get((who, job), 0),
            to_ask=(who, job) in week.to_ask,
            **said,
        )
        for (who, job), said in rows
    )
    return close(plan, told=told(instance, solved), gaps=gaps(solved))


def told(instance: Instance, solved: Solved) -> dict[str, Any]:
    others = {"greedy": rivals.greedy(instance), "first_come": rivals.first_come(instance)}
    whole = {"value": solved.value, "bound": solved.bound, "gap": solved.gap, "seconds": sum(solved.seconds.values())}
    return whole | spread(instance, solved.choices) | {"rivals": {n: spread(instance, c) for n, c in others.items()}}


def spread(instance: Instance, choices: Iterable[Choice]) -> dict[str, Any]:
    """How many places are filled, by how many people, and how evenly the hours lie."""
    minutes, chosen_here = {job.key: job.minutes for job in instance.jobs}, list(choices)
    hours = dict.fromkeys((person.key for person in instance.people), 0)
    for who, job in chosen_here:
        hours[who] += minutes[job]
    places = sum(job.places for job in instance.jobs)
    facts = {"places": places, "filled": len(chosen_here), "people": sum(bool(one) for one in hours.values())}
    return facts | {"gini": fairness.gini(hours.values()), "worth": round(telling.worth(instance, chosen_here), 2)}


def gaps(solved: Solved) -> list[dict[str, Any]]:
    return [
        {"job": int(one.job), "places": one.places, "fitting": one.fitting,
         "kept_away": {str(rule): number for rule, number in one.kept_away.items()}}
        for one in solved.unfilled
    ]  # fmt: skip


# --- what she does with it ------------------------------------------------------------------------------------------
def say(plan: Plan, choice: PlanChoice, what: str) -> None:
    """`what`: lock, strike or free; it counts from the next plan on. Raises Refused."""
    if what not in ("lock", "strike", "free"):
        raise Refused(_("This is not for you to do."))
    PlanChoice.objects.filter(pk=choice.pk, plan=plan).update(locked=what == "lock", struck=what == "strike")


def propose(plan: Plan, choices: Iterable[PlanChoice], by: User) -> tuple[list[Proposal], list[Exception]]:
    """Each by itself: the week has moved on, and one that is not possible any more stops no other."""
    done: list[Proposal] = []
    refused: list[Exception] = []
    for choice in choices:
        try:
            done.append(proposing.propose(choice.job, choice.participant, by, PLANNED))
        except (Refused, ValidationError) as error:
            refused.append(error)
    return done, refused

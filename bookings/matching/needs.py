"""What jobs ask, out of the rows: many jobs in the same few queries as one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from json import loads
from typing import Any

from django.db import connection
from django.utils import timezone

from bookings.matching.facts import Ceiling, Need, PaperAsked, Words
from bookings.matching.rules import Rules
from bookings.models import Job
from marketplace.casework import ceilings
from marketplace.casework.models import CeilingRule
from marketplace.organisations.models import CredentialKind
from services.models import Opening, Skill

MATES = """
SELECT p.job_id, coalesce(profile.levels, '{}'::jsonb)::text
FROM bookings_proposal p JOIN bookings_job j ON j.id = p.job_id
LEFT JOIN casework_profile profile ON profile.participant_id = p.participant_id
WHERE p.job_id = ANY(%(jobs)s) AND p.live AND p.told_at IS NOT NULL AND %(enough)s <= (
    SELECT count(*) FROM bookings_proposal q JOIN bookings_job k ON k.id = q.job_id
    WHERE q.participant_id = p.participant_id AND q.live AND q.told_at IS NOT NULL AND k.ends_at < %(now)s
        AND (k.opening_id = j.opening_id OR k.terms -> 'needed' ?| ARRAY(
            SELECT jsonb_array_elements_text(j.terms -> 'needed'))))
"""
Kinds = dict[Any, CredentialKind]


def needs_of(jobs: Sequence[Job], rules: Rules) -> list[Need]:
    """In the order of the jobs, which carry their organisation, booking and place."""
    kinds: Kinds = CredentialKind.objects.in_bulk({pk for job in jobs for pk in job.terms.get("credentials", [])})
    found, mates, near = ceiling_rules(jobs), mates_of(jobs, rules), near_skills(jobs)
    return [alike(need_of(job, kinds, found, mates.get(job.pk)), near) for job in jobs]


def ceiling_rules(jobs: Sequence[Job]) -> list[CeilingRule]:
    days = [moment.date() for job in jobs for moment in (job.starts_at, job.ends_at)]
    return list(CeilingRule.objects.within(min(days), max(days))) if days else []


def need_of(job: Job, kinds: Kinds, rules: list[CeilingRule], mates: list[dict[str, int]] | None) -> Need:
    terms = job.terms
    plain = Need(
        key=job.pk,
        starts_at=job.starts_at,
        ends_at=job.ends_at,
        zone=job.tz.key,
        today=timezone.localdate(timezone=job.tz),
        form=terms["form"],
        cents=job.pay_cents,
        point=job.place.location if job.place else None,
        demands=frozenset(terms.get("demands", [])),
        support=bool(terms.get("support_on_site")),
        languages={code: int(level) for code, level in terms.get("levels", {}).items() if level},
        needed=tuple(terms.get("needed", [])),
        nice=tuple(terms.get("nice", [])),
        papers=tuple(asked(kinds[pk]) for pk in terms.get("credentials", []) if pk in kinds),
        body=job.organisation_id,
        client=client_of(job),
        for_whom=for_whom(job),
        opening=job.opening_id,
        with_mate=bool(terms.get("mate")),
        mate_agreed=bool(mates),
        mate_speaks=best_of(mates or []),
    )
    return plain.under(ceilings_of(rules, plain.form, [day for day, _minutes in plain.days]))


def near_skills(jobs: Sequence[Job]) -> dict[str, tuple[str, Words]]:
    """What these jobs ask for and the skills in the same groups: the group of each, and what it is called."""
    asked = {slug for job in jobs for name in ("needed", "nice") for slug in job.terms.get(name, [])}
    if not asked:
        return {}
    groups = Skill.objects.filter(slug__in=asked, group__isnull=False).values("group")
    rows = Skill.objects.filter(group__in=groups).values_list("slug", "group__code", "name")
    return {slug: (group, name) for slug, group, name in rows}


def alike(need: Need, near: dict[str, tuple[str, Words]]) -> Need:
    """With the groups of what it asks for, and all that lies in them."""
    hers = {near[slug][0] for slug in need.skills if slug in near}
    found = {slug: told for slug, told in near.items() if told[0] in hers}
    groups = {slug: group for slug, (group, _name) in found.items()}
    return replace(need, groups=groups, called={slug: name for slug, (_group, name) in found.items()})


def asked(kind: CredentialKind) -> PaperAsked:
    return PaperAsked(kind.slug, kind.name, kind.proof)


def client_of(job: Job) -> str:
    """In a family's work the family is the employer; else the body is."""
    family = job.booking.customer_id if job.booking and job.terms["form"] == Opening.Form.LIBRETTO else None
    return f"u{family}" if family else f"o{job.organisation_id}"


def ceilings_of(rules: list[CeilingRule], form: str, days: list[date]) -> tuple[Ceiling, ...]:
    return tuple(
        Ceiling(rule.code, rule.name, rule.unit, rule.amount, since, until, rule.forbids, rule.scope, tuple(rule.forms))
        for rule, since, until in ceilings.of(rules, form, days)
    )


def for_whom(job: Job) -> dict[str, int]:
    """Whose booking it is: a family's, or that of the body for which somebody booked."""
    booking = job.booking
    if booking is None:
        return {}
    return {"client": booking.client_id} if booking.client_id else {"customer": booking.customer_id}


def mates_of(jobs: Sequence[Job], rules: Rules) -> dict[Any, list[dict[str, int]]]:
    """Of jobs on which beginners go with somebody: who has said yes and knows the work, by the languages they speak."""
    wanted = [job.pk for job in jobs if job.terms.get("mate")]
    if not wanted:
        return {}
    facts = {"jobs": wanted, "enough": rules.gates["mate"].beginner_below, "now": timezone.now()}
    found: dict[Any, list[dict[str, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(MATES, facts)
        for job, levels in cursor.fetchall():
            found.setdefault(job, []).append(loads(levels))
    return found


def best_of(mates: list[dict[str, int]]) -> dict[str, int]:
    return {code: max(one.get(code, 0) for one in mates) for mate in mates for code in mate}

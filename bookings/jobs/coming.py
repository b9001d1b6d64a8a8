"""Who comes to a job, as its desk reads it: a first name, and the skills that the work asks for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from bookings.models import Booking, Job, Proposal
from services.models import Opening, Skill


@dataclass(frozen=True)
class Comer:
    """`proposal`: its number, by which the desk may object."""

    proposal: int
    name: str
    skills: list[str]


def to(jobs: Iterable[Job]) -> dict[int, list[Comer]]:
    """By job, those who have said yes. Two queries, however many jobs."""
    rows = list(
        Proposal.objects.coming().filter(job__in=list(jobs)).select_related("participant__person").order_by("pk")
    )
    names = skills_said(slug for row in rows for slug in row.told.get("skills", []))
    found: dict[int, list[Comer]] = defaultdict(list)
    for row in rows:
        found[row.job_id].append(Comer(row.pk, row.first_name, [names[slug] for slug in row.told.get("skills", [])]))
    return found


def skills_said(slugs: Iterable[str]) -> dict[str, str]:
    """What skills are called, by their names in addresses; of one that is gone its name there."""
    wanted = set(slugs)
    known = {skill.slug: str(skill) for skill in Skill.objects.filter(slug__in=wanted)} if wanted else {}
    return {slug: known.get(slug, slug) for slug in wanted}


def with_work(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Marked where helpers come to them, or could be asked for: most bookings have nothing of it."""
    jobs = Job.objects.filter(booking=OuterRef("pk"), called_off_at=None)
    openings = Opening.objects.filter(offer=OuterRef("offer"), active=True)
    return bookings.annotate(has_work=Exists(jobs) | Exists(openings))


def for_booking(booking: Booking) -> list[Job]:
    """The jobs that this booking has given, and are still on."""
    return list(booking.jobs.filter(called_off_at=None).select_related("organisation").with_coming().order_by("pk"))


def to_ask(booking: Booking, jobs: Iterable[Job]) -> list[Opening]:
    """The openings for which helpers can still be asked for it."""
    if not booking.agreed or booking.starts_at <= timezone.now():
        return []
    asked = {job.opening_id for job in jobs}
    return list(Opening.objects.filter(offer=booking.offer_id, active=True).exclude(pk__in=asked).order_by("pk"))


def said(terms: dict[str, Any]) -> dict[str, list[str]]:
    """The skills that a job asks for, in words."""
    names = skills_said([*terms.get("needed", []), *terms.get("nice", [])])
    return {name: [names[slug] for slug in terms.get(name, [])] for name in ("needed", "nice")}

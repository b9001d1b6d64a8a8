"""One person's facts for one job, out of what was read of all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from bookings.matching import times
from bookings.matching.facts import Held, Need, Paper, Person, Span, Week, elapsed
from bookings.matching.people import Known, paper_of, point, use_of, weeks
from bookings.matching.rules import Rules
from services.availability.spans import WEEKS_AHEAD
from services.models import Opening

WRITTEN = timedelta(weeks=WEEKS_AHEAD - 1)  # so far ahead everybody's hours are written out
WORKS_THERE = timedelta(days=90)  # since her last work for a body she is taken to work there


def person_for(need: Need, row: tuple, known: Known, rules: Rules) -> Person:
    pk, user, name, lat, lon, minutes, mode, levels, skills, wishes, goals, hours, most, allowed, taken_back = row
    held, received = others(known.held.get(user, []), need), known.received.get(pk, {})
    forms = known.forms.get((user, need.body), {})
    return Person(
        key=pk,
        name=name,
        permitted=True if allowed else False if taken_back else None,
        point=point(lat, lon),
        minutes=minutes,
        mode=mode,
        levels=levels or {},
        skills=None if skills is None else frozenset(skills),
        wishes=frozenset(wishes) if wishes else None,
        goals=frozenset(goals) if goals else None,
        hours=hours,
        most_hours=most,
        limits=known.limits.get(pk),
        papers=papers_of(need, user, known),
        right_to_work=right_to_work(need, user, known, rules),
        open=hours_of(need, user, known),
        held=near(need, held, rules) if held else (),
        agreed=agreed(need, held) if held else {},
        uses={(one.code, one.since): use_of(known, one, need, pk) for one in need.ceilings},
        forms_here=forms_here(forms) if forms else frozenset(),
        employed_here_until=employed_until(forms, need) if forms else None,
        again=(need.key, pk) in known.family,
        done_alike=known.alike.get((need.key, pk), 0),
        weeks_minutes={back: one[0] for back, one in received.items()},
        weeks_cents={back: one[1] for back, one in received.items()},
        days_since_kept=days_since(known.kept.get(pk), need),
    )


def papers_of(need: Need, user: int, known: Known) -> dict[str, Paper]:
    found = ((asked.kind, paper_of(known, user, [asked.kind], need)) for asked in need.papers)
    return {kind: paper for kind, paper in found if paper}


def right_to_work(need: Need, user: int, known: Known, rules: Rules) -> Paper | None:
    numbers = rules.gates["right_to_work"]
    paper, receipt = paper_of(known, user, numbers.papers, need), paper_of(known, user, numbers.receipts, need)
    return replace(paper, renewing=bool(receipt and lasts(receipt, need))) if paper else None


def lasts(paper: Paper, need: Need) -> bool:
    return not paper.withdrawn and (paper.until is None or paper.until >= need.last_day)


def hours_of(need: Need, user: int, known: Known) -> tuple[Span, ...] | None:
    """None: not given, or the job is so far off that they are not written out."""
    spans = known.open.get(user)
    return None if spans is None or need.ends_at > timezone.now() + WRITTEN else tuple(spans)


def others(held: list[Held], need: Need) -> list[Held]:
    """Without this very job, to which she may have said yes."""
    return [one for one in held if one.job != need.key] if held else held


def near(need: Need, held: list[Held], rules: Rules) -> tuple[Held, ...]:
    since, until = times.around(need, rules)
    return tuple(one for one in held if one.start < until and since < one.end)


def agreed(need: Need, held: list[Held]) -> dict[Week, int]:
    """Minutes of work in each week of the job."""
    spans = zip(need.weeks, weeks(need), strict=True)
    return {week: sum(clipped(one, *span) for one in held if one.work) for week, span in spans}


def clipped(one: Held, since: datetime, until: datetime) -> int:
    return max(0, elapsed(max(one.start, since), min(one.end, until)))


def forms_here(forms: Mapping[str | None, datetime | None]) -> frozenset[str] | None:
    """In which forms she works there now. None: she works there, and nobody has written down how."""
    since = timezone.now() - WORKS_THERE
    found = frozenset(form for form, until in forms.items() if form and until and until >= since)
    return found if found or None not in forms else None


def employed_until(forms: Mapping[str | None, datetime | None], need: Need) -> date | None:
    until = forms.get(Opening.Form.EMPLOYEE.value)
    return until.astimezone(ZoneInfo(need.zone)).date() if until else None


def days_since(kept: datetime | None, need: Need) -> int | None:
    return None if kept is None else max(0, (need.today - kept.astimezone(ZoneInfo(need.zone)).date()).days)

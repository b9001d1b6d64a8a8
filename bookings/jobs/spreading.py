"""How evenly work is spread over those who wish for it, worked out once a week from what they received: pages read no
more than these rows."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from bookings.matching import candidates, fairness, reading
from bookings.matching.fairness import Received
from bookings.models import Proposal, Spread
from marketplace.casework.models import ReadBatch, TeamMember
from marketplace.casework.reasons import ACTIVE

READ = ("wishes",)  # the part of a file of which the hours are
KEPT = timedelta(days=730)
Pools = dict[int | None, dict[int, int]]  # by body, and under None all: people, and the hours that each wishes
Offered = dict[int, tuple[int, Any]]  # how often somebody was asked, and when last


@transaction.atomic
def work_out(day: date | None = None) -> None:
    """Each body and the whole city. Safe to run twice on a day. That it counted them stands where they read it."""
    on, (_rule_set, by) = day or timezone.localdate(), candidates.rules_on(day)
    pools = people()
    for weeks in by.turn_weeks:
        received, offered = received_in(pools[None], weeks), offered_in(pools[None], weeks)
        for body, wished in pools.items():
            pool = [row_of(key, hours * weeks, received, offered, on) for key, hours in wished.items()]
            told = plain(fairness.report(pool, by.small_from))
            Spread.objects.update_or_create(body_id=body, weeks=weeks, on=on, defaults={"told": told})
    if pools[None]:
        ReadBatch.objects.create(purpose=ReadBatch.Purpose.COUNT, parts=list(READ), participants=sorted(pools[None]))
    Spread.objects.filter(on__lt=on - KEPT).delete()


def people() -> Pools:
    """Those who may be asked and wish for hours, by whose social worker is responsible for them."""
    owners = TeamMember.objects.now().filter(role=TeamMember.Role.OWNER, participant__status=ACTIVE)
    pools: Pools = defaultdict(dict, {None: {}})
    for key, body, hours in owners.values_list("participant", "body", "participant__profile__hours"):
        pools[body].update({key: hours} if hours else {})
        pools[None].update({key: hours} if hours else {})
    return pools


def received_in(keys: Iterable[int], weeks: int) -> dict[int, tuple[int, int]]:
    """Minutes and cents of each, by what the rules take for received."""
    facts = {"people": list(keys), "weeks": [weeks], "now": timezone.now()}
    return {key: (minutes, cents) for key, _weeks, minutes, cents, _at in reading.rows(reading.RECEIVED, facts)}


def offered_in(keys: Iterable[int], weeks: int) -> Offered:
    """Whatever was answered: it is about who was asked."""
    asked = Proposal.objects.filter(participant__in=list(keys), born_at__gte=timezone.now() - weeks * timedelta(days=7))
    rows = asked.values_list("participant").annotate(Count("pk"), Max("born_at"))
    return {key: (number, last) for key, number, last in rows}


def row_of(key: int, wished: int, received: dict[int, tuple[int, int]], offered: Offered, on: date) -> Received:
    """`wished`: hours in all of these weeks."""
    (minutes, cents), (offers, last) = received.get(key, (0, 0)), offered.get(key, (0, None))
    return Received(wished * 60, minutes, cents, offers, (on - timezone.localdate(last)).days if last else None)


def plain(report: fairness.Report | None) -> dict[str, Any] | None:
    if report is None:
        return None
    waiting = [report.waiting_median, report.waiting_p90]
    ginis = {"gini_hours": rounded(report.gini_hours), "gini_offers": rounded(report.gini_offers)}
    return {"people": report.people, **ginis, "hours": report.hours, "offers": report.offers, "waiting": waiting}


def rounded(gini: float | None) -> float | None:
    return None if gini is None else round(gini, 2)


def seen_by(user: Any, oversees: bool) -> list[Spread]:
    """The newest, the whole city first. Empty for whoever may not look, and where nothing is worked out yet."""
    rows = Spread.objects.visible_to(user, oversees).newest().select_related("body")
    return sorted(rows, key=lambda row: (row.body is not None, row.body.name if row.body else "", row.weeks))

"""Who makes a team: an offer needs so many resources of each skill, and nobody fills two places at once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from psycopg.types.range import TimestamptzRange

from services.models import Hold, Offer, Resource, Skill

Slots = list[Skill | None]  # a place for each resource that is needed; None: anyone of the offer will do
FAIR = timedelta(days=28)  # before and after the stay, in which hours are counted for a fair turn


def slots_of(offer: Offer) -> Slots:
    return [need.skill for need in offer.needs.all() for _place in range(need.number)] or [None]


def complete(slots: Slots, able: Iterable[Resource]) -> bool:
    return len(team(slots, able)) == len(slots)


def team(slots: Slots, able: Iterable[Resource]) -> list[Resource]:
    """As many places filled as can be, those who come first in `able` before the others; in the order of places.

    Each takes a place of his own or makes room by moving somebody who has another to go to (augmenting paths): whoever
    was taken stays, so the first of those who may come is always among those who do.
    """
    filled: dict[int, Resource] = {}
    for resource in able:
        if len(filled) < len(slots):
            seat(resource, slots, filled, set())
    return [filled[place] for place in sorted(filled)]


def seat(resource: Resource, slots: Slots, filled: dict[int, Resource], tried: set[int]) -> bool:
    for place in places_for(resource, slots):
        if place in tried:
            continue
        tried.add(place)
        if place not in filled or seat(filled[place], slots, filled, tried):
            filled[place] = resource
            return True
    return False


def places_for(resource: Resource, slots: Slots) -> list[int]:
    skills = {skill.pk for skill in resource.skills.all()} if any(slots) else set()
    return [place for place, skill in enumerate(slots) if skill is None or skill.pk in skills]


def by_turn(resources: Iterable[Resource], around: datetime) -> list[Resource]:
    """A fair turn: fewest hours in the weeks around first."""
    resources = list(resources)
    load = hours_held([resource.pk for resource in resources], around)
    return sorted(resources, key=lambda resource: (load.get(resource.pk, 0), resource.pk))


def hours_held(resources: list[int], around: datetime) -> dict[int, float]:
    weeks = TimestamptzRange(around - FAIR, around + FAIR)
    load: dict[int, float] = defaultdict(float)
    for hold in Hold.objects.filter(resource__in=resources, active=True, period__overlap=weeks):
        load[hold.resource_id] += hold.hours
    return load

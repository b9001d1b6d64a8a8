"""The calendar of a supported person: her hours, as she told them, and what she has said yes to."""

from datetime import time
from typing import Any

from marketplace.casework.models import Participant, TeamMember
from services import availability
from services.models import Resource, WeeklyHours

WORKDAYS, SATURDAY, SUNDAY = range(5), [5], [6]
HOURS = {
    "mornings": (WORKDAYS, time(7), time(13)),
    "afternoons": (WORKDAYS, time(13), time(18)),
    "evenings": (WORKDAYS, time(18), time(22)),
    "saturdays": (SATURDAY, time(7), time(22)),
    "sundays": (SUNDAY, time(7), time(22)),
}


def of(participant: Participant) -> Resource:
    """Her calendar with the body that is responsible for her; made where there is none yet."""
    owner = participant.team.now().get(role=TeamMember.Role.OWNER)
    person = participant.person
    name = {"name": person.given_name if person else "-"}
    return Resource.objects.get_or_create(organisation_id=owner.body_id, user=person, defaults=name)[0]


def all_of(participant: Participant) -> list[Resource]:
    """Every calendar that she has anywhere: whoever works here and there is not in two places either."""
    of(participant)
    return list(Resource.objects.filter(user=participant.person_id, active=True).order_by("pk"))


def follow(participant: Participant, answers: dict[str, Any]) -> None:
    """The hours that her file says, written out as any worker's. Dated exceptions stay."""
    calendar, told = of(participant), answers.get("times", {}).get("value", [])
    calendar.weekly_hours.all().delete()
    plans = [HOURS[code] for code in told if code in HOURS]
    rows = [(day, opens, closes) for days, opens, closes in plans for day in days]
    WeeklyHours.objects.bulk_create(
        WeeklyHours(resource=calendar, weekday=day, opens=opens, closes=closes) for day, opens, closes in rows
    )
    availability.write_out(calendar)

"""What people and things are good for, vans and rooms, and the papers that people have shown."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from bookings.models import Booking
from frontend.demo import data
from frontend.demo.organisations import spans
from frontend.demo.past import Past
from marketplace import wording
from marketplace.organisations import credentials
from marketplace.organisations.models import DESK, CredentialKind, Organisation
from services import hours, skills, things
from services.models import Resource, Skill, WeeklyHours


def enter(past: Past) -> None:
    """The catalogue, then what each body has; and the van that goes to the workshop just before the visitor comes."""
    told = data.table("crews")
    for row in told["skills"]:
        teach(Skill.objects.create(slug=row["slug"], name=row["name"]), row.get("of", {}))
    skills.enter()
    for row in told["things"]:
        enter_thing(**row)
    for row in told["papers"]:
        kind = {name: row[name] for name in ("slug", "name", "proof") if name in row}
        show(past.now, CredentialKind.objects.create(**kind), row["shown"])
    past.then(past.now - timedelta(hours=1), lambda: to_the_workshop(**told["workshop"]))


def teach(skill: Skill, who: dict[str, list[str]]) -> None:
    for slug, names in who.items():
        skill.resources.add(*Resource.objects.filter(organisation__slug=slug, user__given_name__in=names))


def enter_thing(organisation: str, name: str, hours: str, skills: list[str], lanes: int = 1) -> None:
    body = Organisation.objects.get(slug=organisation)
    what = {"name": name, "lanes": lanes, "skills": list(Skill.objects.filter(slug__in=skills))}
    thing = things.enter(body, desk(body), what)
    WeeklyHours.objects.bulk_create(
        WeeklyHours(resource=thing, weekday=day, opens=opens, closes=closes) for day, opens, closes in spans(hours)
    )


def desk(body: Organisation) -> Any:
    return body.memberships.filter(role__in=DESK).order_by("role")[0].user


def show(now: datetime, kind: CredentialKind, shown: list[list[Any]]) -> None:
    for slug, name, first, last in shown:
        body = Organisation.objects.get(slug=slug)
        today = wording.local(now, body.tz).date()
        person = body.memberships.get(user__given_name=name).user
        days = (today + timedelta(days=number) for number in (first, last))
        credentials.enter(body, desk(body), person, kind, *days)


def to_the_workshop(thing: str, reason: str) -> None:
    """On a day on which it is booked: the desk finds a booking that does not fit any more."""
    van = Resource.objects.get(name=thing)
    booked = Booking.objects.filter(crew=van, starts_at__gt=timezone.now() + timedelta(days=2)).order_by("starts_at")
    if first := booked.first():
        day = wording.local(first.starts_at, first.tz).date()
        hours.add_exception(van, desk(van.organisation), day, reason=reason)

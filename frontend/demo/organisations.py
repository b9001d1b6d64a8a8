"""The City, the bodies it verified and those it did not, who works there and when."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from frontend.demo import data, holidays
from frontend.demo.past import Past, clock_at
from frontend.demo.people import PEOPLE
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, take
from marketplace.organisations import profile
from marketplace.organisations.models import Membership, Organisation
from marketplace.places.models import Area
from services import availability, team
from services.models import ClosedDay, HoursException, Resource, WeeklyHours

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ACQUAINTED = {person.name: person.row for person in PEOPLE}


def close_on_holidays(first: int, last: int) -> None:
    """From the first to the last of these years."""
    days = [day for year in range(first, last + 1) for day in holidays.of(year)]
    ClosedDay.objects.bulk_create(ClosedDay(date=day, name=name) for day, name in days)


def found_city() -> Organisation:
    """The City; its row is born as the demo is loaded, whatever moment is lived through afterwards."""
    about = data.table("city")
    fields = {name: about[name] for name in ("name", "slug", "about", "languages", "email", "phone")}
    return Organisation.objects.create(**fields, kind=Organisation.Kind.CITY)


def staff_city(city: Organisation) -> None:
    about = data.table("city")
    city.place = profile.place_at(about["address"], Area.objects.get(name=about["area"]))
    city.save()
    for person in about["people"]:
        Membership.objects.create(organisation=city, user=person_named(person), role=person["role"])


def person_named(person: dict[str, Any]) -> User:
    """Whoever works somewhere has an e-mail: the first name at example.org."""
    who = details(person)
    return User.objects.create_user(who.pop("email"), date_joined=timezone.now(), **who)


def details(person: dict[str, Any]) -> dict[str, Any]:
    """The fields of somebody's row; who can be chosen at sign-in stands in `people`."""
    name = person["name"]
    row = {"given_name": name, "family_name": person.get("family_name", ""), "language": person.get("language", "it")}
    row |= {"email": f"{name.lower()}@example.org", "phone": person.get("phone")}
    return row | ACQUAINTED.get(name, {})


def enter(past: Past) -> None:
    """Every body with its people. Those that wait or were refused came to the City in the last days."""
    officer = Actor(User.objects.get(given_name="Gianni"))
    for about in data.tables("organisations"):
        founder = person_named(about["people"][0])
        owner = Actor(founder)
        organisation = profile.found(founder, {**about, "area": Area.objects.get(name=about["area"])})
        if about["state"] == "verified":
            organisation = take(take(organisation, "submit", owner), "verify", officer)
        else:
            plan_verdict(past, organisation, about, owner, officer)
        staff(organisation, about["people"], founder)


def staff(organisation: Organisation, people: list[dict[str, Any]], founder: User) -> None:
    """The first person owns it and lets the others in; before it is verified, by name alone."""
    for person in people[1:]:
        who = details(person) if organisation.status == "verified" else {**details(person), "email": ""}
        team.let_in(organisation, founder, person["role"], who)
    for person in people:
        if "hours" in person:
            set_hours(organisation, person)


def plan_verdict(past: Past, organisation: Organisation, about: dict[str, Any], owner: Actor, officer: Actor) -> None:
    refused = about["state"] == "refused"
    sent = past.now - (timedelta(days=5) if refused else timedelta(hours=20))
    past.then(sent, lambda: take(organisation, "submit", owner))
    if refused:
        reason = {"reason": about["reason"]}
        past.then(sent + timedelta(hours=26), lambda: take(organisation, "refuse", officer, reason))


def set_hours(organisation: Organisation, person: dict[str, Any]) -> None:
    """The weekly plan, and hours of their own for those who work on holidays too."""
    user = Membership.objects.get(organisation=organisation, user__given_name=person["name"]).user
    calendar, _ = Resource.objects.get_or_create(
        organisation=organisation, user=user, defaults={"name": user.given_name}
    )
    WeeklyHours.objects.bulk_create(
        WeeklyHours(resource=calendar, weekday=day, opens=opens, closes=closes)
        for day, opens, closes in spans(person["hours"])
    )
    if "holidays" in person:
        opens, closes = between(person["holidays"])
        days = ClosedDay.objects.values_list("date", flat=True)
        HoursException.objects.bulk_create(
            HoursException(resource=calendar, date=day, opens=opens, closes=closes, reason="Lavora anche nelle feste")
            for day in days
        )


def spans(plan: str) -> Iterator[tuple[int, time, time]]:
    """Weekday and hours out of "mon-fri 9-13 15-20, sat 9-13"."""
    for part in plan.split(","):
        days, *hours = part.split()
        first, _, last = days.partition("-")
        for day in range(DAYS.index(first), DAYS.index(last or first) + 1):
            for span in hours:
                yield day, *between(span)


def between(span: str) -> tuple[time, time]:
    opens, closes = (clock_time(hour) for hour in span.split("-"))
    return opens, closes


def clock_time(hour: str) -> time:
    return time.fromisoformat(hour.zfill(5 if ":" in hour else 2))


def take_days_off(today: date) -> None:
    """A few days that differ from the plan: a course, a doctor's visit, a long weekend."""
    for name, days, reason in (("Ileana", 3, "Corso"), ("Mario", 8, "Visita"), ("Grazia", 9, "Ferie"), ("Luca", 5, "")):
        calendar = Resource.objects.get(user__given_name=name)
        HoursException.objects.create(resource=calendar, date=today + timedelta(days=days), reason=reason)


def write_hours_out(moment: datetime) -> None:
    """The hours as free times, from the day of this moment on."""
    with clock_at(moment):
        availability.write_all_out(Resource.objects.values_list("pk", flat=True))

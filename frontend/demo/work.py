"""Work for supported people: the bodies' openings, the jobs that came of them, and what was put to whom."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from bookings.jobs import making, proposing, spreading
from bookings.matching import rules
from bookings.models import Booking, Job, RuleSet
from frontend.demo import data, moving, offers, worked
from frontend.demo.past import Past
from marketplace import wording
from marketplace.casework.models import Participant
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Organisation
from services.models import Offer, Opening, Skill

DAY = timedelta(days=1)
BEGAN = 24 * DAY  # so long ago the weekly openings began
ASKED_BEFORE, ANSWERED_AFTER, NOT_ANSWERED = 4 * DAY, DAY / 5, DAY * 0.8
NOT_FIELDS = {"code", "organisation", "offer", "needed", "nice", "days"}


def enter(past: Past) -> None:
    told = data.table("work")
    RuleSet.objects.get_or_create(
        version=1, defaults={"rules": rules.first().told, "approved_by": "R. Conti", "approved_on": "2026-10-28"}
    )
    openings = {row["code"]: opened(row) for row in told["openings"]}
    begun = wording.local(past.now).date() - BEGAN
    past.then(past.now - BEGAN, partial(making.every_week, begun))
    past.then(past.now - 2 * DAY, lambda: making.every_week(wording.local(past.now).date()))
    for row in told["openings"]:
        for day in row.get("days", []):
            past.then(past.now - 3 * DAY, partial(announce, openings[row["code"]], day, past.now))
    past.then(past.now - NOT_ANSWERED, partial(ask_helpers, openings["removals"]))
    for row in told["proposals"]:
        Story(past, openings[row["opening"]], row).plan()
    past.then(past.now - DAY / 4, spreading.work_out)


def opened(row: dict[str, Any]) -> Opening:
    body = Organisation.objects.get(slug=row["organisation"])
    fields = {name: value for name, value in row.items() if name not in NOT_FIELDS}
    fields |= {name: time.fromisoformat(row[name]) for name in ("opens", "closes") if name in row}
    offer = Offer.objects.get(organisation=body, texts__title=row["offer"]) if "offer" in row else None
    place = None if offer else body.place
    opening = Opening.objects.create(organisation=body, offer=offer, place=place, **fields)
    for name in ("needed", "nice"):
        getattr(opening, name).set(Skill.objects.filter(slug__in=row.get(name, [])))
    return opening


def announce(opening: Opening, day: dict[str, Any], now: datetime) -> None:
    on = wording.local(now).date() + day["day"] * DAY
    hours = (time.fromisoformat(day[name]) for name in ("opens", "closes"))
    making.on_day(opening, offers.desk(opening.organisation), on, *hours)


def ask_helpers(opening: Opening) -> list[Job]:
    """For the removals that are agreed and still to come."""
    coming = Booking.objects.filter(offer=opening.offer, starts_at__gt=timezone.now()).order_by("pk")
    desk = offers.desk(opening.organisation)
    return [making.for_booking(booking, opening, desk) for booking in coming if booking.agreed]


class Story:
    """One proposal: when it was put, by whom, and what was answered."""

    def __init__(self, past: Past, opening: Opening, row: dict[str, Any]) -> None:
        self.past, self.opening, self.row = past, opening, row

    def plan(self) -> None:
        """Before its day; what nobody has answered yet was put some hours ago."""
        moment = min(self.moment(), self.past.now - NOT_ANSWERED)
        self.past.then(moment, self.put)

    def day(self) -> date:
        today = wording.local(self.past.now).date()
        if "last" in self.row:
            return today + DAY * moving.last(self.row["last"], self.past)
        away = (self.opening.weekday - today.weekday()) % 7 or 7  # type: ignore[operator]
        weeks = self.row["weeks"]
        return today + DAY * (away + 7 * (weeks if weeks < 0 else weeks - 1))

    def moment(self) -> datetime:
        return datetime.combine(self.day(), time(10), self.opening.organisation.tz) - ASKED_BEFORE

    @property
    def job(self) -> Job:
        if "last" in self.row:
            return ask_helpers(self.opening)[0]
        start = datetime.combine(self.day(), self.opening.opens or time(), self.opening.organisation.tz)
        return self.opening.jobs.get(starts_at=start)

    def put(self) -> None:
        participant = Participant.objects.get(person__given_name=self.row["who"])
        by = participant.team.now().get(role="owner").user
        proposal = proposing.propose(self.job, participant, by, {"why": self.row.get("why", "turn")})
        if "answer" in self.row:
            actor = Actor(by, participant.person)
            answer = partial(take, proposal, self.row["answer"], actor, self.row.get("facts", {}))
            self.past.then(timezone.now() + ANSWERED_AFTER, answer)
        if self.row.get("answer") == "accept":
            worked.plan(self.past, proposal, self.row.get("confirmed", False))

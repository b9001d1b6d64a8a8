"""What takes place on dates: who announced it, who comes, who waits and who came; and a bench with several places."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from bookings import attendance, lifecycle, waiting
from bookings.models import Booking
from frontend.demo import data, offers
from frontend.demo.neighbours import Neighbour
from frontend.demo.organisations import clock_time, spans
from frontend.demo.past import Past
from marketplace import wording
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Organisation
from services import availability, occasions
from services.availability import Span
from services.models import Occasion, Offer, Resource, WeeklyHours

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LATELY = timedelta(hours=2)  # ago somebody left, so that the visitor finds an invitation


def enter(past: Past, known: dict[str, Neighbour]) -> None:
    """The benches, the offers, which the City reads like all others, and what is to happen on their dates."""
    officer = Actor(User.objects.get(given_name="Gianni"))
    for bench in data.table("gatherings")["benches"]:
        enter_bench(**bench)
    for words in data.table("gatherings")["offers"]:
        organisation = Organisation.objects.get(slug=words["organisation"])
        provider = Actor(offers.desk(organisation))
        told = {name: value for name, value in words.items() if name not in {"organisation", "with", "dates"}}
        offer = offers.write(organisation, provider, told)
        offer.resources.add(*organisation.resources.filter(name__in=words.get("with", [])))
        offers.published(past, offer, provider, officer, "")
        for date in words.get("dates", []):
            Gathering(past, offer, provider, known, date).plan()


def enter_bench(organisation: str, name: str, lanes: int, hours: str) -> None:
    body = Organisation.objects.get(slug=organisation)
    bench = Resource.objects.create(organisation=body, name=name, lanes=lanes)
    WeeklyHours.objects.bulk_create(
        WeeklyHours(resource=bench, weekday=day, opens=opens, closes=closes) for day, opens, closes in spans(hours)
    )


@dataclass
class Gathering:
    """One date. Each act plans the ones that follow, so that nothing happens after something that did not."""

    past: Past
    offer: Offer
    provider: Actor
    known: dict[str, Neighbour]
    date: dict[str, Any]
    occasion: Occasion = None  # type: ignore[assignment]  # there is none before it was announced
    bookings: dict[str, Booking] = field(default_factory=dict)

    def plan(self) -> None:
        self.past.then(self.at(self.date["announced"], 10), self.announce)

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        """A moment on the place's clock, so many days from today; never one that has still to come."""
        today = wording.local(self.past.now, self.offer.tz).date()
        moment = availability.moment(today + DAY * day, time(hour, minute), self.offer.tz)
        return moment if day > 0 else min(moment, self.past.now - 3 * LATELY)

    def announce(self) -> None:
        leaders = self.offer.organisation.resources.filter(user__given_name__in=self.date["by"])
        days = [self.span(day) for day in self.date["days"]]
        self.occasion = occasions.announce(self.offer, self.provider, days, self.date["seats"], leaders)
        asked = [*self.date.get("who", []), *self.date.get("waits", [])]
        for number, (name, seats, day) in enumerate(asked):
            self.past.then(self.at(day, 9 + number, 20), partial(self.ask, name, seats))
        if "leaves" in self.date:
            self.past.then(self.past.now - LATELY, self.leave)
        if "came" in self.date:
            self.past.then(self.occasion.starts_at + 10 * MINUTE, self.mark)

    def span(self, day: int) -> Span:
        opens = clock_time(self.date["from"])
        today = wording.local(self.past.now, self.offer.tz).date()
        start = availability.moment(today + DAY * day, opens, self.offer.tz)
        return start, start + MINUTE * self.date["minutes"]

    def ask(self, name: str, seats: int) -> None:
        wishes = {"occasion": self.occasion.pk, "seats": seats, "wait": True, "level": "first"}
        self.bookings[name] = lifecycle.ask(self.offer, self.known[name].actor, wishes)

    def leave(self) -> None:
        """Whoever is first in the line is invited at once: nobody else does the worker's tasks here."""
        name = self.date["leaves"]
        take(self.bookings[name], "cancel", self.known[name].actor)
        waiting.invite(self.occasion.resource_id)

    def mark(self) -> None:
        came = zip(self.date["who"], self.date["came"], strict=True)
        told = {self.bookings[name].pk: number for (name, *_rest), number in came}
        attendance.mark(self.occasion.sessions.get(), self.provider, told)

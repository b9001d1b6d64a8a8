"""What is brought from door to door and moved from house to house: offers, a van, and how it went."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from bookings import kinds, lifecycle
from bookings.models import Booking, Tariff
from frontend.demo import data, offers
from frontend.demo.neighbours import Neighbour
from frontend.demo.organisations import spans
from frontend.demo.past import Past
from marketplace import wording
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Organisation
from services import availability
from services.models import Offer, Resource, Skill, WeeklyHours

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SATURDAY, SOONEST, OVER = 5, 2, 4  # days
NAMES = {"carry": {"it": "Portare pesi", "en": "To carry"}, "van": {"it": "Furgone", "en": "A van"}}


def enter(past: Past, known: dict[str, Neighbour]) -> None:
    """The van, the offers with their price table, and what was asked of them."""
    told = data.table("moving")
    body = Organisation.objects.get(slug=told["van"]["organisation"])
    enter_van(body, **{name: told["van"][name] for name in ("name", "hours")})
    teach(body, told["skills"])
    provider, officer = Actor(offers.desk(body)), Actor(User.objects.get(given_name="Gianni"))
    brings, moves = (offers.write(body, provider, words) for words in told["offers"])
    Tariff.objects.create(offer=brings, valid_from=date(2020, 1, 1), **told["tariff"])
    moves.resources.add(body.resources.get(name=told["van"]["name"]))
    for offer in (brings, moves):
        offers.published(past, offer, provider, officer, "")
    for story in told["deliveries"]:
        Delivery(past, brings, provider, known, story).plan()
    for story in told["removals"]:
        Removal(past, moves, provider, known, dated(story, past)).plan()


def dated(story: dict[str, Any], past: Past) -> dict[str, Any]:
    """On the day that it names, on a weekday that was, or on the next Saturday for which there is still time to ask."""
    if "last" in story:
        return {"day": last(story["last"], past), **story}
    away = (SATURDAY - wording.local(past.now).weekday()) % 7
    return {"day": away if away >= SOONEST else away + 7, **story}


def last(weekday: int, past: Past) -> int:
    """Days from today to the last such day of which all is over, hours and answers too."""
    return -OVER - (wording.local(past.now).weekday() - OVER - weekday) % 7


def enter_van(body: Organisation, name: str, hours: str) -> None:
    van = Resource.objects.create(organisation=body, name=name)
    WeeklyHours.objects.bulk_create(
        WeeklyHours(resource=van, weekday=day, opens=opens, closes=closes) for day, opens, closes in spans(hours)
    )
    skill("van").resources.add(van)


def teach(body: Organisation, who: dict[str, list[str]]) -> None:
    for slug, names in who.items():
        skill(slug).resources.add(*body.resources.filter(user__given_name__in=names))


def skill(slug: str) -> Skill:
    return Skill.objects.get_or_create(slug=slug, defaults={"name": NAMES[slug]})[0]


@dataclass
class Ride(ABC):
    """One booking between two neighbours' addresses. Each act plans the ones that follow."""

    past: Past
    offer: Offer
    provider: Actor
    known: dict[str, Neighbour]
    story: dict[str, Any]
    booking: Booking = None  # type: ignore[assignment]  # there is none before it was asked for

    ahead = 2  # days before the day on which it is to be

    @abstractmethod
    def ask(self) -> None:
        """Each sort asks in its own words."""

    def plan(self) -> None:
        lately = self.past.now - 5 * HOUR
        self.past.then(min(self.at(self.story["day"] - self.ahead, 10), lately), self.ask)

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        today = wording.local(self.past.now, self.offer.tz).date()
        return availability.moment(today + DAY * day, time(hour, minute), self.offer.tz)

    @property
    def customer(self) -> Actor:
        return self.known[self.story["who"]].actor

    @property
    def worker(self) -> Actor:
        return Actor(self.booking.worker.user)  # type: ignore[union-attr]

    def addresses(self) -> dict[str, Any]:
        ends = {"from": self.known[self.story["who"]], "to": self.known[self.story["to"]]}
        named = {f"{end}_{name}": value for end, who in ends.items() for name, value in who.address.items()}
        named |= {"from_area": ends["from"].address["area"].code, "to_area": ends["to"].address["area"].code}
        return named | {"from_floor": 3, "to_floor": 1, "to_lift": True, "note": self.story.get("note", "")}

    def step(self, name: str, actor: Actor, **facts: Any) -> None:
        self.booking = take(self.booking, name, actor, facts)

    def free(self, day: int, hours: int) -> datetime:
        """The first hour from this day on at which those whom it takes are free together."""
        tries = (self.at(day + later, hour) for later in range(9) for hour in (9, 10, 11, 14, 15, 16))
        return next(at for at in tries if self.enough(availability.free_for(self.offer, at, at + hours * HOUR)))

    def enough(self, able: list[Resource]) -> bool:
        return bool(able)


class Delivery(Ride):
    def ask(self) -> None:
        begin = self.free(self.story["day"], 2)
        here = wording.local(begin, self.offer.tz)
        clock = {"from_opens": here, "from_closes": here + HOUR, "to_opens": here, "to_closes": here + 2 * HOUR}
        wishes = self.addresses() | {name: at.time() for name, at in clock.items()}
        wishes |= {"day": here.date(), "parcels": self.story["parcels"]}
        self.booking = lifecycle.ask(self.offer, self.customer, wishes | {"price_seen": self.price(wishes)})
        if self.story["outcome"] != "asked":
            self.past.then(self.booking.last_change.at + HOUR, self.accept)  # type: ignore[union-attr]

    def price(self, wishes: dict[str, Any]) -> int | None:
        asked = kinds.of(self.offer).fields(self.offer)
        told = {name: field.clean(wishes.get(name)) for name, field in asked.items() if name != "price_seen"}
        return kinds.of(self.offer).estimate(self.offer, told, self.offer.min_minutes)

    def accept(self) -> None:
        self.step("accept", self.provider)
        ways = {"code": self.deliver, "second_attempt": self.fail}
        if way := ways.get(self.story["outcome"]):
            self.past.then(self.booking.starts_at + 20 * MINUTE, self.pick_up)
            self.past.then(self.booking.starts_at + 70 * MINUTE, way)

    def pick_up(self) -> None:
        self.step("picked_up", self.worker)

    def deliver(self) -> None:
        self.step("delivered", self.worker, code=self.booking.proof.code)

    def fail(self) -> None:
        self.step("failed", self.worker, why="nobody", work_note="Suonato due volte.")
        self.past.then(self.booking.last_change.at + 30 * MINUTE, self.try_again)  # type: ignore[union-attr]

    def try_again(self) -> None:
        begin = wording.local(self.free(self.story["day"] + 1, 1), self.offer.tz)
        window = {"day": begin.date(), "opens": begin.time(), "closes": (begin + HOUR).time()}
        self.step("second_attempt", self.provider, **window)
        self.past.then(self.booking.starts_at + 15 * MINUTE, self.deliver)


class Removal(Ride):
    ahead = 9

    def enough(self, able: list[Resource]) -> bool:
        """Two who carry, and the van."""
        return sum(one.user_id is not None for one in able) >= 2 and any(one.user_id is None for one in able)

    def ask(self) -> None:
        told: dict[str, Any] = {"day": wording.local(self.free(self.story["day"], 4), self.offer.tz).date()}
        told |= {"time_of_day": "any", "inventory": self.story["inventory"]}
        self.booking = lifecycle.ask(self.offer, self.customer, self.addresses() | told)
        if self.story["rounds"]:
            self.past.then(self.soon(), partial(self.quote, 0))

    def soon(self) -> datetime:
        return self.booking.last_change.at + 40 * MINUTE  # type: ignore[union-attr]

    def quote(self, number: int) -> None:
        price, hours, words = self.story["rounds"][number]
        begin = wording.local(self.free(self.story["day"], 4), self.offer.tz)
        named = {"price": price, "hours": hours, "crew": 2, "van": True, "words": words}
        when = {"day": begin.date(), "at": begin.time(), "until": begin.date() - DAY}
        self.step("quote", self.provider, **named, **when)
        if number + 1 < len(self.story["rounds"]):
            self.past.then(self.soon(), partial(self.ask_change, number + 1))
        elif self.story["outcome"] == "done":
            self.past.then(self.soon(), self.accept)

    def ask_change(self, number: int) -> None:
        self.step("ask_change", self.customer, change=self.story["change"])
        self.past.then(self.soon(), partial(self.quote, number))

    def accept(self) -> None:
        self.step("accept", self.customer, quote=str(self.booking.quotes.count()))
        self.past.then(self.booking.starts_at, partial(self.work, "start"))
        self.past.then(self.booking.ends_at, partial(self.work, "finish"))

    def work(self, step: str) -> None:
        self.step(step, self.worker)

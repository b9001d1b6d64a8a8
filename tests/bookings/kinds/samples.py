"""One offer of each kind, and how it is asked for: what the machines play with."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bookings import lifecycle
from bookings import series as plans
from bookings.models import Booking, Series
from bookings.models.series import Rule
from marketplace.lives.engine import Actor
from services import occasions
from services.models import CancellationPolicy, Need, Occasion, Resource, Skill, Tier
from services.occasions import spans_of
from tests.cast import at
from tests.removals import open_every_day


class Appointment:
    """Two hours of babysitting, at one of six times."""

    def __init__(self, fixture: Callable[[str], Any], at_once: bool) -> None:
        self.offer = fixture("make_offer")(at_once=at_once)

    def ask(self, user: Any, turn: int) -> Booking:
        return lifecycle.ask(self.offer, Actor(user), self.wishes(turn))

    def wishes(self, turn: int) -> dict[str, Any]:
        start = at(9 + 2 * (turn % 3), days=2 + turn // 3)
        wishes = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
        return wishes | {"address": "via Cecchi 18", "ages": "3"}

    def ask_series(self, user: Any, turn: int) -> Series:
        """Three weeks, at one of the six times."""
        words = self.wishes(turn)
        start = words.pop("starts_at")
        rule = Rule(start.date(), start.date() + timedelta(weeks=2), start.time(), 120)
        return plans.ask(self.offer, Actor(user), rule, words)


class Wished(Appointment):
    """The same, of two people among whom one chooses; a request keeps no time free until it is answered."""

    def __init__(self, fixture: Callable[[str], Any], at_once: bool) -> None:
        self.doers = [fixture("worker"), fixture("helper")]
        self.offer = fixture("make_offer")(at_once=at_once, request_blocks=False, choice="customer")
        self.offer.resources.set(self.doers)

    def wishes(self, turn: int) -> dict[str, Any]:
        return super().wishes(turn) | {"wanted": self.doers[turn % 2].pk}


class Team(Appointment):
    """Two who carry, of three, and the one van."""

    def __init__(self, fixture: Callable[[str], Any], at_once: bool) -> None:
        third = Resource.objects.create(organisation=fixture("biagio"), user=fixture("person")("Ugo"), name="Ugo")
        doers = [fixture("worker"), fixture("helper"), open_every_day(third)]
        self.offer = fixture("make_offer")(at_once=at_once)
        self.offer.resources.set([*doers, fixture("van")])
        for slug, able, number in (("carry", doers, 2), ("van", [fixture("van")], 1)):
            skill = Skill.objects.create(slug=slug, name={"en": slug})
            skill.resources.set(able)
            Need.objects.create(offer=self.offer, skill=skill, number=number)


class Event:
    """A dinner for three, and a course of two evenings for two: full soon, so that people wait in line."""

    def __init__(self, fixture: Callable[[str], Any], at_once: bool) -> None:
        dinner, on = fixture("dinner"), fixture("on")
        type(dinner).objects.filter(pk=dinner.pk).update(at_once=at_once)
        self.occasions = [on(days=3, seats=3), on(days=5, seats=2, sessions=2)]

    def ask(self, user: Any, turn: int) -> Booking:
        occasion = self.occasions[turn % 2]
        wishes = {"occasion": occasion.pk, "seats": 1 + turn % 2, "wait": turn > 1}
        return lifecycle.ask(type(occasion.offer).objects.get(pk=occasion.offer_id), Actor(user), wishes)

    def change_date(self, desk: Any, turn: int) -> None:
        """A date is moved by a day, gets a place more or one less, or is called off."""
        occasion = Occasion.objects.get(pk=self.occasions[turn % 2].pk)
        days, seats = ((1, 0), (0, 1), (0, -1), (0, 0))[turn // 2 % 4]
        if not days and not seats:
            occasions.call_off(occasion, Actor(desk), "The cook is ill.")
            return
        spans = [(start + timedelta(days=days), end + timedelta(days=days)) for start, end in spans_of(occasion)]
        occasions.change(occasion, Actor(desk), spans, occasion.resource.lanes + seats, [])


class Place:
    """A bench with three places."""

    def __init__(self, fixture: Callable[[str], Any], at_once: bool) -> None:
        self.offer = fixture("workshop")
        type(self.offer).objects.filter(pk=self.offer.pk).update(at_once=at_once)

    def ask(self, user: Any, turn: int) -> Booking:
        start = at(9 + 2 * (turn % 2), days=2)
        wishes = {"starts_at": start, "ends_at": start + timedelta(hours=2), "seats": 1 + turn % 3}
        return lifecycle.ask(self.offer, Actor(user), wishes)


class Delivery:
    """Two boxes across the neighbourhood, in one of three mornings."""

    def __init__(self, fixture: Callable[[str], Any], at_once: bool) -> None:
        self.offer, self.wishes = fixture("delivery"), fixture("parcel_wishes")
        type(self.offer).objects.filter(pk=self.offer.pk).update(at_once=at_once)

    def ask(self, user: Any, turn: int) -> Booking:
        return lifecycle.ask(self.offer, Actor(user), self.wishes(day=at(9, days=2 + turn % 3).date()))


class Removal:
    """A bed and an accordion, on one of three days; the price has to be named first."""

    def __init__(self, fixture: Callable[[str], Any], at_once: bool) -> None:
        self.offer, self.wishes = fixture("removal"), fixture("removal_wishes")
        type(self.offer).objects.filter(pk=self.offer.pk).update(at_once=at_once)

    def ask(self, user: Any, turn: int) -> Booking:
        return lifecycle.ask(self.offer, Actor(user), self.wishes(day=at(9, days=3 + turn % 3).date()))


SAMPLES: dict[str, Any] = {
    "appointment": Appointment,
    "appointment of a team": Team,
    "appointment with whom one wishes": Wished,
    "delivery": Delivery,
    "event": Event,
    "place": Place,
    "removal": Removal,
}


def sample_of(name: str, fixture: Callable[[str], Any], at_once: bool) -> Any:
    """What is booked at once costs something to cancel in the last three days: whoever moves it then has to be let."""
    sample = SAMPLES[name](fixture, at_once)
    if at_once and (offer := getattr(sample, "offer", None)):
        policy = CancellationPolicy.objects.create(organisation=offer.organisation, name="Half")
        Tier.objects.create(policy=policy, hours=72, percent=50)
        type(offer).objects.filter(pk=offer.pk).update(policy=policy)
    return sample

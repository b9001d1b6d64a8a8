"""One offer of each kind, and how it is asked for: what the machines play with."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bookings import lifecycle
from bookings import series as plans
from bookings.models import Booking, Series
from bookings.models.series import Rule
from marketplace.lives.engine import Actor
from marketplace.organisations.models import Membership
from services import occasions
from services.models import AccessRule, CancellationPolicy, Need, Occasion, Resource, Skill, Tier
from services.occasions import spans_of
from services.wardrobe import households
from tests.cast import at
from tests.removals import open_every_day
from tests.swaps import swap_wishes
from tests.wardrobes import LONG_AGO, next_year


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


class Made:
    """Three aprons, to be collected at the counter."""

    def __init__(self, fixture: Callable[[str], Any], at_once: bool) -> None:
        self.offer = fixture("workshop")
        type(self.offer).objects.filter(pk=self.offer.pk).update(kind="made", at_once=at_once, price="fixed")
        self.offer.refresh_from_db()

    def ask(self, user: Any, turn: int) -> Booking:
        start = at(9 + 2 * (turn % 2), days=2)
        wishes = {"starts_at": start, "ends_at": start + timedelta(minutes=self.offer.min_minutes)}
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


class Garment:
    """Tees for two households, which come to try them on in one of two fitting rooms."""

    def __init__(self, fixture: Callable[[str], Any], at_once: bool) -> None:
        self.offer, wardrobe, desk = fixture("trying_on"), fixture("wardrobe"), fixture("elena")
        self.offer.resources.add(fixture("worker"))
        Membership.objects.create(organisation=self.offer.organisation, user=desk, role="coordinator")
        Membership.objects.create(organisation=self.offer.organisation, user=fixture("samira"), role="worker")
        type(self.offer).objects.filter(pk=self.offer.pk).update(at_once=at_once)
        for name in ("nadia", "dora"):
            households.admit(wardrobe, desk, "means", next_year(), [fixture(name)])
        self.hung = [fixture("hung")(fixture("coat"))]
        tee = fixture("kind_of")("tee", points=40)
        self.hung += [fixture("hung")(tee) for _number in range(5)]

    def ask(self, user: Any, turn: int) -> Booking:
        labels = [self.hung[(turn + place) % len(self.hung)].label for place in range(1 + turn % 2)]
        return lifecycle.ask(self.offer, Actor(user), {"garments": labels})


class Freely(Garment):
    """The same where one needs no time, and comes as long as it is open."""

    def __init__(self, fixture: Callable[[str], Any], at_once: bool) -> None:
        super().__init__(fixture, at_once)
        how = AccessRule.How.FREE if at_once else AccessRule.How.EITHER
        AccessRule.objects.create(wardrobe=fixture("wardrobe"), how=how, valid_from=LONG_AGO)


class Repair:
    """A torn coat, on one of three days; the price has to be named first."""

    def __init__(self, fixture: Callable[[str], Any], at_once: bool) -> None:
        self.offer, self.wishes = fixture("mending"), fixture("mending_wishes")
        type(self.offer).objects.filter(pk=self.offer.pk).update(at_once=at_once)

    def ask(self, user: Any, turn: int) -> Booking:
        return lifecycle.ask(self.offer, Actor(user), self.wishes(day=at(9, days=3 + turn % 3).date()))


class Swap:
    """Coats of Nadia and of Dora: each asks for one of the other's."""

    def __init__(self, fixture: Callable[[str], Any], at_once: bool) -> None:
        self.offer, desk = fixture("swapping"), fixture("elena")
        Membership.objects.create(organisation=self.offer.organisation, user=desk, role="coordinator")
        type(self.offer).objects.filter(pk=self.offer.pk).update(at_once=at_once)
        fixture("swap_rule")
        people = [fixture(name) for name in ("nadia", "dora")]
        self.shown = {one: [fixture("shown")(one) for _number in range(3)] for one in people}

    def ask(self, user: Any, turn: int) -> Booking:
        [other] = self.shown.keys() - {user}
        mine, theirs = self.shown[user][turn % 3], self.shown[other][(turn + turn // 3) % 3]
        return lifecycle.ask(self.offer, Actor(user), swap_wishes(mine, theirs, at(15, days=3 + turn % 2)))


SAMPLES: dict[str, Any] = {
    "appointment": Appointment,
    "appointment of a team": Team,
    "appointment with whom one wishes": Wished,
    "delivery": Delivery,
    "event": Event,
    "garment": Garment,
    "garment without a time": Freely,
    "made": Made,
    "place": Place,
    "removal": Removal,
    "repair": Repair,
    "swap": Swap,
}


def sample_of(name: str, fixture: Callable[[str], Any], at_once: bool) -> Any:
    """What is booked at once costs something to cancel in the last three days: whoever moves it then has to be let."""
    sample = SAMPLES[name](fixture, at_once)
    if at_once and (offer := getattr(sample, "offer", None)):
        policy = CancellationPolicy.objects.create(organisation=offer.organisation, name="Half")
        Tier.objects.create(policy=policy, hours=72, percent=50)
        type(offer).objects.filter(pk=offer.pk).update(policy=policy)
    return sample

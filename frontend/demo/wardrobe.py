"""Abito's wardrobe: its rules, what hangs there, who has a card, what they chose and took home."""

from datetime import date, time, timedelta
from functools import partial
from typing import Any

from bookings import choosing
from bookings.models import Booking
from frontend.demo import data, gatherings, offers, regulars
from frontend.demo.past import Past
from marketplace import wording
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Organisation
from services import availability
from services.models import AccessRule, Garment, GarmentType, Offer, Quota, Recharge, Sought, Tag, Wardrobe
from services.wardrobe import bags, households, intake, introductions

DAY = timedelta(days=1)
A_MOMENT = timedelta(minutes=20)  # ago somebody chose, so that the visitor finds it put aside
FIRST = date(2026, 1, 1)  # of its rules: their periods begin with the quarters of a year


def enter(past: Past) -> None:
    about = data.table("wardrobe")
    gatherings.enter_bench(**about["rooms"])
    wardrobe = open_wardrobe(past, about)
    write_rules(wardrobe, about)
    for row in about["households"]:
        admit(past, wardrobe, row)
    for row in about["introductions"]:
        introduce(past, wardrobe, row)
    for bag in about["bags"]:
        plan_bag(past, wardrobe, bag)
    for choice in about["choices"]:
        Choice(past, wardrobe, choice).plan()
    regulars.enter(past, wardrobe, about)


def open_wardrobe(past: Past, about: dict[str, Any]) -> Wardrobe:
    organisation = Organisation.objects.get(slug=about["organisation"])
    provider, officer = Actor(offers.desk(organisation)), Actor(User.objects.get(given_name="Gianni"))
    fitting, interview = (offers.write(organisation, provider, about[name]) for name in ("fitting", "interview"))
    offered = Offer.objects.filter(texts__language="it")  # there already, by their titles
    wardrobe = Wardrobe.objects.create(
        organisation=organisation,
        slug=about["slug"],
        name=about["name"],
        takes=about["takes"],
        offer=fitting,
        interview=interview,
        drop_off=offered.get(texts__title=about["drop_off"]),
    )
    wardrobe.invitations.set(offered.filter(texts__title__in=about["invitations"]))
    repair = offers.write(organisation, provider, about["repair"])
    for offer in (fitting, interview, repair):
        offers.published(past, offer, provider, officer, "")
    return wardrobe


def write_rules(wardrobe: Wardrobe, about: dict[str, Any]) -> None:
    valid = {"wardrobe": wardrobe, "valid_from": FIRST}
    for number, row in enumerate(about["types"], 1):
        kind = GarmentType.objects.create(
            slug=row["slug"], name=row["name"], drawing=f"gar-{row['slug']}", sizing=row["sizing"], position=10 * number
        )
        Tag.objects.create(type=kind, points=row["points"], most=row.get("most"), **valid)
    types = {kind.slug: kind for kind in GarmentType.objects.all()}
    Recharge.objects.create(**about["recharge"], **valid)
    AccessRule.objects.create(how=about["access"], **valid)
    for row in about["quotas"]:
        quota = Quota.objects.create(number=row["number"], days=row["days"], **valid)
        quota.types.set(types[slug] for slug in row["types"])
    for row in about["sought"]:
        Sought.objects.create(type=types[row["type"]], sizes=row["sizes"], **valid)


def admit(past: Past, wardrobe: Wardrobe, row: dict[str, Any]) -> None:
    desk, person = offers.desk(wardrobe.organisation), User.objects.get(given_name=row["person"])
    until = wording.date_of(past.now, wardrobe.organisation.tz) + 300 * DAY
    grown, children = [person, *row.get("grown", [])], row.get("children", [])
    household = households.admit(wardrobe, desk, row["basis"], until, grown, children)
    households.wear(household, desk, row.get("sizes", {}))


def introduce(past: Past, wardrobe: Wardrobe, about: dict[str, Any]) -> None:
    """A link was sent two days ago; whoever has answered did it yesterday."""

    def send() -> None:
        row = introductions.invite(wardrobe, offers.desk(wardrobe.organisation), about["sender"], about["email"])
        if "told" in about:
            told = about["told"] | {"seen_on": wording.date_of(past.now, wardrobe.organisation.tz) - 3 * DAY}
            past.then(past.now - DAY, partial(introductions.answer, row, told))

    past.then(past.now - 2 * DAY, send)


def plan_bag(past: Past, wardrobe: Wardrobe, about: dict[str, Any]) -> None:
    """What came in that many days ago, in a bag without an appointment; each piece hangs an hour later."""
    staff, garments = User.objects.get(given_name="Oksana"), about["garments"]
    day = wording.date_of(past.now, wardrobe.organisation.tz) - DAY * about["days"]
    moment = availability.moment(day, time(10), wardrobe.organisation.tz)

    def arrive() -> None:
        told = {"number": len(garments), "grams": about["grams"], "note": about["note"]}
        bag = bags.receive(wardrobe, staff, told, f"bag-{about['days']}")
        for row in garments:
            garment = intake.take_in(wardrobe, staff, told_of(*row), bag=bag)
            past.then(moment + timedelta(hours=1), partial(intake.move, garment, "hang", staff))

    past.then(moment, arrive)


def told_of(kind: str, size: str, condition: str, season: str, colour: str) -> dict[str, Any]:
    told = {"type": GarmentType.objects.get(slug=kind), "size": size, "condition": condition}
    return told | {"season": season, "colour": colour}


class Choice:
    """What somebody puts aside, and when she comes to try it on. Each act plans the one that follows."""

    def __init__(self, past: Past, wardrobe: Wardrobe, about: dict[str, Any]) -> None:
        self.past, self.wardrobe, self.about = past, wardrobe, about
        self.actor = Actor(User.objects.get(given_name=about["person"]))
        self.tz = wardrobe.organisation.tz

    def plan(self) -> None:
        days = self.about["chosen"]
        self.past.then(self.past.now - (DAY * days if days else A_MOMENT), self.choose)

    def choose(self) -> None:
        for kind, size in self.about["pieces"]:
            hanging = Garment.objects.hanging().filter(wardrobe=self.wardrobe, type__slug=kind, size=size)
            booking = choosing.choose(self.wardrobe, self.actor, hanging.order_by("pk")[0].label)
        if "comes" in self.about:
            self.book(booking)

    def book(self, booking: Booking) -> None:
        """The first free time from that day on."""
        first = wording.date_of(self.past.now, self.tz) + DAY * (self.about["comes"] - self.about["chosen"])
        days = availability.times(booking.offer, first, 7, 30, 1)
        start = next(time.starts_at for day in days for time in day.times)
        booking = take(booking, "book", self.actor, {"time": start.isoformat()})
        if "takes" in self.about:
            self.past.then(start + A_MOMENT, partial(self.hand_over, booking))

    def hand_over(self, booking: Booking) -> None:
        taken = list(booking.pieces.values_list("pk", flat=True)[: self.about["takes"]])
        take(booking, "hand_over", Actor(offers.desk(self.wardrobe.organisation)), {"taken": taken})

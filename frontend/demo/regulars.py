"""Who comes to the wardrobe month after month, and what people looked for in vain: its figures say something."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import cycle
from typing import Any

from dateutil.relativedelta import relativedelta

from bookings import figures
from bookings import till as tills
from frontend.demo.past import Past
from marketplace import wording
from marketplace.accounts.models import User
from marketplace.places.models import Area
from services import availability
from services.models import Garment, GarmentType, Household, Wardrobe
from services.wardrobe import bags, households, intake, missed, purse, rack

BROWSER = "Mozilla/5.0"  # whoever looks is no robot
DAYS = 27  # of a month, on which somebody comes


def enter(past: Past, wardrobe: Wardrobe, about: dict[str, Any]) -> None:
    """The last months that are over, then what is not found in these days, and the figures of it all."""
    staff, told = User.objects.get(given_name="Oksana"), about["regulars"]
    first = wording.date_of(past.now, wardrobe.organisation.tz).replace(day=1)
    beginning = first - relativedelta(months=told["months"])
    wardrobe.organisation.memberships.update(since=beginning)  # they were there before the other bodies came
    everybody = [Regular(past, wardrobe, staff, row) for row in told["households"]]
    pieces = cycle(told["pieces"])
    for back in range(told["months"], 0, -1):
        month = first - relativedelta(months=back)
        coming = [one for one in everybody if one.row["months"] >= back]
        Month(past, wardrobe, staff, month, coming).plan(pieces, told)
    for row in about["missed"]:
        for days in row["days"]:
            past.then(past.now - timedelta(days=days), partial(look, wardrobe, row))
    past.then(past.now, figures.prepare_all)


def look(wardrobe: Wardrobe, told: dict[str, Any]) -> None:
    """Somebody asks the rack, and is counted where it has nothing."""
    filters = rack.filters_of(told)
    missed.count(wardrobe, filters, rack.found(wardrobe, filters), BROWSER)


@dataclass
class Regular:
    """A household that is admitted when it first comes."""

    past: Past
    wardrobe: Wardrobe
    staff: User
    row: dict[str, Any]
    household: Household | None = None

    def take_home(self, garments: list[Garment]) -> None:
        household = self.household = self.household or self.admit()
        card = household.cards.get(ended_at=None).code
        labels = [garment.label for garment in garments]
        tills.take_home(self.wardrobe, self.staff, card, labels, f"regular-{garments[0].pk}")

    def admit(self) -> Household:
        desk = self.wardrobe.organisation.memberships.get(role="owner").user
        until = wording.date_of(self.past.now, self.wardrobe.organisation.tz) + timedelta(days=300)
        area = Area.objects.get(name=self.row["area"])
        children = self.row.get("children", [])
        return households.admit(self.wardrobe, desk, "means", until, [self.row["person"]], children, area)


@dataclass
class Month:
    """A bag on its first day; then each household comes, and takes two pieces of it home. What is over stays there."""

    past: Past
    wardrobe: Wardrobe
    staff: User
    first: date
    coming: list[Regular]
    hung: list[Garment] = field(default_factory=list)

    def plan(self, pieces: Any, told: dict[str, Any]) -> None:
        rows = [next(pieces) for _number in range(2 * len(self.coming) + told["over"])]
        self.past.then(self.at(0, 8), purse.recharge_all)
        self.past.then(self.at(0, 9), partial(self.bring, rows))
        for number, regular in enumerate(self.coming):
            day = number * DAYS // len(self.coming)
            self.past.then(self.at(day, 10 + number % 3), partial(self.serve, regular, number))

    def at(self, day: int, hour: int) -> datetime:
        return availability.moment(self.first + timedelta(days=day), time(hour), self.wardrobe.organisation.tz)

    def bring(self, rows: list[list[str]]) -> None:
        told = {"number": len(rows), "grams": 400 * len(rows), "note": ""}
        bag = bags.receive(self.wardrobe, self.staff, told, f"month-{self.first}")
        types = {kind.slug: kind for kind in GarmentType.objects.all()}
        for slug, size, colour in rows:
            what = {"type": types[slug], "size": size, "condition": "good", "season": "all", "colour": colour}
            garment = intake.take_in(self.wardrobe, self.staff, what, bag=bag)
            self.hung.append(intake.move(garment, "hang", self.staff))

    def serve(self, regular: Regular, number: int) -> None:
        regular.take_home(self.hung[2 * number : 2 * number + 2])

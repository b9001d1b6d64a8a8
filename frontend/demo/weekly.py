"""The same every week or two: who asked for it, what clashed and was left out, and the yes to all dates at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bookings import series as plans
from bookings.models import Series
from bookings.models.series import Rule
from frontend.demo import data, offers
from frontend.demo.neighbours import Neighbour
from frontend.demo.past import Past
from marketplace import wording
from marketplace.lives.engine import Actor
from services import availability
from services.models import Offer

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def enter(past: Past, known: dict[str, Neighbour], by_title: dict[str, Offer]) -> None:
    for story in data.table("weekly")["series"]:
        Weekly(past, by_title[story["offer"]], known[story["who"]], story).plan()


@dataclass
class Weekly:
    """One series, from the wish to the night on which the next dates are asked for."""

    past: Past
    offer: Offer
    neighbour: Neighbour
    story: dict[str, Any]
    series: Series = None  # type: ignore[assignment]  # there is none before it was asked for

    def plan(self) -> None:
        ago = timedelta(days=self.story.get("ago_days", 0), hours=self.story.get("ago_hours", 0))
        self.past.then(self.past.now - ago, self.ask)

    def ask(self) -> None:
        """From the first free time on; what is not free is left out."""
        if not (start := self.first_start()):
            return
        first = start.date()
        last = first + timedelta(weeks=self.story["weeks"])
        rule = Rule(first, last, start.time(), self.story["minutes"], self.story["every"])
        wishes = {**self.neighbour.address, **self.story.get("answers", {}), "note": self.story.get("note", "")}
        clashes = plans.preview(self.offer, self.neighbour.actor, rule, wishes).clashes
        left_out = dict.fromkeys(one.on for one in clashes)
        self.series = plans.ask(self.offer, self.neighbour.actor, rule, wishes, left_out)
        if self.story["outcome"] == "confirmed":
            self.past.then(self.series.bookings.latest("pk").born_at + 2 * HOUR, self.accept)
            self.past.then(self.past.now - 6 * HOUR, self.night)

    def first_start(self) -> datetime | None:
        """On the place's clock."""
        tomorrow = wording.local(self.moment, self.offer.tz).date() + 2 * DAY
        days = availability.times(self.offer, tomorrow, 10, self.story["minutes"])
        starts = [time.starts_at for day in days for time in day.times]
        return wording.local(starts[0], self.offer.tz) if starts else None

    @property
    def moment(self) -> datetime:
        return self.past.now - timedelta(days=self.story.get("ago_days", 0))

    def accept(self) -> None:
        plans.take_each(
            self.series, "accept", Actor(offers.desk(self.offer.organisation)), plans.ALL, self.series.first
        )

    def night(self) -> None:
        plans.extend(self.series.pk)

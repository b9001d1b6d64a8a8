"""Residents who swap clothes under the name of Abito: one swap that is done, one agreed, one still to be answered."""

from datetime import date, time, timedelta
from functools import partial
from typing import Any

from bookings import lifecycle
from bookings.models import Booking
from frontend.demo import data, offers
from frontend.demo.past import Past
from marketplace import wording
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, take
from marketplace.places.models import Area, Place
from services.models import GarmentType, OwnGarment, SwapRule, Wardrobe
from services.wardrobe import shown

DAY = timedelta(days=1)
A_MOMENT = timedelta(minutes=40)  # ago somebody asked, so that the visitor finds it to be answered
SINCE = date(2026, 1, 1)


def enter(past: Past) -> None:
    about = data.table("swaps")
    wardrobe = Wardrobe.objects.get(slug=about["wardrobe"])
    open_swaps(past, wardrobe, about)
    for row in about["garments"]:
        past.then(past.now - DAY * row["days"], partial(show, wardrobe, row))
    for row in about["swaps"]:
        Swap(past, wardrobe, row).plan()


def open_swaps(past: Past, wardrobe: Wardrobe, about: dict[str, Any]) -> None:
    provider, officer = Actor(offers.desk(wardrobe.organisation)), Actor(User.objects.get(given_name="Gianni"))
    offer = offers.write(wardrobe.organisation, provider, about["offer"])
    offers.published(past, offer, provider, officer, "")
    Wardrobe.objects.filter(pk=wardrobe.pk).update(swaps=offer)
    wardrobe.refresh_from_db()
    wardrobe.meeting_places.set([meeting_place(**row) for row in about["places"]])
    SwapRule.objects.create(wardrobe=wardrobe, valid_from=SINCE)


def meeting_place(line: str, extra: str, area: str) -> Place:
    near = Area.objects.get(name=area)
    return Place.objects.create(line=line, extra=extra, area=near, lat=near.centre_lat, lon=near.centre_lon)


def show(wardrobe: Wardrobe, row: dict[str, Any]) -> None:
    kind, size, condition, season, colour = row["garment"]
    told = {"type": GarmentType.objects.get(slug=kind), "size": size, "condition": condition, "season": season}
    by = User.objects.get(given_name=row["person"])
    shown.show(wardrobe, by, told | {"colour": colour, "remark": row["remark"]})


class Swap:
    """What one asks of the other, and what both do then."""

    def __init__(self, past: Past, wardrobe: Wardrobe, about: dict[str, Any]) -> None:
        self.past, self.wardrobe, self.about = past, wardrobe, about
        self.asked_at = past.now - (DAY * about["asked"] if about["asked"] else A_MOMENT)

    def plan(self) -> None:
        self.past.then(self.asked_at, self.ask)

    def ask(self) -> None:
        about, zone = self.about, self.wardrobe.organisation.tz
        places = list(self.wardrobe.meeting_places.order_by("pk"))
        wishes = {
            "mine": self.label(about["asks"], about["gives"]),
            "garment": self.label(about["of"], about["wants"]),
            "day": wording.date_of(self.asked_at, zone) + DAY * about["meets"],
            "at": time.fromisoformat(about["at"]),
            "where": places[about["place"]].pk,
            "note": about["note"],
        }
        booking = lifecycle.ask(self.wardrobe.swaps, self.actor(about["asks"]), wishes)  # type: ignore[arg-type]
        for name, step, days in about["steps"]:
            self.past.then(self.asked_at + DAY * days, partial(self.take, booking, name, step))

    def take(self, booking: Booking, name: str, step: str) -> None:
        take(booking, step, self.actor(name))

    def actor(self, name: str) -> Actor:
        return Actor(User.objects.get(given_name=name))

    def label(self, name: str, kind: str) -> str:
        hers = OwnGarment.objects.shown().filter(resident__given_name=name, type__slug=kind)
        return hers.latest("pk").label

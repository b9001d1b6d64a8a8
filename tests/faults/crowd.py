"""A crowd at the real servers: residents, desks and programs that want the same hours, and change their minds."""

import queue
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

from django.db import connections

from bookings.models import Booking
from tests.cast import at
from tests.facts import facts_for
from tests.faults.conftest import Window

RESIDENTS, DESKS, MAKERS, WEEKLY, ROUNDS = 42, 8, 8, 6, 4
STARTS = [at(hour) for hour in (9, 11, 13, 15, 16)]  # the last two overlap: five starts of two hours for two workers


class Crowd:
    """What all of them do, and what the city answered."""

    def __init__(self, city, offers, workshop, caller) -> None:
        self.city, self.offers, self.workshop, self.caller = city, offers, workshop, caller
        self.asked: queue.SimpleQueue[int] = queue.SimpleQueue()
        self.promised: set[int] = set()
        self.broken: list[str] = []
        self.gate = threading.Barrier(RESIDENTS + DESKS + MAKERS + WEEKLY)

    def run(self, deeds: list[Callable[[], None]]) -> None:
        def play(deed: Callable[[], None]) -> None:
            self.gate.wait(60)
            try:
                deed()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(deeds)) as pool:
            list(pool.map(play, deeds))

    def resident(self, window: Window, chance: random.Random) -> None:
        """Asks, and often changes her mind: takes it back, or wishes for another time."""
        for _round in range(ROUNDS):
            if number := self.ask(window, chance):
                self.asked.put(number)
                self.press(window, number, chance, chance.choice(["no", "rare", "rare", ""]))

    def desk(self, window: Window, chance: random.Random) -> None:
        """Answers what was asked, and books for somebody on the phone."""
        for _round in range(ROUNDS * 4):
            if chance.random() < 0.3:
                self.book_for_the_caller(window, chance)
            try:
                number = self.asked.get(timeout=1)
            except queue.Empty:
                continue
            self.press(window, number, chance, chance.choice(["", "", "no", "rare"]))
            self.asked.put(number) if chance.random() < 0.3 else None

    def maker(self, window: Window, chance: random.Random) -> None:
        """A program that books one or two of the three places at the bench, and often gives them back."""
        for _round in range(ROUNDS):
            start, seats = chance.choice(STARTS), chance.choice([1, 1, 2])
            times = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat()}
            made = self.call(window, "bookings/", {"offer": self.workshop.pk, "details": {"seats": seats}} | times)
            if made and chance.random() < 0.6:
                self.promised.add(made["id"])
                self.call(window, f"bookings/{made['id']}/steps/", {"step": "cancel"})

    def every_week(self, window: Window, chance: random.Random) -> None:
        """A program that asks for the same hour for three weeks, moves the first date, and often ends all of it."""
        for _round in range(ROUNDS):
            first = STARTS[0].date() + timedelta(days=chance.choice([0, 2, 3]))  # on later days there is room
            rule = {"first": f"{first}", "until": f"{first + timedelta(days=14)}", "minutes": 120}
            rule["at"] = f"{chance.choice(STARTS):%H:%M}"
            wished = {"offer": chance.choice(self.offers).pk, "address": "via Cecchi 18", "answers": {"ages": "3"}}
            if made := self.call(window, "series/", wished | rule):
                hour = f"{chance.choice(STARTS):%H:%M}"
                self.call(window, f"series/{made['id']}/move/", {"reach": "one", "on": f"{first}", "at": hour})
                if chance.random() < 0.7:
                    self.call(window, f"series/{made['id']}/end/", {"reach": "all"})

    def call(self, window: Window, path: str, sent: dict) -> dict | None:
        """What the API made of it; None where it said no."""
        answer = window.post(f"/api/v1/{path}", json=sent)
        if answer.status_code >= 500:
            self.broken.append(f"{answer.status_code} {path}")
        return answer.json() if answer.ok else None

    def ask(self, window: Window, chance: random.Random) -> int | None:
        start, offer = chance.choice(STARTS), chance.choice(self.offers)
        sent = wishes(start)
        return self.number_in(self.post(window, f"/offers/{offer.pk}/ask/", sent))

    def book_for_the_caller(self, window: Window, chance: random.Random) -> None:
        offer = chance.choice(self.offers)
        address = f"/desk/book/?person={self.caller.pk}&offer={offer.pk}"
        start = chance.choice(STARTS) + timedelta(days=chance.choice([0, 0, 1]))  # the day after there is room
        self.number_in(self.post(window, address, wishes(start)))

    def press(self, window: Window, number: int, chance: random.Random, tone: str) -> None:
        """Any step with this tone that the booking's page shows her."""
        page = window.get(f"/bookings/{number}/").text
        booking = Booking.objects.get(pk=number)
        steps = booking.table.leaving(booking.status).items()
        here = [name for name, step in steps if step.tone == tone and f"/steps/{name}/" in page]
        if here:
            name = chance.choice(here)
            facts = {"seen": booking.last_change_id, "key": str(uuid4())} | facts_for(
                booking, name, chance.randrange(9)
            )
            if "times" in facts:
                facts["times"] = [start.isoformat() for start in chance.sample(STARTS, 2)]
            self.post(window, f"/bookings/{number}/steps/{name}/", facts)

    def post(self, window: Window, path: str, sent: dict):
        answer = window.post(path, sent, allow_redirects=False)
        if answer.status_code >= 500:
            self.broken.append(f"{answer.status_code} {path}")
        return answer

    def number_in(self, answer) -> int | None:
        """The number of the booking that the city answered with."""
        last = answer.headers.get("Location", "").rstrip("/").rsplit("/", 1)[-1]
        if not last.isdigit():
            return None
        self.promised.add(int(last))
        return int(last)


def wishes(start) -> dict:
    sent = {"starts_at": start.isoformat(), "minutes": "120", "address": "via Cecchi 18", "door": "3", "area": ""}
    return sent | {"ages": "3", "note": "", "key": str(uuid4())}

"""What the neighbours asked for, as data: which offer, who, when, in which words, and how it went."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from frontend.demo import data

FIRST_DAY, LAST_DAY = -28, 14  # days from today between which bookings lie
Line = tuple[str, str, str]  # when (asked, confirmed, done), who speaks, what


@dataclass(frozen=True)
class Story:
    """One wish, or one that comes back every week. The fields are those of `data/stories`."""

    offer: str
    who: list[str]
    times: int = 1
    day: int | None = None
    minutes: int = 0  # 0: the offer's shortest stay
    between: tuple[int, int] = (0, 24)  # the hours in which it may start
    answers: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    thread: list[Line] = field(default_factory=list)
    outcome: str = "done"
    reason: str = ""
    work_note: str = ""
    worker: str = ""  # somebody whom it has to be
    asked: float | None = None  # hours ago
    accepted: float | None = None
    hours: list[tuple[float, str, str]] = field(default_factory=list)  # hours ago, who speaks, what
    running: bool = False  # has started and is not over

    @property
    def lasts(self) -> bool:
        """Told by the hour: the visitor finds it as it is, whatever would follow."""
        return self.asked is not None


@dataclass(frozen=True)
class Occasion:
    """One time that a story is to happen: for whom, on which day, and its own dice."""

    story: Story
    name: str
    day: date
    dice: Random
    first: bool


def all_of_them() -> list[Story]:
    return [Story(**row) for file in data.tables("stories") for row in file["stories"]]


def occasions(today: date) -> Iterator[Occasion]:
    """Each with dice of its own: what befalls one never changes the others."""
    for story in all_of_them():
        for n in range(story.times):
            dice = Random(f"{story.offer}, {story.who}, {story.day}, {n}")
            name = story.who[n % len(story.who)]
            yield Occasion(story, name, today + timedelta(days=day_of(story, n, dice)), dice, first=n == 0)


def day_of(story: Story, n: int, dice: Random) -> int:
    """The day that the story names, or days spread evenly over the weeks."""
    if story.day is not None:
        return story.day
    return FIRST_DAY + int((n + dice.random()) * (LAST_DAY - FIRST_DAY) / story.times)

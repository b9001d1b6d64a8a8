"""How one booking goes, step by step, through the same functions that pages and API call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from bookings import lifecycle, messaging
from bookings.models import Booking
from frontend.demo import turns
from frontend.demo.neighbours import Neighbour
from frontend.demo.past import Past
from frontend.demo.stories import Occasion
from marketplace import wording
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, take
from marketplace.notices import telling
from marketplace.notices.models import Notice
from services import availability
from services.models import Offer

LONG_READ = timedelta(days=1)  # words older than this have been read by everybody
MINUTE = timedelta(minutes=1)
DAYS_TO_LOOK = 7  # a wish that finds no free time on its day takes one of the following days


@dataclass
class Episode:
    """One booking. Each act plans the ones that follow, so that nothing happens after something that did not."""

    past: Past
    occasion: Occasion
    offer: Offer
    neighbour: Neighbour
    desk: User  # who answers there
    workers: dict[int, User]  # by their calendar
    booking: Booking = None  # type: ignore[assignment]  # there is none before it was asked for

    def plan(self) -> None:
        self.past.then(self.asked_at(), self.ask)

    def asked_at(self) -> datetime:
        story, dice = self.occasion.story, self.occasion.dice
        if story.asked is not None:
            return self.past.now - timedelta(hours=story.asked)
        if story.running:
            return self.past.now - timedelta(days=8)
        notice = timedelta(minutes=self.offer.notice_minutes)
        day = self.occasion.day - timedelta(days=dice.randint(2, 14)) - notice
        return availability.moment(day, time(dice.randint(8, 20), dice.randint(0, 59)), self.offer.tz)

    def ask(self) -> None:
        start = self.free_time()
        if start is None:
            return
        story = self.occasion.story
        wishes = {**self.neighbour.address, **self.neighbour.answers, **story.answers, "note": story.note}
        wishes |= {"starts_at": start, "ends_at": start + self.stay}
        self.booking = lifecycle.ask(self.offer, self.neighbour.actor, wishes)
        if self.neighbour.by_phone:
            self.past.then(self.moment + MINUTE, self.said_on_the_phone)
        self.go_on()

    @property
    def stay(self) -> timedelta:
        return timedelta(minutes=self.occasion.story.minutes or self.offer.min_minutes)

    @property
    def moment(self) -> datetime:
        return self.booking.last_change.at  # type: ignore[union-attr]

    def free_time(self) -> datetime | None:
        """One of the times that the page would show for that day, or for the next one that has any that suit."""
        if self.occasion.story.running:
            return self.just_begun()
        days = availability.times(self.offer, self.occasion.day, DAYS_TO_LOOK, self.minutes)
        of_days = [[time.starts_at for time in day.times if self.suits(time.starts_at)] for day in days]
        starts = next(filter(None, of_days), [])
        return self.occasion.dice.choice(starts) if starts else None

    def suits(self, start: datetime) -> bool:
        """The hours of the story, and whoever it has to be."""
        story = self.occasion.story
        first, last = story.between
        here = wording.local(start, self.offer.tz)
        return first <= here.hour < last and (not story.worker or self.whose_turn(start) == story.worker)

    @property
    def minutes(self) -> int:
        return int(self.stay.total_seconds() // 60)

    def just_begun(self) -> datetime | None:
        """The last start before the visitor arrives: somebody is always at work, or forgot to say that it is over."""
        latest = self.past.now - 5 * MINUTE
        yesterday = wording.local(latest, self.offer.tz).date() - timedelta(days=1)
        days = availability.times(self.offer, yesterday, 2, self.minutes)
        return max((time.starts_at for day in days for time in day.times if time.starts_at <= latest), default=None)

    def whose_turn(self, start: datetime) -> str:
        return availability.free_for(self.offer, start, start + self.stay)[0].name

    # --- what follows --------------------------------------------------------------------------------------------
    def go_on(self) -> None:
        story = self.occasion.story
        for hours, speaker, text in story.hours:
            self.past.then(self.past.now - timedelta(hours=hours), partial(self.say, speaker, text))
        if self.booking.at_once:
            self.confirmed()
        elif story.lasts:
            self.answered_by_the_hour()
        else:
            self.answered()

    def answered_by_the_hour(self) -> None:
        hours, outcome = self.occasion.story.accepted, self.occasion.story.outcome
        if hours is not None:
            self.past.then(self.past.now - timedelta(hours=hours), self.accept)
        elif outcome in turns.OTHER_TIMES:
            turns.propose(self)

    def answered(self) -> None:
        """Some time after the request, and well before it expires; or not at all."""
        asked, limit = self.moment, self.booking.answer_by
        answer = self.awake(asked, limit, self.occasion.dice.uniform(0.03, 0.3))  # type: ignore[arg-type]
        self.talk("asked", asked, answer)
        ends: dict[str, Callable[[], None]] = {
            "declined": partial(self.desk_takes, "decline", reason=self.occasion.story.reason),
            "withdrawn": partial(self.customer_takes, "withdraw"),
            "expired": lambda: None,
        }
        self.past.then(answer, ends.get(self.occasion.story.outcome, self.accept))

    def accept(self) -> None:
        self.desk_takes("accept")
        self.confirmed()

    def confirmed(self) -> None:
        """Cancelled or called off on the way, or done."""
        since, start = self.moment, self.booking.starts_at
        self.talk("confirmed", since, start)
        midway = self.awake(since, start, self.occasion.dice.uniform(0.3, 0.8))
        ends: dict[str, Callable[[], None]] = {
            "cancelled": partial(self.customer_takes, "cancel"),
            "called_off": partial(self.desk_takes, "call_off", reason=self.occasion.story.reason),
        }
        if early := ends.get(self.occasion.story.outcome):
            self.past.then(midway, early)
        elif other := self.otherwise():
            other(self)
        else:
            self.carried_out()

    def otherwise(self) -> Callable[["Episode"], None] | None:
        """What happens instead of work that goes as planned."""
        outcome = self.occasion.story.outcome
        ways = ((turns.OTHER_TIMES, turns.propose), (turns.ABSENT, turns.stay_away), (turns.COMPLAINED, turns.complain))
        return next((way for outcomes, way in ways if outcome in outcomes), None)

    def carried_out(self) -> None:
        """Not everybody remembers to press the buttons; what nobody ends, the clock closes a day later."""
        running, dice = self.occasion.story.running, self.occasion.dice
        if running or dice.random() < 0.6:
            self.past.then(self.booking.starts_at + MINUTE * dice.randint(0, 4), partial(self.worker_takes, "start"))
        if not running and dice.random() < 0.92:
            self.past.then(self.booking.ends_at + MINUTE * dice.randint(0, 9), self.finish)

    def finish(self) -> None:
        self.worker_takes("finish", work_note=self.occasion.story.work_note)
        self.talk("done", self.moment, self.moment + timedelta(hours=3))

    # --- who takes a step ----------------------------------------------------------------------------------------
    def desk_takes(self, step: str, **facts: Any) -> None:
        self.take(step, Actor(self.desk), facts)

    def customer_takes(self, step: str) -> None:
        self.take(step, self.neighbour.actor, {})

    def worker_takes(self, step: str, **facts: Any) -> None:
        self.take(step, Actor(self.worker), facts)

    def take(self, step: str, actor: Actor, facts: dict[str, Any]) -> None:
        self.booking = take(self.booking, step, actor, facts)

    @property
    def worker(self) -> User:
        """Where one comes to a counter or a bench, the desk."""
        return self.workers.get(self.booking.worker_id or 0, self.desk)

    # --- words ---------------------------------------------------------------------------------------------------
    def talk(self, phase: str, since: datetime, until: datetime) -> None:
        """The words of this phase, the first soon, all of them in the first half of the time. Said once a story."""
        lines = [line for line in self.occasion.story.thread if line[0] == phase and self.occasion.first]
        for number, (_phase, speaker, text) in enumerate(lines, 1):
            at = since + (until - since) * number / (2 * len(lines) + 2)
            self.past.then(at, partial(self.say, speaker, text))
        if lines and lines[-1] == self.occasion.story.thread[-1] and self.past.now - at > LONG_READ:
            self.past.then(at, self.everybody_reads)

    def say(self, speaker: str, text: str) -> None:
        """Words of the customer, the desk, whoever comes, or of a worker by name if it is she who comes."""
        actors = {"customer": self.neighbour.actor, "provider": Actor(self.desk)}
        actors |= {"worker": Actor(self.worker), self.worker.given_name: Actor(self.worker)}
        if actor := actors.get(speaker):
            messaging.post(self.booking, actor, text.replace("%(worker)s", self.worker.given_name))

    def everybody_reads(self) -> None:
        for reader in {self.booking.customer, self.worker, self.desk}:
            messaging.mark_read(self.booking, reader)

    def said_on_the_phone(self) -> None:
        """What a caller is told was said while she was on the line."""
        told = Notice.objects.filter(life=self.booking, reader=self.neighbour.user, done_at=None)
        for notice in told:
            telling.phoned(notice, self.neighbour.actor.user)  # type: ignore[arg-type]

    def awake(self, since: datetime, until: datetime, part: float) -> datetime:
        """A moment between two others, at an hour at which people answer if there is one."""
        moment = since + (until - since) * part
        here = wording.local(moment, self.offer.tz)
        day = here.date() + timedelta(days=here.hour >= 21)
        morning = availability.moment(day, time(8, 10), self.offer.tz)
        return moment if 8 <= here.hour < 21 or morning >= until else max(moment, morning)

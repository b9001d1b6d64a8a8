"""How a booking goes otherwise: other times are proposed, nobody is there, somebody complains and is answered."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from marketplace import wording
from marketplace.lives.engine import Actor
from services import availability

if TYPE_CHECKING:
    from frontend.demo.episodes import Episode

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LATELY = timedelta(hours=2)  # before the visitor comes
OTHER_TIMES = {  # outcome -> the step that leads there, and who takes it
    "offered": ("offer_times", "desk"), "wished": ("wish_times", "customer"),
    "move_offered": ("propose_move", "desk"), "move_wished": ("ask_to_move", "customer"),
}  # fmt: skip
ABSENT = {"absent", "excused", "not_there"}
COMPLAINED = {"finished", "complained", "escalated", "settled"}


def propose(episode: "Episode") -> None:
    """A first time on each of the next two days that have one."""
    episode.past.then(episode.past.now - LATELY, partial(proposed, episode))


def proposed(episode: "Episode") -> None:
    booking, story = episode.booking, episode.occasion.story
    step, who = OTHER_TIMES[story.outcome]
    first = wording.local(booking.starts_at, booking.tz).date() + DAY
    days = availability.times(booking.offer, first, 7, booking.minutes)
    times = [day.times[0].starts_at.isoformat() for day in days if day.times][:2]
    actor = Actor(episode.desk) if who == "desk" else episode.neighbour.actor
    episode.take(step, actor, {"times": times, "words": story.reason})


def stay_away(episode: "Episode") -> None:
    """Nobody opens; perhaps there was a reason."""
    story, start = episode.occasion.story, episode.booking.starts_at
    episode.past.then(start + 25 * MINUTE, partial(episode.worker_takes, "absent", reason=story.reason))
    if story.outcome == "excused":
        actor, facts = episode.neighbour.actor, {"reason": story.work_note}
        episode.past.then(start + DAY, lambda: episode.take("give_reason", actor, facts))
        episode.past.then(start + DAY + 25 * MINUTE, partial(episode.desk_takes, "excuse"))


def complain(episode: "Episode") -> None:
    """The work is said to be done; something was wrong, and perhaps the desk answers."""
    story, end = episode.occasion.story, min(episode.booking.ends_at, episode.past.now - 3 * MINUTE)
    episode.past.then(end, partial(episode.worker_takes, "finish"))
    if story.outcome == "finished":
        return
    actor, facts = episode.neighbour.actor, {"complaint": story.reason}
    episode.past.then(end + 3 * LATELY, lambda: episode.take("complain", actor, facts))
    if story.outcome == "settled":
        episode.past.then(end + DAY, partial(episode.desk_takes, "settle", answer=story.work_note))

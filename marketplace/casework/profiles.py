"""What matching reads of everybody at once: taken out of the parts of a file in the moment in which they are saved."""

from collections.abc import Callable
from typing import Any

from marketplace.casework.models import Participant, Profile
from marketplace.casework.questions import LEVELS
from marketplace.places.models import Area

Answers = dict[str, Any]
FOLLOW: dict[str, list[Callable[[Participant, Answers], None]]] = {}  # by part, hung in when a room above is ready
STEPS = {code: n for n, (code, _label) in enumerate(LEVELS)}


def follow(participant: Participant, part: str, answers: Answers) -> None:
    """Write anew what the profile takes from this part; and whatever else the rooms above take from it."""
    if part in READ:
        Profile.objects.update_or_create(participant=participant, defaults=READ[part](answers))
    for write in FOLLOW.get(part, []):
        write(participant, answers)


def strengths(answers: Answers) -> Answers:
    return {"skills": told(answers, "can")}


def wishes(answers: Answers) -> Answers:
    hours = {"hours": told(answers, "hours"), "most_hours": told(answers, "most_hours")}
    return hours | {"wishes": told(answers, "tasks") or [], "goals": told(answers, "learning") or []}


def languages(answers: Answers) -> Answers:
    pairs = ((code.removeprefix("speaks_"), told(answers, code)) for code in answers)
    return {"levels": {language: STEPS[level] for language, level in pairs if level in STEPS}}


def reach(answers: Answers) -> Answers:
    area = Area.objects.filter(code=told(answers, "area") or "").first()
    return {"area": area, "minutes": told(answers, "minutes"), "mode": told(answers, "mode") or ""}


def told(answers: Answers, code: str) -> Any:
    """None: not asked, or she does not want to say."""
    return answers.get(code, {}).get("value")


READ: dict[str, Callable[[Answers], Answers]] = {
    "strengths": strengths,
    "wishes": wishes,
    "languages": languages,
    "reach": reach,
}

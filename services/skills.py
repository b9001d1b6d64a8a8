"""The groups of skills that come with the program; a city may set others, and ESCO's may be read in beside them.

Languages are in none: who speaks one does not for that speak another."""

import json
from pathlib import Path

from services.models import Skill, SkillGroup

GROUPS = Path(__file__).parent / "data" / "skill_groups.json"


def enter() -> None:
    """Write the groups, each after the one around it, and put into them the skills that are in none yet. Safe to run
    twice."""
    known: dict[str | None, SkillGroup | None] = {None: None}
    for row in json.loads(GROUPS.read_text()):
        told = {"name": row["name"], "broader": known[row["broader"]]}
        known[row["code"]] = SkillGroup.objects.get_or_create(code=row["code"], defaults=told)[0]
        Skill.objects.filter(slug__in=row["skills"], group=None).update(group=known[row["code"]])

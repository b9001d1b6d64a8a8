"""What a job asks for and what lies near it: skills of the same group, out of the rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.matching import candidates, words
from services import skills
from services.models import Skill


@pytest.fixture
def carrying(job):
    """A job for which one must carry, and had better sew."""
    for slug in ("carry", "furniture", "sewing"):
        Skill.objects.create(slug=slug, name={"en": slug, "it": slug})
    skills.enter()
    work = job()
    work.terms |= {"needed": ["carry"], "nice": ["sewing"]}
    work.save()
    return work


def knows(work, user, participant):
    """What the reason says of her skills."""
    found = [one for column in candidates.columns(work, user).columns.values() for one in column]
    (verdict,) = [one for one in found if one.person.key == participant.pk]
    return next(one for one in verdict.reasons if one.code == "skill")


def test_a_skill_of_the_same_group_counts_in_part_and_is_named(carrying, ready, chiara, write):
    write("strengths", can=["furniture"])
    near = knows(carrying, chiara, ready)
    write("strengths", can=["carry", "sewing"])
    both = knows(carrying, chiara, ready)

    assert (near.points, both.points) == (4.8, 12)
    assert "has done similar work: furniture" in words.said(near, words.TEAM, candidates.rules_on()[1])
    assert "alike" not in both.facts


def test_skills_cost_one_query_however_many_there_are(carrying, job, ready, chiara, write):
    write("strengths", can=["furniture"])
    looks = []
    for work in (job(), carrying):
        with CaptureQueriesContext(connection) as queries:
            candidates.columns(work, chiara)
        looks.append(len(queries))

    assert looks[1] - looks[0] == 1

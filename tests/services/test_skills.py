"""Groups of skills: as they come with the program, and entered once."""

import json

import pytest
from django.db import IntegrityError, transaction

from services import skills
from services.models import Skill, SkillGroup

pytestmark = pytest.mark.django_db


def test_skills_that_are_in_no_group_yet_find_theirs_and_what_the_city_chose_stays():
    own = SkillGroup.objects.create(code="own", name={"en": "own"})
    for slug, group in (("carry", None), ("sewing", own), ("arabic", None)):
        Skill.objects.create(slug=slug, group=group)

    for _twice in range(2):
        skills.enter()

    groups = dict(Skill.objects.values_list("slug", "group__code"))
    assert groups == {"carry": "handling.loads", "sewing": "own", "arabic": None}
    assert SkillGroup.objects.get(code="handling.loads").broader.code == "handling"


def test_each_group_is_named_in_both_languages_after_the_one_around_it_and_holds_a_skill_once():
    rows = json.loads(skills.GROUPS.read_text())
    codes, slugs = [row["code"] for row in rows], [slug for row in rows for slug in row["skills"]]

    assert all(row["name"]["en"] and row["name"]["it"] for row in rows)
    assert all(row["broader"] is None or row["broader"] in codes[:number] for number, row in enumerate(rows))
    assert len(codes) == len(set(codes))
    assert len(slugs) == len(set(slugs))


def test_a_code_stands_for_one_group():
    SkillGroup.objects.create(code="handling")

    with pytest.raises(IntegrityError), transaction.atomic():
        SkillGroup.objects.create(code="handling")

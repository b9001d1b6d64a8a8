"""What somebody used of a ceiling elsewhere: said by her or her team, day by day, corrected, and taken away."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marketplace.casework import ceilings, tasks
from marketplace.casework.models import CeilingRule, CeilingUse
from marketplace.refusals import Refused
from tests.folding import each

TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def rules(db) -> None:
    """What a person may earn in a year, for how long she may work with one employer, and what an employer may pay."""
    shared = {"forms": ["presto"], "period": "year", "valid_from": "2020-01-01", "amount": 5000}
    for scope, unit in (("person", "cent"), ("pair", "hour"), ("client", "cent")):
        CeilingRule.objects.create(code=scope, scope=scope, unit=unit, name={"en": scope}, **shared)


def said(participant) -> dict[str, list[int]]:
    return {line.rule.code: [use.amount for use in line.uses] for line in ceilings.told(participant)}


def test_she_and_her_team_say_it_day_by_day(fatou, chiara):
    ceilings.declare(fatou, fatou.person, "person", 6000, TODAY() - timedelta(days=1))
    ceilings.declare(fatou, chiara, "person", 4000, TODAY())

    assert said(fatou) == {"pair": [], "person": [4000, 6000]}


def test_said_again_for_a_day_the_last_word_counts(fatou, chiara):
    ceilings.declare(fatou, fatou.person, "person", 60_000, TODAY())
    before = CeilingUse.objects.get().at

    ceilings.declare(fatou, chiara, "person", 6000, TODAY())

    use = CeilingUse.objects.get()
    assert (use.amount, use.by, use.at > before) == (6000, chiara, True)


def test_nothing_is_an_answer(fatou):
    ceilings.declare(fatou, fatou.person, "pair", 0, TODAY())

    assert said(fatou)["pair"] == [0]


@each(
    ("code", "amount", "days", "field"),
    [
        ("client", 1, 0, "on"), ("nothing", 1, 0, "on"), ("person", -1, 0, "amount"),
        ("person", 10_000_001, 0, "amount"), ("person", 1, -732, "on"), ("person", 1, 367, "on"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_by_field(fatou, chiara, code, amount, days, field):
    with pytest.raises(ValidationError) as wrong:
        ceilings.declare(fatou, chiara, code, amount, TODAY() + timedelta(days=days))

    assert list(wrong.value.message_dict) == [field]
    assert not CeilingUse.objects.exists()


def test_a_ceiling_that_is_over_is_shown_while_something_was_said_of_it(fatou, chiara):
    ceilings.declare(fatou, chiara, "person", 100, TODAY() - timedelta(days=2))
    CeilingRule.objects.update(valid_until=TODAY() - timedelta(days=1))

    [line] = ceilings.told(fatou)

    assert (line.rule.code, line.is_open) == ("person", False)
    with pytest.raises(ValidationError):
        ceilings.declare(fatou, chiara, "person", 100, TODAY())


@each("outsider", ["luca", "rita", "dario", "gianni", "elena", "dora"])
def test_nobody_else_says_it_or_takes_it_away(fatou, chiara, request, outsider):
    use, other = ceilings.declare(fatou, chiara, "person", 100, TODAY()), request.getfixturevalue(outsider)

    with pytest.raises(Refused):
        ceilings.declare(fatou, other, "person", 200, TODAY())
    with pytest.raises(Refused):
        ceilings.take_away(use, other)

    assert said(fatou)["person"] == [100]


def test_it_is_taken_away_and_after_two_years_it_goes_by_itself(fatou, chiara):
    for days in (0, 1):
        ceilings.declare(fatou, chiara, "person", 100, TODAY() - timedelta(days=days))
    CeilingUse.objects.filter(on=TODAY() - timedelta(days=1)).update(on=TODAY() - timedelta(days=732))

    tasks.every_night(0)
    ceilings.take_away(CeilingUse.objects.get(), fatou.person)

    assert not CeilingUse.objects.exists()

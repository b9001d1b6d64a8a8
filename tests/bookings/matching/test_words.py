"""Reasons as sentences, and who is told what."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

from bookings.matching import gates, reason, reasons, times, words
from bookings.matching.reason import IF, NO, UNKNOWN, Reason
from tests.matching import FIRST


def told(code, what, reader=words.TEAM, **facts):
    return words.said(Reason(code, NO, what, 0, facts), reader, FIRST)


@pytest.mark.parametrize(
    ("code", "what", "facts", "team", "person"),
    [
        (
            "credential", "ended", {"paper": {"en": "certificate"}, "day": "2025-05-03"},
            "certificate ended on Saturday 3 May 2025",
            "certificate ended on Saturday 3 May 2025: shall we renew it together?",
        ),
        (
            "reach", "over", {"over": 12, "minutes": 42}, "12 minutes over travel reach",
            "The way takes 12 minutes longer than you wish.",
        ),
        (
            "credential", "missing", {"paper": {"en": "driving licence"}}, "unknown: driving licence (ask)",
            "driving licence: do you have it?",
        ),
        ("limits", "met", {"demands": ["lifting"]}, "asked not to do: lifting", "You asked not to do: lifting."),
        (
            "ceiling", "over", {"ceiling": {"en": "Libretto"}, "unit": "cent", "most": 1, "left": 1, "over": 1250},
            "Libretto: €12.50 over it", "Libretto: this would be €12.50 too much.",
        ),
        (
            "ceiling", "over_pair", {"ceiling": {"en": "Libretto"}, "unit": "cent", "used": 5000, "over": 1250},
            "Libretto: €50 already there, this is €12.50 over it", "Libretto: there it would be €12.50 too much.",
        ),
        (
            "ceiling", "over_client", {"ceiling": {"en": "Libretto"}, "unit": "cent", "used": 5000, "over": 1250},
            "Libretto: €50 already in all, this is €12.50 over it",
            "Whoever needs this work cannot pay for more of it in this form of contract.",
        ),
        (
            "ceiling", "near_client", {"ceiling": {"en": "Libretto"}, "unit": "cent", "used": 5000, "left": 1250},
            "Libretto: €50 already in all, €12.50 left", "",
        ),
        ("language", "far_below", {"language": "it", "level": 2}, "Italian: too little for this work", ""),
        ("consent", "paused", {}, "has paused", ""),
    ],
)  # fmt: skip
def test_the_same_reason_in_the_words_of_each_reader(code, what, facts, team, person):
    assert told(code, what, **facts).replace("\N{NO-BREAK SPACE}", " ") == team
    assert told(code, what, words.PERSON, **facts).replace("\N{NO-BREAK SPACE}", " ") == person
    assert told(code, what, words.PROVIDER, **facts) == ""


def test_who_needs_the_work_reads_no_reason_at_all():
    assert words.to_provider(reason.FITS) == "available"
    assert words.to_provider(reason.FITS_IF) == words.to_provider(reason.NOT_NOW) == "not available any more"


def test_soft_reasons_say_what_the_rules_published_and_nobody_is_told_what_is_missing():
    skill = Reason("skill", "yes", "", 8, {"n": 2, "m": 3})
    family = Reason("same_person", "yes", "", 0.0, {})

    assert words.said(skill, words.TEAM, FIRST) == "tasks: can do 2 of 3"
    assert words.said(skill, words.PERSON, FIRST) == ""
    assert words.said(family, words.TEAM, FIRST) == ""
    with translation.override("it"):
        assert words.said(skill, words.TEAM, FIRST) == "compiti: ne sa fare 2 su 3"


def test_the_team_has_words_for_all_that_gates_and_reasons_may_say():
    found = set()
    for module in (gates, times, reasons):
        tree = ast.parse(Path(module.__file__).read_text())
        found |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}

    silent = {(code, what) for code, what in words.TO_TEAM if what not in found}

    assert silent == set()
    assert set(words.TO_PERSON) <= set(words.TO_TEAM)
    assert {code for code, _what in words.TO_TEAM} <= {*gates.ALL, *reasons.ALL}
    assert {IF, NO, UNKNOWN} == {"if", "no", "unknown"}

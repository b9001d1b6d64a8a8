"""How work is proposed, as everybody reads it: printed from the rules, in one query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.matching import rules
from bookings.models import RuleSet

HERE = "/how-work-is-proposed/"


@pytest.fixture
def page(client, db):
    return lambda language: " ".join(client.get(HERE, headers={"accept-language": language}).content.decode().split())


def approved(**told: object) -> RuleSet:
    told = {"rules": rules.first().told, "approved_by": "R. Conti", "approved_on": "2026-10-28"} | told
    return RuleSet.objects.create(version=3, valid_from="2026-01-01", **told)


def test_before_the_city_has_approved_rules_the_page_says_so(page):
    assert "Version 1, as it comes with the program. The City has not approved it yet" in page("en")


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["11 hours of rest", "Up to 12 points.", "where somebody comes from", "at least 10 people"]),
        ("it", ["11 ore di riposo", "Fino a 12 punti.", "da dove viene una persona", "almeno 10 persone"]),
    ],
)
def test_the_page_prints_what_the_rules_say_in_both_languages(page, language, sentences):
    text = page(language)

    assert [one for one in sentences if one not in text] == []
    assert text.count("<h1>") == 1


def test_another_approved_number_is_another_sentence(page):
    told = rules.first().told
    gates = [one | {"rest_h": 12} if one["code"] == "free" else one for one in told["gates"]]
    approved(rules={**told, "gates": gates})

    text = page("en")

    assert "12 hours of rest" in text
    assert "Version 3, approved by R. Conti on October" in text


def test_everybody_reads_it_in_few_queries(client, db, elena):
    approved()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(HERE).status_code == 200
    assert len(queries) <= 2

    client.force_login(elena)
    assert client.get(HERE).status_code == 200

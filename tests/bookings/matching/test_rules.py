"""A set of rules is whole or refused, and what is published is what the code judges by."""

import copy
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from bookings.matching import gates, reasons, rules
from bookings.models import RuleSet


@pytest.fixture
def told():
    return json.loads(rules.FIRST.read_text())


def test_code_and_the_published_rules_name_the_same(told):
    published = rules.read(told)

    assert set(gates.ALL) == set(rules.GATES) == set(published.gates)
    assert set(reasons.ALL) == set(rules.REASONS) == {one.code for one in published.reasons}


def test_every_rule_has_its_words_with_its_numbers_in_them(told):
    published = rules.read(told)

    texts = [*published.gate_texts.values(), *(one.text for one in published.reasons)]

    assert all("{" not in text for words in texts for text in words.values())
    assert "11 hours of rest" in published.gate_texts["free"]["en"]
    assert "11 ore di riposo" in published.gate_texts["free"]["it"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told["gates"].pop(),
        lambda told: told["gates"].append({"code": "beauty"}),
        lambda told: told["gates"].append(copy.deepcopy(told["gates"][0])),
        lambda told: told["gates"][0].pop("rest_h"),
        lambda told: told["gates"][0].update(rest_h="eleven"),
        lambda told: told["gates"][0].update(rest_h=-1),
        lambda told: told["gates"][0].update(rest_h=True),
        lambda told: told["gates"][0].update(beauty=1),
        lambda told: told["gates"][0]["text"].pop("it"),
        lambda told: told["gates"][0]["text"].update(it="{nothing}"),
        lambda told: told["reasons"][0].update(weight=float("nan")),
        lambda told: told["reasons"].pop(),
        lambda told: told["never"].remove("refusals"),
        lambda told: told.update(unknown=2),
        lambda told: told.update(valid=["tomorrow", None]),
        lambda told: told.pop("small_numbers"),
        lambda told: told.update(gates=None),
    ],
)
def test_rules_that_are_not_whole_are_refused(told, spoil):
    spoil(told)

    with pytest.raises(ValidationError) as error:
        rules.read(told)

    assert set(error.value.message_dict) == {"rules"}


def test_the_city_approves_a_version_that_is_whole_and_no_other(client, operator, told):
    client.force_login(operator)
    page = reverse("admin:bookings_ruleset_add")
    days = {"approved_by": "R. Conti", "approved_on": "2026-10-28", "valid_from": "2026-11-01", "valid_until": ""}
    assert "slack_min" in client.get(page).content.decode()
    half = {**told, "gates": told["gates"][1:]}

    wrong = client.post(page, {"version": 1, "rules": json.dumps(half), **days}, headers={"accept-language": "en"})
    right = client.post(page, {"version": 1, "rules": json.dumps(told), **days})

    assert "look at free" in wrong.content.decode()
    assert right.status_code == 302
    row = RuleSet.objects.get()
    assert client.post(reverse("admin:bookings_ruleset_delete", args=[row.pk])).status_code == 403

"""What was weighed for a proposal, and what a card of a job leads on to: a paper to renew, a mate to find."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.casework import papers
from marketplace.organisations.models import CredentialKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


def text_of(answer) -> str:
    return answer.content.decode()


def test_what_was_weighed_is_shown_to_the_team_and_stands_in_the_list_of_readings(at_work, put, ready):
    page = text_of(at_work.get(put.get_absolute_url()))
    address = reverse("proposal_considered", args=[put.pk])

    shown = text_of(at_work.get(address))

    assert address in page
    for words in ("version 1", "Fits if…: place 1 of 1", "I know something that the rules do not", "right to work"):
        assert words in shown
    assert ready.readings.filter(parts=["considered"]).count() == 1


def test_what_was_weighed_is_not_there_for_others(client, coming, elena, luca, dora, ready):
    address = reverse("proposal_considered", args=[coming.pk])

    assert client.get(address).status_code == 302
    for stranger in (elena, luca, dora, ready.person):
        client.force_login(stranger)
        assert client.get(address).status_code == 404
        assert address not in text_of(client.get(coming.get_absolute_url()))
    assert not ready.readings.filter(parts=["considered"]).exists()


def test_what_ends_is_renewed_and_a_beginner_finds_a_mate(at_work, job, ready, chiara, rule_set):
    kind, _new = CredentialKind.objects.get_or_create(slug="right-to-work", defaults={"name": {"en": "right to work"}})
    papers.enter(ready, chiara, kind, timezone.localdate() + timedelta(days=1))
    work = job(mate=True, day=timezone.localdate() + timedelta(days=9))

    page = text_of(at_work.get(work.get_absolute_url()))
    mates = text_of(at_work.get(work.get_absolute_url(), {"mates": "1"}))

    assert f'{reverse("casework_papers", args=[ready.number])}">Renew' in page
    assert f'{work.get_absolute_url()}?mates=1#people">Find a mate' in page
    assert "Only those who have done such work often enough" in mates
    assert f'value="{ready.number}"' not in mates

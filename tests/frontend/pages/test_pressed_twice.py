"""Forms that make something, pressed twice where no script keeps the second press back."""

import pytest
from django.urls import reverse

from marketplace.organisations.models import Organisation
from tests.frontend.pages.conftest import CARLO


def test_one_organisation_is_founded(client, dora, twice):
    client.force_login(dora)

    first, second = twice(client, "desk_organisation_new", {"name": "Abito", "about_it": "Vestiti."})

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert [row.slug for row in Organisation.objects.of(dora, "owner")] == ["abito"]


def test_what_was_wrong_keeps_its_key(client, dora):
    client.force_login(dora)
    key = "0b5a2a64-8a0b-4a0c-9d0f-0f4f9be4a1f0"

    wrong = client.post(reverse("desk_organisation_new"), {"name": "", "key": key})

    assert f'name="key" value="{key}"' in wrong.content.decode()


def test_one_person_is_entered_and_both_answers_lead_to_booking_for_her(desk, biagio, twice):
    first, second = twice(desk, "desk_enter", CARLO | {"language": "it", "how": "On the phone"})

    person = biagio.mandates.get().person_id
    assert first["Location"] == second["Location"] == f"{reverse('desk_book')}?person={person}"


def test_one_worker_is_let_in_and_has_one_calendar(desk, biagio, twice):
    first, second = twice(desk, "desk_people", {"given_name": "Florin", "role": "worker"})

    assert first["Location"] == second["Location"] == reverse("desk_people")
    assert biagio.resources.filter(name="Florin").count() == 1


def test_one_key_is_made_and_the_answer_that_is_seen_shows_it(desk, biagio, twice):
    answers = twice(desk, "desk_keys", {"name": "Till", "scopes": ["offers:read"]}, "form")

    key = biagio.api_keys.get()
    assert all(f"{key.prefix}." in answer.content.decode() for answer in answers)
    assert answers[0].context["words"] == answers[1].context["words"]


@pytest.mark.parametrize("forged", ["", "x", "\0", "1" * 500])
def test_a_key_that_is_none_of_ours_founds_all_the_same(client, dora, forged):
    client.force_login(dora)

    client.post(reverse("desk_organisation_new"), {"name": "Abito", "key": forged})

    assert Organisation.objects.of(dora, "owner").count() == 1

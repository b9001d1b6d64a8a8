"""How work is spread, as a page: for social workers and the officer, from rows that are there."""

import pytest
from django.urls import reverse

from bookings.models import Spread

pytestmark = pytest.mark.django_db
TOLD = {"people": 12, "gini_hours": 0.42, "gini_offers": None, "hours": [0, 25, 130], "offers": [0, 1, 2]}
TOLD |= {"waiting": [3, None]}


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


def page_of(client, user) -> str:
    client.force_login(user)
    return client.get(reverse("casework_fairness")).content.decode()


def test_a_social_worker_and_the_officer_read_numbers_of_many(
    client, chiara, dario, service, other_service, django_assert_max_num_queries
):
    for body, told in ((None, TOLD), (service, None), (other_service, TOLD)):
        Spread.objects.create(body=body, weeks=4, told=told)
    client.force_login(chiara)
    with django_assert_max_num_queries(14):
        client.get(reverse("casework_fairness"))
    hers, officers = page_of(client, chiara), page_of(client, dario)

    for words in ("The whole city", "4 weeks", "0.42", "25 %", "nobody was asked", "<svg"):
        assert words in hers
    assert "Fewer than 10 people: nothing is told of so few." in hers
    assert other_service.name not in hers
    assert other_service.name in officers


def test_before_the_first_monday_there_is_nothing(client, chiara):
    assert "Nothing is worked out yet" in page_of(client, chiara)


def test_others_find_no_such_page(client, elena, dora, ready, operator):
    assert client.get(reverse("casework_fairness")).status_code == 302
    for stranger in (elena, dora, ready.person, operator):
        client.force_login(stranger)
        assert client.get(reverse("casework_fairness")).status_code == 404


def test_it_is_linked_from_the_plan_of_the_week(client, chiara, legal_bases):
    client.force_login(chiara)

    assert reverse("casework_fairness") in client.get(reverse("casework_plans")).content.decode()

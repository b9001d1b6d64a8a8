"""The rules of a cancellation at the desk."""

import pytest
from django.urls import reverse

from services.models import CancellationPolicy, Tier
from tests.folding import each

pytestmark = pytest.mark.django_db
GOOD = {"name": "A day before", "spared": ["illness"], "move_hours": 2, "moves": 3, "hours0": 24, "percent0": 50}


@pytest.fixture
def policy(biagio):
    made = CancellationPolicy.objects.create(organisation=biagio, name="Late")
    Tier.objects.create(policy=made, hours=2, percent=100)
    return made


def test_the_desk_writes_rules_and_sees_them_in_words(client, elena):
    client.force_login(elena)

    answer = client.post(reverse("desk_policy_new"), GOOD)
    page = client.get(answer.url).content.decode()

    assert "Less than 24 hours before: you pay 50 % of the price." in page
    assert CancellationPolicy.objects.get().spared == ["illness"]


@each(
    "wrong",
    [
        {"name": ""}, {"hours0": ""}, {"percent0": ""}, {"percent0": 101}, {"hours1": 2, "percent1": 10},
        {"hours1": 24, "percent1": 60}, {"moves": "x"}, {"spared": ["friends"]}, {"hours0": "9" * 20},
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_kept_on_the_page(client, elena, wrong):
    client.force_login(elena)

    answer = client.post(reverse("desk_policy_new"), GOOD | wrong)

    assert answer.status_code == 422
    assert "A day before" in answer.content.decode() or not wrong.get("name", "x")
    assert not CancellationPolicy.objects.exists()


def test_rules_are_changed_and_removed(client, elena, policy):
    client.force_login(elena)

    page = client.get(reverse("desk_policy", args=[policy.pk])).content.decode()
    client.post(reverse("desk_policy", args=[policy.pk]), GOOD)
    changed = CancellationPolicy.objects.get().name
    client.post(reverse("desk_policy_remove", args=[policy.pk]))

    assert 'value="100"' in page
    assert changed == "A day before"
    assert not CancellationPolicy.objects.exists()


def test_nobody_else_finds_them(client, dora, samira, policy, person):
    for user in (dora, samira):
        client.force_login(user)
        assert client.get(reverse("desk_policies")).status_code == 404
        assert client.get(reverse("desk_policy", args=[policy.pk])).status_code == 404
        assert client.post(reverse("desk_policy_remove", args=[policy.pk])).status_code == 404


def test_the_number_of_queries_does_not_grow(client, elena, biagio, policy, make_offer, django_assert_max_num_queries):
    client.force_login(elena)
    for number in range(4):
        other = CancellationPolicy.objects.create(organisation=biagio, name=f"Rules {number}")
        Tier.objects.create(policy=other, hours=2, percent=100)
        make_offer(policy=other)

    with django_assert_max_num_queries(16):
        client.get(reverse("desk_policies"))

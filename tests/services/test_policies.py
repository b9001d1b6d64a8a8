"""The rules of a cancellation, as a desk writes them."""

import pytest
from django.core.exceptions import ValidationError

from marketplace.refusals import Refused
from services import policies
from services.models import CancellationPolicy

pytestmark = pytest.mark.django_db
FIELDS = {"name": "Late", "spared": ["first"], "move_hours": 2, "moves": 3}


def test_rules_are_written_and_changed(biagio, elena):
    made = policies.write(None, biagio, elena, FIELDS, [(24, 50), (2, 100)])
    policies.write(made, biagio, elena, FIELDS | {"name": "Later"}, [(12, 50)])

    policy = CancellationPolicy.objects.get()
    assert (policy.name, policy.spared) == ("Later", ["first"])
    assert [(tier.hours, tier.percent) for tier in policy.tiers.all()] == [(12, 50)]


@pytest.mark.parametrize(
    ("fields", "tiers", "wrong"),
    [
        ({"name": ""}, [], "name"), ({"name": "x" * 81}, [], "name"), ({"name": " \0"}, [], "name"),
        ({"spared": ["friends"]}, [], "spared"), ({"move_hours": -1}, [], "move_hours"), ({"moves": 21}, [], "moves"),
        ({"move_hours": None}, [], "move_hours"), ({}, [(24, 50), (24, 60)], "tiers"), ({}, [(0, 50)], "tiers"),
        ({}, [(721, 50)], "tiers"), ({}, [(24, 101)], "tiers"), ({}, [(24, 0)], "tiers"),
        ({}, [(24, 50), (2, 40)], "tiers"), ({}, [(n, n) for n in range(1, 7)], "tiers"),
    ],
)  # fmt: skip
def test_rules_that_cannot_be_are_named(biagio, elena, fields, tiers, wrong):
    with pytest.raises(ValidationError) as error:
        policies.write(None, biagio, elena, FIELDS | fields, tiers)

    assert wrong in error.value.message_dict
    assert not CancellationPolicy.objects.exists()


def test_a_name_stands_once(biagio, elena):
    policies.write(None, biagio, elena, FIELDS, [])

    with pytest.raises(ValidationError, match="already"):
        policies.write(None, biagio, elena, FIELDS, [])


def test_nobody_else_writes_or_removes_them(biagio, elena, nadia, samira):
    made = policies.write(None, biagio, elena, FIELDS, [])

    for user in (nadia, samira):
        with pytest.raises(Refused):
            policies.write(made, biagio, user, FIELDS, [])
        with pytest.raises(Refused):
            policies.remove(made, user)
        assert not CancellationPolicy.objects.visible_to(user).exists()


def test_rules_that_an_offer_goes_by_stay(biagio, elena, make_offer):
    made = policies.write(None, biagio, elena, FIELDS, [])
    offer = make_offer(policy=made)

    with pytest.raises(Refused, match="offer goes by"):
        policies.remove(made, elena)

    type(offer).objects.filter(pk=offer.pk).update(policy=None)
    policies.remove(made, elena)
    assert not CancellationPolicy.objects.exists()

"""Bags: what came in at once, and what of it has no label."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.refusals import Refused
from services.models import Bag, Bulk
from services.wardrobe import bags, intake
from tests.folding import each


@pytest.fixture
def socks(kind_of):
    return kind_of("socks", points=1)


def some(kind, total, unit="pieces", **became):
    return {"type": kind, "unit": unit, "total": total} | (became or {"hung": total})


def test_a_bag_may_be_weighed_or_counted_or_neither(wardrobe, tomas):
    made = [
        bags.receive(wardrobe, tomas, told, key)
        for told, key in (({"grams": 800}, "a"), ({"number": 3}, "b"), ({}, "c"))
    ]

    assert [(bag.grams, bag.number) for bag in made] == [(800, None), (None, 3), (None, None)]


def test_a_double_click_takes_one_bag_in(wardrobe, tomas):
    bags.receive(wardrobe, tomas, {}, "twice")
    bags.receive(wardrobe, tomas, {}, "twice")

    assert Bag.objects.count() == 1


@each("told", [{"grams": -1}, {"number": -5}, {"grams": 2_000_001}, {"note": "a\0b"}])
def test_no_bag_weighs_less_than_nothing(told, wardrobe, tomas):
    with pytest.raises(ValidationError):
        bags.receive(wardrobe, tomas, told, "key")

    assert not Bag.objects.exists()


def test_who_does_not_work_there_takes_no_bag_in(wardrobe, dora, elena):
    for outsider in (dora, elena):
        with pytest.raises(Refused):
            bags.receive(wardrobe, outsider, {}, "key")


def test_garments_belong_to_their_bag_and_are_not_more_than_came_in(wardrobe, tomas, coat):
    bag = bags.receive(wardrobe, tomas, {"number": 1}, "key")
    intake.take_in(wardrobe, tomas, {"type": coat, "size": "M"}, bag=bag)

    with pytest.raises(ValidationError, match="2 pieces would be entered of this bag, and 1 came in"):
        intake.take_in(wardrobe, tomas, {"type": coat, "size": "L"}, bag=bag)

    assert bag.garments.get().size == "M"


def test_its_number_is_corrected_but_not_below_what_is_entered(wardrobe, tomas, socks):
    bag = bags.receive(wardrobe, tomas, {"number": 20}, "key")
    bags.add_bulk(bag, tomas, some(socks, 12), "socks")

    with pytest.raises(ValidationError, match="12 pieces"):
        bags.correct(bag, tomas, {"number": 11})

    assert bags.correct(bag, tomas, {"number": 12}).number == 12


def test_bulk_may_not_weigh_more_than_the_bag(wardrobe, tomas, socks):
    bag = bags.receive(wardrobe, tomas, {"grams": 1000}, "key")
    bags.add_bulk(bag, tomas, some(socks, 900, "grams"), "one")

    with pytest.raises(ValidationError, match="1100 g would be entered"):
        bags.add_bulk(bag, tomas, some(socks, 200, "grams"), "two")

    assert bag.bulk.get().total == 900


def test_the_same_bulk_sent_twice_counts_once_and_can_be_taken_out(wardrobe, tomas, socks):
    bag = bags.receive(wardrobe, tomas, {}, "key")
    for _click in range(2):
        bulk = bags.add_bulk(bag, tomas, some(socks, 9), "socks")
    assert bag.bulk.count() == 1

    bags.drop_bulk(bag, tomas, bulk.pk)

    assert not bag.bulk.exists()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(-3, 9), st.integers(-3, 9), st.integers(-3, 9), st.integers(-3, 9))
def test_what_became_of_bulk_adds_up_or_is_not_taken(wardrobe, tomas, socks, total, hung, recycled, sent_on):
    bag = bags.receive(wardrobe, tomas, {}, "key")
    right = total > 0 and min(hung, recycled, sent_on) >= 0 and total == hung + recycled + sent_on
    told = some(socks, total, hung=hung, recycled=recycled, sent_on=sent_on)

    try:
        with transaction.atomic():
            bags.add_bulk(bag, tomas, told, "bulk")
            taken = True
            transaction.set_rollback(True)
    except ValidationError:
        taken = False

    assert taken == right


def test_the_database_keeps_bulk_that_does_not_add_up_out(wardrobe, tomas, socks):
    bag = bags.receive(wardrobe, tomas, {}, "key")

    with pytest.raises(IntegrityError), transaction.atomic():
        Bulk.objects.create(bag=bag, type=socks, total=5, hung=3, by=tomas, key="x")

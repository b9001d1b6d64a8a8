"""New and little asked organisations on a page of results: higher by the rule, and never on another page."""

from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marketplace.organisations.models import Organisation
from services.models import Category, Lift, LiftRule, Offer
from services.search import Wish, raised, search, with_next_start
from services.search.lifting import lift_of
from tests.cast import at, settled

NUMBERS = {"nearer_percent": 20, "sooner_minutes": 60, "places_up": 3}


@pytest.fixture
def rule(db) -> LiftRule:
    """The only one there is."""
    LiftRule.objects.all().delete()
    return LiftRule.objects.create(valid_from=timezone.localdate() - timedelta(days=9), **NUMBERS)


@pytest.fixture
def nuova(db, aurora) -> Organisation:
    """A body that is lifted."""
    return settled(Organisation.objects.create(name="Nuova", slug="nuova"), "verified")


@pytest.fixture
def lifted(rule, nuova, babysitting) -> Lift:
    return Lift.objects.create(organisation=nuova, category=babysitting, why="new")


def page_of(*facts):
    """Offers as a page has them, each named by its number: (what it is ordered by, whether it is lifted)."""
    return [card(number, *fact) for number, fact in enumerate(facts)]


def card(number, value, lift):
    offer = Offer(pk=number)
    offer.distance = offer.next_start = value
    offer.lift = "new" if lift else None
    return offer


def numbers(page):
    return [offer.pk for offer in page]


@pytest.fixture
def near(aurora):
    return Wish.from_query({"near": "Aurora"})[0]


def test_near_a_place_a_lifted_offer_counts_as_a_fifth_nearer(rule, near):
    page = page_of((900, False), (1000, True), (1000, False), (1100, True), (1300, True), (None, True), (None, False))

    assert numbers(raised(page, near)) == [1, 3, 0, 2, 4, 5, 6]


def test_on_a_day_a_lifted_offer_counts_as_free_an_hour_sooner(rule):
    page = page_of((at(9), False), (at(9, 30), True), (at(10), True), (at(10, 30), True), (at(12), True))

    assert numbers(raised(page, Wish(on=at(9).date()))) == [1, 0, 2, 3, 4]


@pytest.mark.parametrize("wish", [Wish(), Wish(words="tata")])
def test_in_other_lists_a_lifted_offer_moves_up_three_places_at_most(rule, wish):
    page = page_of(*((None, number in {1, 5}) for number in range(7)))

    assert numbers(raised(page, wish)) == [1, 0, 5, 2, 3, 4, 6]


def test_where_all_are_lifted_or_none_is_everything_stays_where_it_is(rule, near):
    for lift in (True, False):
        page = page_of(*((metres, lift) for metres in (10, 20, 20, 500)), (None, lift))

        assert numbers(raised(page, near)) == numbers(raised(page, Wish())) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("days", [{"valid_from": 1}, {"valid_from": -9, "valid_to": -1}])
def test_without_a_rule_for_today_nobody_moves(rule, near, days):
    today = timezone.localdate()
    LiftRule.objects.update(**{name: today + timedelta(days=ahead) for name, ahead in days.items()})

    assert numbers(raised(page_of((900, False), (1000, True)), near)) == [0, 1]


def test_nobody_lifted_costs_no_query(rule, near, django_assert_num_queries):
    with django_assert_num_queries(0):
        raised(page_of((900, False), (1000, False)), near)


@pytest.mark.parametrize("seed", range(20))
def test_every_page_keeps_its_offers_and_nobody_passes_whom_the_rule_does_not_let_pass(rule, near, seed):
    random = Random(seed)
    far = sorted(random.randint(0, 5000) for _ in range(11))
    page = page_of(*((metres, random.random() < 0.4) for metres in far), (None, True))

    shown = raised(page, near)

    assert sorted(numbers(shown)) == numbers(page)
    for higher, lower in pairwise(shown):
        if higher.pk > lower.pk:
            assert lift_of(higher)
            assert not lift_of(lower)
            assert higher.distance * 0.8 < lower.distance


def test_search_says_who_is_lifted_in_that_category_alone(lifted, make_offer, nuova, biagio):
    garden = Category.objects.create(slug="garden", name={"en": "Garden"})
    make_offer("Not")
    make_offer("Lifted", organisation=nuova, place=biagio.place)
    make_offer("Elsewhere", organisation=nuova, place=biagio.place, category=garden)

    found = {offer.title: offer.lift for offer in search(Wish())}

    assert found == {"Lifted": "new", "Not": None, "Elsewhere": None}


def test_all_pages_together_show_each_offer_once(lifted, make_offer, nuova, near, biagio):
    nuova.place = biagio.place  # told on both their pages: all ten are equally far
    nuova.save()
    for number in range(10):
        make_offer(f"Babysitter {number}", organisation=nuova if number % 3 == 2 else biagio, place=biagio.place)

    pages = [list(search(near)[start : start + 4]) for start in (0, 4, 8)]
    shown = [raised(with_next_start(page), near) for page in pages]

    assert [set(numbers(page)) for page in shown] == [set(numbers(page)) for page in pages]
    assert len({offer.pk for page in shown for offer in page}) == 10
    assert [offer.lift for offer in shown[0]] == ["new", None, None, None]


def test_two_rules_never_count_on_the_same_day(rule):
    other = LiftRule(valid_from=timezone.localdate(), **NUMBERS)

    with pytest.raises(ValidationError, match="such a rule already"):
        other.full_clean()

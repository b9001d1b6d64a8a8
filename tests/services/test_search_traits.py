"""What offers of a category say of themselves, looked for: one choice of a trait is enough, and each trait counts."""

import pytest
from django.core.exceptions import ValidationError

from services.models import Category, SavedSearch
from services.search import Wish, by_traits, first_found, keeping, search
from services.search.titles import full_title
from tests.folding import each
from tests.services.test_keeping import kept
from tests.services.test_search import titles, wish_of

KNOWN = "category=babysitting&trait="


@pytest.fixture
def sitters(make_offer, ages):
    make_offer("Small", traits=["ages:0-2"])
    make_offer("Middle, homework", traits=["ages:3-5", "homework:yes"])
    make_offer("Large, homework", traits=["ages:6-10", "homework:yes"])
    make_offer("Says nothing")


@each(
    ("trait", "found"),
    [
        ("ages:0-2", ["Small"]),
        ("ages:0-2,ages:3-5", ["Middle, homework", "Small"]),
        ("ages:0-2,homework:yes", []),
        ("ages:3-5,ages:0-2,homework:yes", ["Middle, homework"]),
        ("ages:0-2&trait=ages:3-5", ["Middle, homework", "Small"]),
        (" ages:0-2 ,, ages:0-2", ["Small"]),
        ("", ["Says nothing", "Large, homework", "Middle, homework", "Small"]),
    ],
)
def test_of_one_trait_any_is_enough_and_each_trait_counts(sitters, trait, found):
    wish, errors = wish_of(KNOWN + trait)

    assert not errors
    assert titles(wish) == found


def test_page_and_api_find_so_what_the_search_finds(sitters):
    wish = wish_of(f"{KNOWN}ages:0-2,ages:3-5")[0]

    assert [offer.pk for offer in first_found(wish, 5)] == [offer.pk for offer in search(wish)]
    assert [offer.pk for offer in first_found(wish, 1, 1)] == [offer.pk for offer in search(wish)[1:2]]


def test_however_often_and_in_which_order_it_stands_there_it_is_the_same_wish(ages):
    assert wish_of(f"{KNOWN}homework:yes,ages:0-2,ages:0-2")[0] == wish_of(f"{KNOWN}ages:0-2&trait=homework:yes")[0]


def test_without_its_category_it_means_nothing(sitters):
    assert wish_of("trait=ages:0-2") == (Wish(), {})
    assert wish_of("trait=nonsense") == (Wish(), {})


@pytest.mark.parametrize(
    "wrong",
    ["ages:99", "age:0-2", "ages", ":", "ages:0-2:", "ages:0-2,colour:red", "x" * 3000, "ages:0-2%00", "%00",
     ",".join(f"ages:{n}" for n in range(200)), "'; DROP TABLE services_offer; --"],
)  # fmt: skip
def test_what_nobody_says_there_is_told_and_left_out(ages, wrong):
    wish, errors = wish_of(KNOWN + wrong)

    assert list(errors) == ["trait"]
    assert wish == Wish(category=ages)


def test_what_another_category_knows_is_not_known_here(ages):
    Category.objects.create(slug="ironing", name={"en": "Ironing"})

    wish, errors = wish_of("category=ironing&trait=ages:0-2")

    assert list(errors) == ["trait"]
    assert wish.traits == ()


def test_200_times_the_same_is_once(sitters):
    wish, errors = wish_of(KNOWN + ",".join(["ages:0-2"] * 200))

    assert not errors
    assert wish.traits == ("ages:0-2",)


def test_a_desk_looks_so_among_its_drafts_too(make_offer, ages, biagio):
    make_offer("Draft", status="new", traits=["ages:0-2"])
    make_offer("Other draft", status="new")

    found = by_traits(biagio.offers.filter(status="new"), wish_of(f"{KNOWN}ages:0-2")[0], "traits")

    assert [offer.title for offer in found] == ["Draft"]


def test_a_title_says_it_in_words(ages):
    wish = wish_of(f"{KNOWN}ages:0-2,homework:yes")[0]

    assert full_title(wish) == "Babysitting, For which ages: 0 to 2 years, Helps with homework"


def test_a_search_by_it_is_kept_whichever_way_it_stood_in_the_address(nadia, ages):
    saved = kept(nadia, f"{KNOWN}ages:0-2&trait=homework:yes")

    assert keeping.wish_of(saved).traits == ("ages:0-2", "homework:yes")
    assert keeping.title(saved).endswith("For which ages: 0 to 2 years, Helps with homework")


def test_in_whatever_order_and_with_whatever_commas_it_is_kept_once(nadia, ages):
    one = kept(nadia, f"{KNOWN}ages:0-2,homework:yes")

    assert kept(nadia, f"{KNOWN}homework:yes&trait=&trait=ages:0-2,") == one
    assert kept(nadia, "q=children&trait=ages:0-2").query == "q=children"


def test_alone_it_is_no_search_to_keep(nadia, ages):
    with pytest.raises(keeping.Refused):
        kept(nadia, "trait=ages:0-2")
    with pytest.raises(ValidationError):
        kept(nadia, f"{KNOWN}ages:99")

    assert not SavedSearch.objects.exists()


def test_a_kept_search_for_what_is_said_no_more_becomes_no_wider_one(nadia, ages):
    saved = kept(nadia, f"{KNOWN}ages:0-2")
    Category.objects.update(traits=[])

    assert keeping.wish_of(saved) is None

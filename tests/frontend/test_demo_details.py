"""What the demo's offers say of themselves: entered as operators and desks enter it, each thing said by somebody."""

import pytest

from frontend.demo import data, offers
from services.models import Aim, Category
from services.models.category import check_traits


def said() -> list[tuple[str, list[str]]]:
    """Category and values of each offer in the files."""
    files = [*data.tables("offers"), data.table("moving")]
    return [(words["category"], words.get("traits", [])) for file in files for words in file["offers"]]


@pytest.fixture
def described(db):
    offers.enter_categories()
    return {category.slug: category for category in Category.objects.exclude(traits=[])}


def test_some_categories_have_details_in_italian_and_english(described):
    assert set(described) == {"babysitting", "courses", "removal", "repairs", "digital"}
    for category in described.values():
        check_traits(category.traits)
        named = [*category.traits, *(choice for trait in category.traits for choice in trait["choices"])]
        assert all(set(one["name"]) == {"it", "en"} for one in named)


def test_each_detail_is_true_of_some_offer_and_none_says_what_its_category_does_not_know(described):
    values = {slug: {value for category, told in said() if category == slug for value in told} for slug in described}

    assert values == {slug: set(category.values) for slug, category in described.items()}
    assert not any(told for category, told in said() if category not in described)


def test_each_aim_is_said_in_both_languages_and_leads_to_some_offer(described):
    told = [(category, set(values)) for category, values in said()]

    assert Aim.objects.count() > 8
    for aim in Aim.objects.select_related("category"):
        aim.full_clean()
        assert set(aim.sentence) == {"it", "en"}
        assert any(
            category == aim.category.slug and (values & {*aim.traits} or not aim.traits) for category, values in told
        ), aim.slug

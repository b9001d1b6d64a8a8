"""A desk writes the rules of its wardrobe: it sees what would change, then says yes."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from bookings import choosing
from marketplace.lives.engine import Actor
from services.models import Quota, Recharge, Tag
from services.wardrobe import access
from tests.cast import ROME
from tests.folding import each
from tests.wardrobes import points


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def desk(client, amina, wardrobe):
    client.force_login(amina)
    return client


@pytest.fixture
def tomorrow(wardrobe):
    return wardrobe.today() + timedelta(days=1)


@pytest.fixture
def dearer(coat, tomorrow):
    """A coat costs 40 points from tomorrow on."""
    return {"type": coat.pk, "points": 40, "most": 1, "valid_from": tomorrow.isoformat()}


EVERY, TAG = reverse("desk_rules"), reverse("desk_rule_new", args=["tag"])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_rules_of_today_stand_there(desk, coat, wardrobe):
    wardrobe.quotas.create(number=1, days=7, valid_from="2020-01-01").types.set([coat])

    text = text_of(desk.get(EVERY))

    for said in ("150 for an adult, 150 for a child, every 3 months", "30 points; at most 1", "1 for each in 7 days"):
        assert said in text
    assert "Take back" not in text


def test_the_first_of_next_month_stands_there_as_the_first_day(desk, wardrobe, coat):
    first = (wardrobe.today().replace(day=1) + timedelta(days=31)).replace(day=1)

    assert f'value="{first.isoformat()}"' in text_of(desk.get(TAG))


def test_a_rule_is_shown_before_it_is_written(desk, dearer, hung, coat):
    hung(coat)

    text = text_of(desk.post(TAG, dearer))

    assert "1 piece has other points on its label and keeps them" in text
    assert Tag.objects.count() == 1


def test_a_rule_is_written_when_it_is_confirmed_and_taken_back(desk, dearer):
    written = text_of(desk.post(TAG, dearer | {"confirm": "1"}, follow=True))
    desk.post(TAG, dearer | {"confirm": "1"})  # a double click
    rule = Tag.objects.latest("valid_from")
    address = reverse("desk_rule_take_back", args=["tag", rule.pk])

    taken = text_of(desk.post(address, follow=True))

    assert "40 points; at most 1" in written
    assert "to come" in written
    assert "40 points" not in taken
    assert Tag.objects.get().valid_to is None


def test_what_was_written_into_the_form_can_be_changed_again(desk, dearer):
    text = text_of(desk.post(TAG, dearer | {"change": "1"}))

    assert 'value="40"' in text
    assert "See what would change" in text


def test_the_form_begins_with_what_counts_today(desk, coat):
    assert 'value="30"' in text_of(desk.get(f"{TAG}?type=coat"))
    assert 'value="150"' in text_of(desk.get(reverse("desk_rule_new", args=["recharge"])))
    assert desk.get(f"{TAG}?type=%00").status_code == 200


def test_a_recharge_shows_what_each_size_of_household_would_get(desk, household, tomorrow):
    told = {"adult_points": 90, "child_points": 60, "months": 3, "valid_from": tomorrow.isoformat()}

    text = text_of(desk.post(reverse("desk_rule_new", args=["recharge"]), told))

    assert "1 household has a card. In a period it gets 90 points, so far 150." in text
    assert '<th scope="row">1 adult</th><td class="n">1</td><td class="n">150</td><td class="n">90</td>' in text
    assert Recharge.objects.count() == 1


def test_a_quota_is_shown_and_written(desk, coat, tomorrow):
    told = {"types": [coat.pk], "number": 1, "days": 90, "valid_from": tomorrow.isoformat()}
    address = reverse("desk_rule_new", args=["quota"])

    text = text_of(desk.post(address, told))
    desk.post(address, told | {"confirm": "1"})

    assert "It counts for 0 people without a home." in text
    assert [kind.slug for kind in Quota.objects.get().types.all()] == ["coat"]


@each("wrong", [{"valid_from": "2020-01-01"}, {"points": "-4"}, {"type": "99999"}, {"points": ""}])
def test_what_cannot_be_is_said_beside_the_field(desk, dearer, wrong):
    for how in ({}, {"confirm": "1"}):
        answer = desk.post(TAG, dearer | wrong | how)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == list(wrong)

    assert Tag.objects.count() == 1


def test_outsiders_and_those_who_only_hand_clothes_out_find_no_rules(client, tomas, nadia, elena, dearer, coat):
    pages = [EVERY, TAG, reverse("desk_rule_new", args=["recharge"])]
    for outsider in (tomas, nadia, elena):
        client.force_login(outsider)
        assert [client.get(page).status_code for page in pages] == [404] * 3
        assert client.post(TAG, dearer | {"confirm": "1"}).status_code == 404
        address = reverse("desk_rule_take_back", args=["tag", Tag.objects.get().pk])
        assert client.post(address).status_code == 404


def test_there_is_no_other_sort_of_rule(desk, coat):
    assert desk.get(reverse("desk_rule_new", args=["law"])).status_code == 404
    assert desk.post(reverse("desk_rule_take_back", args=["law", 1])).status_code == 404
    assert desk.post(reverse("desk_rule_take_back", args=["tag", 9999])).status_code == 404


def test_a_rule_that_counts_cannot_be_taken_back_on_its_page(desk, coat):
    address = reverse("desk_rule_take_back", args=["tag", Tag.objects.get().pk])

    assert desk.post(address).status_code == 409
    assert Tag.objects.exists()


def test_a_rule_that_changes_while_something_is_put_aside_leaves_it_as_it_is(
    client, amina, nadia, household, coat, hung, dearer, now_is, tomorrow, wardrobe
):
    client.force_login(nadia)
    label = hung(coat).label
    client.post(reverse("wardrobe_choose", args=[wardrobe.slug]), {"garment": label})
    client.force_login(amina)
    client.post(TAG, dearer | {"confirm": "1"})

    now_is(datetime(tomorrow.year, tomorrow.month, tomorrow.day, 12, tzinfo=ROME))
    client.force_login(nadia)
    text = text_of(client.get(wardrobe.get_absolute_url()))

    assert "30 are put aside" in text
    assert points(household) == 120
    assert household.pieces.aside().get().points == 30


def test_the_list_asks_as_often_for_many_rules_as_for_one(desk, kind_of, wardrobe, django_assert_num_queries):
    for number in range(4):
        kind = kind_of(f"tee-{number}")
        wardrobe.quotas.create(number=1, days=7, valid_from="2020-01-01").types.set([kind])
    desk.get(EVERY)

    with django_assert_num_queries(12):
        desk.get(EVERY)


def test_how_one_comes_is_a_rule_with_its_days(desk, wardrobe, tomorrow, household, hung, coat, nadia):
    choosing.choose(wardrobe, Actor(nadia), hung(coat).label)
    new = reverse("desk_rule_new", args=["access"])
    told = {"how": "free", "valid_from": tomorrow.isoformat()}
    assert "one comes with a time in the fitting room" in text_of(desk.get(EVERY))

    seen = text_of(desk.post(new, told))
    desk.post(new, told | {"confirm": "1"})

    assert "1 household has a card. 1 of them has put something aside, and comes as it was told." in seen
    assert access.access_on(wardrobe, tomorrow) == "free"
    assert access.access_on(wardrobe, wardrobe.today()) == "booked"
    assert "Without a time: what is put aside waits until the wardrobe closes" in text_of(desk.get(EVERY))
    assert desk.post(new, told | {"how": "by night"}).status_code == 422


def test_how_residents_swap_is_a_rule_with_its_days(desk, swapping, swap_rule, tomorrow, shown, nadia):
    shown(nadia)
    shown(nadia)
    told = {"missed": 3, "days": 90, "pause_days": 30, "late_hours": 1, "most_shown": 1}
    told["valid_from"] = tomorrow.isoformat()
    new = reverse("desk_rule_new", args=["swap"])
    assert "Whoever does not come 2 times in 180 days" in text_of(desk.get(EVERY))

    seen = text_of(desk.post(new, told))
    desk.post(new, told | {"confirm": "1"})

    assert "1 person shows something to swap. 1 of them shows more than that already" in seen
    swap_rule.refresh_from_db()
    assert swap_rule.valid_to == tomorrow - timedelta(days=1)
    assert "Whoever does not come 3 times in 90 days" in text_of(desk.get(EVERY))

"""Bags, files of garments, labels and wishes, as whoever works in a wardrobe sees them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from services.models import Bag, Garment, GarmentList
from services.pictures import MOST_BYTES
from services.tasks import enter_garments
from services.wardrobe import bags, fate, intake
from tests.folding import each
from tests.pictures import png

QUERIES = [11, 11, 8]  # of the list of bags, a bag, the page of labels
HEAD = "type;size;season;condition;colour;number\n"


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def at_work(client, tomas):
    client.force_login(tomas)
    return client


@pytest.fixture
def at_desk(client, amina):
    client.force_login(amina)
    return client


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def csv(text):
    return SimpleUploadedFile("coats.csv", text.encode())


def taking_in(**told):
    return {"size": "M", "condition": "good", "season": "all", "colour": "blue"} | told


def test_the_desk_takes_the_bag_of_a_drop_off_in_from_its_booking(at_desk, brought):
    page = at_desk.get(brought.get_absolute_url())
    take = f"{reverse('desk_bag_new')}?booking={brought.pk}"
    assert take in page.content.decode()

    answer = at_desk.post(take, {"number": "12", "grams": "3000"}, follow=True)

    bag = Bag.objects.get()
    assert (bag.life_id, bag.number, bag.grams) == (brought.pk, 12, 3000)
    assert "12 pieces" in text_of(answer)
    assert "3\xa0kg" in answer.content.decode()
    assert bag.get_absolute_url() in at_desk.get(brought.get_absolute_url()).content.decode()


def test_whoever_only_works_there_finds_it_among_what_was_brought(at_work, brought):
    answer = at_work.get(reverse("desk_bags"))

    assert f"?booking={brought.pk}" in answer.content.decode()
    assert brought.customer.given_name not in text_of(answer)


def test_a_bag_without_appointment_is_taken_in_once(at_work, wardrobe):
    page = at_work.get(reverse("desk_bag_new"))
    told = {"note": "Found at the door", "key": page.context["form"]["key"].value()}

    for _click in range(2):
        at_work.post(reverse("desk_bag_new"), told)

    bag = Bag.objects.get()
    assert (bag.life, bag.note) == (None, "Found at the door")


def test_garments_are_taken_in_from_a_bag_with_a_photo(at_work, wardrobe, tomas, coat):
    bag = bags.receive(wardrobe, tomas, {}, "key")
    address = f"{reverse('desk_take_in')}?bag={bag.pk}"
    picture = SimpleUploadedFile("coat.png", png())

    answer = at_work.post(address, taking_in(type=coat.pk, picture=picture), follow=True)

    garment = bag.garments.get()
    assert garment.picture
    assert f"?bag={bag.pk}" in answer.content.decode()
    assert garment.label in text_of(at_work.get(bag.get_absolute_url()))


def test_a_garment_needs_no_photo(at_work, wardrobe, coat):
    at_work.post(reverse("desk_take_in"), taking_in(type=coat.pk))

    assert not Garment.objects.get().picture


@each(
    ("wrong", "field"),
    [
        ({"type": ""}, "type"), ({"type": "99999"}, "type"), ({"size": "38"}, "size"), ({"size": "huge"}, "size"),
        ({"colour": "purple"}, "colour"), ({"picture": b"no picture"}, "picture"),
        ({"picture": b"\xff" * (MOST_BYTES + 1)}, "picture"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_said_beside_its_field(wrong, field, at_work, wardrobe, coat):
    told = taking_in(type=coat.pk) | wrong
    if "picture" in wrong:
        told["picture"] = SimpleUploadedFile("coat.png", wrong["picture"])

    answer = at_work.post(reverse("desk_take_in"), told)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Garment.objects.exists()


@each("told", [{"grams": "-5"}, {"number": "0"}, {"number": "many"}, {"grams": "2000001"}])
def test_a_wrong_weight_or_number_is_said(told, at_work, wardrobe):
    assert at_work.post(reverse("desk_bag_new"), told).status_code == 422
    assert not Bag.objects.exists()


def test_figures_of_a_bag_are_corrected_on_its_page(at_work, bag, tomas, wardrobe, coat):
    intake.take_in(wardrobe, tomas, {"type": coat, "size": "M"}, bag=bag)
    intake.take_in(wardrobe, tomas, {"type": coat, "size": "L"}, bag=bag)

    assert at_work.post(bag.get_absolute_url(), {"number": "1"}).status_code == 422
    at_work.post(bag.get_absolute_url(), {"number": "2"})

    bag.refresh_from_db()
    assert (bag.number, bag.grams) == (2, None)


def test_bulk_is_entered_and_taken_out_where_it_adds_up(at_work, bag, kind_of):
    told = {"type": kind_of("socks").pk, "unit": "pieces", "total": "9", "hung": "5", "sent_on": ""}
    add = reverse("desk_bulk_add", args=[bag.pk])

    wrong = at_work.post(add, told | {"recycled": "3"})
    assert (wrong.status_code, bag.bulk.count()) == (422, 0)
    assert "does not add up" in text_of(wrong)

    answer = at_work.post(add, told | {"recycled": "4"}, follow=True)
    assert "Put on the rack: 5, recycled: 4" in text_of(answer)

    at_work.post(reverse("desk_bulk_drop", args=[bag.pk, bag.bulk.get().pk]))
    assert not bag.bulk.exists()


def test_a_file_with_wrong_lines_shows_them_all_and_enters_the_right_ones_on_demand(at_work, wardrobe, coat):
    file = csv(HEAD + "coat;M;;;;2\nhat;M;;;;1\ncoat;L;;;red;x\n")
    answer = at_work.post(reverse("desk_garment_list_new"), {"file": file}, follow=True)

    assert "2 lines are wrong: nothing is entered" in text_of(answer)
    assert "Line 3</b>" in text_of(answer)
    assert "Line 4</b>" in text_of(answer)

    made = GarmentList.objects.get()
    at_work.post(reverse("desk_garment_list_begin", args=[made.pk]))
    assert "0 of 1 lines are in." in text_of(at_work.get(made.get_absolute_url()))
    enter_garments(made.pk)
    assert "1 of 1 lines are in." in text_of(at_work.get(made.get_absolute_url()))


def test_what_stands_in_a_file_is_shown_as_words(at_work, wardrobe, coat):
    file = csv(HEAD + "<script>alert(1)</script>;M;;;;1\n")

    answer = at_work.post(reverse("desk_garment_list_new"), {"file": file}, follow=True)

    assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert" in answer.content.decode()


@each("told", [{}, {"file": csv("")}, {"file": SimpleUploadedFile("a.csv", b"x" * 1_000_001)}])
def test_no_file_and_what_is_none_are_said(told, at_work, wardrobe):
    answer = at_work.post(reverse("desk_garment_list_new"), told)

    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors


def test_the_donor_sees_what_became_of_the_bag_on_her_booking(client, dora, bag, brought):
    client.force_login(dora)

    answer = client.get(brought.get_absolute_url())

    assert fate.told_of(bag) in text_of(answer)
    assert bag.get_absolute_url() not in answer.content.decode()


def addresses(bag, made, garment, wish, brought):
    named = [reverse(name) for name in ("desk_bags", "desk_bag_new", "desk_garment_list_new", "desk_labels")]
    named += [reverse("desk_bag", args=[bag.pk]), reverse("desk_garment_list", args=[made.pk])]
    named += [f"{reverse('desk_bag_new')}?booking={brought.pk}", f"{reverse('desk_take_in')}?bag={bag.pk}"]
    named += [f"{reverse('desk_labels')}?garment={garment.pk}", f"{reverse('desk_labels')}?bag={bag.pk}"]
    return [*named, f"{reverse('desk_garment_list_new')}?bag={bag.pk}", *at_the_desk_alone(wish)]


def at_the_desk_alone(wish):
    return [reverse("desk_wishes"), reverse("desk_wish", args=[wish.pk])]


@pytest.fixture
def all_there_is(bag, wardrobe, tomas, coat, brought):
    made = GarmentList.objects.create(wardrobe=wardrobe, by=tomas, name="x", digest="y", lines=[[2, 1]])
    garment = intake.take_in(wardrobe, tomas, {"type": coat, "size": "M"}, bag=bag)
    wish = wardrobe.sought.create(type=coat, valid_from=timezone.localdate() - timedelta(days=1))
    return bag, made, garment, wish, brought


def test_outsiders_find_none_of_it(client, dora, elena, all_there_is):
    bag, made, _garment, wish, _brought = all_there_is
    posts = [
        reverse("desk_bulk_add", args=[bag.pk]),
        reverse("desk_bulk_drop", args=[bag.pk, 1]),
        reverse("desk_takes"),
    ]
    posts += [reverse("desk_garment_list_begin", args=[made.pk]), reverse("desk_wish_end", args=[wish.pk])]

    for outsider in (dora, elena):
        client.force_login(outsider)
        for address in addresses(*all_there_is):
            assert client.get(address).status_code == 404, address
        for address in posts:
            assert client.post(address).status_code == 404, address


def test_whoever_works_there_finds_all_but_the_lists_of_the_desk(at_work, all_there_is):
    hidden = at_the_desk_alone(all_there_is[3])

    for address in addresses(*all_there_is):
        assert at_work.get(address).status_code == (404 if address in hidden else 200), address


@each("query", ["bag=x", "bag=99999999", "garment=99999999", "bag=99999999999999999999999"])
def test_nothing_is_found_under_a_number_that_is_none(query, at_work, wardrobe):
    assert at_work.get(f"{reverse('desk_labels')}?{query}").status_code == 404


def test_pages_ask_as_often_for_many_as_for_one(at_work, all_there_is, wardrobe, tomas, coat, kind_of):
    bag, socks = all_there_is[0], kind_of("socks")
    bags.add_bulk(bag, tomas, {"type": socks, "total": 1, "hung": 1}, "bulk")
    pages = [reverse("desk_bags"), bag.get_absolute_url(), reverse("desk_labels")]
    before = [asked(at_work, page) for page in pages]

    for number in range(5):
        bags.receive(wardrobe, tomas, {}, f"bag {number}")
        intake.take_in(wardrobe, tomas, {"type": coat, "size": "S"}, bag=bag)
        bags.add_bulk(bag, tomas, {"type": socks, "total": 1, "hung": 1}, f"bulk {number}")

    assert [asked(at_work, page) for page in pages] == before == QUERIES


def asked(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)

"""The rack, the card and what was chosen, as residents see them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from services.wardrobe import households, intake
from tests.cast import at
from tests.folding import each
from tests.pictures import png
from tests.wardrobes import points


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def hers(client, nadia, household):
    client.force_login(nadia)
    return client


@pytest.fixture
def address(wardrobe):
    return wardrobe.get_absolute_url()


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_everybody_sees_what_hangs_on_the_rack_and_what_is_needed(client, address, coat, hung, wardrobe):
    hung(coat)
    wardrobe.sought.create(type=coat, sizes=["L", "XL"], valid_from="2020-01-01")

    text = text_of(client.get(address))

    assert "<b>1 piece</b>" in text
    assert "Coat: L, XL" in text
    assert "One chooses here with a card" in text
    assert "I will try it on" not in text


def test_what_does_not_hang_is_not_shown(client, address, coat, wardrobe, tomas):
    intake.take_in(wardrobe, tomas, {"type": coat, "size": "M"})

    assert "Nothing like this" in text_of(client.get(address))


def test_the_only_wardrobe_is_the_page_of_wardrobes(client, address):
    assert client.get(reverse("wardrobes")).headers["Location"] == address


def test_a_wardrobe_that_is_closed_is_not_found(client, address, wardrobe):
    type(wardrobe).objects.update(active=False)

    assert client.get(address).status_code == 404


def test_she_chooses_books_the_fitting_room_and_leaves_one(hers, address, coat, kind_of, hung, household, wardrobe):
    hung(coat)
    hung(kind_of("hat", points=5, sizing="one"), size="one")
    page = hers.get(address)
    for garment, key in page.context["hanging"]:
        choose = reverse("wardrobe_choose", args=[wardrobe.slug])
        told = {"garment": garment.label, "key": key}
        hers.post(choose, told)
        hers.post(choose, told)  # a double click

    page = hers.get(address)
    booking = Booking.objects.get()
    assert "You chose 2 pieces" in text_of(page)
    assert points(household) == 115
    assert "35 are put aside" in text_of(page)

    piece = page.context["pieces"][0]
    hers.post(reverse("booking_step", args=[booking.pk, "leave"]), {"piece": piece.pk, "next": address})
    answer = hers.post(
        reverse("booking_step", args=[booking.pk, "book"]), {"time": page.context["times"][0][0]}, follow=True
    )

    assert "Come and try on" in text_of(answer)
    assert booking.pieces.aside().count() == 1


def test_whoever_likes_is_invited_to_give_a_hand(client, address, wardrobe, dinner):
    assert "give a hand" not in text_of(client.get(address))
    wardrobe.invitations.add(dinner)

    text = text_of(client.get(address))

    assert "it does not change your points" in text
    assert dinner.get_absolute_url() in text


def test_without_script_the_card_shows_its_code(hers, household):
    card = household.cards.get()

    answer = hers.get(reverse("household", args=[household.pk]))

    assert card.spelled in text_of(answer)
    assert 'role="img"' in text_of(answer)


def test_a_lost_card_is_replaced_on_its_page(hers, household):
    answer = hers.post(reverse("household_lost", args=[household.pk]), follow=True)

    assert household.cards.get(ended_at=None).spelled in text_of(answer)


def test_sizes_are_remembered_and_filter_the_rack(hers, address, coat, hung, household, wardrobe):
    hung(coat, size="M")
    hung(coat, size="XL")

    hers.post(reverse("wardrobe_sizes", args=[wardrobe.slug]), {"adult": ["M"], "shoe": ["38"]})

    answer = hers.get(address + "?ours=1")
    assert "<b>1 piece</b>" in text_of(answer)
    assert "For you, in your sizes" in text_of(answer)


def test_filters_narrow_the_rack(client, address, coat, kind_of, hung):
    hung(coat, season="winter", colour="red")
    hung(kind_of("tee"), season="summer", colour="blue")

    for query in ("season=winter", "type=coat", "colour=red", "type=coat&size=M"):
        assert "<b>1 piece</b>" in text_of(client.get(f"{address}?{query}")), query
    for query in ("type=coat&size=L", "season=winter&colour=blue"):
        assert "Nothing like this" in text_of(client.get(f"{address}?{query}")), query


@each("query", ["type=%00", "size=999", "season=x", "before=x", "before=99999999999999999999"])
def test_nonsense_in_the_address_counts_as_not_asked(query, client, address, coat, hung):
    hung(coat)

    assert "<b>1 piece</b>" in text_of(client.get(f"{address}?{query}"))


def test_the_rack_is_shown_in_pages(client, address, kind_of, hung, monkeypatch):
    monkeypatch.setattr("services.wardrobe.rack.PAGE", 2)
    tee = kind_of("tee")
    for _number in range(5):
        hung(tee)

    first = client.get(address).context["page"]
    second = client.get(f"{address}?before={first.further}").context["page"]
    third = client.get(f"{address}?before={second.further}").context["page"]

    assert [len(page.garments) for page in (first, second, third)] == [2, 2, 1]
    assert (first.number, third.further) == (5, None)


def test_what_somebody_took_a_moment_ago_is_said(hers, address, coat, hung, household, wardrobe, dora, amina, choose):
    garment = hung(coat)
    households.admit(wardrobe, amina, "means", household.admissions.get().valid_until, [dora])
    choose(dora, garment)

    answer = hers.post(reverse("wardrobe_choose", args=[wardrobe.slug]), {"garment": garment.label}, follow=True)

    assert "does not hang on the rack any more" in text_of(answer)


def test_a_visitor_signs_in_to_choose(client, address, coat, hung, wardrobe):
    answer = client.post(reverse("wardrobe_choose", args=[wardrobe.slug]), {"garment": hung(coat).label})

    assert reverse("account_login") in answer.headers["Location"]


def test_outsiders_find_no_card(client, dora, elena, household):
    for outsider in (dora, elena):
        client.force_login(outsider)
        assert client.get(reverse("household", args=[household.pk])).status_code == 404
        assert client.post(reverse("household_lost", args=[household.pk])).status_code == 404
        assert client.post(reverse("wardrobe_sizes", args=[household.wardrobe.slug])).status_code == 404


def test_the_statement_of_a_card_is_for_its_people(client, nadia, dora, amina, household):
    for person, status in ((nadia, 200), (amina, 200), (dora, 404)):
        client.force_login(person)
        assert client.get(reverse("statement", args=[household.account.pk])).status_code == status


def test_a_picture_is_shown_while_it_hangs(client, wardrobe, tomas, dora, coat, amina):
    garment = intake.take_in(wardrobe, tomas, {"type": coat, "size": "M"}, SimpleUploadedFile("coat.png", png()))
    address = reverse("garment_picture", args=[garment.picture_name])
    assert client.get(address).status_code == 404

    intake.move(garment, "hang", tomas)

    assert client.get(address).headers["Content-Type"] == "image/webp"


def test_the_rack_asks_as_often_for_many_garments_as_for_one(
    hers, address, kind_of, hung, household, django_assert_num_queries
):
    tee = kind_of("tee")
    for _number in range(5):
        hung(tee)
    hers.get(address)

    with django_assert_num_queries(19):
        hers.get(address)


def test_whoever_has_booked_sees_it_among_her_things(hers, coat, hung, nadia, choose):
    take(choose(nadia, hung(coat)), "book", Actor(nadia), {"time": at(10).isoformat()})

    text = text_of(hers.get(reverse("bookings")))

    assert "Choose clothes" in text

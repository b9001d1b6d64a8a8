"""Swaps as residents see them: what is shown, showing, asking, and both who say that they gave and got."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from services.models import OwnGarment
from tests.cast import ROME, at
from tests.pictures import png
from tests.swaps import swap_wishes


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def address(wardrobe, swapping):
    return reverse("swaps", args=[wardrobe.slug])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def wishes(mine, theirs) -> dict:
    start = timezone.localtime(at(15, days=3), ROME)
    told = swap_wishes(mine, theirs, start)
    return {"mine": told["mine"], "day": start.date(), "at": "15:00", "where": told["where"]}


# --- what is shown ------------------------------------------------------------------------------------------------
def test_everybody_sees_what_is_shown_with_first_names_and_the_rule(
    client, address, shown, nadia, swap_rule, kind_of, django_assert_num_queries
):
    shown(nadia)
    shown(nadia, kind_of("tee"), size="S")

    with django_assert_num_queries(5):
        text = text_of(client.get(address))

    assert "<b>2 garments</b>" in text
    assert "of Nadia" in text
    assert "Haddad" not in text
    assert "Whoever does not come 2 times in 180 days cannot ask for swaps for 60 days." in text
    assert "<b>1 garment</b>" in text_of(client.get(address, {"type": "tee", "size": "S"}))


def test_without_swaps_there_is_no_such_page(client, address, wardrobe, swapping, nadia):
    client.force_login(nadia)
    type(wardrobe).objects.update(swaps=None)

    assert client.get(address).status_code == 404
    assert client.get(reverse("swap_new", args=[wardrobe.slug])).status_code == 404


def test_she_shows_a_garment_with_a_picture_that_is_made_new(client, wardrobe, swapping, coat, nadia):
    client.force_login(nadia)
    new = reverse("swap_new", args=[wardrobe.slug])
    told = {"type": coat.pk, "size": "M", "condition": "good", "season": "winter", "colour": "red", "remark": "Warm."}
    told |= {"picture": SimpleUploadedFile("me.png", png(), "image/png"), "key": "5b0c0b0e-5f3f-4d5c-9d9a-2f0a5a9f0001"}

    answer = client.post(new, told)

    garment = OwnGarment.objects.get()
    assert answer.headers["Location"] == garment.get_absolute_url()
    assert (garment.resident, garment.status, garment.remark) == (nadia, "shown", "Warm.")
    picture = client.get(reverse("swap_picture", args=[garment.picture_name]))
    assert picture.headers["Content-Type"] == "image/webp"
    client.post(new, told | {"picture": SimpleUploadedFile("me.png", png(), "image/png")})
    assert OwnGarment.objects.count() == 1


def test_what_cannot_be_is_said_beside_the_field(client, wardrobe, swapping, coat, nadia, swap_rule, shown):
    client.force_login(nadia)
    new = reverse("swap_new", args=[wardrobe.slug])
    told = {"type": coat.pk, "size": "M", "condition": "good", "season": "winter", "colour": "red"}
    type(swap_rule).objects.update(most_shown=1)

    wrong = client.post(new, told | {"size": "38"})
    shown(nadia)
    many = client.post(new, told)

    assert (wrong.status_code, many.status_code) == (422, 422)
    assert "no such size" in text_of(wrong)
    assert "You show 1 garment already." in text_of(many)


def test_hers_is_taken_off_by_herself_and_by_nobody_else(client, shown, nadia, dora):
    garment = shown(nadia)
    step = reverse("swap_step", args=[garment.pk, "take_off"])
    client.force_login(dora)
    assert client.post(step).status_code == 409
    client.force_login(nadia)

    client.post(step)

    assert OwnGarment.objects.get().status == "taken_off"
    client.force_login(dora)
    assert client.get(garment.get_absolute_url()).status_code == 404


def test_whoever_works_there_takes_off_what_does_not_belong_and_says_why(client, shown, nadia, tomas):
    garment = shown(nadia)
    client.force_login(tomas)
    assert "Take it off the page" in text_of(client.get(garment.get_absolute_url()))

    client.post(reverse("swap_step", args=[garment.pk, "remove"]), {"reason": "It is a phone."})

    garment.refresh_from_db()
    assert garment.status == "taken_off"
    assert garment.line(garment.last_change).endswith("took it off the page: It is a phone.")


# --- asking -------------------------------------------------------------------------------------------------------
def test_whoever_shows_nothing_is_asked_to_show_something_first(client, shown, nadia, dora):
    theirs = shown(dora)
    assert "Sign in and offer" in text_of(client.get(theirs.get_absolute_url()))
    client.force_login(nadia)

    assert "First show something" in text_of(client.get(theirs.get_absolute_url()))


def test_two_residents_swap_from_the_page_of_a_garment_to_both_hands(
    client, shown, nadia, dora, swap_rule, now_is, django_assert_num_queries
):
    mine, theirs = shown(nadia), shown(dora)
    client.force_login(nadia)
    client.get(theirs.get_absolute_url())
    with django_assert_num_queries(13):
        client.get(theirs.get_absolute_url())
    answer = client.post(theirs.get_absolute_url(), wishes(mine, theirs))
    booking = Booking.objects.get()
    assert answer.headers["Location"] == booking.get_absolute_url()

    client.force_login(dora)
    page = text_of(client.get(reverse("bookings")))
    assert "Nadia" in page
    text = text_of(client.get(booking.get_absolute_url()))
    assert "Nadia would like to swap with you." in text
    assert "Dora gives" not in text
    assert "Haddad" not in text
    assert "example.org" not in text
    client.post(reverse("booking_step", args=[booking.pk, "accept"]))
    now_is(booking.starts_at)
    client.post(reverse("booking_step", args=[booking.pk, "partner_got"]))
    client.force_login(nadia)
    client.post(reverse("booking_step", args=[booking.pk, "customer_got_too"]))

    booking.refresh_from_db()
    assert booking.status == "done"
    assert "Enjoy it." in text_of(client.get(booking.get_absolute_url()))


def test_what_cannot_be_swapped_is_said_beside_the_field(client, shown, nadia, dora):
    mine, theirs = shown(nadia), shown(dora)
    client.force_login(nadia)

    past = client.post(theirs.get_absolute_url(), wishes(mine, theirs) | {"day": "2020-01-01"})
    nowhere = client.post(theirs.get_absolute_url(), wishes(mine, theirs) | {"where": ""})
    alien = client.post(theirs.get_absolute_url(), wishes(theirs, theirs))

    assert {past.status_code, nowhere.status_code, alien.status_code} == {422}
    assert "This time is past." in text_of(past)
    assert "Choose where you meet" in text_of(nowhere)
    assert not Booking.objects.exists()


def test_the_page_of_a_swap_asks_the_database_no_more_than_it_must(client, swap, dora, django_assert_max_num_queries):
    client.force_login(dora)

    with django_assert_max_num_queries(34):
        client.get(swap.get_absolute_url())


def test_either_of_them_finds_it_among_her_things(client, swap, nadia, dora):
    client.force_login(nadia)
    hers = client.get(reverse("bookings")).context
    client.force_login(dora)
    asked = client.get(reverse("bookings")).context

    assert (hers["waiting"], asked["upcoming"]) == ([swap], [swap])


def test_an_outsider_finds_no_door(client, swap, person, wardrobe, shown, nadia):
    client.force_login(person("Joy"))
    gone = take(shown(nadia), "take_off", Actor(nadia))
    closed = [swap.get_absolute_url(), reverse("booking_step", args=[swap.pk, "accept"]), gone.get_absolute_url()]
    closed += [reverse("booking_messages", args=[swap.pk]), reverse("booking_calendar", args=[swap.pk])]
    closed += [reverse("swap_picture", args=["nothing.webp"]), reverse("swaps", args=["nowhere"])]

    assert {client.get(address).status_code for address in closed if "messages" not in address} == {404}
    assert client.post(closed[3], {"text": "Hello"}).status_code == 404
    assert client.post(reverse("swap_step", args=[gone.pk, "take_off"])).status_code == 404


def test_the_offer_leads_to_what_is_shown(client, swapping, wardrobe):
    assert reverse("swaps", args=[wardrobe.slug]) in text_of(client.get(swapping.get_absolute_url()))

"""Behind the rack: clothes taken in and sent on their way, households admitted, renewed and closed."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bookings import lifecycle
from marketplace.ledger import book
from marketplace.lives.engine import Actor
from services.models import Garment, Household
from services.models.garment import RACK, RECYCLED
from tests.folding import each
from tests.pictures import png
from tests.wardrobes import next_year, points


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def behind(client, tomas, wardrobe):
    """Tomas, who works in the wardrobe and has no desk."""
    client.force_login(tomas)
    return client


@pytest.fixture
def at_desk(client, amina, wardrobe):
    client.force_login(amina)
    return client


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def given(coat, **other) -> dict:
    told = {"type": coat.pk, "size": "M", "condition": "good", "season": "winter", "colour": "red"}
    return told | {"key": "11111111-1111-4111-8111-111111111111"} | other


# --- clothes ------------------------------------------------------------------------------------------------------
def test_whoever_works_there_takes_a_garment_in_with_its_photo_once(behind, coat):
    for _press in range(2):
        told = given(coat, picture=SimpleUploadedFile("coat.png", png(), "image/png"))
        answer = behind.post(reverse("desk_take_in"), told, follow=True)

    garment = Garment.objects.get()
    assert garment.label in text_of(answer)
    assert (garment.points, garment.status) == (30, "arrived")
    assert garment.picture.name.endswith(".webp")


@each("wrong", [{"size": "38"}, {"size": ""}, {"type": ""}, {"type": "999"}, {"season": "autumn"}, {"colour": "x"}])
def test_what_cannot_be_is_not_taken_in(behind, coat, wrong):
    answer = behind.post(reverse("desk_take_in"), given(coat) | wrong)

    assert answer.status_code == 422
    assert not Garment.objects.exists()


def test_what_is_no_picture_is_not_taken_in(behind, coat):
    told = given(coat, picture=SimpleUploadedFile("coat.png", b"%PDF-1.7", "image/png"))

    assert behind.post(reverse("desk_take_in"), told).status_code == 422


def test_a_garment_goes_its_way_and_its_life_is_readable(behind, coat, wardrobe, tomas):
    behind.post(reverse("desk_take_in"), given(coat))
    garment = Garment.objects.get()

    for step in ("wash", "hang"):
        answer = behind.post(reverse("desk_garment_step", args=[garment.pk, step]), follow=True)

    text = text_of(answer)
    assert Garment.objects.get().status == RACK
    assert "Tomas sent it to the wash." in text
    assert "Tomas hung it on the rack." in text


def test_what_cannot_be_mended_is_recycled(behind, coat, hung):
    garment = hung(coat)

    behind.post(reverse("desk_garment_step", args=[garment.pk, "recycle"]))

    assert Garment.objects.get().status == RECYCLED


def test_a_step_that_there_is_not_is_not_found(behind, coat, hung):
    assert behind.post(reverse("desk_garment_step", args=[hung(coat).pk, "fly"])).status_code == 404


def test_nobody_gives_or_puts_aside_by_hand_what_only_bookings_move(behind, coat, hung):
    garment = hung(coat)

    for step in ("reserve", "give", "release"):
        behind.post(reverse("desk_garment_step", args=[garment.pk, step]))

    assert Garment.objects.get().status == RACK


def test_a_label_that_is_read_opens_its_garment(behind, coat, hung):
    garment = hung(coat)

    answer = behind.get(reverse("desk_wardrobe"), {"label": garment.label.replace("-", "").lower()})

    assert answer.headers["Location"] == garment.get_absolute_url()
    assert "There is no garment ZZZ" in text_of(behind.get(reverse("desk_wardrobe"), {"label": "zzz"}))


def test_the_list_says_how_many_are_where(behind, coat, hung, django_assert_num_queries):
    for _number in range(3):
        hung(coat)
    behind.get(reverse("desk_wardrobe"))

    with django_assert_num_queries(11):
        text = text_of(behind.get(reverse("desk_wardrobe"), {"status": "rack"}))

    assert 'On the rack <span class="num">3</span>' in text


def test_the_wardrobe_that_was_chosen_last_stays_chosen(behind, wardrobe, abito, coat, hung):
    hung(coat)
    other = type(wardrobe).objects.create(organisation=abito, slug="second", name={"en": "The second one"})
    assert "The second one" in text_of(behind.get(reverse("desk_wardrobe")))

    behind.get(reverse("desk_wardrobe"), {"wardrobe": other.pk})

    assert 'On the rack <span class="num">0</span>' in text_of(behind.get(reverse("desk_wardrobe")))


@each("query", [{"label": "\0"}, {"status": "\0"}, {"status": "x"}, {"wardrobe": "x"}])
def test_nonsense_in_the_address_of_the_desk_is_no_fault(behind, wardrobe, query):
    assert behind.get(reverse("desk_wardrobe"), query).status_code == 200


# --- households ---------------------------------------------------------------------------------------------------
@pytest.fixture
def interviewed(nadia, trying_on, abito):
    """Nadia is known to Abito's desk: she lets it book for her."""
    from marketplace.organisations.models import Mandate

    Mandate.objects.create(organisation=abito, person=nadia, entered_by=nadia, how="at the counter")


def admission(person, **other) -> dict:
    return {"person": person.pk, "basis": "means", "valid_until": next_year().isoformat()} | other


def test_the_desk_admits_a_household_by_first_names(at_desk, nadia, interviewed):
    told = admission(nadia, grown="Karim", children="Sami, Lina")

    answer = at_desk.post(reverse("desk_household_new"), told, follow=True)

    household = Household.objects.get()
    assert points(household) == 600
    assert household.members.filter(child=True).count() == 2
    assert "600 points" in text_of(answer)
    assert "Karim" in text_of(answer)


@each("wrong", [{"basis": "rich"}, {"valid_until": "2020-01-01"}, {"valid_until": "soon"}, {"person": "0"}])
def test_an_admission_that_cannot_be_is_said(at_desk, nadia, interviewed, wrong):
    answer = at_desk.post(reverse("desk_household_new"), admission(nadia) | wrong)

    assert answer.status_code == 422
    assert not Household.objects.exists()


def test_the_desk_admits_nobody_whom_it_does_not_know(at_desk, dora):
    assert at_desk.post(reverse("desk_household_new"), admission(dora)).status_code == 422


def test_households_are_found_by_a_name(at_desk, household, django_assert_num_queries):
    address = reverse("desk_households")
    at_desk.get(address)

    with django_assert_num_queries(12):
        assert "Nadia" in text_of(at_desk.get(address, {"name": "nad"}))
    assert "Nobody of this name" in text_of(at_desk.get(address, {"name": "zoe"}))


def test_somebody_joins_leaves_and_gets_points_by_hand(at_desk, household):
    at_desk.post(reverse("desk_household_join", args=[household.pk]), {"given_name": "Rosa", "child": "on"})
    assert points(household) == 300
    member = household.members.get(person__given_name="Rosa")
    at_desk.post(reverse("desk_household_leave", args=[household.pk, member.pk]))
    assert household.members.now().count() == 1

    told = {"points": "20", "reason": "A fire at home", "key": "11111111-1111-4111-8111-111111111111"}
    for _press in range(2):
        at_desk.post(reverse("desk_household_points", args=[household.pk]), told)

    assert points(household) == 320
    assert book.statement(household.account)[0].posting.entry.why == "A fire at home"


@each("told", [{"points": "0", "reason": "x"}, {"points": "5", "reason": ""}, {"points": "1.5"}])
def test_points_without_a_reason_or_a_number_are_refused(at_desk, household, told):
    answer = at_desk.post(reverse("desk_household_points", args=[household.pk]), told)

    assert answer.status_code == 422
    assert points(household) == 150


def test_a_card_is_renewed(at_desk, household):
    until = timezone.localdate() + timedelta(days=500)

    at_desk.post(
        reverse("desk_household_renew", args=[household.pk]), {"basis": "means", "valid_until": until.isoformat()}
    )

    assert household.admissions.first().valid_until == until


def test_a_card_is_closed_with_a_reason(at_desk, household):
    address = reverse("desk_household_close", args=[household.pk])
    assert "150 points" in text_of(at_desk.get(address))
    assert at_desk.post(address, {"reason": ""}).status_code == 422

    at_desk.post(address, {"reason": "They moved."})

    assert Household.objects.get().status == "ended"
    assert points(household) == 0


def test_a_card_that_is_closed_leaves_nothing_put_aside(at_desk, household, nadia, coat, hung, choose):
    booking = choose(nadia, hung(coat))
    address = reverse("desk_household_close", args=[household.pk])
    assert "hangs on the rack again" in text_of(at_desk.get(address))

    at_desk.post(address, {"reason": "They moved."})

    assert type(booking).objects.get().status == "cancelled"
    assert Garment.objects.get().status == RACK


def test_whoever_is_sent_without_a_home_has_a_quota_until_the_desk_takes_the_tick_away(at_desk, nadia, interviewed):
    at_desk.post(reverse("desk_household_new"), admission(nadia, basis="referral", without_home="on"))
    household = Household.objects.get()
    text = text_of(at_desk.get(reverse("desk_household", args=[household.pk])))
    assert "A quota, and no points" in text
    assert re.search(r'name="without_home"[^>]* checked', text)

    told = {"basis": "referral", "valid_until": next_year().isoformat()}
    at_desk.post(reverse("desk_household_renew", args=[household.pk]), told)

    assert points(household) == 150


def test_the_page_of_a_household_asks_as_often_for_many_pieces(
    at_desk, household, nadia, kind_of, hung, trying_on, django_assert_num_queries
):
    tee = kind_of("tee", points=3)
    labels = [hung(tee).label for _number in range(4)]
    lifecycle.ask(trying_on, Actor(nadia), {"garments": labels})
    address = reverse("desk_household", args=[household.pk])
    at_desk.get(address)

    with django_assert_num_queries(24):
        assert "Tee" in text_of(at_desk.get(address))


# --- outsiders ----------------------------------------------------------------------------------------------------
def test_outsiders_find_nothing_behind_the_rack(client, dora, elena, gianni, household, coat, hung):
    garment = hung(coat)
    places = [reverse(name) for name in ("desk_wardrobe", "desk_take_in", "desk_households", "desk_household_new")]
    places += [reverse("desk_garment", args=[garment.pk]), reverse("desk_household", args=[household.pk])]
    places += [reverse("desk_household_close", args=[household.pk])]
    deeds = ("join", "about", "points", "renew", "close")
    posts = [reverse(f"desk_household_{deed}", args=[household.pk]) for deed in deeds]
    posts += [reverse("desk_household_leave", args=[household.pk, household.members.get().pk])]
    posts += [reverse("desk_garment_step", args=[garment.pk, "wash"])]
    for outsider in (dora, elena, gianni):
        client.force_login(outsider)
        assert {client.get(place).status_code for place in places} == {404}, outsider
        assert {client.post(place).status_code for place in posts} == {404}, outsider


def test_whoever_only_hands_out_sees_no_households(behind, household):
    places = [reverse("desk_households"), reverse("desk_household", args=[household.pk])]
    places += [reverse("household", args=[household.pk])]

    assert {behind.get(place).status_code for place in places} == {404}

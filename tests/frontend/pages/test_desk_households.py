"""The desk and a household: what it writes down, from the interview to the card, to the till, and choosing for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings import lifecycle
from bookings import till as tills
from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from marketplace.notices import telling
from marketplace.notices.models import Notice
from services.models import Category, Garment, Household, Wardrobe
from services.wardrobe import households
from tests.cast import at
from tests.folding import each
from tests.wardrobes import card_of, next_year, points

KEY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def at_desk(client, amina, wardrobe):
    client.force_login(amina)
    return client


@pytest.fixture
def page(household):
    return reverse("desk_household", args=[household.pk])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


# --- by phone -----------------------------------------------------------------------------------------------------
def test_the_desk_phones_members_without_mail_and_finds_their_card(at_desk, household, nadia):
    nadia.email, nadia.phone = None, "+390115550133"
    nadia.save()
    telling.announce(household.last_change)

    text = text_of(at_desk.get(reverse("desk")))

    assert "tel:+390115550133" in text
    assert "Amina admitted them." in text
    assert reverse("household", args=[household.pk]) in text

    at_desk.post(reverse("desk_phoned", args=[Notice.objects.get(reader=nadia).pk]))
    assert "tel:+390115550133" not in text_of(at_desk.get(reverse("desk")))


# --- sizes and neighbourhood --------------------------------------------------------------------------------------
def test_the_desk_writes_down_sizes_and_neighbourhood(at_desk, household, page, aurora):
    address = reverse("desk_household_about", args=[household.pk])

    text = text_of(at_desk.post(address, {"adult": ["M", "L"], "area": aurora.pk}, follow=True))

    household = Household.objects.get()
    assert (household.sizes, household.area) == ({"adult": ["M", "L"]}, aurora)
    assert "Now:</summary>" not in text
    assert aurora.name in text

    at_desk.post(address, {"shoe": ["38"], "area": ""})

    household = Household.objects.get()
    assert (household.sizes, household.area) == ({"shoe": ["38"]}, None)


@each("wrong", [{"adult": ["38"]}, {"area": "0"}, {"area": "x"}])
def test_what_is_no_size_and_no_neighbourhood_is_told(at_desk, household, wrong):
    answer = at_desk.post(reverse("desk_household_about", args=[household.pk]), {"adult": ["M"]} | wrong)

    assert answer.status_code == 422
    assert Household.objects.get().sizes == {}


# --- from the interview to the card -------------------------------------------------------------------------------
@pytest.fixture
def interview(make_offer, abito, fitting_room, wardrobe, nadia):
    """Nadia has asked to talk about a card."""
    forms = Category.objects.create(slug="talks", name={"it": "Colloqui", "en": "Talks"})
    price = {"price": "free", "price_cents": 0, "min_minutes": 30, "max_minutes": 30}
    offer = make_offer(
        "Ask for a card", organisation=abito, category=forms, where="at_place", place=abito.place, **price
    )
    offer.resources.set([fitting_room])
    Wardrobe.objects.update(interview=offer)
    return lifecycle.ask(offer, Actor(nadia), {"starts_at": at(10), "ends_at": at(10, 30)})


def test_from_the_interview_a_link_leads_to_the_form_with_that_person_and_then_to_her_card(
    at_desk, interview, amina, nadia, wardrobe
):
    link = f"{reverse('desk_household_new')}?wardrobe={wardrobe.pk}&amp;person={nadia.pk}"
    assert link not in text_of(at_desk.get(interview.get_absolute_url()))  # not before somebody has said yes
    take(interview, "accept", Actor(amina))
    assert link in text_of(at_desk.get(interview.get_absolute_url()))

    form = at_desk.get(link.replace("&amp;", "&"))
    assert f'<option value="{nadia.pk}" selected>' in text_of(form)
    told = {"person": nadia.pk, "basis": "means", "valid_until": next_year().isoformat()}
    at_desk.post(link.replace("&amp;", "&"), told)

    text = text_of(at_desk.get(interview.get_absolute_url()))
    assert link not in text
    assert reverse("desk_household", args=[Household.objects.get().pk]) in text


def test_whoever_asked_for_the_card_admits_nobody(client, interview, amina, nadia):
    take(interview, "accept", Actor(amina))
    client.force_login(nadia)

    assert "Admit" not in text_of(client.get(interview.get_absolute_url()))


@each("number", ["0", "x", "", "99999999999999999999"])
def test_the_form_is_filled_in_with_nobody_whom_the_desk_does_not_know(at_desk, dora, number):
    for named in (number, dora.pk):
        assert at_desk.get(reverse("desk_household_new"), {"person": named}).status_code == 404


# --- to the till --------------------------------------------------------------------------------------------------
def test_from_a_household_one_press_leads_to_the_till_with_its_card(at_desk, household, page, wardrobe):
    text = text_of(at_desk.get(page))
    to_till = f"{reverse('desk_till')}?wardrobe={wardrobe.pk}"
    assert f'action="{to_till}"' in text
    assert f'name="card" value="{card_of(household)}"' in text

    answer = at_desk.post(to_till, {"key": KEY, "card": card_of(household)})

    assert "150 left" in text_of(answer)


def test_an_exception_at_the_till_stands_there_with_its_reason_and_a_name(
    at_desk, household, page, wardrobe, tomas, coat, hung
):
    for excuse in ("", "Two jobs, two coats"):
        tills.take_home(wardrobe, tomas, card_of(household), [hung(coat).label], f"k{excuse}", excuse=excuse)

    text = text_of(at_desk.get(page))

    assert f"Two jobs, two coats</span> ({tomas.name})" in text
    assert text.count(f"({tomas.name})") == 1


def test_the_page_asks_as_often_for_many_exceptions(at_desk, household, page, wardrobe, tomas, coat, hung):
    def take_one(excuse):
        tills.take_home(wardrobe, tomas, card_of(household), [hung(coat).label], excuse, excuse=excuse)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            at_desk.get(page)
        return len(asked)

    take_one("Cold")
    at_desk.get(page)
    few = queries()

    for excuse in ("Colder", "Coldest"):
        take_one(excuse)

    assert queries() == few


# --- choosing for them --------------------------------------------------------------------------------------------
@pytest.fixture
def rack(wardrobe, household):
    return f"{wardrobe.get_absolute_url()}?for={household.pk}"


def test_the_desk_chooses_from_the_rack_with_pictures_for_somebody_without_a_phone(
    at_desk, household, page, rack, wardrobe, amina, nadia, coat, kind_of, hung
):
    hung(coat), hung(kind_of("tee", points=3))
    assert rack in text_of(at_desk.get(page))
    seen = at_desk.get(rack)
    assert "You choose for Nadia" in text_of(seen)

    for garment, key in seen.context["hanging"]:
        told = {"garment": garment.label, "key": key, "query": f"?for={household.pk}", "for": household.pk}
        answer = at_desk.post(reverse("wardrobe_choose", args=[wardrobe.slug]), told)

    assert answer.headers["Location"] == f"{rack}#chosen"
    booking = Booking.objects.get()
    assert (booking.customer, points(household)) == (nadia, 117)
    assert {(change.actor, change.acting_for) for change in booking.changes.all()} == {(amina, nadia)}
    text = text_of(at_desk.get(rack))
    assert "It is put aside for Nadia." in text
    assert "2 pieces are put aside" in text


def test_the_desk_leaves_one_and_books_the_room_from_there(
    at_desk, household, rack, nadia, amina, coat, kind_of, hung, choose
):
    booking = choose(nadia, hung(coat), hung(kind_of("tee", points=3)))
    seen = at_desk.get(rack)
    leave, book = (reverse("booking_step", args=[booking.pk, step]) for step in ("leave", "book"))

    at_desk.post(leave, {"piece": seen.context["pieces"][0].pk, "next": rack, "for_customer": "1"})
    at_desk.post(book, {"time": seen.context["times"][0][0], "key": KEY, "for_customer": "1"})

    assert Booking.objects.get().status == "confirmed"
    assert Booking.objects.get().last_change.acting_for == nadia


def test_the_rack_asks_as_often_for_many_pieces(
    at_desk, household, rack, nadia, kind_of, hung, choose, django_assert_num_queries
):
    tee = kind_of("tee", points=3)
    choose(nadia, *(hung(tee) for _number in range(3)))
    for _number in range(3):
        hung(tee)
    at_desk.get(rack)

    with django_assert_num_queries(30):
        assert "3 pieces are put aside" in text_of(at_desk.get(rack))


def test_their_sizes_are_one_press_away(at_desk, household, rack, amina, coat, hung):
    households.describe(household, amina, {"adult": ["M"]}, None)
    hung(coat, size="M"), hung(coat, size="L")
    assert "Their sizes" in text_of(at_desk.get(rack))

    text = text_of(at_desk.get(f"{rack}&ours=1"))

    assert "In their sizes" in text
    assert "<b>1 piece</b>" in text


def test_filters_and_an_empty_rack_do_not_lose_for_whom_it_is(at_desk, household, rack):
    text = text_of(at_desk.get(f"{rack}&season=winter"))

    assert f'<input type="hidden" name="for" value="{household.pk}">' in text
    assert f'href="{rack}"' in text


def test_the_desk_chooses_for_a_grown_up_who_lets_it(household, amina, nadia, dora):
    households.join(household, dora, amina)
    assert households.speaks_for(household) == nadia

    nadia.mandates.all().delete()

    assert households.speaks_for(household) == dora


def test_nobody_else_chooses_for_a_household(client, household, rack, wardrobe, tomas, nadia, dora, elena, coat, hung):
    told = {"garment": hung(coat).label, "key": KEY, "for": household.pk}
    choose = reverse("wardrobe_choose", args=[wardrobe.slug])

    assert client.get(rack).status_code == 404
    for outsider in (tomas, nadia, dora, elena):  # Nadia's own page is the one without a name in its address
        client.force_login(outsider)
        assert client.get(rack).status_code == 404, outsider
        assert client.post(choose, told).status_code == 404, outsider
    assert Garment.objects.get().status == "rack"


@each("named", ["", "x", "0", "99999999999999999999"])
def test_a_household_that_there_is_not_is_not_found(at_desk, wardrobe, household, named):
    assert at_desk.get(wardrobe.get_absolute_url(), {"for": named}).status_code == 404

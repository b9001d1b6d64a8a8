"""The account page, signing out everywhere, mandates, and the way on after signing in."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from bookings import feeds
from frontend.demo.people import PEOPLE
from marketplace.accounts.models import User
from marketplace.organisations.models import Mandate


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def mandate(nadia, elena, biagio) -> Mandate:
    return Mandate.objects.create(organisation=biagio, person=nadia, entered_by=elena, how="on the phone")


def profile(**other) -> dict:
    return {"given_name": "Nadia", "family_name": "Haddad", "phone": "333 123 4567", "language": "it"} | other


def test_somebody_changes_name_phone_and_language(client, nadia):
    client.force_login(nadia)

    answer = client.post(reverse("account"), profile(given_name="Nadia Rosa"), follow=True)

    nadia.refresh_from_db()
    assert (nadia.given_name, str(nadia.phone), nadia.language) == ("Nadia Rosa", "+393331234567", "it")
    assert answer.client.cookies["language"].value == "it"


def test_a_language_that_her_own_page_alone_speaks_is_kept_by_the_form_and_by_the_foot_of_a_page(client, nadia):
    nadia.language = "ar"
    nadia.save()
    client.force_login(nadia)

    page = text_of(client.get(reverse("account"), headers={"accept-language": "it"}))
    answer = client.post(reverse("account"), profile(language="ar"), follow=True)
    client.post("/language/", {"language": "en", "next": "/"})

    nadia.refresh_from_db()
    assert '<option value="ar" selected>' in page
    assert "Salvato." in text_of(answer)
    assert nadia.language == "ar"
    assert '<html lang="en">' in text_of(client.get(reverse("account")))


def test_nobody_else_is_offered_a_language_that_the_site_does_not_speak(client, nadia):
    client.force_login(nadia)

    assert 'value="ar"' not in text_of(client.get(reverse("account")))
    assert client.post(reverse("account"), profile(language="ar")).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [{"given_name": ""}, {"given_name": "x" * 81}, {"given_name": "a\0"}, {"phone": "call me"}, {"language": "tlh"}],
)
def test_what_cannot_be_is_told_and_not_saved(client, nadia, wrong):
    client.force_login(nadia)

    answer = client.post(reverse("account"), profile(family_name="Changed", **wrong))

    nadia.refresh_from_db()
    assert answer.status_code == 422
    assert 'value="Changed"' in text_of(answer)
    assert nadia.family_name == "Haddad"


def test_rights_cannot_be_forged_on_the_account_page(client, nadia):
    client.force_login(nadia)

    client.post(reverse("account"), profile(is_staff="on", is_superuser="on", email="boss@example.org"))

    nadia.refresh_from_db()
    assert (nadia.is_staff, nadia.is_superuser, nadia.email) == (False, False, "nadia@example.org")


@pytest.mark.parametrize("page", ["account", "bookings", "after_sign_in"])
def test_visitors_are_asked_to_sign_in(client, db, page):
    assert client.get(reverse(page)).url.startswith(reverse("account_login"))


def test_the_page_names_where_somebody_works_and_who_acts_for_her(client, nadia, elena, mandate):
    client.force_login(elena)
    hers = text_of(client.get(reverse("account")))
    client.force_login(nadia)
    nadias = text_of(client.get(reverse("account")))

    assert "Biagio: coordinator" in hers
    assert "Who may act for you" in nadias
    assert "Where you work" not in nadias


def test_a_mandate_is_ended_by_the_person_alone(client, nadia, dora, elena, mandate):
    address = reverse("end_mandate", args=[mandate.pk])
    for other in (dora, elena):
        client.force_login(other)
        assert client.post(address).status_code == 404
    client.force_login(nadia)

    client.post(address)

    mandate.refresh_from_db()
    assert mandate.until
    assert client.get(address).status_code == 405


def test_signing_out_everywhere_revokes_her_calendar_addresses_and_nobody_else_s(client, nadia, dora):
    hers, others = feeds.make(nadia, "booked")[1], feeds.make(dora, "booked")[1]
    client.force_login(nadia)
    page = text_of(client.get(reverse("account"), headers={"accept-language": "en"}))

    client.post(reverse("sign_out_everywhere"))

    assert "It revokes your calendar addresses, too." in page
    assert feeds.find(hers) is None
    assert feeds.find(others)


def test_signing_out_everywhere_ends_every_session(nadia):
    phone, laptop = Client(), Client()
    for device in (phone, laptop):
        device.force_login(nadia)
        device.get(reverse("account"))

    answer = phone.post(reverse("sign_out_everywhere"))

    assert answer.url == reverse("home")
    for device in (phone, laptop):
        assert device.get(reverse("account")).url.startswith(reverse("account_login"))


def test_one_session_is_ended_by_its_owner_alone(nadia, dora):
    phone, laptop, outsider = Client(headers={"accept-language": "en"}), Client(), Client()
    for device, user in ((phone, nadia), (laptop, nadia), (outsider, dora)):
        device.force_login(user)
        device.get(reverse("account"))
    lost = UserSession.objects.get(session_key=laptop.session.session_key)
    address = reverse("end_session", args=[lost.pk])
    assert outsider.post(address).status_code == 404
    assert phone.get(address).status_code == 405
    assert address in text_of(phone.get(reverse("usersessions_list")))

    answer = phone.post(address, follow=True)

    assert "You are signed out on that device." in text_of(answer)
    assert laptop.get(reverse("account")).status_code == 302
    assert phone.get(reverse("account")).status_code == 200


@pytest.mark.parametrize(
    ("who", "room"), [("nadia", "bookings"), ("elena", "desk"), ("samira", "shifts"), ("gianni", "officer")]
)
def test_after_signing_in_everybody_lands_where_the_work_is(client, request, who, room):
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse("after_sign_in")).url == reverse(room)


# --- the demo city ------------------------------------------------------------------------------------------------
@pytest.fixture
def invented(demo, db) -> User:
    return User.objects.create_user(PEOPLE[0].email, given_name=PEOPLE[0].name)


def test_in_a_demo_city_one_press_signs_in(client, invented):
    answer = client.post(reverse("demo_sign_in"), {"demo": invented.email})

    assert answer.url == reverse("after_sign_in")
    assert client.session["_auth_user_id"] == str(invented.pk)


@pytest.mark.parametrize(("wanted", "leads"), [("/search/", "/search/"), ("https://evil.example", "/welcome/")])
def test_the_way_on_stays_on_this_site(client, invented, wanted, leads):
    answer = client.post(reverse("demo_sign_in"), {"demo": invented.email, "next": wanted})

    assert answer.url == leads


def test_nobody_but_the_people_of_the_demo_is_signed_in_like_that(client, demo, person):
    somebody = person("Somebody", is_superuser=True)

    for email in (somebody.email, "", "a\0b", PEOPLE[1].email):
        assert client.post(reverse("demo_sign_in"), {"demo": email}).status_code == 404


def test_elsewhere_there_is_no_such_door(client, invented, settings):
    settings.DEMO = False

    assert client.post(reverse("demo_sign_in"), {"demo": invented.email}).status_code == 404
    assert client.get(reverse("demo_sign_in")).status_code == 404


def test_a_link_to_the_door_shows_the_sign_in_page(client, demo):
    assert client.get(reverse("demo_sign_in")).url == reverse("account_login")

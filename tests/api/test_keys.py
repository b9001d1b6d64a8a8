"""An organisation's keys: hashed, limited, noticed, revocable."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from bookings import lifecycle
from marketplace.lives.engine import Actor
from marketplace.organisations import keys
from marketplace.organisations.models import ApiKey, Mandate, Membership, Organisation
from marketplace.refusals import Refused
from tests.cast import settled
from tests.folding import each


def test_an_owner_makes_a_key_that_is_shown_once(calls, elena):
    client = calls(elena)

    made = client.post("/api/v1/organisations/biagio/keys/", {"name": "Till", "scopes": ["offers:read"]})

    words = made.json()["key"]
    assert made.status_code == 201
    assert words.partition(".")[2] not in str(ApiKey.objects.values().get())
    assert "key" not in client.get("/api/v1/organisations/biagio/keys/").json()["results"][0]


def test_who_does_not_own_the_organisation_finds_no_keys(calls, dora, samira, gianni):
    for somebody in (dora, samira, gianni):
        client = calls(somebody)
        assert client.get("/api/v1/organisations/biagio/keys/").status_code == 404
        assert (
            client.post("/api/v1/organisations/biagio/keys/", {"name": "x", "scopes": ["offers:read"]}).status_code
            == 404
        )
        assert client.delete("/api/v1/organisations/biagio/keys/1/").status_code == 404


def test_the_core_too_refuses_a_key_to_who_does_not_own(biagio, samira):
    with pytest.raises(Refused):
        keys.make(biagio, samira, "Till", ["offers:read"])


def test_a_key_opens_its_scopes_alone(program, booking):
    client = program("bookings:read")

    assert client.get("/api/v1/bookings/").status_code == 200
    assert client.get("/api/v1/resources/").status_code == 403
    assert client.post(f"/api/v1/bookings/{booking.pk}/steps/", {"step": "accept"}).status_code == 403


@each("path", ["me/", "notices/", "unread/", "organisations/biagio/keys/"])
def test_no_key_opens_what_is_the_owners_own(program, path):
    assert program(*keys.SCOPES).get(f"/api/v1/{path}").status_code == 403


def test_a_key_does_not_tell_what_whoever_made_it_may_have(program, elena, make_offer, wishes):
    offer = make_offer("Once a month", most_a_month=1)
    day = lifecycle.ask(offer, Actor(elena), wishes()).starts_at.date()

    answer = program("offers:read").get(f"/api/v1/offers/?eligible=1&on={day}")

    assert [card["id"] for card in answer.json()["results"]] == [offer.pk]


def test_a_key_takes_a_step_without_a_token_against_forged_requests(program, booking):
    client = program("bookings:write")
    client.handler.enforce_csrf_checks = True

    answer = client.post(f"/api/v1/bookings/{booking.pk}/steps/", {"step": "accept"})

    assert answer.json()["status"] == "confirmed"


def test_a_key_stays_within_its_organisation(program, elena, make_offer, booking):
    other = settled(Organisation.objects.create(name="Abito", slug="abito"), "verified")
    Membership.objects.create(organisation=other, user=elena, role="owner")
    theirs = make_offer("Coats", organisation=other)
    client = program(*keys.SCOPES)

    assert client.get(f"/api/v1/offers/{theirs.pk}/").status_code == 404
    assert [row["slug"] for row in client.get("/api/v1/organisations/").json()["results"]] == ["biagio"]
    assert [row["id"] for row in client.get("/api/v1/bookings/").json()["results"]] == [booking.pk]


def test_a_program_books_for_somebody_who_lets_its_organisation(program, biagio, elena, person, request_body):
    amina = person("Amina", email=None)
    Mandate.objects.create(organisation=biagio, person=amina, entered_by=elena, how="by phone")

    answer = program("bookings:write").post("/api/v1/bookings/", request_body(**{"for": amina.pk}))

    assert answer.status_code == 201
    assert answer.json()["customer_name"] == "Amina"


def test_a_program_books_for_nobody_else(program, nadia, request_body):
    answer = program("bookings:write").post("/api/v1/bookings/", request_body(**{"for": nadia.pk}))

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "for"


def test_a_program_does_not_book_by_what_its_owner_may_do_elsewhere(program, biagio, elena, person, request_body):
    abito = settled(Organisation.objects.create(name="Abito", slug="abito"), "verified")
    Membership.objects.create(organisation=abito, user=elena, role="owner")
    amina = person("Amina", email=None, phone="+390115550188")
    Mandate.objects.create(organisation=abito, person=amina, entered_by=elena, how="on the phone")
    Mandate.objects.create(
        organisation=biagio, person=amina, entered_by=elena, how="on the phone", until=timezone.now()
    )

    answer = program("bookings:write").post("/api/v1/bookings/", request_body(**{"for": amina.pk}))

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "for")


def test_a_revoked_key_opens_nothing(calls, elena, biagio):
    key, words = keys.make(biagio, elena, "Till", ["offers:read"])

    assert calls(elena).delete(f"/api/v1/organisations/biagio/keys/{key.pk}/").status_code == 204

    assert APIClient(headers={"authorization": f"Key {words}"}).get("/api/v1/offers/").status_code == 401


@pytest.mark.parametrize("words", ["", "x", "x.y", ".", "\x7f.y", "è.è", "a" * 5000])
def test_what_is_no_key_opens_nothing(db, words):
    answer = APIClient(headers={"authorization": f"Key {words}"}).get("/api/v1/offers/")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Key"


def test_the_key_of_somebody_who_owns_no_more_opens_nothing(program, elena):
    client = program("offers:read")
    Membership.objects.filter(user=elena, role="owner").update(until=timezone.localdate() - timedelta(days=1))

    assert client.get("/api/v1/offers/").status_code == 401


def test_use_is_noticed_once_a_minute(program):
    client = program("offers:read")

    client.get("/api/v1/offers/")
    first = ApiKey.objects.get().last_used_at
    client.get("/api/v1/offers/")

    assert first
    assert ApiKey.objects.get().last_used_at == first


def test_a_form_that_is_sent_twice_makes_one_key_and_either_answer_opens(biagio, elena):
    first, words = keys.make(biagio, elena, "Till", ["offers:read"], "a-form")

    assert keys.make(biagio, elena, "Till", ["offers:read"], "a-form") == (first, words)
    assert keys.find(words) == first
    assert ApiKey.objects.count() == 1


def test_a_form_of_somebody_else_is_another_key(biagio, elena, dora):
    Membership.objects.create(organisation=biagio, user=dora, role="owner")
    _key, words = keys.make(biagio, elena, "Till", ["offers:read"], "a-form")

    _other, others = keys.make(biagio, dora, "Till", ["offers:read"], "a-form")

    assert others.partition(".")[2] != words.partition(".")[2]


def test_who_goes_back_to_the_form_later_reads_no_words_again(biagio, elena):
    key, _words = keys.make(biagio, elena, "Till", ["offers:read"], "a-form")
    ApiKey.objects.update(created_at=timezone.now() - timedelta(minutes=2))

    assert keys.make(biagio, elena, "Till", ["offers:read"], "a-form") == (key, "")


def test_a_revoked_key_does_not_come_back_with_its_form(biagio, elena):
    key, words = keys.make(biagio, elena, "Till", ["offers:read"], "a-form")
    keys.revoke(key, elena)

    assert keys.make(biagio, elena, "Till", ["offers:read"], "a-form") == (key, "")
    assert keys.find(words) is None


def test_no_words_of_a_form_are_kept(biagio, elena):
    _key, words = keys.make(biagio, elena, "Till", ["offers:read"], "a-form")

    row = str(ApiKey.objects.values().get())
    assert words.partition(".")[2] not in row
    assert "a-form" not in row

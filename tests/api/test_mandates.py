"""Whom a desk acts for, over the wire."""

from bookings.models import Booking
from marketplace.accounts.models import User
from marketplace.organisations import membership
from marketplace.organisations.models import Mandate
from tests.folding import each

AMINA = {
    "organisation": "biagio", "given_name": "Amina", "phone": "011 555 0144", "language": "en",
    "how": "On the phone, asked by herself.",
}  # fmt: skip


def test_an_outsider_finds_no_mandates(calls, visitor, dora, samira, gianni, mandate):
    for somebody in (dora, samira, gianni):
        client = calls(somebody)
        assert client.get("/api/v1/mandates/").json()["results"] == []
        assert client.get(f"/api/v1/mandates/{mandate.pk}/").status_code == 404
        assert client.delete(f"/api/v1/mandates/{mandate.pk}/").status_code == 404
        assert client.post("/api/v1/mandates/", AMINA).json()["errors"][0]["attr"] == "organisation"
    assert visitor.get("/api/v1/mandates/").status_code == 401
    assert visitor.post("/api/v1/mandates/", AMINA).status_code == 401
    assert Mandate.objects.filter(until=None).count() == 1


def test_the_desk_enters_somebody_who_calls_and_books_for_her(calls, elena, biagio, request_body):
    client = calls(elena)

    entered = client.post("/api/v1/mandates/", AMINA)
    booked = client.post("/api/v1/bookings/", request_body(**{"for": entered.json()["person"]}))

    assert entered.status_code == 201, entered.json()
    row = entered.json()
    assert (row["name"], row["phone"], row["language"], row["entered_by"]) == ("Amina", "+390115550144", "en", "Elena")
    assert booked.json()["customer_name"] == "Amina"
    assert Booking.objects.get().customer_id == row["person"]


def test_a_mandate_ends_and_the_desk_books_for_her_no_more(calls, elena, mandate, request_body):
    client = calls(elena)

    assert client.delete(f"/api/v1/mandates/{mandate.pk}/").status_code == 204

    assert client.get("/api/v1/mandates/").json()["results"] == []
    assert client.delete(f"/api/v1/mandates/{mandate.pk}/").status_code == 404
    asked = client.post("/api/v1/bookings/", request_body(**{"for": mandate.person_id}))
    assert (asked.status_code, asked.json()["errors"][0]["attr"]) == (400, "for")


def test_she_sees_who_acts_for_her_and_ends_it_herself(calls, mandate):
    client = calls(mandate.person)

    assert [row["organisation"] for row in client.get("/api/v1/mandates/").json()["results"]] == ["biagio"]
    assert client.delete(f"/api/v1/mandates/{mandate.pk}/").status_code == 204
    assert not Mandate.objects.filter(until=None).exists()


def test_lists_are_narrowed_by_organisation(calls, elena, mandate, abito):
    client = calls(elena)

    assert len(client.get("/api/v1/mandates/?organisation=biagio").json()["results"]) == 1
    assert client.get("/api/v1/mandates/?organisation=abito").json()["results"] == []


@each(
    ("wrong", "name"),
    [
        ({"given_name": ""}, "given_name"), ({"given_name": "a\0"}, "given_name"),
        ({"given_name": "x" * 81}, "given_name"),
        ({"phone": ""}, "phone"), ({"phone": "12"}, "phone"), ({"phone": None}, "phone"), ({"phone": 5}, "phone"),
        ({"phone": "011 555 0190"}, "phone"), ({"how": ""}, "how"), ({"how": "  "}, "how"), ({"how": "x" * 201}, "how"),
        ({"language": "xx"}, "language"), ({"organisation": "nobody"}, "organisation"),
        ({"email": "a@example.org"}, "email"),
        ({"person": 1}, "person"), ({"entered_by": 1}, "entered_by"),
    ],
)  # fmt: skip
def test_a_person_that_cannot_be_entered_is_told_by_name(calls, elena, mandate, wrong, name):
    answer = calls(elena).post("/api/v1/mandates/", AMINA | wrong)

    assert answer.status_code == 400, answer.json()
    assert answer.json()["errors"][0]["attr"] == name
    assert not User.objects.filter(given_name="Amina").exists()


def test_the_same_idempotency_key_enters_one(calls, elena):
    client = calls(elena)

    first, again = (client.post("/api/v1/mandates/", AMINA, headers={"Idempotency-Key": "one"}) for _ in range(2))

    assert first.json() == again.json()
    assert Mandate.objects.count() == 1


def test_a_key_needs_the_scope_of_people_and_stays_in_its_organisation(program, elena, abito, mandate):
    theirs = membership.enter_person(abito, elena, {"given_name": "Mei", "phone": "011 555 0155"}, "at the counter")

    reads, writes, others = program("people:read"), program("people:write"), program("bookings:read", "bookings:write")

    assert [row["id"] for row in reads.get("/api/v1/mandates/").json()["results"]] == [mandate.pk]
    assert reads.delete(f"/api/v1/mandates/{mandate.pk}/").status_code == 403
    assert others.get("/api/v1/mandates/").status_code == 403
    assert writes.delete(f"/api/v1/mandates/{theirs.pk}/").status_code == 404
    assert writes.post("/api/v1/mandates/", AMINA | {"organisation": "abito"}).status_code == 400
    assert writes.delete(f"/api/v1/mandates/{mandate.pk}/").status_code == 204


def test_a_list_takes_the_same_queries_however_long_it_is(calls, elena, biagio, mandate, queries):
    client = calls(elena)
    few = queries(client, "/api/v1/mandates/")
    for n in range(10, 20):
        who = {"given_name": f"Caller {n}", "phone": f"011 555 01{n}"}
        membership.enter_person(biagio, elena, who, "on the phone")

    assert queries(client, "/api/v1/mandates/") == few <= 8  # seven of them are the sign-in's
    assert queries(client, f"/api/v1/mandates/{mandate.pk}/") <= 8

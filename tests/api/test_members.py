"""Who works in an organisation, over the wire."""

from marketplace.accounts.models import User
from marketplace.organisations import membership
from marketplace.organisations.models import Membership
from services.models import Resource
from tests.folding import each

FLORIN = {"organisation": "biagio", "given_name": "Florin", "phone": "011 555 0133", "role": "worker"}


def role_of(user, role) -> Membership:
    return Membership.objects.get(user=user, role=role)


def test_an_outsider_finds_no_members(calls, visitor, dora, samira, gianni, elena):
    owner = role_of(elena, "owner")

    for somebody in (dora, samira, gianni):
        client = calls(somebody)
        assert client.get("/api/v1/members/").json()["results"] == []
        assert client.get(f"/api/v1/members/{owner.pk}/").status_code == 404
        assert client.delete(f"/api/v1/members/{owner.pk}/").status_code == 404
        assert client.post("/api/v1/members/", FLORIN).json()["errors"][0]["attr"] == "organisation"
    assert visitor.get("/api/v1/members/").status_code == 401
    assert visitor.post("/api/v1/members/", FLORIN).status_code == 401
    assert Membership.objects.filter(organisation__slug="biagio").count() == 3


def test_the_desk_sees_who_works_there(calls, elena, samira):
    rows = calls(elena).get("/api/v1/members/?organisation=biagio").json()["results"]

    assert {(row["name"], row["role"]) for row in rows} == {
        ("Elena", "owner"), ("Elena", "coordinator"), ("Samira", "worker")
    }  # fmt: skip
    assert calls(elena).get("/api/v1/members/?organisation=abito").json()["results"] == []


def test_an_owner_lets_in_a_worker_who_has_a_calendar_from_then_on(calls, elena):
    answer = calls(elena).post("/api/v1/members/", FLORIN)

    assert answer.status_code == 201, answer.json()
    row = answer.json()
    assert (row["name"], row["phone"], row["email"], row["role"]) == ("Florin", "+390115550133", None, "worker")
    assert Resource.objects.get(user=row["person"]).active


def test_a_known_mail_is_the_person_who_has_it(calls, elena, dora):
    sent = {"organisation": "biagio", "given_name": "D.", "email": "Dora@example.org", "role": "coordinator"}

    assert calls(elena).post("/api/v1/members/", sent).json()["person"] == dora.pk


def test_a_body_that_nobody_has_verified_does_not_learn_who_has_an_account(calls, dora, person):
    vittoria = person("Vittoria", family_name="Segreta", phone="+390115550177")
    slug = calls(dora).post("/api/v1/organisations/", {"name": "Evil"}).json()["slug"]
    sent = {"organisation": slug, "given_name": "x", "role": "worker"}

    known, unknown = (
        calls(dora).post("/api/v1/members/", sent | {"email": email})
        for email in (vittoria.email, "nobody@example.org")
    )

    assert (known.status_code, known.json()["errors"][0]["attr"]) == (400, "email")
    assert (unknown.status_code, unknown.json()) == (known.status_code, known.json())
    assert not Membership.objects.filter(user=vittoria).exists()
    assert not User.objects.filter(email="nobody@example.org").exists()
    assert calls(dora).post("/api/v1/members/", sent).status_code == 201


def test_of_a_known_person_a_body_sees_what_it_was_told(calls, elena, person):
    vittoria = person("Vittoria", family_name="Segreta", phone="+390115550177")
    sent = {"organisation": "biagio", "given_name": "Vicky", "email": vittoria.email, "role": "worker"}
    client = calls(elena)

    made = client.post("/api/v1/members/", sent).json()
    listed = [row for row in client.get("/api/v1/members/").json()["results"] if row["id"] == made["id"]]

    assert [made] == listed
    assert (made["name"], made["email"], made["phone"]) == ("Vicky", vittoria.email, None)
    assert Resource.objects.get(user=vittoria).name == "Vicky"
    again = client.post("/api/v1/members/", sent)
    assert "Vicky has this role already" in again.json()["errors"][0]["detail"]


def test_a_role_ends_and_with_it_the_calendar(calls, elena, samira, worker):
    assert calls(elena).delete(f"/api/v1/members/{role_of(samira, 'worker').pk}/").status_code == 204

    worker.refresh_from_db()
    assert not worker.active
    assert not Membership.objects.of(samira).exists()


def test_the_last_owner_stays(calls, elena):
    owner = role_of(elena, "owner")

    answer = calls(elena).delete(f"/api/v1/members/{owner.pk}/")

    assert answer.status_code == 409
    assert "needs an owner" in answer.json()["errors"][0]["detail"]
    assert Membership.objects.filter(pk=owner.pk, until=None).exists()


def test_a_coordinator_gives_and_takes_the_worker_alone(calls, elena, dora, biagio):
    Membership.objects.create(organisation=biagio, user=dora, role="coordinator")
    client = calls(dora)

    assert client.post("/api/v1/members/", FLORIN).status_code == 201
    assert client.post("/api/v1/members/", FLORIN | {"email": "f@example.org", "role": "owner"}).status_code == 409
    assert client.delete(f"/api/v1/members/{role_of(elena, 'owner').pk}/").status_code == 409


@each(
    ("wrong", "name"),
    [
        ({"given_name": ""}, "given_name"), ({"given_name": "a\0"}, "given_name"), ({"given_name": 7}, "given_name"),
        ({"given_name": "x" * 81}, "given_name"), ({"family_name": "x" * 81}, "family_name"),
        ({"phone": "1"}, "phone"), ({"phone": "x" * 31}, "phone"), ({"email": "x"}, "email"), ({"email": 5}, "email"),
        ({"email": f"{'x' * 260}@example.org"}, "email"), ({"role": "coordinator"}, "email"),
        ({"role": "officer"}, "role"), ({"role": ["worker"]}, "role"), ({"organisation": "torino"}, "organisation"),
        ({"organisation": ""}, "organisation"), ({"organisation": None}, "organisation"),
        ({"is_staff": True}, "is_staff"),
        ({"user": 1}, "user"), ({"since": "2020-01-01"}, "since"),
    ],
)  # fmt: skip
def test_a_member_that_cannot_be_is_told_by_name(calls, elena, city, wrong, name):
    answer = calls(elena).post("/api/v1/members/", FLORIN | wrong)

    assert answer.status_code == 400, answer.json()
    assert answer.json()["errors"][0]["attr"] == name
    assert not User.objects.filter(phone="+390115550133").exists()


def test_the_same_role_is_not_given_twice(calls, elena, samira):
    sent = {"organisation": "biagio", "given_name": "Samira", "email": samira.email, "role": "worker"}

    answer = calls(elena).post("/api/v1/members/", sent)

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "email")


def test_the_same_idempotency_key_lets_in_one(calls, elena):
    client = calls(elena)

    first, again = (client.post("/api/v1/members/", FLORIN, headers={"Idempotency-Key": "one"}) for _ in range(2))

    assert first.json() == again.json()
    assert User.objects.filter(given_name="Florin").count() == 1


def test_a_key_needs_the_scope_of_people_and_stays_in_its_organisation(program, elena, samira, abito):
    theirs = Membership.objects.get(organisation=abito)

    reads, writes = program("people:read"), program("people:write")
    others = program("organisation:read", "organisation:write", "bookings:write")

    assert {row["organisation"] for row in reads.get("/api/v1/members/").json()["results"]} == {"biagio"}
    assert reads.get(f"/api/v1/members/{theirs.pk}/").status_code == 404
    assert reads.post("/api/v1/members/", FLORIN).status_code == 403
    assert others.get("/api/v1/members/").status_code == others.post("/api/v1/members/", FLORIN).status_code == 403
    assert writes.delete(f"/api/v1/members/{theirs.pk}/").status_code == 404
    assert writes.post("/api/v1/members/", FLORIN | {"organisation": "abito"}).status_code == 400
    assert writes.post("/api/v1/members/", FLORIN).status_code == 201


def test_a_list_takes_the_same_queries_however_long_it_is(calls, elena, biagio, person, queries):
    client = calls(elena)
    few = queries(client, "/api/v1/members/")
    for n in range(12):
        Membership.objects.create(organisation=biagio, user=person(f"Worker{n}"), role="worker")

    assert queries(client, "/api/v1/members/") == few <= 8  # seven of them are the sign-in's


def test_a_member_takes_few_queries(calls, elena, queries):
    assert queries(calls(elena), f"/api/v1/members/{role_of(elena, 'owner').pk}/") <= 8


def test_who_has_left_is_not_there_any_more(elena, samira):
    seen = membership.members_seen_by(elena)

    membership.close(role_of(samira, "worker"))

    assert not seen.filter(user=samira).exists()

"""Organisations over the wire."""

from marketplace.organisations.models import Organisation
from tests.cast import settled
from tests.folding import each

PROFILE = {"name": "Abito", "about": {"it": "Vestiti."}, "languages": ["it"], "email": "abito@example.org"}


def test_everybody_sees_the_verified_and_nobody_else_the_others(calls, visitor, dora, biagio):
    Organisation.objects.create(name="Hidden", slug="hidden")

    for client in (visitor, calls(dora)):
        assert [row["slug"] for row in client.get("/api/v1/organisations/").json()["results"]] == ["biagio"]
        for path in ("", "steps/"):
            assert client.get(f"/api/v1/organisations/hidden/{path}").status_code == 404
    assert calls(dora).patch("/api/v1/organisations/hidden/", {"name": "Mine"}).status_code == 404
    assert calls(dora).post("/api/v1/organisations/hidden/steps/", {"step": "verify"}).status_code == 404


def test_somebody_founds_an_organisation_and_the_city_verifies_it(calls, dora, gianni):
    owner, officer = calls(dora), calls(gianni)

    made = owner.post("/api/v1/organisations/", PROFILE)
    slug = made.json()["slug"]

    assert made.status_code == 201, made.json()
    assert made.json()["roles"] == ["owner"]
    assert owner.post(f"/api/v1/organisations/{slug}/steps/", {"step": "submit"}).json()["status"] == "submitted"
    assert [row["slug"] for row in officer.get("/api/v1/organisations/?status=submitted").json()["results"]] == [slug]
    assert officer.post(f"/api/v1/organisations/{slug}/steps/", {"step": "verify"}).json()["status"] == "verified"


def test_a_refusal_needs_its_reason(calls, gianni, biagio):
    settled(biagio, "submitted")
    client = calls(gianni)

    without = client.post("/api/v1/organisations/biagio/steps/", {"step": "refuse"})
    with_it = client.post(
        "/api/v1/organisations/biagio/steps/", {"step": "refuse", "facts": {"reason": "Who are you?"}}
    )

    assert without.status_code == 400
    assert without.json()["errors"][0]["attr"] == "reason"
    assert with_it.json()["status"] == "refused"


def test_nobody_verifies_herself(calls, elena, biagio):
    settled(biagio, "submitted")

    assert calls(elena).post("/api/v1/organisations/biagio/steps/", {"step": "verify"}).status_code == 409


def test_an_owner_changes_the_profile_and_keeps_the_other_language(calls, elena, biagio):
    answer = calls(elena).patch(
        "/api/v1/organisations/biagio/", {"about": {"en": "For all."}, "phone": "+390115550199"}
    )

    assert answer.status_code == 200, answer.json()
    assert answer.json()["about_texts"] == {"it": "Portineria di comunità.", "en": "For all."}
    assert answer.json()["phone"] == "+390115550199"


@each(
    "wrong",
    [
        {"phone": "1"},
        {"languages": ["english"]},
        {"about": {"xx": "?"}},
        {"about": []},
        {"email": "x"},
        {"status": "verified"},
    ],
)
def test_a_profile_that_cannot_be_is_told(calls, elena, biagio, wrong):
    answer = calls(elena).patch("/api/v1/organisations/biagio/", wrong)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"].startswith(next(iter(wrong)))


def test_a_worker_changes_no_profile(calls, samira, biagio):
    assert calls(samira).patch("/api/v1/organisations/biagio/", {"email": "x@example.org"}).status_code == 409


def test_a_list_takes_the_same_queries_however_long_it_is(visitor, biagio, queries):
    few = queries(visitor, "/api/v1/organisations/")
    for n in range(10):
        settled(Organisation.objects.create(name=f"Body {n}", slug=f"body-{n}", place=biagio.place), "verified")

    assert queries(visitor, "/api/v1/organisations/") == few <= 2

"""Who you are and what you were told, over the wire."""

import pytest

from marketplace.notices import telling


def test_you_are_shown_and_may_change_your_language(calls, nadia):
    client = calls(nadia)

    assert client.get("/api/v1/me/").json()["email"] == "nadia@example.org"
    assert client.patch("/api/v1/me/", {"language": "it", "phone": "+390115550188"}).status_code == 200
    nadia.refresh_from_db()
    assert (nadia.language, str(nadia.phone)) == ("it", "+390115550188")
    assert client.patch("/api/v1/me/", {"language": "ar"}).json()["language"] == "ar"


@pytest.mark.parametrize(
    "wrong",
    [{"email": "x@example.org"}, {"language": "xx"}, {"phone": "1"}, {"given_name": ""}, {"given_name": "a\0"},
     {"given_name": "x" * 81}, {"is_staff": True}, {"given_name": 7}],
)  # fmt: skip
def test_what_you_cannot_be_is_told(calls, nadia, wrong):
    answer = calls(nadia).patch("/api/v1/me/", wrong)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == next(iter(wrong))


def test_a_visitor_is_nobody_yet(visitor, db):
    assert visitor.get("/api/v1/me/").status_code == 401
    assert visitor.patch("/api/v1/me/", {}).status_code == 401
    assert visitor.get("/api/v1/notices/").status_code == 401


def test_you_find_what_you_were_told_and_an_outsider_does_not(calls, elena, dora, booking):
    telling.announce(booking.changes.get(step="ask"))

    row = calls(elena).get("/api/v1/notices/").json()["results"][0]

    assert (row["species"], row["life"]) == ("bookings.booking", booking.pk)
    assert calls(elena).get(f"/api/v1/notices/{row['id']}/").status_code == 200
    assert calls(dora).get(f"/api/v1/notices/{row['id']}/").status_code == 404
    assert calls(dora).get("/api/v1/notices/").json()["results"] == []

"""Who pays what, over the wire."""

from datetime import datetime, timedelta

from bookings import lifecycle
from marketplace.lives.engine import Actor


def test_an_estimate_says_who_would_pay_what(calls, nadia, request_body):
    said = calls(nadia).post("/api/v1/bookings/estimate/", request_body()).json()

    assert said["shares"] == [{"source": "on_site", "funder": "", "cents": said["price_cents"], "kept_cents": None}]


def test_a_booking_says_who_pays_what_but_not_to_whoever_is_sent(calls, confirmed, nadia, elena, samira):
    path = f"/api/v1/bookings/{confirmed.pk}/"
    shares = [{"source": "on_site", "funder": "", "cents": 2400, "kept_cents": None}]

    assert calls(nadia).get(path).json()["shares"] == shares
    assert calls(elena).get(path).json()["shares"] == shares
    assert calls(samira).get(path).json()["shares"] == []


def test_an_estimate_says_what_a_fund_would_carry_and_binds(calls, nadia, request_body, subsidise, aurora):
    subsidise(percent=50, areas=[aurora])

    said = calls(nadia).post("/api/v1/bookings/estimate/", request_body()).json()
    dearer = calls(nadia).post("/api/v1/bookings/", request_body(own_seen=said["own_cents"] - 1))
    same = calls(nadia).post("/api/v1/bookings/", request_body(own_seen=said["own_cents"]))

    assert [(share["source"], share["funder"]) for share in said["shares"]] == [
        ("fund", "Città di Torino"),
        ("on_site", ""),
    ]
    assert said["own_cents"] * 2 == said["price_cents"]
    assert (dearer.status_code, dearer.json()["errors"][0]["attr"]) == (400, "own_seen")
    assert same.status_code == 201


def test_the_funder_reads_what_becomes_of_the_fund(calls, gianni, booking, fund):
    listed = calls(gianni).get("/api/v1/funds/").json()["results"]
    whole = calls(gianni).get(f"/api/v1/funds/{fund.pk}/").json()

    assert [(row["name"], row["left_cents"]) for row in listed] == [("Fund", 10_000)]
    assert [(row["put_in_cents"], row["carried_cents"]) for row in whole["months"]] == [(10_000, 0)]
    assert whole["areas"] == []


def test_the_funder_reads_each_line_of_the_fund_and_nobody_is_named(
    calls, gianni, offer, nadia, wishes, subsidise, fund
):
    subsidise(percent=50)
    booking = lifecycle.ask(offer, Actor(nadia), wishes())
    path = f"/api/v1/funds/{fund.pk}/lines/"

    first = calls(gianni).get(path, {"limit": 1}).json()
    second = calls(gianni).get(first["next"]).json()
    before = calls(gianni).get(path, {"month": "2001-01-01"}).json()

    rows = [(row["what"], row["moved_cents"], row["left_cents"]) for row in first["results"] + second["results"]]
    assert rows == [("promised", -1200, 8800), ("put_in", 10_000, 10_000)]
    assert (second["next"], before["results"]) == (None, [])
    assert booking.reference not in str(first)


def test_nobody_else_finds_the_fund(calls, visitor, nadia, elena, fund):
    for stranger in (nadia, elena):
        assert calls(stranger).get("/api/v1/funds/").json()["results"] == []
        for path in (f"/api/v1/funds/{fund.pk}/", f"/api/v1/funds/{fund.pk}/lines/"):
            assert calls(stranger).get(path).status_code == 404
    assert visitor.get("/api/v1/funds/").status_code in (401, 403)


def test_a_quote_is_accepted_for_no_more_than_was_told(calls, quoted, subsidise, run_dry, nadia):
    subsidise(cents=5_000)
    address = f"/api/v1/bookings/{quoted.pk}/"
    shares = calls(nadia).get(address).json()["shares"]
    own = sum(share["cents"] for share in shares if share["source"] not in {"fund", "bundle"})
    run_dry()

    facts = {"quote": "1", "own_seen": own}
    answer = calls(nadia).post(f"{address}steps/", {"step": "accept", "facts": facts})

    assert own == 27_000
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "own_seen")


def test_a_series_is_asked_for_for_no_more_than_was_told(calls, request_body, nadia):
    body = request_body(minutes=120, at="10:00")
    first = datetime.fromisoformat(body.pop("starts_at")).date()
    del body["ends_at"]
    body |= {"first": first.isoformat(), "until": (first + timedelta(days=7)).isoformat()}

    dearer = calls(nadia).post("/api/v1/series/", body | {"own_seen": 2 * 2400 - 1})
    same = calls(nadia).post("/api/v1/series/", body | {"own_seen": 2 * 2400})

    assert (dearer.status_code, dearer.json()["errors"][0]["attr"]) == (400, "own_seen")
    assert same.status_code == 201, same.json()

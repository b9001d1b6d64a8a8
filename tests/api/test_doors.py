"""What all API has in common: errors, throttles, paging, the description."""

import json
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.db import OperationalError
from django.http import QueryDict

from marketplace.api import errors, throttles
from services.models import Offer
from services.search import Wish, search


def problem(answer) -> dict:
    return answer.json()["errors"][0]


@pytest.mark.parametrize(
    "path", ["", "v1/", "v1/nothing/", "v1/offers/x/", "v1/offers/99999999999999999999/", "v2/offers/"]
)
def test_an_unknown_address_is_told_in_json(visitor, db, path):
    for method in (visitor.get, visitor.post, visitor.delete):
        answer = method(f"/api/{path}")
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/json"
        assert problem(answer)["code"] == "not_found"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"), ("limit=1e1", "limit"),
        ("limit=٣", "limit"),
        ("cursor=", "cursor"), ("cursor=x", "cursor"), ("cursor=%00", "cursor"), ("colour=red", "colour"),
        ("q=%00", "q"), ("near=zzzzzz", "near"), ("near=91,7", "near"),
        ("within=1", "within"), ("on=1192-01-01", "on"), ("on=x", "on"),
        ("where=moon", "where"), ("price=cheap", "price"), ("language=English", "language"),
        ("category=x%20y", "category"),
        ("status=x", "status"), ("status=new&q=x", "status"), ("category=unknown", "category"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_by_name(visitor, db, query, name):
    answer = visitor.get(f"/api/v1/offers/?{query}")

    assert answer.status_code == 400, answer.json()
    assert problem(answer)["attr"] == name


def test_a_limit_is_told_in_the_language_of_each_reader(visitor, db):
    def told(language: str) -> str:
        answer = visitor.get("/api/v1/offers/?within=1", headers={"Accept-Language": language})
        return problem(answer)["detail"]

    english = told("en")

    assert "100" in english
    assert told("it") not in ("", english)
    assert told("en") == english


def test_of_one_query_nothing_is_left_in_the_next(visitor, offer):
    times = f"/api/v1/offers/{offer.pk}/times/"

    assert visitor.get("/api/v1/offers/?q=zzzz").json()["results"] == []
    assert len(visitor.get("/api/v1/offers/").json()["results"]) == 1
    assert len(visitor.get(f"{times}?days=2").json()) == 2
    assert len(visitor.get(times).json()) == 7


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '"x"', '{"offer": NaN}', '{"offer": 1' + "0" * 5000 + "}", "\x00", "[" * 2000],
)
def test_what_is_no_request_is_told(calls, nadia, body):
    answer = calls(nadia).post("/api/v1/bookings/", body, content_type="application/json")

    assert answer.status_code == 400


def test_a_name_with_a_nul_names_nothing(calls, elena, biagio, babysitting):
    texts = {"it": {"title": "Traslochi", "summary": "Con il furgone."}}
    wishes = {"organisation": "biagio", "category": "babysitting", "texts": texts}

    answer = calls(elena).post("/api/v1/offers/", wishes | {"needs": [{"skill": "a\0b", "number": 2}]}, format="json")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "needs.0.skill"


def test_a_body_that_is_too_large_is_refused(calls, nadia, booking):
    client = calls(nadia)
    client.raise_request_exception = False

    answer = client.post(f"/api/v1/bookings/{booking.pk}/messages/", {"text": "x" * 3_000_000})

    assert answer.status_code == 413


def test_a_form_is_not_read(calls, nadia, booking):
    answer = calls(nadia).post(f"/api/v1/bookings/{booking.pk}/messages/", {"text": "x"}, format="multipart")

    assert answer.status_code == 415


def test_a_session_without_the_token_against_forged_requests_does_nothing(calls, nadia, booking):
    client = calls(nadia)
    client.handler.enforce_csrf_checks = True

    assert client.post(f"/api/v1/bookings/{booking.pk}/steps/", {"step": "withdraw"}).status_code == 403


def test_a_database_that_is_away_is_asked_for_again(visitor, db, monkeypatch):
    def away(*args):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(Offer.objects, "visible_to", away)
    visitor.raise_request_exception = False

    answer = visitor.get("/api/v1/offers/1/")

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0


def test_a_database_that_is_away_before_any_view_is_asked_for_again(rf):
    view = errors.both_doors(500, "frontend.pages.errors.server_error")

    try:
        raise OperationalError
    except OperationalError:
        answer = view(rf.get("/api/v1/offers/"))

    assert answer.status_code == 503
    assert json.loads(answer.content)["type"] == "server_error"


def test_outside_the_api_errors_stay_pages(rf, db):
    answer = errors.both_doors(500, "frontend.pages.errors.server_error")(rf.get("/somewhere/"))

    assert answer.status_code == 500
    assert "text/html" in answer["Content-Type"]


def test_who_asks_too_often_is_told_when_to_go_on(visitor, db, monkeypatch):
    monkeypatch.setattr(throttles.Anonymous, "rate", "2/day", raising=False)

    answers = [visitor.get("/api/v1/areas/") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 86_400


def test_a_made_up_forwarding_address_gives_no_new_count(rf):
    seen = {throttles.address(rf.get("/", headers={"x-forwarded-for": f"10.0.0.{n}"})) for n in range(3)}

    assert seen == {"127.0.0.1"}


def test_behind_our_proxy_the_last_address_counts(rf, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    assert throttles.address(rf.get("/", headers={"x-forwarded-for": "6.6.6.6, 10.0.0.7"})) == "10.0.0.7"


def test_pages_follow_each_other_without_gap_or_repeat(visitor, make_offer, booking):
    offers = {make_offer(f"Offer {n}").pk for n in range(7)} | {booking.offer_id}
    address, seen = "/api/v1/offers/?limit=3&near=Aurora", []

    while address:
        page = visitor.get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]

    assert len(seen) == len(set(seen)) == len(offers)


def test_a_cursor_is_for_its_own_question(visitor, make_offer):
    for n in range(3):
        make_offer(f"Offer {n}")
    following = visitor.get("/api/v1/offers/?limit=1").json()["next"]

    answer = visitor.get(f"{following}&near=Aurora")

    assert answer.status_code == 400
    assert problem(answer)["attr"] == "cursor"


def test_a_cursor_tells_nothing_of_the_exact_values_that_it_goes_on_from(visitor, make_offer):
    for n in range(3):
        make_offer(f"Offer {n}")
    following = visitor.get("/api/v1/offers/?limit=1&near=Aurora").json()["next"]

    cursor = QueryDict(urlsplit(following).query)["cursor"]
    exact = search(Wish.from_query(QueryDict("near=Aurora"))[0])[0].apart

    assert str(exact)[:8].encode() not in signing.b64_decode(cursor.encode())


def test_a_cursor_that_was_changed_is_refused(visitor, make_offer):
    for n in range(3):
        make_offer(f"Offer {n}")
    following = visitor.get("/api/v1/offers/?limit=1").json()["next"]
    cursor = QueryDict(urlsplit(following).query)["cursor"]

    for changed in (cursor[:-4], cursor[:8], f"{cursor}AAAA", f"AAAA{cursor[4:]}"):
        assert problem(visitor.get("/api/v1/offers/", {"limit": 1, "cursor": changed}))["attr"] == "cursor"


def test_the_description_is_openapi_31_and_says_what_may_go_wrong(visitor, db):
    answer = visitor.get("/api/schema/", headers={"accept": "application/vnd.oai.openapi+json"})

    described = json.loads(answer.content)
    ask = described["paths"]["/api/v1/bookings/"]["post"]
    assert described["openapi"] == "3.1.0"
    assert {"201", "400", "401", "403", "409", "415", "422", "429", "503"} <= set(ask["responses"])
    assert {"key"} in [set(way) for way in ask["security"]]


def test_the_docs_carry_no_inline_script_or_style(client, db):
    answer = client.get("/api/docs/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Content-Security-Policy" in answer.headers
    assert "style" not in page.replace("stylesheet", "")
    assert page.count("<script") == page.count("<script src=")

"""Offers, categories and areas over the wire."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Organisation
from marketplace.places.models import Area
from marketplace.places.points import project
from services.models import Lift, Offer
from services.search import vocabulary
from tests.cast import at, settled
from tests.folding import each

WORDS = {"it": {"title": "Compiti", "summary": "Aiuto nei compiti."}, "en": {"title": "Homework", "summary": "Help."}}


@pytest.fixture
def draft(worker, babysitting):
    """What a desk's program sends as a new offer."""
    return {"organisation": "biagio", "category": "babysitting", "texts": WORDS, "resources": [worker.pk]}


def found(client, query="") -> list[str]:
    return [row["title"] for row in client.get(f"/api/v1/offers/?{query}").json()["results"]]


def test_a_visitor_finds_what_is_published(visitor, make_offer):
    make_offer("Shown")
    make_offer("Hidden", status="new")

    assert found(visitor) == ["Shown"]


def test_near_a_place_each_offer_has_its_distance(visitor, offer):
    for near in ("Aurora", "C7-aurora", "via Cecchi 18", "45.08,7.69", "45.08, 7.69"):
        row = visitor.get(f"/api/v1/offers/?near={near}").json()["results"][0]
        assert 0 < row["distance"] < 3000, near


def test_the_distance_is_no_more_exact_than_pages_say_it(visitor, make_offer):
    for north in range(7):
        make_offer(location=project(45.08 + 0.0007 * north + 0.02 * (north > 3), 7.69))

    rows = visitor.get("/api/v1/offers/?near=45.08,7.69").json()["results"]

    assert [row["distance"] for row in rows] == [50, 100, 150, 250, 2500, 2600, 2700]


def test_what_has_no_point_has_no_distance(visitor, make_offer):
    make_offer(location=None)

    [row] = visitor.get("/api/v1/offers/?near=Aurora").json()["results"]

    assert row["distance"] is None


@each(
    ("query", "finds"),
    [
        ("q=babysitter", True), ("q=plumber", False), ("category=babysitting", True), ("where=phone", False),
        ("price=free", False), ("language=ar", True), ("language=zh", False), ("organisation=biagio", True),
        ("organisation=nobody", False), ("price_up_to=12", True), ("price_up_to=11", False),
        ("status=published&price_up_to=12", True), ("status=published&price=points", False),
        ("near=Aurora&within=5000", True), ("near=Aurora&within=100", False),
        ("near=45.07,7.68&minutes=60&by=car", True), ("near=45.0,7.5&minutes=5&by=walk", False),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(visitor, offer, query, finds):
    assert bool(found(visitor, query)) is finds


@each(
    ("query", "better"),
    [
        ("q=babisitter", "babysitter"), ("q=babysitter", None), ("q=plumber", None), ("q=babisitter&where=phone", None),
        ("q=babisitter&organisation=biagio", "babysitter"), ("q=babisitter&organisation=nobody", None), ("", None),
    ],
)  # fmt: skip
def test_words_that_find_nothing_are_answered_with_words_that_do(visitor, offer, query, better):
    vocabulary.count_words()

    assert visitor.get(f"/api/v1/offers/?{query}").json()["did_you_mean"] == better


def test_each_filter_is_told_with_the_offers_that_it_would_show(visitor, make_offer, aurora):
    make_offer("Paid", price_cents=1500)
    make_offer("Free", where="phone", price="free", price_cents=0)

    told = visitor.get("/api/v1/offers/facets/?price_up_to=20").json()

    assert told["category"] == [{"value": "babysitting", "offers": 2, "more": False}]
    assert {row["value"]: row["offers"] for row in told["price"]} == {"free": 1, "points": 0}
    assert {row["value"]: row["offers"] for row in told["price_up_to"]} == {"10": 1, "20": 2, "30": 2}
    assert {row["value"]: row["offers"] for row in told["where"]}["phone"] == 1
    assert visitor.get("/api/v1/offers/facets/?organisation=nobody").json()["category"][0]["offers"] == 0


@pytest.mark.parametrize(
    ("query", "name"),
    [("price=free&price_up_to=20", "price_up_to"), ("price_up_to=0", "price_up_to"), ("status=published", "status")],
)
def test_facets_that_cannot_be_asked_for_are_told(db, visitor, query, name):
    answer = visitor.get(f"/api/v1/offers/facets/?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == name


def test_on_a_day_only_what_is_free_then(visitor, offer, booking):
    day = booking.starts_at.date()

    assert found(visitor, f"on={day}")
    assert not found(visitor, f"on={timezone.localdate() + timedelta(days=70)}")


def test_in_wished_hours_and_for_some_places(visitor, on, dinner, offer):
    day = timezone.localdate(on(days=3, seats=3).starts_at)

    assert len(found(visitor, f"on={day}&from=09:00&until=12:00")) == 1
    assert len(found(visitor, f"on={day}&from=18:00&until=20:00&seats=3")) == 1
    assert not found(visitor, "seats=4")


@each(
    ("query", "name"),
    [("from=9", "from"), ("until=24:00", "until"), ("from=12:00&until=10:00", "until"), ("seats=0", "seats"),
     ("status=published&seats=2", "status"), ("status=published&from=10:00", "status"),
     ("lasting=14", "lasting"), ("lasting=x", "lasting"), ("lasting=180&from=10:00&until=12:00", "lasting"),
     ("minutes=4", "minutes"), ("minutes=61", "minutes"), ("minutes=9&by=carpet", "by"),
     ("status=published&minutes=9", "status")],
)  # fmt: skip
def test_hours_ways_and_places_that_cannot_be_are_told(visitor, offer, query, name):
    answer = visitor.get(f"/api/v1/offers/?{query}")

    assert answer.status_code == 400
    assert name in str(answer.json())


def test_a_list_takes_the_same_queries_however_long_it_is(visitor, make_offer, queries):
    make_offer("First")
    few = queries(visitor, "/api/v1/offers/?near=Aurora")
    for n in range(12):
        make_offer(f"Offer {n}")

    assert queries(visitor, "/api/v1/offers/?near=Aurora") == few <= 9


def test_an_outsider_finds_no_draft(calls, visitor, dora, make_offer):
    draft = make_offer("Hidden", status="new")

    for client in (visitor, calls(dora)):
        for path in ("", "times/", "steps/"):
            assert client.get(f"/api/v1/offers/{draft.pk}/{path}").status_code == 404
        assert found(client, "status=new") == []
    for call in ("post", "patch"):
        path = "steps/" if call == "post" else ""
        assert getattr(calls(dora), call)(f"/api/v1/offers/{draft.pk}/{path}", {}).status_code == 404


def test_the_free_times_are_told_day_by_day(visitor, offer, booking):
    day = booking.starts_at.date()

    days = visitor.get(f"/api/v1/offers/{offer.pk}/times/?from={day}&days=2&minutes=60").json()

    assert [each["date"] for each in days] == [str(day), str(day + timedelta(days=1))]
    assert days[0]["times"]
    assert not any("10:00:00" in start or "11:00:00" in start for start in (local(t, offer) for t in days[0]["times"]))


def local(moment: str, offer: Offer) -> str:
    return timezone.datetime.fromisoformat(moment).astimezone(offer.tz).isoformat()


@each("query", ["from=1192-01-01", "days=0", "days=32", "minutes=4", "minutes=9999999999", "from=x", "x=1"])
def test_times_that_cannot_be_asked_for_are_told(visitor, offer, query):
    assert visitor.get(f"/api/v1/offers/{offer.pk}/times/?{query}").status_code == 400


def test_a_desk_writes_an_offer_and_the_city_publishes_it(calls, elena, gianni, draft):
    desk, city = calls(elena), calls(gianni)

    made = desk.post("/api/v1/offers/", draft)
    address = f"/api/v1/offers/{made.json()['id']}/"

    assert made.status_code == 201, made.json()
    assert made.json()["status"] == "new"
    assert desk.post(f"{address}steps/", {"step": "submit"}).json()["status"] == "review"
    assert found(city, "status=review") == ["Homework"]
    assert city.post(f"{address}steps/", {"step": "publish"}).json()["status"] == "published"
    assert desk.get(address).json()["texts"]


def test_a_changed_word_is_read_again(calls, elena, offer):
    texts = {"it": {"title": "Altro", "summary": "Altro."}}

    answer = calls(elena).patch(f"/api/v1/offers/{offer.pk}/", {"texts": texts})

    assert answer.status_code == 200, answer.json()
    assert answer.json()["status"] == "review"
    assert {text["language"] for text in answer.json()["texts"]} == {"it", "en"}


def test_a_changed_buffer_is_not_read_again_and_keeps_who_does_it(calls, elena, offer, worker):
    answer = calls(elena).patch(f"/api/v1/offers/{offer.pk}/", {"buffer_after": 15})

    assert answer.json()["status"] == "published"
    assert answer.json()["resources"] == [worker.pk]


@each("forged", [{"status": "published"}, {"organisation": "torino"}, {"id": 1}, {"kind": "x"}])
def test_what_is_not_hers_to_write_is_told(calls, elena, draft, forged):
    answer = calls(elena).post("/api/v1/offers/", draft | forged)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == next(iter(forged))


def test_somebody_else_writes_no_offer(calls, dora, visitor, offer, draft):
    assert calls(dora).post("/api/v1/offers/", draft).status_code == 400
    assert calls(dora).patch(f"/api/v1/offers/{offer.pk}/", {"buffer_after": 15}).status_code == 409
    assert visitor.post("/api/v1/offers/", draft).status_code == 401


def test_a_step_that_is_not_hers_is_refused(calls, dora, offer):
    answer = calls(dora).post(f"/api/v1/offers/{offer.pk}/steps/", {"step": "withdraw"})

    assert answer.status_code == 409
    assert answer.json()["errors"] == [{"code": "refused", "detail": "This is not for you to do.", "attr": None}]


def test_who_looked_before_a_change_looks_again(calls, elena, gianni, offer):
    calls(elena).patch(f"/api/v1/offers/{offer.pk}/", {"texts": WORDS})
    offer.refresh_from_db()
    seen = offer.last_change_id
    take(offer, "send_back", Actor(gianni), {"reason": "Say more."})

    answer = calls(elena).post(f"/api/v1/offers/{offer.pk}/steps/", {"step": "submit", "seen": seen})

    assert answer.status_code == 409


def test_categories_and_areas_are_open_to_all(visitor, offer, aurora):
    assert visitor.get("/api/v1/categories/babysitting/").json()["name"] == "Babysitting"
    assert visitor.get("/api/v1/categories/").json()["results"][0]["questions"]
    assert visitor.get("/api/v1/areas/").json()["results"][0]["code"] == "C7-aurora"
    assert visitor.get("/api/v1/areas/C7-aurora/").json()["name"] == "Aurora"
    assert visitor.get("/api/v1/areas/nowhere/").status_code == 404


def pages(client, query) -> list[list[dict]]:
    """All pages of an answer, one after the other."""
    answers = [client.get(f"/api/v1/offers/?{query}").json()]
    while answers[-1]["next"]:
        answers.append(client.get(answers[-1]["next"]).json())
    return [answer["results"] for answer in answers]


@each("query", ["near=Aurora", "q=Works", "", f"on={at(0).date()}"])
def test_what_is_lifted_says_so_and_moves_up_on_its_own_page(visitor, make_offer, babysitting, biagio, query):
    nuova = settled(Organisation.objects.create(name="Nuova", slug="nuova"), "verified")
    for number in range(7):
        make_offer(f"Works {number}", organisation=nuova if number in {2, 4} else biagio, place=biagio.place)
    plain = pages(visitor, f"{query}&limit=3")
    Lift.objects.create(organisation=nuova, category=babysitting, why="little_asked")

    lifted = pages(visitor, f"{query}&limit=3")

    assert [{row["id"] for row in page} for page in lifted] == [{row["id"] for row in page} for page in plain]
    for page in lifted:
        whys = [row["lifted"] for row in page]
        assert whys == sorted(whys, key=lambda why: why is None)
        assert {row["organisation"] for row in page if row["lifted"] == "little_asked"} <= {"nuova"}
    assert sum(row["lifted"] is not None for page in lifted for row in page) == 2


@each("crowd", [None, 1.0])
def test_all_pages_near_a_place_tell_each_offer_once(visitor, make_offer, aurora, crowd):
    Area.objects.update(near_metres=crowd, changed_at=timezone.now())
    for number in range(4):
        make_offer(f"Works {number}", where=("at_home", "phone")[number % 2])

    for query, titles in (("", "0213"), ("&q=works", "0213"), ("&where=phone", "13"), ("&where=at_home", "02")):
        told = [[row["title"][-1] for row in page] for page in pages(visitor, f"near=Aurora&limit=1{query}")]
        assert told == [[title] for title in titles], query


def test_on_a_day_without_a_place_the_newest_alone_are_put_in_order(visitor, make_offer, monkeypatch):
    monkeypatch.setattr("services.search.counts.MOST", 4)
    for number in range(6):
        make_offer(f"Works {number}")
    day = f"on={at(0).date()}"

    assert [len(page) for page in pages(visitor, f"{day}&limit=3")] == [3, 1]
    assert {row["title"] for page in pages(visitor, day) for row in page} == {f"Works {n}" for n in range(2, 6)}
    assert len(found(visitor, f"{day}&organisation=biagio")) == 4
    assert len(found(visitor, f"{day}&near=Aurora")) == len(found(visitor)) == 6

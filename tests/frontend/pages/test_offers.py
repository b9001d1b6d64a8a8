"""One offer: what it is, what it costs, and when it is free."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings import cancellation, kinds
from services import availability
from services.models import CancellationPolicy, HoursException, Offer, Tier
from tests.cast import at, settled
from tests.folding import each

PIXEL = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f"
    b"\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82"
)


@pytest.fixture
def looked(client):
    def look(offer, **query):
        return client.get(f"/offers/{offer.pk}/", query, headers={"accept-language": "en"})

    return look


def words(response) -> str:
    return " ".join(unescape(response.content.decode()).replace("\xa0", " ").replace("\u2060", "").split())


def test_everybody_sees_what_it_is_who_does_it_and_what_it_costs(looked, offer):
    page = words(looked(offer))

    assert "Babysitter at your home</h1>" in page
    assert "verified by the City" in page
    assert "Italian, English, and Arabic" in page
    assert "All of Torino" in page
    assert "You pay €12 an hour" in page
    assert "Book at least 1 hour before" in page
    assert "Ages of the children" in page


def test_the_free_times_are_a_list_a_day(looked, offer, booking):
    HoursException.objects.create(resource=offer.resources.get(), date=at(0, days=3).date())
    availability.write_out(offer.resources.get())

    response = looked(offer, minutes=120)
    days = {day.date: day for day, _ in response.context["days"]}

    assert len(days) == 7
    assert days[at(0, days=2).date()].times[0].starts_at == at(12, days=2)
    assert "Biagio is closed." in words(response)
    assert f'value="{at(12, days=2).isoformat(timespec="minutes")}"' in response.content.decode()


def test_a_day_of_very_many_times_is_folded_by_its_parts_and_the_chosen_one_is_open(looked, make_offer):
    offer = make_offer(every_minutes=15)

    page = words(looked(offer, minutes=60, start=at(14, days=2).isoformat()))

    assert "<summary>Morning, 12 times </summary>" in page
    assert "<details open><summary>Afternoon, 21 times" in page
    assert page.count("<details open><summary>") == 1
    assert 'name="start" value' in page
    assert "required" not in page[page.index('id="times"') : page.index("Week after")]


def test_a_time_must_be_chosen_where_all_are_in_sight(looked, offer):
    page = words(looked(offer, minutes=60))

    assert "<details" not in page[page.index('id="times"') : page.index("Week after")]
    assert " required" in page


def test_the_length_of_the_stay_changes_price_and_times(looked, offer):
    short, long = looked(offer, minutes=60), looked(offer, minutes=240)

    assert "Babysitting, 1 hour</dt><dd>€12" in words(short)
    assert "Babysitting, 4 hours</dt><dd>€48" in words(long)
    assert short.context["number"] > long.context["number"]


def test_a_chosen_time_is_said_with_its_end_and_by_when_there_is_an_answer(looked, offer):
    page = words(looked(offer, minutes=120, start=at(10).isoformat()))

    assert "10:00-12:00</h2>" in page
    assert "Biagio answers by" in page
    assert " checked>" in page


def test_a_time_that_is_taken_is_told(looked, offer, booking):
    page = words(looked(offer, minutes=120, start=at(10).isoformat()))

    assert "This time is not free for so long, or not any more." in page
    assert " checked>" not in page


def test_a_week_without_times_points_to_the_next_one(looked, make_offer):
    slow = make_offer(notice_minutes=60 * 24 * 10)

    response = looked(slow)

    assert response.context["number"] == 0
    assert "The first free time for the shortest stay is" in words(response)
    assert looked(slow, **{"from": response.context["weeks"]["soonest"].date().isoformat()}).context["number"] > 0


def test_weeks_can_be_turned_but_not_beyond_what_can_be_booked(looked, make_offer):
    offer = make_offer(horizon_days=10)
    today = timezone.localdate()

    first = looked(offer).context["weeks"]
    second = looked(offer, **{"from": first["after"].isoformat()}).context["weeks"]

    assert (first["before"], first["after"]) == (None, today + timedelta(days=7))
    assert (second["before"], second["after"]) == (today, None)


@each(
    "query",
    [
        {"minutes": "-5"}, {"minutes": "90000000000"}, {"minutes": "²"}, {"minutes": "75"}, {"start": "yesterday"},
        {"start": "2026-03-29T02:30"}, {"start": "\0"}, {"from": "2020-01-01"}, {"from": "9999-12-31"}, {"from": "x"},
    ],
)  # fmt: skip
def test_nonsense_in_the_address_counts_as_not_chosen(looked, offer, query):
    response = looked(offer, **query)

    assert response.status_code == 200
    assert response.context["choice"].minutes == 60
    assert response.context["start"] is None


def test_something_free_says_nothing_and_something_booked_at_once_says_so(looked, make_offer):
    page = words(looked(make_offer(price="free", price_cents=0, at_once=True)))

    assert "You pay</dt><dd>nothing" in page
    assert "Book this time</button>" in page


@pytest.fixture
def half_a_day_before(biagio):
    policy = CancellationPolicy.objects.create(organisation=biagio, name="Half", spared=["first"])
    Tier.objects.create(policy=policy, hours=24, percent=50)
    return policy


@each("kind", list(kinds.ALL))
def test_what_it_costs_to_cancel_stands_on_every_offer_as_the_terms_of_use_promise(
    looked, client, make_offer, half_a_day_before, kind
):
    offer = make_offer(kind=kind, policy=half_a_day_before)

    page = words(looked(offer))

    assert all(line in page for line in cancellation.lines(cancellation.terms_of(offer)))
    assert "you pay 50 % of the price" in page
    assert "stands on the offer before you ask" in words(client.get("/terms/", headers={"accept-language": "en"}))


def test_without_rules_it_costs_nothing_to_cancel_and_the_offer_says_so(looked, client, offer):
    assert cancellation.terms_of(offer)["tiers"] == []
    assert "You can cancel until the start. It costs nothing." in words(looked(offer))
    terms = words(client.get("/terms/", headers={"accept-language": "en"}))
    assert "Without such rules it costs nothing." in terms


@each(
    ("fields", "said"),
    [({}, True), ({"request_blocks": False}, False), ({"at_once": True}, None), ({"kind": "removal"}, None)],
)
def test_whether_a_request_keeps_the_time_stands_on_the_offer_and_where_one_asks(
    looked, client, make_offer, slot, fields, said
):
    offer = make_offer(**fields)
    kept, first_yes = "What you ask for is kept for you until", "Several people may ask for the same: the first yes"

    asking = client.get(
        f"/offers/{offer.pk}/ask/", {"start": slot()[0].isoformat(), "minutes": 120}, headers={"accept-language": "en"}
    )

    for page in (words(looked(offer)), words(asking)):
        assert (kept in page, first_yes in page) == (said is True, said is False)


@each("status", ["new", "review", "returned", "withdrawn"])
def test_what_is_not_published_is_not_there_for_others(looked, client, make_offer, dora, elena, gianni, status):
    hidden = make_offer(status=status)

    assert looked(hidden).status_code == 404
    client.force_login(dora)
    assert looked(hidden).status_code == 404
    for insider in (elena, gianni):
        client.force_login(insider)
        assert "Not everybody sees this:" in words(looked(hidden))
        assert 'type="submit"' not in words(looked(hidden))


def test_nothing_of_a_suspended_organisation_is_there(looked, offer, biagio):
    settled(biagio, "suspended")

    assert looked(offer).status_code == 404


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "123456"])
def test_a_number_that_is_no_offer_is_not_found(client, db, number):
    assert client.get(f"/offers/{number}/").status_code == 404


def test_what_people_wrote_is_never_markup(looked, make_offer):
    page = looked(make_offer("<b>Bold</b> & <script>x</script>")).content.decode()

    assert "<script>x" not in page
    assert "&lt;b&gt;Bold" in page


def test_the_number_of_queries_does_not_grow_with_the_people_who_do_it(looked, offer, django_assert_max_num_queries):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            looked(offer)
        return len(caught)

    few = queries()
    for number in range(5):
        offer.resources.create(organisation=offer.organisation, name=f"Worker {number}")

    assert queries() == few <= 12


@pytest.fixture
def pictured(offer, settings, tmp_path) -> Offer:
    settings.MEDIA_ROOT = tmp_path
    offer.picture.save("room.png", SimpleUploadedFile("room.png", PIXEL))
    return settled(offer, "published")


def test_a_picture_is_served_as_a_picture(client, pictured):
    response = client.get(pictured.picture.url)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response) == PIXEL


def test_a_picture_that_anyone_may_see_is_asked_for_once(client, pictured, nadia):
    client.force_login(nadia)

    response = client.get(pictured.picture.url)

    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Vary" not in response
    assert not response.cookies


def test_a_picture_that_is_not_published_stays_with_whoever_may_see_it(client, pictured, elena):
    settled(pictured, "review")
    client.force_login(elena)

    response = client.get(pictured.picture.url)

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, max-age=86400"


def test_a_picture_of_a_hidden_offer_is_hidden_too(client, pictured):
    settled(pictured, "review")

    assert client.get(pictured.picture.url).status_code == 404


@each("name", ["other.png", "../settings.py", "..%2f..%2fsecret-key", "%00"])
def test_no_other_file_can_be_had(client, pictured, name):
    assert client.get(f"/media/offers/{name}").status_code == 404

"""Series over the wire."""

from datetime import timedelta

import pytest

from bookings.models import Booking, Series
from marketplace.wording import local
from tests.cast import ROME
from tests.folding import each

PATH = "/api/v1/series/"


@pytest.fixture
def body(offer, slot):
    """What Nadia's program sends to have the babysitter four times."""
    first = local(slot()[0], ROME).date()

    def make(**other):
        rule = {"first": first.isoformat(), "until": (first + timedelta(days=21)).isoformat(), "at": "10:00"}
        wishes = {"offer": offer.pk, "address": "via Cecchi 18", "answers": {"ages": "3 and 6"}}
        return {**wishes, **rule, "minutes": 120} | other

    return make


@pytest.fixture
def weekly(calls, nadia, elena, body):
    calls(nadia).post(PATH, body())
    return Series.objects.get()


def test_all_dates_are_looked_at_first(calls, dora, booking, body):
    answer = calls(dora).post(f"{PATH}preview/", body())

    assert answer.status_code == 200, answer.json()
    assert [one["status"] for one in answer.json()["occurrences"]] == ["not_free", "free", "free", "free"]
    assert answer.json()["total_cents"] == 7200
    assert answer.json()["occurrences"][0]["others"]
    assert not Series.objects.exists()


def test_a_series_is_asked_for_at_once(calls, nadia, body):
    answer = calls(nadia).post(PATH, body())

    assert answer.status_code == 201, answer.json()
    assert [one["status"] for one in answer.json()["dates"]] == ["asked"] * 4
    assert answer.json()["at"] == "10:00"


def test_what_is_not_free_is_moved_or_left_out(calls, dora, booking, body):
    plain = calls(dora).post(PATH, body())
    other = plain.json()["errors"][0]
    chosen = calls(dora).post(PATH, body(choices=[{"on": body()["first"], "starts_at": None}]))

    assert (plain.status_code, other["attr"]) == (400, "dates")
    assert chosen.status_code == 201, chosen.json()
    assert [one["left_out"] for one in chosen.json()["dates"]] == ["", None, None, None]


@each(
    ("wrong", "name"),
    [
        ({"until": "2199-01-01"}, "until"),
        ({"until": "2099-01-01"}, "until"),
        ({"at": "25:00"}, "at"),
        ({"minutes": 7}, "minutes"),
        ({"every": 5}, "every"),
        ({"weekdays": [7]}, "weekdays.0"),
        ({"colour": "red"}, "colour"),
        ({"answers": {}}, "ages"),
        ({"choices": [{"on": "2050-01-01", "starts_at": None}]}, "dates"),
    ],
)
def test_what_cannot_be_is_told_by_name(calls, nadia, body, wrong, name):
    answer = calls(nadia).post(PATH, body(**wrong))

    assert answer.status_code == 400, answer.json()
    assert answer.json()["errors"][0]["attr"] == name
    assert not Booking.objects.exists()


def test_the_same_key_asks_once(calls, nadia, body):
    for _time in range(2):
        answer = calls(nadia).post(PATH, body(), headers={"Idempotency-Key": "one"})
        assert answer.status_code == 201

    assert Series.objects.count() == 1


def test_it_is_ended_from_here_on(calls, nadia, weekly):
    answer = calls(nadia).post(f"{PATH}{weekly.pk}/end/", {"reach": "onward", "on": str(weekly.planned()[1])})

    assert answer.status_code == 200, answer.json()
    assert len(answer.json()["done"]) == 3
    assert calls(nadia).get(f"{PATH}{weekly.pk}/").json()["stopped_from"] == str(weekly.planned()[1])


def test_the_desk_accepts_all_and_moves_one(calls, elena, weekly):
    accepted = calls(elena).post(f"{PATH}{weekly.pk}/steps/", {"reach": "all", "step": "accept"})
    moved = calls(elena).post(f"{PATH}{weekly.pk}/move/", {"reach": "one", "on": str(weekly.first), "at": "14:00"})

    assert len(accepted.json()["done"]) == 4
    assert len(moved.json()["done"]) == 1, moved.json()


def test_it_goes_to_another_weekday_and_says_so(calls, nadia, weekly):
    other = (weekly.first.weekday() + 1) % 7
    told = {"reach": "all", "at": "10:00", "weekday": other}

    moved = calls(nadia).post(f"{PATH}{weekly.pk}/move/", told)
    wrong = calls(nadia).post(f"{PATH}{weekly.pk}/move/", told | {"weekday": 7})

    assert len(moved.json()["done"]) == 4, moved.json()
    assert wrong.status_code == 400
    assert calls(nadia).get(f"{PATH}{weekly.pk}/").json()["days_later"] == other - weekly.first.weekday()


def test_a_later_end_is_looked_at_and_then_asked_for(calls, nadia, elena, body, slot):
    first = slot()[0]
    calls(nadia).post(PATH, body(until=local(first + timedelta(days=7), ROME).date().isoformat()))
    series = Series.objects.get()

    looked = calls(nadia).post(f"{PATH}{series.pk}/prolong/preview/", {"number": 3})
    asked = calls(nadia).post(f"{PATH}{series.pk}/prolong/", {"until": str(series.last + timedelta(days=7))})

    assert [one["status"] for one in looked.json()["occurrences"]] == ["free"], looked.json()
    assert (asked.status_code, [one["status"] for one in asked.json()["dates"]]) == (200, ["asked"] * 3)


@each("given", [{}, {"number": 2, "until": "2050-01-01"}, {"number": 1}, {"until": "2098-01-01"}])
def test_an_end_that_cannot_be_is_told_by_name(calls, nadia, weekly, given):
    for name in ("prolong", "prolong/preview"):
        answer = calls(nadia).post(f"{PATH}{weekly.pk}/{name}/", given)

        assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "until"), answer.json()


def test_the_desk_does_not_prolong_what_a_resident_booked(calls, elena, weekly):
    answer = calls(elena).post(f"{PATH}{weekly.pk}/prolong/", {"number": 6})

    assert answer.status_code == 409, answer.json()


def test_a_date_must_be_named_unless_all_are_meant(calls, nadia, weekly):
    answer = calls(nadia).post(f"{PATH}{weekly.pk}/end/", {"reach": "one"})

    assert answer.status_code == 400


def test_an_outsider_finds_no_series(calls, dora, weekly):
    client = calls(dora)

    assert client.get(f"{PATH}{weekly.pk}/").status_code == 404
    assert client.get(PATH).json()["results"] == []
    for name in ("end", "steps", "move"):
        assert client.post(f"{PATH}{weekly.pk}/{name}/", {"reach": "all"}).status_code == 404
    for name in ("prolong", "prolong/preview"):
        assert client.post(f"{PATH}{weekly.pk}/{name}/", {"number": 6}).status_code == 404


def test_a_visitor_is_asked_to_sign_in(visitor, body):
    assert visitor.post(f"{PATH}preview/", body()).status_code == 401


def test_the_number_of_queries_does_not_grow(calls, nadia, body, weekly, queries):
    first = queries(calls(nadia), f"{PATH}{weekly.pk}/")
    longer = body(until=(weekly.last + timedelta(days=7)).isoformat(), at="14:00")

    answer = calls(nadia).post(PATH, longer)

    assert queries(calls(nadia), f"{PATH}{answer.json()['id']}/") <= first


@pytest.mark.parametrize("path", [PATH, f"{PATH}preview/"])
def test_what_the_offer_does_not_ask_is_told(calls, nadia, body, path):
    answer = calls(nadia).post(path, body(details={"area": "x"}))

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "details")


# --- an operator of the City --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("side", "status"), [("customer", "cancelled"), ("provider", "declined")])
def test_an_operator_ends_a_series_for_either_side(calls, operator, nadia, elena, weekly, side, status):
    person = nadia if side == "customer" else elena
    told = {"reach": "all", "for": person.pk, "facts": {"reason": "The offer has ended."}}

    answer = calls(operator).post(f"{PATH}{weekly.pk}/end/", told)

    change = weekly.bookings.first().last_change
    assert answer.status_code == 200, answer.json()
    assert (change.actor, change.acting_for) == (operator, person)
    assert {booking.status for booking in weekly.bookings.all()} == {status}


def test_an_operator_acts_for_nobody_else_and_reads_no_series_by_it(calls, operator, dora, nadia, weekly):
    address, client = f"{PATH}{weekly.pk}/", calls(operator)

    assert client.post(f"{address}end/", {"reach": "all", "for": dora.pk}).json()["errors"][0]["attr"] == "for"
    assert client.post(f"{address}end/", {"reach": "all"}).status_code == 404
    assert client.get(address).status_code == 404
    assert calls(dora).post(f"{address}end/", {"reach": "all", "for": nadia.pk}).status_code == 404


def test_the_key_of_an_operator_ends_no_series_for_somebody(program, elena, nadia, weekly):
    elena.is_staff = elena.is_superuser = True
    elena.save()

    answer = program("bookings:write").post(f"{PATH}{weekly.pk}/end/", {"reach": "all", "for": nadia.pk})

    assert answer.status_code == 400
    assert {booking.status for booking in weekly.bookings.all()} == {"asked"}

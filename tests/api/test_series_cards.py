"""Cards for series over the wire: what each date would cost, where the card is saved, and another one."""

from datetime import timedelta

import pytest

from bookings.models import Series
from marketplace.wording import local
from tests.cast import ROME
from tests.payments import catch_up, save_card

PATH = "/api/v1/series/"


@pytest.fixture
def body(make_offer, takes_cards, slot):
    first = local(slot()[0], ROME).date()
    rule = {"first": first.isoformat(), "until": (first + timedelta(days=21)).isoformat(), "at": "10:00"}
    wishes = {"offer": make_offer(at_once=True).pk, "address": "via Cecchi 18", "answers": {"ages": "3 and 6"}}
    return {**wishes, **rule, "minutes": 120, "pay_by": "card"}


def test_before_asking_it_says_who_pays_what(calls, nadia, body, subsidise):
    subsidise(percent=50, most_cents=3000, period="year")

    said = calls(nadia).post(f"{PATH}preview/", body).json()

    by_source = [(share["source"], share["cents"]) for share in said["shares"]]
    assert by_source[:3] == [("fund", 1200), ("card", 1200), ("fund", 1200)]
    assert (said["own_cents"], said["total_cents"], said["by_card"]) == (6600, 9600, True)


def test_the_card_is_saved_once_for_all_dates(calls, nadia, body):
    calls(nadia).post(PATH, body | {"own_seen": 4 * 2400})
    catch_up()
    series = Series.objects.get()
    told = calls(nadia).get(f"{PATH}{series.pk}/").json()
    save_card(series)

    after = calls(nadia).get(f"{PATH}{series.pk}/").json()

    assert "/standin/pay/" in told["save_at"]
    assert {one["status"] for one in told["dates"]} == {"paying"}
    assert (after["save_at"], after["by_card"]) == ("", True)
    assert {one["status"] for one in after["dates"]} == {"confirmed"}
    assert all("€24" in one["charge"] for one in after["dates"])


def test_another_card_is_asked_for_by_whoever_booked_alone(calls, nadia, elena, dora, weekly_card):
    series = weekly_card(days=20, at_once=True)
    save_card(series)

    hers = calls(nadia).post(f"{PATH}{series.pk}/card/")
    catch_up()

    assert hers.status_code == 200
    assert "/standin/pay/" in calls(nadia).get(f"{PATH}{series.pk}/").json()["save_at"]
    assert calls(elena).get(f"{PATH}{series.pk}/").json()["save_at"] == ""
    assert calls(elena).post(f"{PATH}{series.pk}/card/").status_code == 409
    assert calls(dora).post(f"{PATH}{series.pk}/card/").status_code == 404


def test_no_card_where_the_organisation_takes_none(calls, nadia, body, takes_cards):
    takes_cards.ready = False
    takes_cards.save()

    answer = calls(nadia).post(PATH, body)

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "pay_by")

"""An operator of the City at the pages of a series: for either side, and both names are kept."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bookings import series as plans
from bookings.models.series import Rule
from marketplace.lives.engine import Actor
from marketplace.wording import local
from tests.cast import ROME


@pytest.fixture
def weekly(offer, nadia, elena, slot):
    start = local(slot()[0], ROME)
    rule = Rule(start.date(), start.date() + timedelta(weeks=2), start.time(), 120)
    return plans.ask(offer, Actor(nadia), rule, {"address": "via Cecchi 18", "ages": "3 and 6", "note": ""})


def page_of(series, name="series", **query):
    address = reverse(name, args=[series.pk])
    return f"{address}?reach={query['reach']}&on={query['on']}" if query else address


@pytest.mark.parametrize(("side", "status"), [("customer", "cancelled"), ("provider", "declined")])
def test_an_operator_ends_it_for_either_side_and_both_names_are_kept(
    client, weekly, operator, nadia, elena, side, status
):
    client.force_login(operator)
    address = f"{page_of(weekly, 'series_end', reach='all', on=weekly.first)}&for_{side}=1"

    page = client.get(f"{page_of(weekly)}?for_{side}=1", headers={"accept-language": "en"}).content.decode()
    answer = client.post(address, {"reason": "The offer has ended."})

    change = weekly.bookings.first().last_change
    assert f"You do this for {'Nadia' if side == 'customer' else 'Biagio'}. Both names are kept." in page
    assert f"reach=all&amp;on={weekly.first}&amp;for_{side}=1" in page
    assert (change.actor, change.acting_for) == (operator, nadia if side == "customer" else elena)
    assert {booking.status for booking in weekly.bookings.all()} == {status}
    assert client.get(answer.url).status_code == 200


def test_an_operator_accepts_all_for_the_desk_and_moves_it_for_the_customer(client, weekly, operator, nadia, elena):
    client.force_login(operator)

    client.post(reverse("series_answer", args=[weekly.pk, "accept"]), {"for_provider": "1"})
    accepted = weekly.bookings.first().last_change
    address = page_of(weekly, "series_move", reach="one", on=weekly.first)
    client.post(f"{address}&for_customer=1", {"at": "14:00", "minutes": "120"})

    moved = weekly.bookings.first().last_change
    assert [(one.step, one.actor, one.acting_for) for one in (accepted, moved)] == [
        ("accept", operator, elena),
        ("ask_to_move", operator, nadia),
    ]


def test_an_operator_reads_no_series_without_a_side_and_nobody_else_takes_one(client, weekly, operator, dora, elena):
    client.force_login(operator)
    assert client.get(page_of(weekly)).status_code == 404
    client.force_login(elena)
    assert client.get(f"{page_of(weekly)}?for_provider=1").status_code == 409
    client.force_login(dora)
    for side in ("customer", "provider"):
        assert client.get(f"{page_of(weekly)}?for_{side}=1").status_code == 404


def test_the_admin_leads_to_both_sides_of_a_series(client, weekly, operator):
    client.force_login(operator)

    page = client.get(f"/admin/bookings/series/{weekly.pk}/change/").content.decode()

    for side in ("customer", "provider"):
        assert f"{page_of(weekly)}?for_{side}=1" in page
    assert client.get("/admin/bookings/series/").status_code == 200

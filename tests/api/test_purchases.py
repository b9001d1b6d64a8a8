"""Buying a bundle by card over the wire."""

import pytest

from bookings.models import Purchase
from bookings.payments import bundles
from bookings.payments.standin import acting
from tests.payments import GOOD, catch_up


@pytest.fixture
def bundle(biagio, elena, offer, takes_cards):
    return bundles.write(biagio, elena, 6, 9900, [offer])


@pytest.fixture
def bought(calls, bundle, nadia):
    number = calls(nadia).post("/api/v1/purchases/", {"bundle": bundle.pk}).json()["id"]
    catch_up()
    acting.pay(Purchase.objects.get(pk=number).charge.session_id, GOOD)
    catch_up()
    return number


def test_a_visitor_reads_what_is_on_sale(visitor, bundle):
    [row] = visitor.get("/api/v1/bundles-on-sale/").json()["results"]

    assert (row["id"], row["price_cents"]) == (bundle.pk, 9900)
    assert visitor.get(f"/api/v1/bundles-on-sale/{bundle.pk}/").status_code == 200


def test_what_cannot_be_paid_by_card_is_not_on_sale(visitor, calls, bundle, takes_cards, nadia):
    type(takes_cards).objects.update(ready=False)

    assert visitor.get("/api/v1/bundles-on-sale/").json()["results"] == []
    assert visitor.get(f"/api/v1/bundles-on-sale/{bundle.pk}/").status_code == 404
    assert calls(nadia).post("/api/v1/purchases/", {"bundle": bundle.pk}).status_code == 400


def test_she_buys_once_and_is_told_where_to_pay(calls, bundle, nadia):
    headers = {"Idempotency-Key": "buy-1"}

    made = [calls(nadia).post("/api/v1/purchases/", {"bundle": bundle.pk}, headers=headers) for _press in range(2)]
    catch_up()
    [row] = calls(nadia).get("/api/v1/purchases/").json()["results"]

    assert [answer.status_code for answer in made] == [201, 201]
    assert (row["status"], row["cents"], row["sale"]) == ("paying", 9900, None)
    assert "/standin/pay/" in row["pay_at"]


def test_what_is_bought_names_its_sale(calls, bought, nadia, elena):
    hers, theirs = (calls(reader).get(f"/api/v1/purchases/{bought}/").json() for reader in (nadia, elena))

    assert (hers["status"], hers["pay_at"], hers["sale"]) == ("bought", "", theirs["sale"])
    assert "It is yours." in hers["sentence"]
    assert theirs["sentence"] == "Nadia has bought it by card."


def test_she_leaves_and_the_desk_takes_back_by_the_same_steps(calls, bought, nadia, elena, dora, bundle):
    steps = f"/api/v1/purchases/{bought}/steps/"

    refused = calls(nadia).post(steps, {"step": "give_back"})
    taken = calls(elena).post(steps, {"step": "give_back"})
    other = calls(dora).post("/api/v1/purchases/", {"bundle": bundle.pk}).json()["id"]
    left = calls(dora).post(f"/api/v1/purchases/{other}/steps/", {"step": "leave"})

    assert (refused.status_code, taken.json()["status"], left.json()["status"]) == (409, "returned", "lapsed")


def test_nobody_else_finds_it(calls, visitor, program, bought, dora, samira):
    for stranger in (dora, samira):
        assert calls(stranger).get("/api/v1/purchases/").json()["results"] == []
        assert calls(stranger).get(f"/api/v1/purchases/{bought}/").status_code == 404
        assert calls(stranger).post(f"/api/v1/purchases/{bought}/steps/", {"step": "give_back"}).status_code == 404
    assert visitor.get("/api/v1/purchases/").status_code in (401, 403)
    assert program("people:read", "people:write").get("/api/v1/purchases/").status_code == 403


def test_the_list_costs_the_same_queries_however_long_it_is(
    calls, queries, bought, bundle, nadia, biagio, elena, offer
):
    few = queries(calls(nadia), "/api/v1/purchases/")
    for _more in range(3):
        other = bundles.write(biagio, elena, 6, 9900, [offer])
        calls(nadia).post("/api/v1/purchases/", {"bundle": other.pk})

    assert queries(calls(nadia), "/api/v1/purchases/") == few

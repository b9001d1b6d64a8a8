"""Bundles over the wire."""

import pytest

from bookings.models import Sale
from bookings.payments import bundles
from tests.folding import each


@pytest.fixture
def bundle(biagio, elena, offer):
    return bundles.write(biagio, elena, 6, 9900, [offer])


def test_a_desk_lists_its_bundles_and_sells_one_once(calls, bundle, booking, elena, nadia, offer):
    [row] = calls(elena).get("/api/v1/bundles/").json()["results"]
    path, headers = f"/api/v1/bundles/{bundle.pk}/sell/", {"Idempotency-Key": "sale-1"}

    sold = [calls(elena).post(path, {"person": nadia.pk}, headers=headers) for _press in range(2)]

    assert (row["organisation"], row["services"], row["price_cents"], row["offers"]) == ("biagio", 6, 9900, [offer.pk])
    assert [answer.status_code for answer in sold] == [201, 201]
    assert Sale.objects.get().person == nadia


def test_somebody_whom_the_desk_does_not_know_cannot_be_named(calls, bundle, elena, dora):
    assert calls(elena).post(f"/api/v1/bundles/{bundle.pk}/sell/", {"person": dora.pk}).status_code == 400


def test_nobody_else_finds_them(calls, visitor, bundle, nadia, samira):
    for stranger in (nadia, samira):
        assert calls(stranger).get("/api/v1/bundles/").json()["results"] == []
        assert calls(stranger).get(f"/api/v1/bundles/{bundle.pk}/").status_code == 404
        assert calls(stranger).post(f"/api/v1/bundles/{bundle.pk}/sell/", {"person": nadia.pk}).status_code == 404
    assert visitor.get("/api/v1/bundles/").status_code in (401, 403)


def test_a_desk_writes_a_membership_and_sells_it_no_more(calls, elena, offer):
    told = {"organisation": "biagio", "yearly": True, "price_cents": 24_000, "offers": [offer.pk]}

    written = calls(elena).post("/api/v1/bundles/", told)
    ended = calls(elena).post(f"/api/v1/bundles/{written.json()['id']}/end/")

    assert written.status_code == 201
    assert (written.json()["yearly"], written.json()["services"], written.json()["on_sale"]) == (True, None, True)
    assert ended.json()["on_sale"] is False


@each(
    ("wrong", "field"),
    [({"services": 7}, "services"), ({"price_cents": 0}, "price_cents"), ({"offers": []}, "offers"), ({}, "services")],
)
def test_what_cannot_be_is_said_by_field(calls, elena, offer, wrong, field):
    told = {"organisation": "biagio", "price_cents": 9900, "offers": [offer.pk]} | wrong

    answer = calls(elena).post("/api/v1/bundles/", told)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"].startswith(field)


def test_nobody_else_writes_one(calls, samira, nadia, offer):
    told = {"organisation": "biagio", "yearly": True, "price_cents": 24_000, "offers": [offer.pk]}

    for stranger in (samira, nadia):
        assert calls(stranger).post("/api/v1/bundles/", told).status_code == 400


def test_one_reads_what_one_has_bought_and_a_desk_what_it_has_sold(calls, booking, elena, nadia, biagio, offer, dora):
    membership = bundles.write(biagio, elena, 10, 24_000, [offer], yearly=True)
    sale = bundles.sell(membership, nadia, elena)

    for reader in (nadia, elena):
        [row] = calls(reader).get("/api/v1/sales/").json()["results"]
        lines = calls(reader).get(f"/api/v1/accounts/{row['account']}/lines/").json()
        assert (row["id"], row["left"], row["last_day"]) == (sale.pk, 10, sale.last_day.isoformat())
        assert [(line["why"], line["amount"]) for line in lines] == [("Bought", 10)]
    assert calls(dora).get("/api/v1/sales/").json()["results"] == []
    assert calls(dora).get(f"/api/v1/sales/{sale.pk}/").status_code == 404
    assert calls(dora).get(f"/api/v1/accounts/{sale.account_id}/").status_code == 404


def test_the_list_costs_the_same_queries_however_long_it_is(calls, queries, booking, elena, nadia, biagio, offer):
    def sold():
        bundles.sell(bundles.write(biagio, elena, 10, 24_000, [offer], yearly=True), nadia, elena)

    sold()
    few = queries(calls(nadia), "/api/v1/sales/")
    for _more in range(3):
        sold()

    assert queries(calls(nadia), "/api/v1/sales/") == few

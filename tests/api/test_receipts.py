"""Receipts over the wire."""

import pytest

from bookings.models import Receipt
from bookings.payments import bundles


@pytest.fixture
def receipt(biagio, elena, nadia, offer, booking):
    bundles.sell(bundles.write(biagio, elena, 6, 9900, [offer]), nadia, elena)
    return Receipt.objects.get()


@pytest.mark.parametrize("who", ["nadia", "elena"])
def test_both_sides_read_it_and_fetch_its_page(calls, receipt, who, request):
    client, path = calls(request.getfixturevalue(who)), f"/api/v1/receipts/{receipt.pk}/"

    [row] = client.get("/api/v1/receipts/").json()["results"]
    page = client.get(f"{path}pdf/")

    assert row == client.get(path).json()
    assert (row["organisation"], row["number"], row["cents"], row["booking"]) == ("biagio", 1, 9900, None)
    assert page["Content-Type"] == "application/pdf"
    assert page.content.startswith(b"%PDF-")


def test_it_cannot_be_changed(calls, receipt, elena):
    path = f"/api/v1/receipts/{receipt.pk}/"

    for method in (calls(elena).put, calls(elena).patch, calls(elena).delete):
        assert method(path, {"cents": 1}).status_code == 405


def test_nobody_else_finds_it(calls, visitor, receipt, samira, dora):
    path = f"/api/v1/receipts/{receipt.pk}/"

    for stranger in (samira, dora):
        assert calls(stranger).get("/api/v1/receipts/").json()["results"] == []
        assert calls(stranger).get(path).status_code == 404
        assert calls(stranger).get(f"{path}pdf/").status_code == 404
    assert visitor.get(path).status_code in (401, 403)


def test_the_number_of_queries_does_not_grow(calls, receipt, elena, nadia, django_assert_max_num_queries):
    bundle, client = receipt.sale.bundle, calls(elena)
    client.get("/api/v1/receipts/")  # the first page of a session writes it down
    for _time in range(3):
        bundles.sell(bundle, nadia, elena)

    with django_assert_max_num_queries(9):
        assert len(client.get("/api/v1/receipts/").json()["results"]) == 4

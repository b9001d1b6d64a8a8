"""Bundles over the wire."""

import pytest

from bookings.models import Sale
from bookings.payments import bundles


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

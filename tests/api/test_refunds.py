"""What a card did not take back, over the wire."""

import pytest
from django.utils import timezone

from bookings.models import Refund
from tests.folding import each
from tests.payments import fresh

PATH = "/api/v1/refunds"


@pytest.fixture
def failed(bounced):
    return Refund.objects.get()


def test_the_desk_reads_why_and_writes_down_how_it_was_given_back(calls, failed, elena):
    [row] = calls(elena).get("/api/v1/payments/", {"show": "failed"}).json()["results"]
    assert row["refunds"][0]["failure"] == "expired_or_canceled_card"
    assert calls(elena).get(f"{PATH}/{failed.pk}/").json()["status"] == "failed"

    told = {"how": "transfer", "day": timezone.localdate().isoformat()}
    answer = calls(elena).post(f"{PATH}/{failed.pk}/outside/", told)

    assert (answer.status_code, answer.json()["status"]) == (200, "outside")
    assert calls(elena).post(f"{PATH}/{failed.pk}/outside/", told).status_code == 409
    assert calls(elena).post(f"{PATH}/{failed.pk}/again/").status_code == 409


def test_the_card_is_tried_again(calls, failed, elena):
    answer = calls(elena).post(f"{PATH}/{failed.pk}/again/")

    assert (answer.status_code, answer.json()["status"]) == (201, "asked")
    assert (fresh(failed).status, answer.json()["id"] == failed.pk) == ("repeated", False)


@each("wrong", [{}, {"how": "gold"}, {"day": "2001-01-01"}, {"day": "soon"}, {"day": None}])
def test_what_cannot_be_is_said_by_its_field(calls, failed, elena, wrong):
    told = {"how": "cash", "day": timezone.localdate().isoformat()} | wrong if wrong else {}

    assert calls(elena).post(f"{PATH}/{failed.pk}/outside/", told).status_code == 400
    assert fresh(failed).status == "failed"


def test_an_outsider_finds_no_refund(calls, visitor, failed, dora, nadia):
    for stranger in (dora, nadia):
        assert calls(stranger).get(f"{PATH}/{failed.pk}/").status_code == 404
        assert calls(stranger).post(f"{PATH}/{failed.pk}/again/").status_code == 404
        assert calls(stranger).post(f"{PATH}/{failed.pk}/outside/", {"how": "cash"}).status_code == 404
    assert visitor.get(f"{PATH}/{failed.pk}/").status_code == 401

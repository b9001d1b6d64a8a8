"""Bank transfers over the wire: chosen, told from the yes on, written down and sent back."""

import pytest
from django.utils import timezone

from bookings.models import Booking
from bookings.payments import shares
from marketplace.lives.engine import Actor, take
from tests.transfers import IBAN

BOOKINGS = "/api/v1/bookings/"
UNPAID, BACK = "/api/v1/unpaid/", "/api/v1/to-send-back/"


@pytest.fixture
def to_go_back(agreed, share, elena):
    """It came, and Biagio called it off."""
    shares.pay(share, elena)
    take(agreed, "call_off", Actor(elena), {"reason": "Samira is ill"})
    return share


def test_it_is_chosen_where_it_can_be(calls, nadia, request_body, bank_account):
    told = calls(nadia).post(f"{BOOKINGS}estimate/", request_body(pay_by="bank")).json()
    made = calls(nadia).post(BOOKINGS, request_body(pay_by="bank"))

    assert [share["source"] for share in told["shares"]] == ["bank"]
    assert [share["source"] for share in made.json()["shares"]] == ["bank"]
    assert made.json()["bank_transfer"] is None


def test_where_no_transfers_are_taken_the_wish_cannot_be(calls, nadia, request_body):
    estimate = calls(nadia).post(f"{BOOKINGS}estimate/", request_body(pay_by="bank")).json()
    refused = calls(nadia).post(BOOKINGS, request_body(pay_by="bank"))

    assert [share["source"] for share in estimate["shares"]] == ["on_site"]
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "pay_by")
    assert not Booking.objects.exists()


def test_from_the_yes_on_its_two_sides_read_what_the_bank_wants(calls, agreed, share, nadia, elena, samira):
    path = f"{BOOKINGS}{agreed.pk}/"

    hers, desk, sent = (calls(reader).get(path).json()["bank_transfer"] for reader in (nadia, elena, samira))

    by = f"{share.due_on:%Y-%m-%d}"
    whole = {"iban": IBAN, "holder": "Biagio Coop.", "cents": 2400, "reference": share.reference, "by": by}
    assert (hers, desk, sent) == (whole, whole, None)


def test_the_desk_says_on_which_day_it_came(calls, agreed, share, elena, nadia, dora):
    [row] = calls(elena).get(UNPAID).json()["results"]
    path = f"{UNPAID}{row['id']}/paid/"
    today = timezone.localdate().isoformat()

    strangers = [calls(stranger).post(path).status_code for stranger in (nadia, dora)]
    part = calls(elena).post(path, {"cents": 1200})
    never = calls(elena).post(path, {"on": "2099-12-31"})
    paid = calls(elena).post(path, {"on": today, "cents": 2400})

    assert (row["source"], row["due_cents"], row["reference"]) == ("bank", 2400, share.reference)
    assert strangers == [404, 404]
    assert [(no.status_code, no.json()["errors"][0]["attr"]) for no in (part, never)] == [(400, "cents"), (400, "on")]
    assert (paid.json()["paid_cents"], paid.json()["paid_at"] is None) == (2400, False)
    assert calls(nadia).get(f"{BOOKINGS}{agreed.pk}/").json()["bank_transfer"] is None
    assert calls(elena).get(UNPAID).json()["results"] == []


def test_the_desk_says_that_it_was_sent_back(calls, to_go_back, elena, nadia, dora):
    [row] = calls(elena).get(BACK).json()["results"]
    path = f"{BACK}{row['id']}/sent/"

    strangers = [calls(stranger).post(path).status_code for stranger in (nadia, dora)]
    lists = [calls(stranger).get(BACK).json()["results"] for stranger in (nadia, dora)]
    sent = calls(elena).post(path)

    assert (row["id"], row["back_cents"], row["returned_at"]) == (to_go_back.pk, 2400, None)
    assert (strangers, lists) == ([404, 404], [[], []])
    assert sent.json()["returned_at"]
    assert calls(elena).get(BACK).json()["results"] == []


def test_a_visitor_sees_nothing_of_it(visitor):
    assert [visitor.get(path).status_code for path in (UNPAID, BACK)] == [401, 401]

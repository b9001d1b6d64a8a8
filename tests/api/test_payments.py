"""A desk's money by card over the wire."""

from datetime import timedelta

import pytest

from bookings.models import PayoutAccount, Refund
from bookings.payments import bundles, purchases
from bookings.payments.standin import acting
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import take_due
from tests.folding import each
from tests.payments import catch_up, charge_of, fresh, pay, pay_for

LIST = "/api/v1/payments/"


@pytest.fixture
def transferred(paying, nadia, now_is):
    booking = paying(at_once=True)
    pay(booking)
    catch_up()
    now_is(booking.ends_at + timedelta(hours=1))
    take(fresh(booking), "confirm", Actor(nadia))
    now_is(booking.ends_at + timedelta(hours=60))
    take_due()
    catch_up()
    return booking


@pytest.fixture
def bought(takes_cards, offer, biagio, elena, nadia):
    """Six services for 99 euros, which Nadia has paid by card."""
    purchase = purchases.begin(bundles.write(biagio, elena, 6, 9900, [offer]), nadia)
    catch_up()
    pay_for(fresh(purchase))
    catch_up()
    return fresh(purchase)


def test_the_desk_reads_what_was_taken_and_handed_on(calls, transferred, elena):
    [row] = calls(elena).get(LIST, {"show": "transferred"}).json()["results"]

    assert (row["booking"], row["captured_cents"], row["left_cents"]) == (transferred.pk, 2400, 2400)
    assert (row["transfers"][0]["status"], row["transfers"][0]["cents"], row["refunds"]) == ("sent", 2400, [])
    assert calls(elena).get(LIST, {"show": "unpaid"}).json()["results"] == []
    assert calls(elena).get(LIST, {"show": "lost"}).status_code == 400


def test_it_gives_back_a_part_that_is_taken_back_first(calls, transferred, elena):
    path = f"{LIST}{charge_of(transferred).pk}/"

    answer = calls(elena).post(f"{path}refund/", {"cents": 700})
    catch_up()

    assert (answer.status_code, answer.json()["status"]) == (201, "asked")
    said = calls(elena).get(path).json()
    assert [(part["cents"], part["status"]) for part in said["refunds"]] == [(700, "given")]
    assert [(part["cents"], part["status"]) for part in said["transfers"][0]["reversals"]] == [(700, "taken")]


def test_of_a_bundle_a_part_goes_back_as_well(calls, bought, elena):
    path = f"{LIST}{bought.charge.pk}/"

    answer = calls(elena).post(f"{path}refund/", {"cents": 700})
    catch_up()

    assert (answer.status_code, answer.json()["cents"]) == (201, 700)
    assert [(part["cents"], part["status"]) for part in calls(elena).get(path).json()["refunds"]] == [(700, "given")]


def test_what_the_organisation_owes_is_said(calls, transferred, elena):
    acting.pay_out(PayoutAccount.objects.get().stripe_id, 2400)
    calls(elena).post(f"{LIST}{charge_of(transferred).pk}/refund/", {"cents": 700})
    catch_up()

    [row] = calls(elena).get(LIST, {"show": "owed"}).json()["results"]

    assert row["refunds"][0]["status"] == "owed"
    assert "does not hold enough" in row["transfers"][0]["reversals"][0]["sentence"]


@each("cents", [0, -1, 2401, 1.5, "x", 2**40])
def test_no_more_goes_back_than_was_paid(calls, transferred, elena, cents):
    path = f"{LIST}{charge_of(transferred).pk}/refund/"

    assert calls(elena).post(path, {"cents": cents}).status_code == 400
    assert not Refund.objects.exists()


def test_an_outsider_finds_no_payments(calls, visitor, transferred, dora, nadia):
    path = f"{LIST}{charge_of(transferred).pk}/"

    for stranger in (dora, nadia):
        assert calls(stranger).get(LIST).json()["results"] == []
        assert calls(stranger).get(path).status_code == 404
        assert calls(stranger).post(f"{path}refund/", {"cents": 100}).status_code == 404
    assert visitor.get(LIST).status_code == 401


def test_the_number_of_queries_does_not_grow_with_the_refunds(calls, transferred, elena, django_assert_max_num_queries):
    client = calls(elena)
    for _time in range(3):
        client.post(f"{LIST}{charge_of(transferred).pk}/refund/", {"cents": 100})

    with django_assert_max_num_queries(16):
        assert len(client.get(LIST).json()["results"][0]["refunds"]) == 3

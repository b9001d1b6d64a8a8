"""The steps all bookings share, over the wire."""

from datetime import timedelta

import pytest

from bookings import lifecycle
from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from services.models import CancellationPolicy
from services.models.policy import Tier
from tests.cast import at, settled
from tests.folding import each

pytestmark = pytest.mark.django_db


def post(client, booking, step, **facts):
    body = {"step": step, "facts": facts, "seen": Booking.objects.get(pk=booking.pk).last_change_id}
    return client.post(f"/api/v1/bookings/{booking.pk}/steps/", body)


def test_times_are_proposed_and_one_is_chosen(calls, nadia, elena, booking):
    offered = post(calls(elena), booking, "offer_times", times=[at(14).isoformat(), at(15).isoformat()])
    assert offered.status_code == 200, offered.json()
    shown = calls(nadia).get(f"/api/v1/bookings/{booking.pk}/").json()
    chosen = post(calls(nadia), booking, "choose_time", time=shown["other_times"][1])

    assert (offered.status_code, chosen.status_code) == (200, 200), chosen.json()
    assert chosen.json()["status"] == "confirmed"
    assert Booking.objects.get().starts_at == at(15)
    assert shown["cancellation"] == ["You can cancel until the start. It costs nothing."]


@each("times", ["", [], [[]], {}, [None], ["noon"], 7, [at(10).isoformat()], ["2030-13-01T00:00Z"], [True]])
def test_times_that_cannot_be_are_named(calls, elena, booking, times):
    answer = post(calls(elena), booking, "offer_times", times=times)

    assert answer.status_code == 400, answer.json()
    assert Booking.objects.get().status == "asked"


@each("crew", ["", [], [[]], {}, None, "x", 10**30, -1, True])
def test_a_crew_that_cannot_be_is_named(calls, elena, biagio, offer, confirmed, crew, person):
    from services.models import Resource

    offer.resources.add(Resource.objects.create(organisation=biagio, user=person("Bruno"), name="Bruno"))

    assert post(calls(elena), confirmed, "assign", crew=crew).status_code == 400


def test_an_outsider_and_the_wrong_side_take_none_of_them(calls, dora, nadia, confirmed):
    for step in ("propose_move", "assign", "absent", "settle", "excuse"):
        assert post(calls(dora), confirmed, step).status_code == 404
        assert post(calls(nadia), confirmed, step).status_code == 409


def test_what_was_cancelled_says_what_is_kept(calls, nadia, elena, booking):
    take(booking, "accept", Actor(elena))

    answer = post(calls(nadia), booking, "cancel", cause="plans", words="")

    assert answer.json()["status"] == "cancelled"
    assert Booking.objects.get().last_change.facts["kept_cents"] == 0


@pytest.mark.parametrize(("side", "step"), [("customer", "withdraw"), ("provider", "accept")])
def test_an_operator_takes_a_step_for_either_side(calls, operator, nadia, elena, booking, side, step):
    person = nadia if side == "customer" else elena

    answer = calls(operator).post(f"/api/v1/bookings/{booking.pk}/steps/", {"step": step, "for": person.pk})

    change = Booking.objects.get().last_change
    assert answer.status_code == 200, answer.json()
    assert (change.step, change.actor, change.acting_for) == (step, operator, person)


def test_an_operator_acts_for_nobody_else_and_reads_no_booking_by_it(calls, operator, nadia, dora, booking):
    address, client = f"/api/v1/bookings/{booking.pk}/", calls(operator)

    assert client.post(f"{address}steps/", {"step": "withdraw", "for": dora.pk}).json()["errors"][0]["attr"] == "for"
    assert client.post(f"{address}steps/", {"step": "withdraw"}).status_code == 404
    assert client.get(address).status_code == 404
    assert calls(dora).post(f"{address}steps/", {"step": "withdraw", "for": nadia.pk}).status_code == 404


def test_an_operator_writes_into_the_thread_for_either_side_and_reads_it_by_nothing(
    calls, operator, nadia, elena, dora, booking
):
    address, client = f"/api/v1/bookings/{booking.pk}/messages/", calls(operator)

    for person in (nadia, elena):
        answer = client.post(address, {"text": "She called us.", "for": person.pk})
        assert (answer.status_code, answer.json()["author"]) == (201, person.given_name)

    assert {(one.author, one.acting_for) for one in booking.messages.all()} == {(operator, nadia), (operator, elena)}
    assert client.post(address, {"text": "For nobody."}).status_code == 404
    assert client.post(address, {"text": "For another.", "for": dora.pk}).status_code == 400
    assert client.get(address).status_code == 404
    assert calls(dora).post(address, {"text": "I am Nadia.", "for": nadia.pk}).status_code == 404


def test_the_key_of_an_operator_opens_no_more_than_its_organisations(program, calls, elena, nadia, booking):
    elena.is_staff = elena.is_superuser = True
    elena.save()

    answer = program("bookings:write").post(
        f"/api/v1/bookings/{booking.pk}/steps/", {"step": "withdraw", "for": nadia.pk}
    )

    assert answer.status_code == 400
    assert Booking.objects.get().status == "asked"


def test_what_it_costs_to_cancel_now_is_said_before(calls, make_offer, biagio, nadia, elena, wishes, now_is):
    policy = CancellationPolicy.objects.create(organisation=biagio, name="Half")
    Tier.objects.create(policy=policy, hours=24, percent=50)
    booking = lifecycle.ask(make_offer(policy=policy), Actor(nadia), wishes())
    now_is(booking.starts_at - timedelta(hours=3))

    before = calls(nadia).get(f"/api/v1/bookings/{booking.pk}/").json()
    settled(booking, "confirmed")
    after = calls(nadia).get(f"/api/v1/bookings/{booking.pk}/").json()

    assert (before["cancel_cents"], before["cancel_percent"]) == (0, 0), "nobody has said yes"
    assert (after["cancel_cents"], after["cancel_percent"]) == (1200, 50)

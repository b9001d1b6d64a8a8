"""A piece that was made: bought while there is one, collected at a time, and back where it is called off."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from bookings import kinds, lifecycle
from bookings.models import Booking, Receipt
from bookings.payments import bank, checking, shares
from marketplace.ledger import checking as ledger
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import take_due
from services import availability
from services.models import Offer, Resource
from tests.cast import at
from tests.folding import each
from tests.payments import catch_up, charge_of, fresh, pay
from tests.racing import at_once as together

QUARTER = timedelta(minutes=15)


@pytest.fixture
def apron(workshop, bench) -> Offer:
    """The last one, for 24 EUR."""
    Resource.objects.filter(pk=bench.pk).update(lanes=1)
    told = {"kind": "made", "price": "fixed", "price_cents": 2400, "min_minutes": 15, "max_minutes": 15}
    Offer.objects.filter(pk=workshop.pk).update(**told)
    return Offer.objects.get(pk=workshop.pk)


@pytest.fixture
def buy(apron):
    def ask(user, hour=10, days=2, **told):
        start = at(hour, days=days)
        return lifecycle.ask(apron, Actor(user), {"starts_at": start, "ends_at": start + QUARTER} | told)

    return ask


def test_it_is_put_aside_at_its_price_until_it_is_collected(buy, nadia, bench):
    booking = buy(nadia)

    assert (booking.status, booking.price_cents) == ("confirmed", 2400)
    assert booking.sentence("customer").startswith("It is put aside for you.")
    assert list(booking.crew.all()) == [bench]
    assert booking.holds.get().period.upper is None


@each(("hour", "days"), [(10, 2), (9, 1), (15, 20)])
def test_the_last_one_is_bought_once_whenever_it_is_collected(buy, nadia, dora, hour, days):
    buy(nadia)

    with pytest.raises(ValidationError):
        buy(dora, hour, days)
    assert Booking.objects.count() == 1


def test_what_is_sold_out_has_no_times_any_more(buy, apron, nadia):
    assert availability.times(apron, at(0, days=2).date(), 7, 15)[0].times

    buy(nadia)

    assert not any(day.times for day in availability.times(apron, at(0, days=2).date(), 7, 15))


def test_nobody_collects_while_the_counter_is_closed(buy, nadia):
    with pytest.raises(ValidationError, match="This time is not free"):
        buy(nadia, hour=20)


@pytest.mark.parametrize(("hour", "days"), [(16, 2), (9, 20)])
def test_whoever_has_the_last_one_collects_it_at_another_time(buy, nadia, dora, hour, days):
    booking = buy(nadia)

    moved = take(booking, "move", Actor(nadia), {"time": at(hour, days=days)})

    assert moved.starts_at == at(hour, days=days)
    assert moved.holds.get(active=True).period.upper is None
    with pytest.raises(ValidationError, match="just taken the last one"):
        buy(dora)


def test_other_times_are_shown_to_whoever_has_the_last_one_and_its_own_is_left_out(buy, nadia, client):
    booking = buy(nadia)
    client.force_login(nadia)

    page = client.get(reverse("booking_step", args=[booking.pk, "move"]), {"from": booking.starts_at.date()})

    [day] = [day for day in page.context["week"].days if day.date == booking.starts_at.date()]
    starts = {time.starts_at for time in day.times}
    assert at(16, days=2) in starts
    assert not starts & {booking.starts_at, at(20, days=2)}


def test_both_sides_agree_on_another_time_where_one_of_them_has_to_be_asked(buy, nadia, elena, client):
    booking = take(buy(nadia), "propose_move", Actor(elena), {"times": [at(15, days=3)], "words": ""})

    moved = take(booking, "agree_to_move", Actor(nadia), {"time": at(15, days=3)})

    assert (moved.status, moved.starts_at) == ("confirmed", at(15, days=3))
    client.force_login(nadia)
    page = client.get(moved.get_absolute_url()).content.decode()
    assert "instead of" in page
    assert "takes care" not in page


# --- how many there are -------------------------------------------------------------------------------------------
def left_of(apron) -> int:
    return availability.pieces_left([apron])[apron.pk]


def test_what_is_bought_is_counted_and_what_is_called_off_is_there_again(buy, apron, bench, nadia, elena):
    Resource.objects.filter(pk=bench.pk).update(lanes=3)
    counted = [left_of(apron)]

    booking = buy(nadia)
    counted.append(left_of(apron))
    take(booking, "call_off", Actor(elena), {"reason": "A seam is open."})

    assert [*counted, left_of(apron)] == [3, 2, 3]


def test_pages_and_the_api_say_how_many_are_left(buy, apron, bench, client, nadia, dora, offer):
    Resource.objects.filter(pk=bench.pk).update(lanes=2)
    address = f"/api/v1/offers/{apron.pk}/"
    shown = [(client.get(address).json()["pieces_left"], "left" in told(client, apron))]

    for customer in (nadia, dora):
        buy(customer)
        shown.append((client.get(address).json()["pieces_left"], "All of them are sold" in told(client, apron)))

    assert shown == [(2, True), (1, False), (0, True)]
    assert client.get(f"/api/v1/offers/{offer.pk}/").json()["pieces_left"] is None


def told(client, apron) -> str:
    client.cookies["language"] = "en"
    return client.get(apron.get_absolute_url()).content.decode()


def test_how_many_are_left_of_many_offers_is_one_question(apron, offer, make_offer, bench, django_assert_num_queries):
    more = [make_offer(f"Apron {number}", kind="made", where="at_place") for number in range(3)]
    for one in more[:2]:
        one.resources.set([bench])

    with django_assert_num_queries(1):
        left = availability.pieces_left([apron, offer, *more])
    with django_assert_num_queries(0):
        assert availability.pieces_left([offer]) == {}

    assert left == {apron.pk: 1, more[0].pk: 1, more[1].pk: 1, more[2].pk: 1}


# --- how it is paid -----------------------------------------------------------------------------------------------
@pytest.fixture
def by_card(buy, nadia, takes_cards):
    """Nadia buys the last one and goes on to pay; the page is there."""
    booking = buy(nadia, pay_by="card")
    catch_up()
    return fresh(booking)


def test_it_is_kept_while_somebody_pays_by_card_and_then_taken(by_card, buy, dora):
    with pytest.raises(ValidationError, match="just taken the last one"):
        buy(dora)

    assert pay(by_card) == "paid"
    catch_up()

    booking = fresh(by_card)
    assert (booking.status, charge_of(booking).status) == ("confirmed", "captured")
    assert booking.holds.get(active=True).period.upper is None


def test_not_paid_in_time_it_is_there_again(by_card, buy, dora, now_is):
    now_is(timezone.now() + timedelta(minutes=16))
    take_due()
    catch_up()

    assert fresh(by_card).status == "expired"
    assert buy(dora).status == "confirmed"


def test_what_a_card_paid_goes_back_with_the_piece_and_stays_with_another_time(by_card, nadia, elena, apron):
    pay(by_card)
    catch_up()

    moved = take(fresh(by_card), "move", Actor(nadia), {"time": at(16, days=4)})
    assert (charge_of(moved).status, left_of(apron)) == ("captured", 0)

    take(moved, "call_off", Actor(elena), {"reason": "A seam is open."})
    catch_up()
    assert charge_of(moved).refunds.get().cents == 2400
    assert left_of(apron) == 1


def test_it_is_paid_by_bank_transfer(buy, nadia, elena, bank_account, now_is):
    booking = buy(nadia, pay_by="bank")
    assert bank.slip(booking).cents == 2400

    shares.pay(booking.shares.get(), elena)
    now_is(booking.ends_at + timedelta(minutes=5))
    take(fresh(booking), "confirm", Actor(nadia))

    assert Receipt.objects.get().cents == 2400
    assert [*checking.differences(), *ledger.differences()] == []


def test_called_off_a_transfer_is_sent_back(buy, nadia, elena, bank_account, apron):
    booking = buy(nadia, pay_by="bank")
    shares.pay(booking.shares.get(), elena)

    take(fresh(booking), "call_off", Actor(elena), {"reason": "A seam is open."})
    share = booking.shares.get()
    shares.send_back(share, elena)

    assert (share.kept_cents, left_of(apron)) == (0, 1)
    assert [*checking.differences(), *ledger.differences()] == []


# --- the rest -----------------------------------------------------------------------------------------------------
def test_what_is_called_off_is_there_again(buy, nadia, dora, elena):
    take(buy(nadia), "call_off", Actor(elena), {"reason": "A seam is open."})

    assert buy(dora).status == "confirmed"


def test_what_was_collected_never_comes_back(buy, nadia, dora, elena, now_is):
    booking = buy(nadia)
    now_is(booking.starts_at + timedelta(minutes=20))
    take(booking, "finish", Actor(elena))

    with pytest.raises(ValidationError):
        buy(dora, days=9)


def test_nobody_else_reads_of_it_and_visitors_find_the_offer(buy, client, apron, nadia, dora):
    booking = buy(nadia)

    assert client.get(apron.get_absolute_url()).status_code == 200
    client.force_login(dora)
    assert client.get(booking.get_absolute_url()).status_code == 404
    assert client.get(f"/api/v1/bookings/{booking.pk}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_the_last_one_one_gets_it(buy, nadia, dora):
    results = together(lambda: buy(nadia), lambda: buy(dora, hour=16))

    assert sorted(type(result).__name__ for result in results) == ["Booking", "ValidationError"]
    assert Booking.objects.count() == 1


def test_nobody_buys_the_same_piece_every_week(apron):
    assert not kinds.of(apron).repeats

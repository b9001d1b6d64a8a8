"""What was received is told once, under a number of its own, and never changed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from bookings import lifecycle
from bookings.models import Receipt, ReceiptBook, Share
from bookings.payments import bundles, cards, checking, shares
from bookings.payments.truth import forward
from marketplace.lives.engine import Actor, take
from tests.folding import each
from tests.payments import catch_up, charge_of, fresh, pay

pytestmark = pytest.mark.django_db


def told():
    return [(receipt.called, receipt.cents) for receipt in Receipt.objects.order_by("pk")]


@pytest.fixture
def done(booked, nadia, now_is):
    now_is(booked.ends_at + timedelta(minutes=5))
    return take(booked, "confirm", Actor(nadia))


@pytest.fixture
def paid_by_card(paying, elena, nadia, now_is):
    """Paid by card, accepted, and done."""

    def live():
        booking = paying()
        pay(booking)
        catch_up()
        take(fresh(booking), "accept", Actor(elena))
        catch_up()
        now_is(booking.ends_at + timedelta(minutes=5))
        booking = take(fresh(booking), "confirm", Actor(nadia))
        catch_up()
        return booking

    return live


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# --- when -----------------------------------------------------------------------------------------------------------
def test_what_is_only_due_has_no_receipt(done):
    assert not Receipt.objects.exists()


def test_what_the_desk_says_was_paid_has_one_however_often_it_is_said(done, elena, nadia):
    for _press in range(2):
        shares.pay(done.shares.get(), elena)

    receipt = Receipt.objects.get()
    assert (receipt.person, receipt.cents, receipt.facts["how"]) == (nadia, 2400, "on_site")
    assert receipt.facts["reference"] == done.reference


def test_what_a_card_has_paid_has_one_when_the_booking_is_over(paying, elena, nadia, now_is):
    booking = paying()
    pay(booking)
    catch_up()
    take(fresh(booking), "accept", Actor(elena))
    catch_up()
    assert not Receipt.objects.exists()

    now_is(booking.ends_at + timedelta(minutes=5))
    take(fresh(booking), "confirm", Actor(nadia))

    assert told() == [(f"1/{booking.ends_at.year}", 2400)]
    assert Receipt.objects.get().facts["card"] == "Visa 4242"


def test_a_card_that_is_taken_after_the_end_has_its_receipt_then(paying, elena, nadia, now_is):
    booking = paying()
    pay(booking)
    catch_up()
    take(fresh(booking), "accept", Actor(elena))
    now_is(booking.ends_at + timedelta(minutes=5))
    take(fresh(booking), "confirm", Actor(nadia))
    assert not Receipt.objects.exists()

    catch_up()

    assert [cents for _number, cents in told()] == [2400]


def test_of_a_late_cancellation_the_receipt_tells_what_was_kept(
    make_offer, half_kept, takes_cards, nadia, wishes, now_is
):
    offer = make_offer(at_once=True, policy=half_kept)
    booking = lifecycle.ask(offer, Actor(nadia), wishes(pay_by="card"))
    catch_up()
    pay(booking)
    catch_up()
    now_is(booking.starts_at - timedelta(hours=3))

    take(fresh(booking), "cancel", Actor(nadia))
    catch_up()

    receipt = Receipt.objects.get()
    assert (receipt.cents, receipt.facts["price"], receipt.facts["kept"]) == (1200, 2400, 1200)


def test_what_went_back_whole_has_none(paying, elena):
    booking = paying()
    pay(booking)
    catch_up()
    take(fresh(booking), "accept", Actor(elena))
    catch_up()

    take(fresh(booking), "call_off", Actor(elena), {"reason": "Samira is ill"})
    catch_up()

    assert not Receipt.objects.exists()


def test_what_a_fund_carries_is_told_and_not_received(make_offer, subsidise, nadia, elena, wishes, now_is):
    subsidise(percent=50)
    booking = lifecycle.ask(make_offer(at_once=True), Actor(nadia), wishes())
    now_is(booking.ends_at + timedelta(minutes=5))
    take(booking, "confirm", Actor(nadia))

    shares.pay(booking.shares.get(source="on_site"), elena)

    receipt = Receipt.objects.get()
    assert receipt.cents == 1200
    assert [cents for _funder, cents in receipt.facts["carried"]] == [1200]


def test_an_organisation_that_booked_has_its_invoice_and_no_receipt(done, elena):
    Share.objects.filter(booking=done).update(source="invoice")

    shares.pay(done.shares.get(), elena)

    assert not Receipt.objects.exists()


def test_whoever_buys_a_bundle_has_one_however_often_it_is_pressed(biagio, offer, booking, nadia, elena):
    bundle = bundles.write(biagio, elena, 6, 9900, [offer])

    for _press in range(2):
        sale = bundles.sell(bundle, nadia, elena, "sale")

    receipt = sale.receipts.get()
    assert (receipt.cents, receipt.facts["how"]) == (9900, "bundle")
    assert offer.title in receipt.facts["what"]


# --- what went back afterwards --------------------------------------------------------------------------------------
def test_what_the_desk_gives_back_afterwards_is_a_credit_note(paid_by_card, elena):
    booking = paid_by_card()
    first = Receipt.objects.get()

    cards.refund_by_hand(booking, 500, elena)
    assert Receipt.objects.count() == 1, "It has not gone back yet."
    catch_up()

    note = Receipt.objects.get(corrects=first)
    assert (note.number, note.cents, note.facts) == (2, -500, first.facts)


def test_what_the_desk_gave_back_before_the_end_is_not_owed_on_site_again(paying, elena, nadia, now_is):
    booking = paying(at_once=True)
    pay(booking)
    catch_up()
    cards.refund_by_hand(fresh(booking), 500, elena)
    catch_up()
    now_is(booking.ends_at + timedelta(hours=1))

    take(fresh(booking), "confirm", Actor(nadia))

    assert booking.shares.get().owed_cents == 0
    assert Receipt.objects.get().cents == 1900
    assert list(checking.differences()) == []


def test_what_a_bank_takes_back_is_a_credit_note(paid_by_card):
    charge = charge_of(paid_by_card())

    forward(charge, "dispute", disputed_cents=2400)
    forward(charge, "lose", lost_cents=2400, disputed_cents=0)

    assert [cents for _number, cents in told()] == [2400, -2400]


def test_a_credit_note_speaks_the_language_of_its_receipt(paid_by_card, elena, nadia):
    booking = paid_by_card()
    nadia.language = "en" if nadia.language == "it" else "it"
    nadia.save()

    cards.refund_by_hand(booking, 500, elena)
    catch_up()

    assert Receipt.objects.values("language").distinct().count() == 1


# --- numbers --------------------------------------------------------------------------------------------------------
def test_each_year_begins_with_one_by_the_organisations_own_calendar(biagio, offer, booking, nadia, elena, now_is):
    bundle = bundles.write(biagio, elena, 6, 9900, [offer])

    for moment in ((2027, 12, 31, 22, 59), (2027, 12, 31, 23, 1), (2028, 1, 2, 12, 0)):
        now_is(datetime(*moment, tzinfo=UTC))
        bundles.sell(bundle, nadia, elena)

    assert [number for number, _cents in told()] == ["1/2027", "1/2028", "2/2028"]


def test_what_comes_to_nothing_leaves_no_gap(biagio, offer, booking, nadia, elena):
    bundle = bundles.write(biagio, elena, 6, 9900, [offer])
    with transaction.atomic():
        bundles.sell(bundle, nadia, elena)
        transaction.set_rollback(True)

    bundles.sell(bundle, nadia, elena)

    assert [receipt.number for receipt in Receipt.objects.all()] == [1]


# --- what the database refuses --------------------------------------------------------------------------------------
@pytest.fixture
def receipt(done, elena):
    shares.pay(done.shares.get(), elena)
    return Receipt.objects.get()


def copy_of(receipt, **other):
    fields = {field.attname: getattr(receipt, field.attname) for field in Receipt._meta.fields if field.name != "id"}
    return Receipt(**fields | other)


@pytest.mark.parametrize("statement", ["UPDATE bookings_receipt SET cents = cents", "DELETE FROM bookings_receipt"])
def test_a_receipt_is_not_changed_and_not_taken_out(receipt, statement):
    with pytest.raises(IntegrityError, match="stays as it was given"):
        run(statement)


def test_receipts_are_not_emptied():
    """The tests' own database has this guard off, so that it can be emptied between tests; migrations put it on."""
    run("ALTER TABLE bookings_receipt ENABLE TRIGGER never_emptied")

    with pytest.raises(IntegrityError, match="stays as it was given"):
        run("TRUNCATE bookings_receipt CASCADE")


@pytest.mark.parametrize("number", [1, 3])
def test_no_number_is_left_out_or_given_twice(receipt, number):
    with pytest.raises(IntegrityError, match="does not follow"), transaction.atomic():
        copy_of(receipt, number=number).save(force_insert=True)


@each(
    ("other", "name"),
    [({}, "a_share_has_one_receipt"), ({"cents": -5}, "below_zero"), ({"share_id": None}, "for_one_thing")],
)
def test_a_receipt_is_for_one_thing_once(receipt, other, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        copy_of(receipt, number=2, **other).save(force_insert=True)


def test_the_row_of_the_book_knows_the_last_number(receipt):
    assert ReceiptBook.objects.get().last == receipt.number

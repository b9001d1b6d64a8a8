"""What is far away: the card is saved, charged a week before, and where the bank wants it, paid on a page after all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import Booking, Transfer
from bookings.payments import checking, pages, shares, statements, stripe_client
from bookings.payments.standin.models import Kept
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives import clock
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import take_due
from marketplace.wording import day
from tests.payments import ASKS, ASKS_ONCE, GOOD, REFUSED, SAVES, catch_up, charge_of, fresh, pay

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


def held(booking, kind):
    holder = booking.customer if kind in (Account.Kind.CARD, Account.Kind.ON_SITE) else booking.organisation.topic
    return book.balance(book.account(holder, kind))


def saved(booking: Booking, card: str = GOOD) -> Booking:
    assert pay(booking, card, proved=True) == "paid"
    catch_up()
    return fresh(booking)


def on(moment, now_is) -> None:
    """The clock goes on, and what is due is done."""
    now_is(moment)
    while take_due():
        catch_up()


def charged(booking: Booking, now_is, card: str = GOOD) -> Booking:
    booking = saved(booking, card)
    on(booking.starts_at - WEEK + HOUR, now_is)
    return fresh(booking)


def refused(booking: Booking, now_is) -> Booking:
    """The bank wants her: a page is open."""
    booking = charged(booking, now_is, ASKS)
    assert charge_of(booking).status == "open"
    return booking


def told(booking: Booking, step: str) -> str:
    """What the customer reads of this step of the charge, which was taken once."""
    charge = charge_of(booking)
    assert "customer" in charge.table.steps[step].told
    return charge.line(charge.changes.get(step=step), "customer")


def intents() -> list[dict]:
    return [row.data for row in Kept.objects.filter(kind="payment_intent").order_by("pk")]


def test_what_is_far_away_saves_the_card_and_takes_nothing(far_away):
    booking = saved(far_away())

    charge = charge_of(booking)
    assert (booking.status, charge.status, charge.card) == ("asked", "saved", "visa 4242")
    assert intents() == []
    assert charge.charge_at is None  # nobody has said yes
    assert day(booking.starts_at - WEEK, booking.tz) in charge.said


def test_what_is_near_is_held_as_before(paying):
    assert charge_of(paying()).wish == "hold"


def test_she_reads_what_she_allows_before_she_saves_it(far_away):
    booking = far_away()

    told = Kept.objects.get(kind="checkout.session").data
    consent = pages.mandate(booking, 2400)

    assert told["mode"] == "setup"
    assert "€24" in consent
    assert day(booking.starts_at - WEEK, booking.tz) in consent
    assert "Nothing is taken now" in consent


def test_the_yes_names_the_day_and_on_it_the_card_is_charged(far_away, elena, now_is):
    booking = saved(far_away())
    take(booking, "accept", Actor(elena))
    assert charge_of(booking).charge_at == booking.starts_at - WEEK

    on(booking.starts_at - WEEK - HOUR, now_is)
    assert charge_of(booking).status == "saved"
    on(booking.starts_at - WEEK + HOUR, now_is)

    assert charge_of(booking).status == "captured"
    assert held(booking, Account.Kind.CARD) == -2400
    assert held(booking, Account.Kind.TO_TRANSFER) == 2400
    assert [intent["amount_received"] for intent in intents()] == [2400]


def test_a_request_that_nobody_accepts_is_charged_nothing_and_the_card_is_forgotten(far_away, elena):
    booking = saved(far_away())

    take(booking, "decline", Actor(elena), {"reason": "We are away."})
    catch_up()

    assert (charge_of(booking).status, charge_of(booking).method) == ("released", "")
    assert Kept.objects.get(kind="payment_method").data["customer"] is None
    assert intents() == []


def test_a_card_that_was_charged_is_forgotten(far_away, now_is):
    booking = charged(far_away(at_once=True), now_is)

    assert charge_of(booking).method == ""
    assert Kept.objects.get(kind="payment_method").data["customer"] is None


def test_a_card_that_wants_a_second_factor_once_is_charged_without_her(far_away, now_is):
    assert charge_of(charged(far_away(at_once=True), now_is, ASKS_ONCE)).status == "captured"


def test_a_booking_that_moves_takes_the_day_with_it(far_away, nadia, slot):
    booking = saved(far_away(at_once=True))
    start, _end = slot(days=40)

    take(booking, "move", Actor(nadia), {"time": start})
    assert charge_of(booking).charge_at == start - WEEK
    start, _end = slot(days=3)
    take(fresh(booking), "move", Actor(nadia), {"time": start})

    assert abs(charge_of(booking).charge_at - timezone.now()) < HOUR


def test_cancelled_in_time_nothing_is_taken(far_away, nadia):
    booking = saved(far_away(at_once=True))

    take(booking, "cancel", Actor(nadia), {"cause": "plans"})
    catch_up()

    assert (charge_of(booking).status, intents()) == ("released", [])
    assert Kept.objects.get(kind="payment_method").data["customer"] is None
    assert "forgotten" in told(booking, "forget")


def cancelled_late(booking: Booking, nadia, now_is) -> Booking:
    """Before the clock has charged the card; half of the price stays."""
    now_is(booking.starts_at - 3 * HOUR)
    booking = take(fresh(booking), "cancel", Actor(nadia), {"cause": "plans"})
    catch_up()
    return booking


def test_a_fee_is_charged_to_the_saved_card(far_away, half_kept, nadia, now_is):
    booking = cancelled_late(saved(far_away(at_once=True, policy=half_kept)), nadia, now_is)

    assert charge_of(booking).captured_cents == 1200
    on(timezone.now() + timedelta(hours=49), now_is)
    assert Transfer.objects.get().status == "sent"
    assert held(booking, Account.Kind.TRANSFERRED) == 1200
    assert not clock.overdue().exists()


def test_a_fee_that_the_bank_refuses_and_nobody_pays_is_owed_on_site(far_away, half_kept, nadia, now_is):
    booking = cancelled_late(saved(far_away(at_once=True, policy=half_kept), SAVES), nadia, now_is)
    assert (charge_of(booking).status, charge_of(booking).cents) == ("open", 1200)
    assert held(booking, Account.Kind.ON_SITE) == 0

    on(timezone.now() + timedelta(days=4, hours=1), now_is)

    assert charge_of(booking).status == "released"
    assert held(booking, Account.Kind.ON_SITE) == -1200
    assert list(checking.differences()) == []
    assert not clock.overdue().exists()


def test_where_the_bank_asks_she_is_told_and_pays_on_a_page(far_away, now_is):
    booking = refused(far_away(at_once=True), now_is)
    assert "did not let us charge your saved card" in told(booking, "refused")
    assert day(charge_of(booking).until, booking.tz) in told(booking, "refused")
    assert held(booking, Account.Kind.CARD) == 0

    assert pay(booking, ASKS, proved=True) == "paid"
    catch_up()

    assert (charge_of(booking).status, fresh(booking).status) == ("captured", "confirmed")
    assert [intent["status"] for intent in intents()] == ["canceled", "succeeded"]
    assert held(booking, Account.Kind.CARD) == -2400


def test_a_card_that_is_refused_later_may_be_replaced_by_another(far_away, now_is):
    booking = charged(far_away(at_once=True), now_is, SAVES)
    assert pay(booking, REFUSED) == "card_declined"

    pay(booking, GOOD)
    catch_up()

    assert charge_of(booking).status == "captured"


def test_a_page_lives_a_day_and_is_followed_by_another(far_away, now_is):
    booking = refused(far_away(at_once=True), now_is)
    first = charge_of(booking).session_id

    stripe_client.expire_session(first, "a day has passed")
    catch_up()

    assert charge_of(booking).status == "open"
    assert charge_of(booking).session_id != first
    assert pay(booking, GOOD) == "paid"


def test_she_is_reminded_once_and_not_paid_in_time_it_is_paid_on_site(far_away, now_is):
    booking = refused(far_away(at_once=True), now_is)
    until = charge_of(booking).until

    on(until - timedelta(hours=20), now_is)
    on(until + HOUR, now_is)

    assert "Reminder: €24" in told(booking, "remind")
    assert "paid on site" in told(booking, "too_late")
    assert charge_of(booking).status == "released"
    assert pay(booking) == "session_over"
    for days in (2, 3):
        on(booking.ends_at + timedelta(days=days), now_is)
    assert fresh(booking).status == "done"
    assert held(booking, Account.Kind.ON_SITE) == -2400
    assert not clock.overdue().exists()


def test_what_the_card_did_not_pay_the_desk_writes_down_as_paid_on_site(far_away, elena, now_is):
    booking = refused(far_away(at_once=True), now_is)
    on(charge_of(booking).until + HOUR, now_is)
    for days in (2, 3):
        on(booking.ends_at + timedelta(days=days), now_is)
    share = statements.unpaid_to(booking.organisation).get()
    assert (share.owed_cents, share.owed_how) == (2400, "on_site")

    shares.pay(share, elena)

    assert not statements.unpaid_to(booking.organisation).exists()
    assert held(booking, Account.Kind.ON_SITE) == 0
    receipt = share.receipts.get()
    assert (receipt.cents, receipt.facts["how"], receipt.facts["card"]) == (2400, "on_site", "")
    assert list(checking.differences()) == []


def test_cancelled_while_the_page_is_open_the_page_is_closed(far_away, nadia, now_is):
    booking = refused(far_away(at_once=True), now_is)
    number = charge_of(booking).session_id

    take(fresh(booking), "cancel", Actor(nadia), {"cause": "plans"})
    catch_up()

    assert Kept.objects.get(number=number).data["status"] == "expired"
    assert (charge_of(booking).status, charge_of(booking).method) == ("released", "")


def test_saved_when_the_time_is_free_again_the_card_is_forgotten(far_away, now_is):
    booking = far_away()
    now_is(timezone.now() + timedelta(minutes=16))
    take_due()
    pay(booking)

    catch_up()

    assert (fresh(booking).status, charge_of(booking).status) == ("expired", "released")
    assert Kept.objects.get(kind="payment_method").data["customer"] is None

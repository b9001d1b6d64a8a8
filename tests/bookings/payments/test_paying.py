"""A booking that a card pays: held with the asking, taken with the yes, let go without, given back by the terms."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings import lifecycle
from bookings.models import Refund, Transfer
from bookings.payments import cards, checking, looking, talking
from bookings.payments.standin import acting
from bookings.payments.standin.models import Kept
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives import clock
from marketplace.lives.engine import CLOCK, Actor, take
from marketplace.lives.tasks import take_due
from marketplace.organisations.models import Mandate
from marketplace.refusals import Refused
from tests.payments import ASKS, REFUSED, catch_up, charge_of, fresh, pay, turn

pytestmark = pytest.mark.django_db


def held(booking, kind):
    holder = booking.customer if kind == Account.Kind.CARD else booking.organisation.topic
    return book.balance(book.account(holder, kind))


def paid(booking):
    assert pay(booking) == "paid"
    catch_up()
    return fresh(booking)


def accepted(booking, elena):
    take(booking, "accept", Actor(elena))
    catch_up()
    return fresh(booking)


def test_the_time_is_kept_while_somebody_pays(paying):
    booking = paying()

    assert (booking.status, charge_of(booking).status) == ("paying", "open")
    assert booking.holds.filter(active=True).exists()
    assert cards.page_of(booking).endswith("/")


def test_what_is_paid_is_held_and_asked_for(paying):
    booking = paid(paying())

    assert (booking.status, charge_of(booking).status) == ("asked", "held")
    assert charge_of(booking).card == "visa 4242"
    assert held(booking, Account.Kind.TO_TRANSFER) == 0


def test_the_yes_takes_the_money(paying, elena):
    booking = accepted(paid(paying()), elena)

    assert (booking.status, charge_of(booking).status) == ("confirmed", "captured")
    assert held(booking, Account.Kind.CARD) == -2400
    assert held(booking, Account.Kind.TO_TRANSFER) == 2400


def test_where_nobody_has_to_say_yes_it_is_taken_at_once(paying):
    booking = paid(paying(at_once=True))

    assert (booking.status, charge_of(booking).status) == ("confirmed", "captured")


@pytest.mark.parametrize(("step", "who"), [("decline", "elena"), ("withdraw", "nadia")])
def test_a_no_lets_the_money_go(paying, step, who, request):
    booking = paid(paying())

    take(booking, step, Actor(request.getfixturevalue(who)), {"reason": "We are away."})
    catch_up()

    assert charge_of(booking).status == "released"
    assert Kept.objects.get(kind="payment_intent").data["status"] == "canceled"
    assert held(booking, Account.Kind.CARD) == 0


def test_a_refused_card_leaves_the_page_open_for_another(paying):
    booking = paying()

    assert pay(booking, REFUSED) == "card_declined"
    catch_up()

    assert charge_of(booking).status == "open"
    assert paid(booking).status == "asked"


def test_a_second_factor_that_nobody_gives_pays_nothing(paying):
    booking = paying()

    assert pay(booking, ASKS) == "asked"
    catch_up()
    assert fresh(booking).status == "paying"
    assert pay(booking, ASKS, proved=True) == "paid"
    catch_up()

    assert fresh(booking).status == "asked"


def test_after_a_quarter_of_an_hour_the_time_is_free_again(paying, now_is):
    booking = paying()

    now_is(timezone.now() + timedelta(minutes=16))
    take_due()
    catch_up()

    assert fresh(booking).status == "expired"
    assert not booking.holds.filter(active=True).exists()
    assert charge_of(booking).status == "released"
    assert pay(booking) == "session_over"


def test_paid_when_the_place_is_gone_the_money_is_free_again_and_she_is_told(paying, now_is):
    booking = paying()
    now_is(timezone.now() + timedelta(minutes=16))
    take_due()
    pay(booking)

    catch_up()

    charge = charge_of(booking)
    assert (fresh(booking).status, charge.status) == ("expired", "released")
    assert "nothing was taken" in charge.line(charge.changes.get(step="released"), "customer")
    assert charge.table.steps["released"].told == ("customer",)


def test_a_late_no_keeps_its_part_and_gives_back_the_rest(paying, elena, half_kept, nadia, now_is):
    booking = accepted(paid(paying(policy=half_kept)), elena)
    now_is(booking.starts_at - timedelta(hours=3))

    take(booking, "cancel", Actor(nadia), {"cause": "plans", "words": ""})
    catch_up()

    assert Refund.objects.get().cents == 1200
    assert Refund.objects.get().status == "given"
    assert held(booking, Account.Kind.TO_TRANSFER) == 1200
    assert Transfer.objects.get().status == "waiting"


def test_what_a_fund_carries_is_not_on_the_card_and_a_late_no_is_taken_from_the_card_first(
    subsidise, paying, elena, half_kept, nadia, now_is
):
    subsidise(percent=50)
    booking = accepted(paid(paying(policy=half_kept)), elena)
    assert charge_of(booking).captured_cents == 1200
    now_is(booking.starts_at - timedelta(hours=3))

    take(booking, "cancel", Actor(nadia), {"cause": "plans", "words": ""})
    catch_up()

    assert {share.source: share.kept_cents for share in booking.shares.all()} == {"card": 1200, "fund": 0}
    assert not Refund.objects.exists()
    assert list(checking.differences()) == []


def done(booking, elena, nadia, now_is):
    booking = accepted(paid(booking), elena)
    now_is(booking.ends_at + timedelta(hours=1))
    return take(booking, "confirm", Actor(nadia))


def test_what_was_done_is_transferred_two_days_later(paying, elena, nadia, now_is):
    booking = done(paying(), elena, nadia, now_is)
    now_is(booking.ends_at + timedelta(hours=48))
    take_due()
    catch_up()
    assert Transfer.objects.get().status == "waiting"

    now_is(booking.ends_at + timedelta(hours=50))
    take_due()
    catch_up()

    assert Transfer.objects.get().status == "sent"
    assert held(booking, Account.Kind.TO_TRANSFER) == 0
    assert held(booking, Account.Kind.TRANSFERRED) == 2400
    assert held(booking, Account.Kind.ON_SITE) == 0


def test_a_dispute_keeps_back_what_is_not_transferred(paying, elena, nadia, now_is):
    booking = done(paying(), elena, nadia, now_is)
    dispute = acting.dispute(charge_of(booking).stripe_id)
    catch_up()
    now_is(timezone.now() + timedelta(days=9))
    take_due()
    assert (charge_of(booking).status, Transfer.objects.get().status) == ("disputed", "frozen")

    acting.end_dispute(dispute["id"], won=True)
    catch_up()
    take_due()
    catch_up()

    assert (charge_of(booking).status, Transfer.objects.get().status) == ("captured", "sent")


def test_a_lost_dispute_takes_all_and_drops_the_transfer(paying, elena, nadia, now_is):
    booking = done(paying(), elena, nadia, now_is)
    dispute = acting.dispute(charge_of(booking).stripe_id)
    acting.end_dispute(dispute["id"], won=False)

    catch_up()

    assert (charge_of(booking).status, Transfer.objects.get().status) == ("lost", "dropped")
    assert held(booking, Account.Kind.TO_TRANSFER) == held(booking, Account.Kind.CARD) == 0
    assert not clock.overdue().exists()


def test_a_refund_started_at_stripe_is_entered(paying, elena):
    booking = accepted(paid(paying()), elena)

    acting.refund({"payment_intent": charge_of(booking).stripe_id, "amount": "900"})
    catch_up()

    assert (Refund.objects.get().cents, Refund.objects.get().status) == (900, "given")
    assert held(booking, Account.Kind.TO_TRANSFER) == 1500


def test_a_desk_gives_back_no_more_than_was_paid(paying, elena, dora):
    booking = accepted(paid(paying()), elena)

    for cents in (0, -1, 2401):
        with pytest.raises(ValidationError):
            cards.refund_by_hand(booking, cents, elena)
    with pytest.raises(Refused):
        cards.refund_by_hand(booking, 100, dora)
    cards.refund_by_hand(booking, 2400, elena)
    catch_up()

    with pytest.raises(Refused):
        cards.refund_by_hand(booking, 1, elena)
    assert held(booking, Account.Kind.TO_TRANSFER) == 0


def test_a_hold_that_the_bank_let_go_is_paid_on_site(paying, elena, nadia, now_is):
    booking = paid(paying())
    acting.cancel({}, charge_of(booking).stripe_id)

    booking = done_on_site(booking, elena, nadia, now_is)

    assert charge_of(booking).status == "released"
    assert held(booking, Account.Kind.ON_SITE) == 2400


def done_on_site(booking, elena, nadia, now_is):
    take(booking, "accept", Actor(elena))
    catch_up()
    now_is(booking.ends_at + timedelta(hours=1))
    return take(fresh(booking), "confirm", Actor(nadia))


def test_without_an_account_nobody_pays_by_card(make_offer, nadia, wishes):
    with pytest.raises(ValidationError, match="cannot be paid by card"):
        lifecycle.ask(make_offer(), Actor(nadia), wishes(pay_by="card"))


def test_whoever_books_for_somebody_else_does_not_pay_for_her(make_offer, takes_cards, nadia, elena, wishes, biagio):
    Mandate.objects.create(person=nadia, organisation=biagio, entered_by=elena)
    booking = lifecycle.ask(make_offer(), Actor(elena, nadia), wishes(pay_by="card"))

    assert (booking.status, booking.charges.exists()) == ("asked", False)


# --- answers that do not come -------------------------------------------------------------------------------------
@pytest.mark.parametrize("fault", ["away", "slow", "broken"])
def test_an_answer_that_does_not_come_is_unknown_and_found_out_later(paying, elena, fault):
    booking = paid(paying())
    take(booking, "accept", Actor(elena))
    turn(**{fault: 100})
    talking.work(charge_of(booking).pk)
    assert charge_of(booking).status == "unknown"

    turn()
    catch_up()

    assert charge_of(booking).status == "captured"
    assert held(booking, Account.Kind.CARD) == -2400


def test_stripes_word_goes_forward_only(paying, elena):
    booking = accepted(paid(paying()), elena)
    early = Kept.objects.get(kind="event", data__type="payment_intent.amount_capturable_updated")
    looking.look(charge_of(booking))

    assert early.data["data"]["object"]["status"] == "requires_capture"
    assert charge_of(booking).status == "captured"


@pytest.mark.parametrize("who", ["elena", "nadia"])
def test_nobody_but_the_clock_moves_money(paying, who, request):
    charge, person = charge_of(paid(paying())), request.getfixturevalue(who)

    with pytest.raises(Refused):
        take(charge, "capture", Actor(person))
    assert take(charge, "capture", CLOCK).status == "capturing"

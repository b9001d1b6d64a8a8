"""A bundle that is bought by card: paid first, then there, once whatever happens; taken back while none was used."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import Charge, Purchase, Sale, Transfer
from bookings.payments import bundles, checking, looking, purchases, reconciling, stripe_client
from bookings.payments.standin import acting
from bookings.payments.standin.models import Kept, Post
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import take_due
from marketplace.notices import telling
from marketplace.notices.models import Notice
from marketplace.organisations.models import Organisation
from marketplace.refusals import Refused
from tests.folding import each
from tests.payments import REFUSED, catch_up, do, fresh, jobs, left_of, pay_for, statuses, turn
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def in_book(purchase, kind):
    holder = purchase.person if kind == Account.Kind.CARD else purchase.organisation.topic
    return book.balance(book.account(holder, kind))


def test_it_waits_for_the_money(begun):
    assert statuses(begun) == ("paying", "open")
    assert not Sale.objects.exists()


def test_what_is_paid_is_there_to_spend_and_stands_in_the_book(bought, nadia, sitting):
    assert statuses(bought) == ("bought", "captured")
    assert (left_of(bought), bought.sale.sold_by) == (6, None)
    assert bundles.usable(nadia, sitting, timezone.localdate()) == bought.sale
    assert (in_book(bought, Account.Kind.CARD), in_book(bought, Account.Kind.TO_TRANSFER)) == (-9900, 9900)
    assert book.balance(book.account(nadia, Account.Kind.ON_SITE)) == 0
    assert list(checking.differences()) == []


def test_a_membership_begins_when_it_is_paid(membership, takes_cards, nadia):
    purchase = purchases.begin(membership(None), nadia)
    catch_up()
    pay_for(purchase)
    catch_up()

    sale = fresh(purchase).sale
    assert (sale.first_day, sale.last_day.year) == (timezone.localdate(), timezone.localdate().year + 1)
    assert list(checking.differences()) == []


def test_the_organisation_has_the_money_two_days_later(bought, now_is):
    now_is(timezone.now() + timedelta(hours=47))
    take_due()
    before = Transfer.objects.get().status
    now_is(timezone.now() + timedelta(hours=2))
    take_due()
    catch_up()

    assert (before, Transfer.objects.get().status) == ("waiting", "sent")
    assert in_book(bought, Account.Kind.TRANSFERRED) == 9900
    assert Kept.objects.get(kind="transfer").data["transfer_group"] == bought.topic
    assert list(checking.differences()) == []


def test_a_refused_card_buys_nothing_and_another_one_does(begun):
    assert pay_for(begun, REFUSED) == "card_declined"
    catch_up()
    refused = statuses(begun)
    pay_for(begun)
    catch_up()

    assert (refused, statuses(begun)) == (("paying", "open"), ("bought", "captured"))


def test_a_page_that_nobody_pays_lapses(begun, now_is):
    now_is(timezone.now() + timedelta(minutes=16))
    take_due()
    catch_up()

    assert statuses(begun) == ("lapsed", "released")
    assert pay_for(begun) == "session_over"
    assert not Sale.objects.exists()
    assert list(checking.differences()) == []


def test_a_page_that_stripe_closes_lapses_too(begun):
    acting.expire_session({}, begun.charge.session_id)
    catch_up()

    assert statuses(begun) == ("lapsed", "released")


def test_paid_too_late_nothing_is_taken(begun, now_is):
    now_is(timezone.now() + timedelta(minutes=16))
    take_due()
    pay_for(begun)
    catch_up()

    assert statuses(begun) == ("lapsed", "released")
    assert Kept.objects.get(kind="payment_intent").data["status"] == "canceled"
    assert not Sale.objects.exists()


def test_whoever_thinks_again_pays_nothing(begun, nadia):
    take(begun, "leave", Actor(nadia))
    catch_up()

    assert statuses(begun) == ("lapsed", "released")


def test_a_bank_that_keeps_nothing_for_us_sells_nothing_and_both_are_told_what_is_so(begun, nadia):
    pay_for(begun)
    looking.look(fresh(begun).charge)
    held = statuses(begun)
    acting.cancel({}, Kept.objects.get(kind="payment_intent").number)
    catch_up()

    charge = fresh(begun).charge
    assert (held, statuses(begun)) == (("taking", "capturing"), ("lapsed", "released"))
    assert not Sale.objects.exists()
    assert charge.words()["instead"] == "Nothing was bought."
    assert list(checking.differences()) == []


def test_a_receipt_says_what_was_bought_and_with_which_card(bought):
    receipt = bought.sale.receipts.get()

    assert (receipt.cents, receipt.facts["how"], receipt.facts["card"]) == (9900, "card", "Visa 4242")


def test_both_are_told_when_it_is_bought(bought, nadia, elena):
    telling.announce(bought.changes.get(step="bought"))

    told = Notice.objects.filter(life=bought)
    assert {notice.reader for notice in told} == {nadia, elena}
    assert "6 services, €99: paid by card." in told.get(reader=nadia).text


def test_a_second_press_and_a_second_tab_come_to_the_same_page(begun, bundle, nadia):
    assert purchases.begin(bundle, nadia, "press") == begun
    assert purchases.begin(bundle, nadia, "other tab") == begun
    assert Charge.objects.count() == 1


@each("wrong", ["ended", "not ready", "suspended"])
def test_only_what_is_on_sale_by_card_is_bought(bundle, takes_cards, nadia, elena, biagio, wrong):
    if wrong == "ended":
        bundles.end(bundle, elena)
    if wrong == "not ready":
        type(takes_cards).objects.update(ready=False)
    if wrong == "suspended":
        Organisation.objects.filter(pk=biagio.pk).update(status="suspended")

    with pytest.raises(Refused):
        purchases.begin(bundle, nadia)

    assert not Purchase.objects.exists()


@each("dial", ["away", "slow", "broken"])
def test_no_answer_is_not_known_and_comes_right_when_stripe_is_back(begun, dial):
    pay_for(begun)
    turn(**{dial: 100})
    for _try in range(3):
        try_all()
    turn()

    reconciling.reconcile()
    catch_up()

    assert statuses(begun) == ("bought", "captured")
    assert left_of(begun) == 6
    assert list(checking.differences()) == []


def try_all():
    """What waits is tried; what fails waits on."""
    for job in jobs():
        with suppress(stripe_client.Away):
            do(job)


def test_webhooks_that_are_lost_are_asked_for_again(begun):
    turn(lost=100)
    pay_for(begun)
    catch_up()
    before = statuses(begun)

    reconciling.reconcile()
    catch_up()

    assert (before, statuses(begun)) == (("paying", "open"), ("bought", "captured"))


def test_webhooks_in_any_number_and_order_sell_it_once(begun):
    turn(duplicated=100)
    pay_for(begun)
    catch_up()
    for post in Post.objects.order_by("-pk"):
        looking.look(fresh(begun).charge)
        assert post.arrived
    reconciling.reconcile()
    catch_up()

    assert Sale.objects.count() == 1
    assert left_of(begun) == 6
    assert list(checking.differences()) == []


def test_the_nightly_check_sees_a_purchase_without_its_sale(bought):
    Purchase.objects.filter(pk=bought.pk).update(sale=None)

    assert list(checking.differences()) == [
        f"Purchase {bought.pk} is bought, and nothing was sold.",
        f"Sale {bought.sale_id} was sold by nobody, and bought by nobody.",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_begin_one_purchase(bundle, takes_cards, nadia):
    begun = at_once(*[lambda key=key: purchases.begin(bundle, nadia, key) for key in ("one", "two")])
    catch_up()

    assert begun[0] == begun[1]
    assert Charge.objects.count() == 1

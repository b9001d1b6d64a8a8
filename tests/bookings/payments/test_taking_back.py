"""A bundle that was bought by card is taken back while none of it was used; what goes back by itself takes it along."""

import pytest
from django.utils import timezone

from bookings import lifecycle
from bookings.models import Refund, Transfer
from bookings.payments import bundles, checking, purchases, stripe_client
from bookings.payments.standin import acting
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives.engine import Actor, take
from marketplace.refusals import Refused
from tests.payments import catch_up, fresh, left_of, pay_for, statuses
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def in_book(purchase, kind):
    holder = purchase.person if kind == Account.Kind.CARD else purchase.organisation.topic
    return book.balance(book.account(holder, kind))


def test_the_desk_takes_back_what_was_not_used(bought, elena, nadia, sitting):
    take(bought, "give_back", Actor(elena))
    catch_up()

    assert statuses(bought) == ("returned", "captured")
    assert (Refund.objects.get().cents, Refund.objects.get().status) == (9900, "given")
    assert Transfer.objects.get().status == "dropped"
    assert [receipt.cents for receipt in bought.sale.receipts.order_by("pk")] == [9900, -9900]
    assert left_of(bought) == 0
    assert bundles.usable(nadia, sitting, timezone.localdate()) is None
    assert (in_book(bought, Account.Kind.CARD), in_book(bought, Account.Kind.TO_TRANSFER)) == (0, 0)
    assert list(checking.differences()) == []


def test_a_membership_that_was_taken_back_carries_nothing(membership, takes_cards, nadia, elena, sitting):
    purchase = purchases.begin(membership(None), nadia)
    catch_up()
    pay_for(purchase)
    catch_up()

    take(fresh(purchase), "give_back", Actor(elena))

    assert bundles.usable(nadia, sitting, timezone.localdate()) is None


def test_what_was_used_is_not_taken_back(bought, elena, nadia, sitting, wishes):
    lifecycle.ask(sitting, Actor(nadia), wishes())

    with pytest.raises(Refused):
        take(bought, "give_back", Actor(elena))

    assert left_of(bought) == 5
    assert not Refund.objects.exists()


def test_only_the_desk_takes_it_back(bought, nadia, samira, dora):
    for stranger in (nadia, samira, dora):
        with pytest.raises(Refused):
            take(bought, "give_back", Actor(stranger))


def test_all_that_goes_back_at_stripe_takes_the_rest_of_the_services_with_it(bought, nadia, sitting, wishes):
    lifecycle.ask(sitting, Actor(nadia), wishes())
    stripe_client.refund({"payment_intent": bought.charge.stripe_id, "amount": 9900}, "by hand")
    catch_up()

    assert fresh(bought).status == "returned"
    assert left_of(bought) == 0
    assert list(checking.differences()) == []


def test_a_part_that_goes_back_at_stripe_leaves_them(bought):
    stripe_client.refund({"payment_intent": bought.charge.stripe_id, "amount": 900}, "by hand")
    catch_up()

    assert (fresh(bought).status, left_of(bought)) == ("bought", 6)
    assert list(checking.differences()) == []


def test_a_lost_dispute_takes_them_too(bought):
    opened = acting.dispute(bought.charge.stripe_id)
    catch_up()
    frozen = Transfer.objects.get().status
    acting.end_dispute(opened["id"], won=False)
    catch_up()

    assert (frozen, statuses(bought), left_of(bought)) == ("frozen", ("returned", "lost"), 0)


@pytest.mark.django_db(transaction=True)
def test_used_and_taken_back_at_the_same_moment_only_one_happens(bought, elena, nadia, sitting, wishes):
    asked, back = at_once(
        lambda: lifecycle.ask(sitting, Actor(nadia), wishes()), lambda: take(bought, "give_back", Actor(elena))
    )
    catch_up()

    carried = asked.shares.get().source == "bundle"
    assert carried == isinstance(back, Refused)
    assert list(checking.differences()) == []

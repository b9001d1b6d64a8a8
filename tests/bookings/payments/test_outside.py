"""What a card did not take back, given back outside by the organisation: written down, once, with day and name."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings.models import Receipt, Refund
from bookings.payments import cards, checking, comparing, failing
from marketplace.ledger import book
from marketplace.ledger.checking import differences as unbalanced
from marketplace.ledger.models import Account, Entry
from marketplace.lives.engine import Actor, take
from marketplace.refusals import Refused
from tests.folding import each
from tests.payments import BOUNCES, catch_up, charge_of, fresh, taken

pytestmark = pytest.mark.django_db


def held(booking, kind, mine=False):
    return book.balance(book.account(booking.customer if mine else booking.organisation.topic, kind))


def by_the_book(booking):
    """What the card has paid, and what is to be transferred."""
    assert [*checking.differences(), *unbalanced(), *comparing.differences()] == []
    return -held(booking, Account.Kind.CARD, mine=True), held(booking, Account.Kind.TO_TRANSFER)


def today():
    return {"how": "cash", "day": timezone.localdate().isoformat()}


def test_what_was_given_back_outside_is_written_down_with_day_and_name(bounced, elena):
    refund = failing.outside(Refund.objects.get(), elena, today(), "a")
    failing.outside(refund, elena, today(), "a")

    change = refund.last_change
    assert (refund.status, change.actor, change.facts["how"]) == ("outside", elena, "cash")
    assert "Elena wrote down that €7 were given back in cash: " in refund.line(change)
    assert by_the_book(bounced) == (2400, 2400)
    assert held(bounced, Account.Kind.ON_SITE) == held(bounced, Account.Kind.ON_SITE, mine=True) == 0
    assert Entry.objects.filter(key__in=(f"{refund.topic}:due", f"{refund.topic}:outside")).count() == 2


def test_it_stays_with_the_organisation_and_cannot_go_back_again(bounced, elena):
    failing.outside(Refund.objects.get(), elena, today())

    charge = charge_of(bounced)
    assert (charge.left, charge.stays) == (1700, 2400)
    with pytest.raises(ValidationError, match="No more"):
        cards.refund_by_hand(bounced, 1701, elena)


def test_receipts_say_what_she_has_paid_whichever_way_it_came_back(bounced, nadia, elena, now_is):
    now_is(bounced.ends_at + timedelta(hours=1))
    take(bounced, "confirm", Actor(nadia))
    assert list(Receipt.objects.values_list("cents", flat=True)) == [1700]

    failing.outside(Refund.objects.get(), elena, today())

    assert sum(Receipt.objects.values_list("cents", flat=True)) == 1700


def test_a_credit_note_for_what_the_card_did_not_take_stays_and_is_not_given_twice(paying, nadia, elena, now_is):
    booking = taken(paying, elena, BOUNCES)
    now_is(booking.ends_at + timedelta(hours=1))
    take(booking, "confirm", Actor(nadia))
    cards.refund_by_hand(fresh(booking), 700, elena)
    catch_up()

    failing.outside(Refund.objects.get(), elena, today())

    assert list(Receipt.objects.order_by("pk").values_list("cents", flat=True)) == [2400, -700]


@each("days", [-1, 1, 400])
def test_the_day_lies_between_the_refund_and_today(bounced, elena, days):
    day = timezone.localdate() + timedelta(days=days)

    with pytest.raises(ValidationError, match="Choose a day") as no:
        failing.outside(Refund.objects.get(), elena, {"how": "cash", "day": day.isoformat()})

    assert list(no.value.message_dict) == ["day"]
    assert Refund.objects.get().status == "failed"


@each("facts", [{}, {"how": "gold", "day": "2000-01-01"}, {"how": "cash", "day": "yesterday"}])
def test_how_and_when_must_be_said(bounced, elena, facts):
    with pytest.raises(ValidationError):
        failing.outside(Refund.objects.get(), elena, facts)

    assert Refund.objects.get().status == "failed"


def test_only_the_desk_decides(bounced, nadia, samira, dora):
    refund = Refund.objects.get()

    for stranger in (nadia, samira, dora):
        with pytest.raises(Refused):
            failing.again(refund, stranger)
        with pytest.raises(Refused):
            failing.outside(refund, stranger, today())
    assert Refund.objects.get().status == "failed"


def test_what_is_missing_in_the_book_is_found(bounced, elena):
    failing.outside(Refund.objects.get(), elena, today())
    Refund.objects.update(cents=600)

    assert [sentence.partition(" of ")[0] for sentence in checking.differences()] == ["The book should have 600"] * 2

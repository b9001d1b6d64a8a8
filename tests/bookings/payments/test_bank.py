"""Paid by bank transfer: asked for from the yes on, written down whole when it came, sent back where it is not due."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings import lifecycle
from bookings.models import BankAccount, Booking, Receipt, Share
from bookings.payments import bank, checking, paper, shares, statements
from marketplace.ledger import book
from marketplace.ledger import checking as ledger
from marketplace.ledger.models import Account, Entry
from marketplace.lives.engine import CLOCK, Actor, take
from marketplace.notices import telling
from marketplace.notices.models import Notice
from marketplace.refusals import Refused
from tests.folding import each
from tests.transfers import IBAN

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def late(by_bank, half_kept, elena, nadia, now_is):
    """late(paid=True) was cancelled by Nadia three hours before: 12 of 24 euros are kept."""

    def make(paid: bool) -> Share:
        booking = by_bank(at_once=True, policy=half_kept)
        if paid:
            shares.pay(booking.shares.get(), elena)
        now_is(booking.starts_at - timedelta(hours=3))
        take(booking, "cancel", Actor(nadia))
        return booking.shares.get()

    return make


def held(holder) -> int:
    return book.balance(book.account(holder, Account.Kind.BANK))


def agrees() -> bool:
    return not [*checking.differences(), *ledger.differences()]


def done(booking: Booking, nadia, now_is) -> Booking:
    now_is(booking.ends_at + timedelta(minutes=5))
    return take(booking, "confirm", Actor(nadia))


# --- the account --------------------------------------------------------------------------------------------------
def test_only_an_owner_gives_the_account(biagio, elena, samira, dora):
    for stranger in (samira, dora):
        with pytest.raises(Refused):
            bank.write_account(biagio, stranger, IBAN, "Dora")

    bank.write_account(biagio, elena, " it60 x054-2811 1010 0000 0123 456 ", "Biagio")

    account = BankAccount.objects.get()
    assert (account.iban, account.holder, account.written_by) == (IBAN, "Biagio", elena)


@each(("told", "wrong"), [
    ({"iban": "IT60X0542811101000000123457"}, "iban"),
    ({"iban": "IT60X05428111010000001234560"}, "iban"),
    ({"iban": "US60X0542811101000000123456"}, "iban"),
    ({"iban": "tomorrow"}, "iban"),
    ({"iban": ""}, "iban"),
    ({"holder": ""}, "holder"),
    ({"holder": "x" * 71}, "holder"),
    ({"holder": "Bia\x00gio"}, "holder"),
])  # fmt: skip
def test_what_is_no_account_is_said_at_its_field(biagio, elena, told, wrong):
    with pytest.raises(ValidationError) as error:
        bank.write_account(biagio, elena, **({"iban": IBAN, "holder": "Biagio"} | told))

    assert set(error.value.message_dict) == {wrong}
    assert not BankAccount.objects.exists()


# --- choosing it --------------------------------------------------------------------------------------------------
def test_where_no_transfers_are_taken_nobody_chooses_one(make_offer, nadia, wishes):
    with pytest.raises(ValidationError, match="cannot be paid by bank transfer"):
        lifecycle.ask(make_offer(), Actor(nadia), wishes(pay_by="bank"))


def test_where_none_are_taken_any_more_what_is_on_its_way_keeps_its_account(agreed, biagio, elena, nadia, wishes):
    bank.write_account(biagio, elena, IBAN, "Biagio", is_open=False)

    with pytest.raises(ValidationError, match="cannot be paid by bank transfer"):
        lifecycle.ask(agreed.offer, Actor(nadia), wishes(pay_by="bank"))
    assert bank.slip(Booking.objects.get(pk=agreed.pk)).iban == IBAN


def test_a_fund_and_then_a_transfer_pay_it(by_bank, subsidise):
    subsidise(percent=50)

    booking = by_bank()

    assert list(booking.shares.values_list("source", "cents")) == [("fund", 1200), ("bank", 1200)]


def test_an_organisation_chooses_it_instead_of_an_invoice(bank_account, make_offer, city, gianni, wishes):
    city.memberships.create(user=gianni, role="coordinator")

    booking = lifecycle.ask(make_offer(at_once=True), Actor(gianni), wishes(pay_by="bank", client=city))
    shares.pay(booking.shares.get(), booking.organisation.memberships.first().user)

    assert (held(city.topic), held(booking.organisation.topic)) == (2400, -2400)
    assert not Receipt.objects.exists()  # its papers come from elsewhere, as with an invoice


def test_a_price_that_was_named_later_is_paid_so_by_whoever_accepts_it(quoted, bank_account, nadia):
    booking = take(quoted, "accept", Actor(nadia), {"quote": 1, "pay_by": "bank"})

    assert bank.slip(booking).cents == 32_000


def test_a_place_from_the_waiting_list_is_asked_for_once_it_is_taken(bank_account, full, come, nadia, dora, run_tasks):
    waits = come(dora, full.enrolment.occasion, wait=True, pay_by="bank")
    take(full, "cancel", Actor(nadia))
    run_tasks()
    waits.refresh_from_db()
    before = bank.slip(waits)

    took = take(waits, "come", Actor(dora), {"own_seen": waits.price_cents})

    assert (before, bank.slip(took).cents) == (None, waits.price_cents)


# --- from the yes on ----------------------------------------------------------------------------------------------
def test_before_the_yes_nobody_is_told_to_transfer(by_bank, elena):
    booking = by_bank()
    telling.announce(booking.last_change)

    assert bank.slip(booking) is None
    assert not statements.unpaid_to(booking.organisation)
    assert [("IBAN" in told.text) for told in Notice.objects.all()] == [False]
    with pytest.raises(Refused):
        shares.pay(booking.shares.get(), elena)


def test_with_the_yes_page_and_mail_say_where_how_much_and_by_when(agreed, nadia):
    telling.announce(agreed.last_change)
    slip = bank.slip(agreed)

    assert (slip.iban, slip.holder, slip.cents) == (IBAN, "Biagio Coop.", 2400)
    assert slip.by == timezone.localdate(timezone=agreed.tz) + WEEK
    assert slip.reference[4:] == agreed.reference.replace("-", "")
    [mail] = Notice.objects.filter(text__contains="IBAN")
    assert (mail.reader, slip.words in mail.text) == (nadia, True)
    for part in ("IT60 X054 2811 1010 0000 0123 456", "Biagio Coop.", "€24", slip.spoken):
        assert part in mail.text


def test_what_is_booked_at_once_is_asked_for_at_once(by_bank, slot):
    start, end = slot(days=20)

    booking = by_bank({"starts_at": start, "ends_at": end}, at_once=True)

    assert bank.slip(booking).by == start.date()


def test_the_last_day_moves_with_the_booking(by_bank, nadia, slot):
    booking = by_bank(at_once=True)
    later = slot(days=16)[0]

    moved = take(booking, "move", Actor(nadia), {"time": later})

    assert bank.slip(moved).by == later.date()


# --- it came ------------------------------------------------------------------------------------------------------
def test_what_comes_before_it_is_due_stands_in_the_book_for_whoever_paid(agreed, share, nadia, biagio, elena, now_is):
    shares.pay(share, elena)
    before = held(nadia), held(biagio.topic)

    done(agreed, nadia, now_is)

    assert before == (2400, -2400)
    assert (held(nadia), held(biagio.topic)) == (0, 0)
    assert (bank.slip(agreed), list(statements.unpaid_to(biagio)), agrees()) == (None, [], True)


def test_what_has_not_come_when_it_is_done_is_owed_and_asked_for_anew(agreed, nadia, biagio, elena, now_is):
    done(agreed, nadia, now_is)
    owed = held(nadia)
    slip = bank.slip(agreed)

    shares.pay(statements.unpaid_to(biagio).get(), elena)

    assert (owed, slip.cents, slip.by) == (-2400, 2400, timezone.localdate(timezone=agreed.tz) + WEEK)
    assert (held(nadia), held(biagio.topic), agrees()) == (0, 0, True)


def test_the_desk_says_on_which_day_and_there_is_a_receipt(share, elena, nadia):
    today = timezone.localdate()

    for _press in range(2):
        shares.pay(share, elena, on=today)

    receipt = Receipt.objects.get()
    assert (receipt.person, receipt.cents, receipt.facts["how"]) == (nadia, 2400, "bank")
    assert paper.drawn(receipt).startswith(b"%PDF")
    assert Entry.objects.filter(key=f"share:{share.pk}:paid").count() == 1
    assert timezone.localdate(Share.objects.get(pk=share.pk).paid_at) == today


@pytest.mark.parametrize(("days", "said"), [(1, "still to come"), (-1, "not booked yet")])
def test_a_day_on_which_it_cannot_have_come_is_refused(share, elena, days, said):
    with pytest.raises(ValidationError, match=said):
        shares.pay(share, elena, on=timezone.localdate(timezone=share.booking.tz) + timedelta(days=days))

    assert not Entry.objects.exists()


@each("cents", [0, 1, 1200, 2399, 2401, -2400])
def test_a_part_is_written_down_when_the_rest_has_come(share, elena, cents):
    with pytest.raises(ValidationError, match="once all of it has come: €24"):
        shares.pay(share, elena, cents=cents)

    assert not Entry.objects.exists()


def test_nobody_else_writes_down_that_it_came(share, nadia, dora, samira):
    for stranger in (nadia, dora, samira):
        with pytest.raises(Refused):
            shares.pay(share, stranger)


# --- it goes back -------------------------------------------------------------------------------------------------
def test_what_was_not_kept_is_listed_until_it_is_sent_back(late, biagio, nadia, elena):
    share = late(paid=True)
    listed, has = list(statements.to_send_back(statements.shares_at(biagio))), (held(nadia), held(biagio.topic))

    for _press in range(2):
        shares.send_back(share, elena)

    assert (listed, has) == ([share], (1200, -1200))
    assert not statements.to_send_back(statements.shares_at(biagio))
    assert (held(nadia), held(biagio.topic), agrees()) == (0, 0, True)
    assert list(Receipt.objects.order_by("number").values_list("cents", flat=True)) == [2400, -1200]


def test_what_never_came_cannot_go_back(late, elena, biagio):
    share = late(paid=False)

    assert not statements.to_send_back(statements.shares_at(biagio))
    with pytest.raises(Refused):
        shares.send_back(share, elena)
    assert [one.asked_cents for one in statements.unpaid_to(biagio)] == [1200]


@each(("cents", "back"), [(None, 0), (1200, 0), (2400, 1200)])
def test_the_whole_may_have_been_on_its_way_when_less_became_due(late, elena, nadia, cents, back):
    share = late(paid=False)

    shares.pay(share, elena, cents=cents)

    share.refresh_from_db()
    assert (share.back_cents, held(nadia), agrees()) == (back, back, True)


def test_what_comes_for_something_that_was_called_off_is_written_down_and_sent_back(agreed, biagio, elena, nadia):
    take(agreed, "call_off", Actor(elena), {"reason": "Samira is ill"})
    stray = statements.may_come(statements.shares_at(biagio)).get()

    shares.pay(stray, elena)
    owes = held(nadia)
    shares.send_back(stray, elena)

    assert (owes, held(nadia), agrees()) == (2400, 0, True)
    assert not statements.may_come(statements.shares_at(biagio))


def test_what_was_never_agreed_is_not_looked_for(by_bank, biagio):
    take(by_bank(), "expire", CLOCK)

    assert not statements.may_come(statements.shares_at(biagio))


def test_nobody_else_says_that_it_was_sent_back(late, nadia, dora):
    share = late(paid=True)

    for stranger in (nadia, dora):
        with pytest.raises(Refused):
            shares.send_back(share, stranger)

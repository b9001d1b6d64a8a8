"""What is entered, what is refused, and how it is read."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from marketplace.ledger import book, currencies
from marketplace.ledger.models import Account, Entry, Posting
from marketplace.refusals import Refused
from tests.marketplace.ledger.conftest import POINTS


def test_what_one_gives_the_other_has(recharge, city_points, card):
    entry = recharge(150)

    assert (book.balance(city_points), book.balance(card)) == (-150, 150)
    assert entry.postings.count() == 2


def test_an_account_is_opened_once(nadia):
    first = book.account(nadia, Account.Kind.ON_SITE)
    again = book.account(nadia, Account.Kind.ON_SITE)

    assert first == again
    assert (first.holder, first.user, first.currency) == (f"user:{nadia.pk}", nadia, currencies.EUR)
    assert not first.never_below_zero


def test_the_same_key_enters_once(recharge, card):
    first = recharge(150)
    again = recharge(150)

    assert first.pk == again.pk
    assert book.balance(card) == 150


def test_the_same_key_with_other_amounts_is_refused(recharge, card):
    recharge(150)

    with pytest.raises(Refused, match="other amounts"):
        recharge(90)

    assert book.balance(card) == 150


def test_more_than_there_is_cannot_be_spent(recharge, card, rack):
    recharge(20)

    with pytest.raises(Refused, match=r"^Not enough points\.$"):
        book.post("coat", {card: -30, rack: 30}, why="Coat")

    assert (book.balance(card), Entry.objects.count()) == (20, 1)


@pytest.mark.parametrize("currency", ["EUR", "voucher:nido", "bundle:twelve", POINTS])
def test_each_currency_has_its_words_for_too_little(db, currency):
    fund, body = (book.account(holder, Account.Kind.HELD, currency) for holder in ("fund:1", "organisation:1"))

    with pytest.raises(Refused) as refused:
        book.post("spent", {fund: -1, body: 1}, why="Spent")

    assert str(refused.value) == str(currencies.family(currency).short)


@pytest.mark.parametrize("amount", [0, 1.5, "12", True, None])
def test_amounts_are_whole_numbers(card, rack, amount):
    with pytest.raises(ValidationError, match="whole number"):
        book.post("odd", {card: amount, rack: 1}, why="Odd")


@pytest.mark.parametrize("lines", [(), (5,), (5, -4)])
def test_lines_that_do_not_balance_are_refused(card, rack, lines):
    with pytest.raises(ValidationError, match="not the same"):
        book.post("odd", dict(zip((rack, card), lines, strict=False)), why="Odd")


def test_one_currency_does_not_make_up_for_another(db):
    euro, points = (book.account("organisation:1", Account.Kind.ISSUED, name) for name in ("EUR", POINTS))

    with pytest.raises(ValidationError, match="not the same"):
        book.post("swap", {euro: -5, points: 5}, why="Swap")


def test_taking_back_undoes_an_entry_and_keeps_both(recharge, card):
    entry = recharge(150)

    reversal = book.reverse(entry)

    assert book.balance(card) == 0
    assert (reversal.reverses, Entry.objects.count(), Posting.objects.count()) == (entry, 2, 4)


def test_taking_back_twice_is_one_taking_back(recharge, card):
    entry = recharge(150)

    assert book.reverse(entry).pk == book.reverse(entry).pk
    assert book.balance(card) == 0


def test_what_was_taken_back_cannot_be_taken_back_under_another_key(recharge, city_points, card):
    entry = recharge(150)
    recharge(150, key="next")
    book.reverse(entry)

    with pytest.raises(Refused, match="taken back already"):
        book.post("again", {city_points: 150, card: -150}, why="Again", reverses=entry)


def test_what_was_spent_cannot_be_taken_back(recharge, card, rack):
    entry = recharge(150)
    book.post("coat", {card: -30, rack: 30}, why="Coat")

    with pytest.raises(Refused, match="Not enough points"):
        book.reverse(entry)


def test_a_balance_is_known_for_any_moment(monkeypatch, recharge, card):
    now = timezone.now()
    for hours in (3, 2, 1):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: now - timedelta(hours=hours))
        recharge(10 * hours, key=f"recharge:{hours}")

    assert [book.balance(card, now - timedelta(hours=hours)) for hours in (4, 3, 2, 1)] == [0, 30, 50, 60]


def test_a_balance_is_the_sum_of_the_statement(recharge, card, rack):
    recharge(150)
    for number in range(7):
        book.post(f"coat:{number}", {card: -10 - number, rack: 10 + number}, why="Coat")

    lines = book.statement(card)

    assert lines[0].balance == book.balance(card) == sum(line.posting.amount for line in lines)
    assert [line.balance for line in reversed(lines)] == [150, 140, 129, 117, 104, 90, 75, 59]


def test_a_statement_comes_in_pages_that_join(recharge, card, rack, django_assert_num_queries):
    recharge(150)
    for number in range(7):
        book.post(f"coat:{number}", {card: -10 - number, rack: 10 + number}, why="Coat")

    with django_assert_num_queries(2):
        first = book.statement(card, size=5)
        rest = book.statement(card, before=first[-1].posting.pk, size=5)

    assert [line.posting for line in first + rest] == [line.posting for line in book.statement(card)]
    assert [line.balance for line in first + rest] == [59, 75, 90, 104, 117, 129, 140, 150]


def test_an_empty_account_has_an_empty_statement(card):
    assert (book.balance(card), book.statement(card)) == (0, [])


def test_reasons_and_amounts_are_said_in_the_language_of_the_reader(recharge, card):
    reversal = book.reverse(recharge(150))

    with translation.override("it"):
        assert (reversal.reason, card.said(150)) == ("Annullata", "150 punti")
    assert (reversal.reason, card.said(1)) == ("Taken back", "1 point")

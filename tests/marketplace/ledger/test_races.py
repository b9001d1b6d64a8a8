"""Many at once spend what is there, once."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from marketplace.ledger import book, checking
from marketplace.ledger.models import Account, Entry
from tests.marketplace.ledger.conftest import POINTS
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_eight_who_spend_the_last_points_as_many_succeed_as_there_is_for(recharge, card, rack):
    recharge(100)

    results = at_once(*[lambda key=f"coat:{n}": book.post(key, {card: -30, rack: 30}, why="Coat") for n in range(8)])

    assert sum(isinstance(result, Entry) for result in results) == 3
    assert (book.balance(card), book.balance(rack)) == (10, 90)
    assert list(checking.differences()) == []


def test_a_double_click_is_entered_once(recharge, card, rack):
    recharge(100)

    results = at_once(*[lambda: book.post("coat", {card: -30, rack: 30}, why="Coat")] * 6)

    assert len({result.pk for result in results}) == 1
    assert book.balance(card) == 70


def test_of_many_who_take_back_one_does(recharge, card):
    entry = recharge(100)

    results = at_once(*[lambda: book.reverse(entry)] * 6)

    assert len({result.pk for result in results}) == 1
    assert (book.balance(card), Entry.objects.count()) == (0, 2)


def test_two_who_pay_each_other_do_not_wait_for_each_other_for_ever(recharge, card, rack):
    """Both accounts have floors, and each deed spends of the two in one entry: locked in one order."""
    recharge(300)
    book.post("stock", {card: -150, rack: 150}, why="Stock")
    others = [book.account(f"household:{number}", Account.Kind.HELD, POINTS) for number in (7, 8)]

    def spend(number):
        first, second = (card, rack) if number % 2 else (rack, card)
        for turn in range(10):
            book.post(f"{number}:{turn}", {first: -1, second: -1, others[number % 2]: 2}, why="Both")

    at_once(*[lambda number=number: spend(number) for number in range(4)])

    assert (book.balance(card), book.balance(rack)) == (110, 110)


def test_an_account_is_opened_once_by_many(db):
    opened = at_once(*[lambda: book.account("fund:9", Account.Kind.HELD)] * 6)

    assert len({account.pk for account in opened}) == 1


def test_an_entry_written_past_the_book_is_refused_at_the_commit(card, city_points):
    with pytest.raises(IntegrityError, match="fewer than two"), transaction.atomic():
        Entry.objects.create(key="alone", at="2026-11-22T10:00Z", why="Alone")

    assert not Entry.objects.exists()


def test_nothing_is_spent_where_the_sum_could_be_old(recharge, card, rack):
    recharge(100)

    def spend():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            book.post("coat", {card: -30, rack: 30}, why="Coat")

    with pytest.raises(DatabaseError, match="REPEATABLE READ"):
        spend()

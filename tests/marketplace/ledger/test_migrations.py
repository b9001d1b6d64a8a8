"""What the database refuses, whatever the door: here rows are written past `book.post`."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from marketplace.ledger import book
from marketplace.ledger.models import Account, Entry, Posting

pytestmark = pytest.mark.django_db
TABLES = ("ledger_account", "ledger_entry", "ledger_posting")


def entry(key="by hand", **fields):
    return Entry.objects.create(key=key, at=timezone.now(), why="By hand", **fields)


def postings(entry, lines):
    Posting.objects.bulk_create(Posting(entry=entry, account=account, amount=amount) for account, amount in lines)


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def refused(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_changed_and_nothing_is_taken_out(recharge, table):
    recharge()

    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with refused("only added to"):
            run(statement)


def test_the_rows_of_the_models_cannot_be_saved_again_or_deleted(recharge, card):
    posting = recharge().postings.first()

    for act in (posting.save, posting.delete, posting.entry.save, lambda: card.save()):
        with refused("only added to"), transaction.atomic():
            act()


@pytest.mark.parametrize("table", TABLES)
def test_the_book_cannot_be_emptied(table):
    """The tests' own database has this guard off, so that it can be emptied between tests; migrations put it on."""
    run(f"ALTER TABLE {table} ENABLE TRIGGER never_emptied")

    for statement in (f"TRUNCATE {table} CASCADE", "TRUNCATE accounts_user CASCADE"):
        with refused("only added to"):
            run(statement)


def test_an_entry_that_does_not_balance_is_refused(card, city_points):
    with refused("balances to zero"), transaction.atomic():
        postings(entry(), [(card, 10), (city_points, -9)])


def test_it_balances_in_each_currency(card, db):
    euro = book.account("organisation:1", Account.Kind.ISSUED)

    with refused("balances to zero"), transaction.atomic():
        postings(entry(), [(card, 10), (euro, -10)])


def test_nothing_is_added_to_an_old_entry(recharge, rack, card):
    old = recharge()

    with refused("Nothing is added"), transaction.atomic():
        postings(old, [(rack, 10), (book.account("household:2", Account.Kind.ISSUED, card.currency), -10)])


def test_an_entry_without_postings_does_not_last():
    entry()

    with refused("fewer than two postings"):
        connection.check_constraints()
    transaction.set_rollback(True)


def test_a_floor_holds(card, city_points):
    with refused("fall below zero"), transaction.atomic():
        postings(entry(), [(card, -1), (city_points, 1)])


@pytest.mark.parametrize("factor", [1, -2])
def test_what_takes_back_is_the_mirror(recharge, card, city_points, factor):
    first = recharge(10)

    with refused("mirror"), transaction.atomic():
        postings(entry(reverses=first), [(card, 10 * factor), (city_points, -10 * factor)])


def test_a_posting_of_nothing_is_refused(card, city_points):
    with refused("a_posting_moves_something"), transaction.atomic():
        postings(entry(), [(card, 0), (city_points, 0)])


@pytest.mark.parametrize(
    "fields",
    [
        {"holder": "user:1"},
        {"holder": "organisation:x"},
        {"currency": "euro"},
        {"currency": "points:"},
    ],
)
def test_accounts_say_whose_and_of_what_they_are(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(**{"holder": "fund:1", "kind": "held", "currency": "EUR"} | fields)


def test_a_person_and_the_name_of_the_holder_agree(nadia, dora):
    with refused("a_person_is_named_twice"), transaction.atomic():
        Account.objects.create(holder=f"user:{nadia.pk}", user=dora, kind="held", currency="EUR")


def test_who_has_an_account_stays_in_the_database(nadia):
    book.account(nadia, Account.Kind.ON_SITE)

    with pytest.raises(IntegrityError), transaction.atomic():
        nadia.delete()

"""What came into the book past its guards is found."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from marketplace.ledger import book, checking
from marketplace.ledger.models import Entry, Posting
from marketplace.ledger.tasks import BookDiffers, every_night

pytestmark = pytest.mark.django_db


@pytest.fixture
def unguarded(recharge, card):
    """The guards are off until the test is over; a reversal was entered, and is not the mirror of what it reverses."""
    reversal = book.reverse(recharge(30))
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE ledger_posting DISABLE TRIGGER USER")
    return reversal


def test_a_good_book_has_no_differences(recharge):
    book.reverse(recharge(30))
    printed = StringIO()

    call_command("check_book", stdout=printed)
    every_night(0)

    assert printed.getvalue() == "The book balances: 0 differences.\n"


def test_each_difference_is_a_line(unguarded, card):
    Posting.objects.filter(entry=unguarded, account=card).update(amount=-31)
    Entry.objects.create(key="alone", at=timezone.now(), why="Alone")
    printed = StringIO()

    with pytest.raises(CommandError, match="4 differences"):
        call_command("check_book", stdout=printed)

    assert printed.getvalue().splitlines() == [
        "Entry recharge:reversed does not balance: -1 points:abito over.",
        "Entry alone has 0 of at least two postings.",
        "Account household:1 (held, points:abito) is below zero: -1.",
        "Entry recharge:reversed is not the mirror of what it takes back.",
    ]


def test_a_difference_found_at_night_is_a_failed_task(unguarded, card):
    Posting.objects.filter(entry=unguarded, account=card).update(amount=-29)

    with pytest.raises(BookDiffers, match="does not balance: 1 points:abito"):
        every_night(0)

    assert len(list(checking.differences())) == 2

"""What steps leave behind besides the status."""

from datetime import timedelta

import pytest
from django.db import transaction

from bookings import lifecycle
from bookings.kinds import DONE
from marketplace.ledger import book, checking
from marketplace.ledger.models import Account, Entry
from marketplace.lives.engine import CLOCK, Actor, take
from marketplace.refusals import Refused

pytestmark = pytest.mark.django_db


def due(holder):
    return book.balance(book.account(holder, Account.Kind.ON_SITE))


@pytest.fixture
def on_the_day(monkeypatch, confirmed):
    """The confirmed booking, at the hour it begins."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: confirmed.starts_at + timedelta(minutes=5))
    return confirmed


def test_what_was_done_at_a_price_is_due_on_site(on_the_day, nadia, elena, biagio):
    done = take(take(on_the_day, "finish", Actor(elena)), "confirm", Actor(nadia))

    entry = Entry.objects.get()
    assert done.status == DONE
    assert (due(nadia), due(biagio.topic)) == (-2400, 2400)
    assert (entry.key, entry.about) == (f"{done.shares.get().topic}:kept", done.topic)
    assert entry.at == done.last_change.at
    assert list(checking.differences()) == []


def test_what_the_clock_closes_is_due_as_well(on_the_day, nadia):
    take(on_the_day, "close", CLOCK)

    assert due(nadia) == -2400


def test_what_is_agreed_and_not_done_is_not_due(confirmed, nadia):
    take(confirmed, "cancel", Actor(nadia))

    assert not Entry.objects.exists()


def test_what_was_free_leaves_no_entry(monkeypatch, make_offer, nadia, elena, wishes):
    gift = make_offer(price="free", price_cents=0)
    asked = take(lifecycle.ask(gift, Actor(nadia), wishes()), "accept", Actor(elena))
    monkeypatch.setattr("django.utils.timezone.now", lambda: asked.starts_at)

    take(asked, "finish", Actor(elena))

    assert not Entry.objects.exists()


def test_a_step_that_does_not_come_to_its_end_enters_nothing(on_the_day, elena, monkeypatch):
    def fails(*args):
        raise Refused("Not now")

    monkeypatch.setattr("marketplace.lives.clock.reset", fails)

    with pytest.raises(Refused), transaction.atomic():
        take(on_the_day, "finish", Actor(elena))

    assert not Entry.objects.exists()


def test_a_mistake_is_taken_back_and_both_stay(on_the_day, nadia, elena, biagio):
    take(take(on_the_day, "finish", Actor(elena)), "confirm", Actor(nadia))

    book.reverse(Entry.objects.get(), why="Nobody had come", by=elena)

    assert (due(nadia), due(biagio.topic), Entry.objects.count()) == (0, 0, 2)

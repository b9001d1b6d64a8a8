"""What somebody has to pay and what stands in the book for her; what an organisation waits for."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bookings import lifecycle
from bookings.payments import checking
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives.engine import Actor, take


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def done(subsidise, make_offer, nadia, wishes, now_is):
    """Two hours for 24 euros, half of them the City's, done."""
    subsidise(percent=50)
    booking = lifecycle.ask(make_offer(at_once=True), Actor(nadia), wishes())
    now_is(booking.ends_at + timedelta(minutes=5))
    return take(booking, "confirm", Actor(nadia))


@pytest.fixture
def reads(client):
    """reads(nadia, "money") is that page as Nadia reads it."""

    def read(reader, name, *args):
        client.force_login(reader)
        return client.get(reverse(name, args=args)).content.decode()

    return read


def test_a_resident_reads_what_she_owes_and_what_others_paid_for_her(reads, done, nadia):
    page = reads(nadia, "money")

    assert done.title in page
    assert "<b>€12</b>" in page
    assert "Città di Torino, Neighbours</span></dt><dd>€12" in page


def test_who_has_booked_nothing_owes_nothing(reads, done, dora):
    page = reads(dora, "money")

    assert "Nothing is due." in page
    assert "€" not in page


def test_the_statement_tells_each_line_with_its_booking(reads, done, nadia):
    account = book.account(nadia, Account.Kind.ON_SITE)

    page = reads(nadia, "statement", account.pk)

    assert "For what was done" in page
    assert done.get_absolute_url() in page
    assert page.count("-€12") == 3  # the balance, the line, and what the account held after it


def test_a_long_statement_goes_on_at_the_line_before(reads, client, nadia, city):
    account, other = book.account(nadia, Account.Kind.ON_SITE), book.account(city.topic, Account.Kind.ON_SITE)
    for number in range(31):
        book.post(f"line:{number}", {account: -1, other: 1}, why=f"Line {number}.")

    newest = reads(nadia, "statement", account.pk)
    earlier = client.get(f"{reverse('statement', args=[account.pk])}?before={account.postings.order_by('-pk')[29].pk}")

    assert "Line 30." in newest
    assert "Line 0." not in newest
    assert "Earlier lines" in newest
    assert "Line 0." in earlier.content.decode()


def test_the_desk_reads_what_is_promised_earned_and_not_paid(reads, done, elena):
    page = reads(elena, "desk_money")

    assert "Nadia</span>, on site: <b" in page
    assert "Earned</a></dt><dd>€12" in page


def test_the_desk_says_once_that_it_was_paid(client, done, elena, nadia):
    share = done.shares.get(source="on_site")
    client.force_login(elena)

    first = client.post(reverse("desk_paid", args=[share.pk]), follow=True)
    again = client.post(reverse("desk_paid", args=[share.pk]))

    assert "Entered as paid" in first.content.decode()
    assert "Everything is paid." in first.content.decode()
    assert again.status_code == 404
    assert book.balance(book.account(nadia, Account.Kind.ON_SITE)) == 0
    assert list(checking.differences()) == []


def test_nobody_else_says_so_or_reads_the_statement(client, done, nadia, dora, samira, other_desk, elena):
    share, account = done.shares.get(source="on_site"), book.account(nadia, Account.Kind.ON_SITE)
    for stranger in (dora, samira, nadia):
        client.force_login(stranger)
        assert client.post(reverse("desk_paid", args=[share.pk])).status_code == 404
    for stranger in (dora, samira, elena):
        client.force_login(stranger)
        assert client.get(reverse("statement", args=[account.pk])).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client, done, nadia):
    account = book.account(nadia, Account.Kind.ON_SITE)

    for name, args in (("money", []), ("statement", [account.pk]), ("desk_money", [])):
        assert client.get(reverse(name, args=args)).status_code == 302

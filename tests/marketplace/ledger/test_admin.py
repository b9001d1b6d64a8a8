"""Operators read the book, and nobody writes it there."""

import pytest

from marketplace.ledger import book
from tests.folding import each


@pytest.fixture
def door(client, person):
    client.force_login(person("Olga", is_staff=True, is_superuser=True))
    return client


def test_an_account_shows_its_statement(door, recharge, card, rack, django_assert_max_num_queries):
    recharge(150)
    book.post("coat", {card: -30, rack: 30}, why="A <warm> coat", about="booking:7")

    with django_assert_max_num_queries(12):
        page = door.get(f"/admin/ledger/account/{card.pk}/change/").content.decode()

    assert "150 points" in page
    assert "120 points" in page
    assert "A &lt;warm&gt; coat" in page


@each("path", ["account", "entry", "posting"])
def test_lists_take_a_fixed_number_of_queries(door, recharge, path, django_assert_max_num_queries):
    for number in range(12):
        recharge(1, key=str(number))

    with django_assert_max_num_queries(14):
        page = door.get(f"/admin/ledger/{path}/")

    assert page.status_code == 200


def test_an_entry_shows_its_postings(door, recharge):
    page = door.get(f"/admin/ledger/entry/{recharge().pk}/change/").content.decode()

    assert "household:1" in page
    assert "-150" in page


def test_the_postings_of_one_account_are_one_link_away(door, recharge, card, rack):
    recharge()

    page = door.get(f"/admin/ledger/posting/?account__id__exact={rack.pk}").content.decode()

    assert "household:1" not in page


@each("path", ["account", "entry", "posting"])
def test_nothing_is_added_changed_or_deleted(door, recharge, path):
    posting = recharge().postings.first()
    pk = {"account": posting.account_id, "entry": posting.entry_id, "posting": posting.pk}[path]

    answers = [
        door.get(f"/admin/ledger/{path}/add/"),
        door.post(f"/admin/ledger/{path}/{pk}/change/", {"amount": 1}),
        door.post(f"/admin/ledger/{path}/{pk}/delete/", {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_who_is_not_an_operator_finds_no_book(client, nadia, card):
    client.force_login(nadia)

    assert client.get(f"/admin/ledger/account/{card.pk}/change/").status_code == 302

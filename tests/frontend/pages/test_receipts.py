"""A receipt is found where its money is, by its two sides alone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bookings import lifecycle
from bookings.models import Receipt
from bookings.payments import bundles, shares
from marketplace.lives.engine import Actor, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def done(make_offer, nadia, elena, wishes, now_is):
    """Paid on site, and over."""
    booking = lifecycle.ask(make_offer(at_once=True), Actor(nadia), wishes())
    now_is(booking.ends_at + timedelta(minutes=5))
    take(booking, "confirm", Actor(nadia))
    shares.pay(booking.shares.get(), elena)
    return booking


@pytest.fixture
def reads(client):
    def read(person, address):
        person.language = "en"
        person.save()
        client.force_login(person)
        return client.get(address).content.decode()

    return read


def link():
    receipt = Receipt.objects.latest("pk")
    return f'<a href="{receipt.get_absolute_url()}">Receipt {receipt.called}'


@pytest.mark.parametrize("who", ["nadia", "elena"])
def test_it_stands_on_the_page_of_the_booking(reads, done, who, request):
    assert f"{link()} (PDF)</a>" in reads(request.getfixturevalue(who), done.get_absolute_url())


def test_whoever_was_sent_sees_none(reads, done, samira):
    assert "(PDF)" not in reads(samira, done.get_absolute_url())


def test_it_stands_among_her_money(reads, done, nadia):
    assert link() in reads(nadia, reverse("money"))


def test_the_desk_finds_it_with_the_payments_by_card(reads, paid_and_done, elena):
    assert link() in reads(elena, reverse("desk_payments"))


def test_the_desk_finds_that_of_a_bundle_with_whoever_bought_it(reads, biagio, booking, offer, elena, nadia):
    bundles.sell(bundles.write(biagio, elena, 6, 9900, [offer]), nadia, elena)

    assert link() in reads(elena, reverse("desk_bundles"))
    assert link() in reads(nadia, reverse("money"))


@pytest.mark.parametrize("who", ["nadia", "elena"])
def test_it_is_a_pdf_that_nobody_on_the_way_keeps(client, done, who, request):
    client.force_login(request.getfixturevalue(who))
    receipt = Receipt.objects.get()

    answer = client.get(receipt.get_absolute_url())

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="biagio-{receipt.year}-1.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"%PDF-")


def test_nobody_else_finds_it(client, done, samira, dora, other_desk):
    address = Receipt.objects.get().get_absolute_url()

    for stranger in (samira, dora):
        client.force_login(stranger)
        assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


def test_the_number_of_queries_stays_the_same(client, done, nadia, django_assert_max_num_queries):
    client.force_login(nadia)
    address = Receipt.objects.get().get_absolute_url()
    client.get(address)  # the first page of a session writes it down

    with django_assert_max_num_queries(8):
        client.get(address)

"""A card for what is agreed before it is paid, on a page that is open for a while: a place from the waiting list, a
price that was accepted, what a desk books for somebody."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from bookings import lifecycle
from bookings.models import Booking, Charge, PayoutAccount
from bookings.payments import checking
from bookings.payments.standin.models import Kept
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives import clock
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Mandate
from tests.bookings.payments.test_later import on as clock_at
from tests.payments import FAR, REFUSED, catch_up, charge_of, fresh, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(takes_cards, on, come, nadia, dora, run_tasks):
    """Dora waited for a place at the dinner, 5 euros, and wants to pay by card; now there is one for her."""

    def make(days: int = 6, pay_by: str = "card") -> Booking:
        full = come(nadia, on(days=days, seats=1))
        waits = come(dora, full.enrolment.occasion, wait=True, pay_by=pay_by)
        take(full, "cancel", Actor(nadia))
        run_tasks()
        return fresh(waits)

    return make


@pytest.fixture
def called(invited, dora):
    """She has taken it."""

    def make(**told) -> Booking:
        booking = take(invited(**told), "come", Actor(dora))
        catch_up()
        return fresh(booking)

    return make


def on_site(booking: Booking) -> int:
    return book.balance(book.account(booking.organisation.topic, Account.Kind.ON_SITE))


def test_whoever_waits_pays_nothing_before_there_is_a_place(invited):
    booking = invited()

    assert (booking.status, booking.by_card) == ("invited", True)
    assert not Charge.objects.exists()


def test_the_place_is_hers_at_once_and_a_page_is_open_for_four_days(called):
    booking = called()

    charge = charge_of(booking)
    assert (booking.status, charge.status, charge.cents) == ("confirmed", "open", 500)
    assert abs(charge.until - timezone.now() - timedelta(days=4)) < timedelta(minutes=1)
    assert "customer" in charge.table.steps["call"].told
    assert "pay €5 there by card" in charge.line(charge.changes.get(step="call"), "customer")


def test_no_page_outlasts_the_start(called):
    booking = called(days=2)

    assert charge_of(booking).until == booking.starts_at


def test_what_she_pays_there_is_taken_at_once(called):
    booking = called()
    assert pay(booking, REFUSED) == "card_declined"

    pay(booking)
    catch_up()

    assert (charge_of(booking).status, fresh(booking).status) == ("captured", "confirmed")
    assert book.balance(book.account(booking.customer, Account.Kind.CARD)) == -500


def test_not_paid_in_time_it_is_paid_on_site(called, now_is):
    booking = called()

    clock_at(charge_of(booking).until + timedelta(minutes=1), now_is)
    assert (charge_of(booking).status, fresh(booking).status) == ("released", "confirmed")
    assert pay(booking) == "session_over"
    for days in (1, 2, 3):
        clock_at(booking.ends_at + timedelta(days=days), now_is)

    assert (fresh(booking).status, on_site(booking)) == ("done", 500)
    assert list(checking.differences()) == []
    assert not clock.overdue().exists()


def test_cancelled_before_it_is_paid_the_page_is_closed(called, dora):
    booking = called()

    take(booking, "cancel", Actor(dora), {"cause": "plans"})
    catch_up()

    assert charge_of(booking).status == "released"
    assert Kept.objects.get(kind="checkout.session").data["status"] == "expired"


def test_cancelled_after_it_is_paid_it_goes_back(called, dora):
    booking = called()
    pay(booking)
    catch_up()

    take(fresh(booking), "cancel", Actor(dora), {"cause": "plans"})
    catch_up()

    assert book.balance(book.account(booking.customer, Account.Kind.CARD)) == 0


def test_whoever_pays_on_site_has_no_page(called):
    booking = called(pay_by="on_site")

    assert not Charge.objects.exists()
    assert booking.shares.get().source == "on_site"


def test_where_no_cards_are_taken_any_more_it_is_paid_on_site(invited, dora, now_is):
    booking = invited()
    PayoutAccount.objects.update(ready=False)

    take(booking, "come", Actor(dora))
    for days in (1, 2, 3):
        clock_at(booking.ends_at + timedelta(days=days), now_is)

    assert not Charge.objects.exists()
    assert on_site(booking) == 500


def test_for_a_date_that_is_far_away_the_card_is_saved_there(called, now_is):
    booking = called(days=FAR)
    pay(booking)
    catch_up()
    assert (charge_of(booking).status, charge_of(booking).until) == ("saved", None)

    clock_at(booking.starts_at - timedelta(days=7), now_is)

    assert charge_of(booking).status == "captured"


def test_page_and_api_lead_there_and_nobody_else(client, called, dora, nadia, django_assert_max_num_queries):
    booking = called()
    client.cookies["language"] = "en"
    client.force_login(dora)

    with django_assert_max_num_queries(38):
        page = client.get(booking.get_absolute_url()).content.decode()
    assert "You can pay by card until" in page
    assert "Pay €5" in page
    told = client.get(reverse("api_bookings-detail", args=[booking.pk])).json()
    assert told["pay_at"] == charge_of(booking).page
    assert client.post(reverse("pay", args=[booking.pk])).url == charge_of(booking).page

    client.force_login(nadia)
    assert client.post(reverse("pay", args=[booking.pk])).status_code == 404
    assert client.get(reverse("api_bookings-detail", args=[booking.pk])).status_code == 404


@pytest.fixture
def quoted(takes_cards, moving, elena, quote_words):
    """The van and two people cost Nadia 320 euros, if she says yes."""
    return take(moving, "quote", Actor(elena), quote_words())


@pytest.fixture
def mandate(nadia, elena, biagio) -> Mandate:
    """Nadia lets Biagio's desk act for her."""
    return Mandate.objects.create(organisation=biagio, person=nadia, entered_by=elena, how="by phone")


def accept(booking: Booking, who, **told) -> Booking:
    accepted = take(booking, "accept", who, {"quote": 1} | told)
    catch_up()
    return fresh(accepted)


def test_a_price_that_is_accepted_is_paid_on_a_page_and_the_money_taken_at_once(quoted, nadia):
    booking = accept(quoted, Actor(nadia), pay_by="card")
    assert (booking.status, booking.by_card, charge_of(booking).status) == ("confirmed", True, "open")

    pay(booking)
    catch_up()

    assert (charge_of(booking).status, charge_of(booking).cents) == ("captured", 32_000)
    assert "pay_by" not in booking.changes.get(step="accept").facts


def test_what_is_not_said_with_the_yes_to_a_price_is_paid_on_site(quoted, nadia):
    booking = accept(quoted, Actor(nadia))

    assert not Charge.objects.exists()
    assert booking.shares.get().source == "on_site"


def test_the_desk_says_yes_for_her_and_she_pays_on_her_page(quoted, nadia, elena, mandate):
    booking = accept(quoted, Actor(elena, acting_for=nadia), pay_by="card")

    assert charge_of(booking).status == "open"
    assert "customer" in charge_of(booking).table.steps["call"].told


def test_a_price_is_not_paid_by_card_where_none_are_taken(moving, nadia, elena, quote_words):
    quoted = take(moving, "quote", Actor(elena), quote_words())

    with pytest.raises(ValidationError, match="cannot be paid by card"):
        take(quoted, "accept", Actor(nadia), {"quote": 1, "pay_by": "card"})

    assert take(quoted, "accept", Actor(nadia), {"quote": 1}).status == "confirmed"


def test_whoever_has_no_page_of_her_own_is_not_asked(quoted, nadia):
    nadia.email = None
    nadia.save()

    with pytest.raises(ValidationError, match="cannot be paid by card"):
        accept(quoted, Actor(nadia), pay_by="card")


def test_the_page_of_the_yes_asks_how_where_there_is_a_choice(client, quoted, nadia):
    client.cookies["language"] = "en"
    client.force_login(nadia)
    address = reverse("booking_step", args=[quoted.pk, "accept"])

    page = client.get(address).content.decode()
    assert "By card: a page for it" in page
    assert "You pay</dt>" in page
    PayoutAccount.objects.update(ready=False)
    assert "By card: a page for it" not in client.get(address).content.decode()


def test_a_removal_that_was_paid_and_is_cancelled_gives_the_money_back(quoted, nadia):
    booking = accept(quoted, Actor(nadia), pay_by="card")
    pay(booking)
    catch_up()

    take(fresh(booking), "cancel", Actor(nadia), {"cause": "plans"})
    catch_up()

    assert book.balance(book.account(booking.customer, Account.Kind.CARD)) == 0
    assert list(checking.differences()) == []


def test_what_the_desk_books_at_once_she_pays_on_her_page(takes_cards, make_offer, nadia, elena, mandate, wishes):
    booking = lifecycle.ask(make_offer(at_once=True), Actor(elena, nadia), wishes(pay_by="card"))
    catch_up()

    assert (booking.status, charge_of(booking).status, charge_of(booking).cents) == ("confirmed", "open", 2_400)
    pay(booking)
    catch_up()
    assert charge_of(booking).status == "captured"


def test_what_the_desk_asks_for_is_called_for_with_the_yes(takes_cards, offer, nadia, elena, mandate, wishes):
    booking = lifecycle.ask(offer, Actor(elena, nadia), wishes(pay_by="card"))
    assert (booking.status, booking.by_card, Charge.objects.count()) == ("asked", True, 0)

    take(booking, "accept", Actor(elena))
    catch_up()

    assert (fresh(booking).status, charge_of(booking).status) == ("confirmed", "open")


def test_what_the_desk_asks_for_and_is_declined_never_has_a_page(takes_cards, offer, nadia, elena, mandate, wishes):
    booking = lifecycle.ask(offer, Actor(elena, nadia), wishes(pay_by="card"))

    take(booking, "decline", Actor(elena), {"reason": "full"})
    catch_up()

    assert not Charge.objects.exists()


def test_the_desk_is_asked_how_she_pays_if_she_has_a_page(client, takes_cards, offer, nadia, elena, mandate):
    client.cookies["language"] = "en"
    client.force_login(elena)
    address = f"{reverse('desk_book')}?person={nadia.pk}&offer={offer.pk}"

    assert "By card: there is a page for it once it is agreed" in client.get(address).content.decode()
    nadia.email = None
    nadia.save()
    assert "By card" not in client.get(address).content.decode()

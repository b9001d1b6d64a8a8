"""A card for a price that was accepted, and for what a desk books for somebody: paid on a page once it is agreed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from bookings import lifecycle
from bookings.models import Booking, Charge, PayoutAccount
from bookings.payments import checking
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Mandate
from tests.payments import catch_up, charge_of, fresh, pay

pytestmark = pytest.mark.django_db


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


def test_the_desk_says_yes_for_her_and_she_is_told_of_her_page(quoted, nadia, elena, mandate):
    booking = accept(quoted, Actor(elena, acting_for=nadia), pay_by="card")

    assert (booking.last_change.actor, booking.last_change.acting_for) == (elena, nadia)
    charge = charge_of(booking)
    assert charge.status == "open"
    assert nadia in {reader for reader, _role in charge.readers(charge.table.steps["call"].told)}


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


def test_with_a_yes_to_another_time_the_page_is_open_until_that_time(
    takes_cards, offer, nadia, elena, mandate, wishes, slot
):
    start, end = slot(days=9)
    booking = lifecycle.ask(offer, Actor(elena, nadia), wishes(pay_by="card", starts_at=start, ends_at=end))
    sooner = slot(days=2)[0]
    take(booking, "offer_times", Actor(elena), {"times": [sooner.isoformat()]})

    take(booking, "choose_time", Actor(nadia), {"time": sooner.isoformat()})
    catch_up()

    assert fresh(booking).starts_at == sooner
    assert charge_of(booking).until == sooner


def test_no_page_outlasts_a_start_that_has_moved(takes_cards, make_offer, nadia, elena, mandate, wishes, slot):
    start, end = slot(days=9)
    told = wishes(pay_by="card", starts_at=start, ends_at=end)
    booking = lifecycle.ask(make_offer(at_once=True), Actor(elena, nadia), told)
    catch_up()
    sooner = slot(days=2)[0]

    take(booking, "move", Actor(nadia), {"time": sooner.isoformat()})

    assert charge_of(booking).until == sooner


def test_where_no_cards_are_taken_any_more_the_page_of_the_yes_goes_on_with_on_site(client, quoted, nadia):
    client.force_login(nadia)
    address = reverse("booking_step", args=[quoted.pk, "accept"])
    PayoutAccount.objects.update(ready=False)

    refused = client.post(address, {"quote": 1, "pay_by": "card"})

    assert refused.status_code == 422
    assert '<input type="hidden" name="pay_by" value="on_site"' in refused.content.decode()

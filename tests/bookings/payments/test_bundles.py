"""Services bought before: one carries what is left of a price, is used by what was done, and comes back otherwise."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings import lifecycle
from bookings.models import Sale
from bookings.payments import bundles, checking
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives.engine import Actor, take
from marketplace.refusals import Refused
from services.models import CancellationPolicy, Tier
from tests.folding import each
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def bought(bundle, known, elena):
    return bundles.sell(bundle, known, elena, "sale")


def left(bundle, person):
    return sum(sale.left for sale in Sale.objects.filter(bundle=bundle, person=person).with_left())


def shares(booking):
    return list(booking.shares.values_list("source", "cents", "kept_cents"))


def test_a_bundle_that_was_bought_is_there_to_spend_and_paid(bundle, bought, nadia, biagio):
    assert left(bundle, nadia) == 6
    assert book.balance(book.account(nadia, Account.Kind.ON_SITE)) == 0
    assert book.account(nadia, Account.Kind.ON_SITE).postings.count() == 2
    assert list(checking.differences()) == []


def test_a_second_press_sells_it_once(bundle, bought, nadia, elena):
    assert bundles.sell(bundle, nadia, elena, "sale") == bought
    assert left(bundle, nadia) == 6


def test_one_service_carries_a_booking_and_is_used_by_what_was_done(bundle, bought, sitting, nadia, wishes, now_is):
    booking = lifecycle.ask(sitting, Actor(nadia), wishes())
    promised = left(bundle, nadia)
    now_is(booking.ends_at + timedelta(minutes=5))

    take(booking, "confirm", Actor(nadia))

    assert (promised, left(bundle, nadia)) == (5, 5)
    assert shares(booking) == [("bundle", 2400, 2400)]
    assert book.balance(book.account(booking.organisation.topic, Account.Kind.EARNED, bundle.currency)) == 1
    assert list(checking.differences()) == []


def test_a_fund_comes_first_and_the_bundle_carries_the_rest(bundle, bought, subsidise, sitting, nadia, wishes):
    subsidise(percent=50)

    booking = lifecycle.ask(sitting, Actor(nadia), wishes())

    assert shares(booking) == [("fund", 1200, None), ("bundle", 1200, None)]


def test_what_is_cancelled_in_time_gives_the_service_back(bundle, bought, sitting, nadia, wishes):
    booking = lifecycle.ask(sitting, Actor(nadia), wishes())

    take(booking, "cancel", Actor(nadia))

    assert left(bundle, nadia) == 6
    assert shares(booking) == [("bundle", 2400, 0)]
    assert list(checking.differences()) == []


@pytest.mark.parametrize(("percent", "left_then"), [(50, 5), (49, 6)])
def test_a_service_is_used_up_where_half_of_it_is_kept(
    bundle, bought, make_offer, biagio, nadia, wishes, now_is, percent, left_then
):
    policy = CancellationPolicy.objects.create(organisation=biagio, name="Some")
    Tier.objects.create(policy=policy, hours=24, percent=percent)
    offer = make_offer("Sitter", at_once=True, policy=policy)
    bundle.offers.add(offer)
    booking = lifecycle.ask(offer, Actor(nadia), wishes())
    now_is(booking.starts_at - timedelta(hours=3))

    take(booking, "cancel", Actor(nadia))

    assert left(bundle, nadia) == left_then
    assert list(checking.differences()) == []


def test_it_counts_for_its_offers_and_for_whoever_bought_it_alone(bundle, bought, make_offer, sitting, nadia, dora):
    today = timezone.localdate()

    assert bundles.usable(nadia, sitting, today) == bought
    assert bundles.usable(nadia, make_offer("Other"), today) is None
    assert bundles.usable(dora, sitting, today) is None
    assert bundles.usable(None, sitting, today) is None


def test_nothing_more_than_was_bought(bundle, bought, sitting, nadia, wishes, slot):
    for number in range(7):
        start, end = slot(days=2 + number)
        booking = lifecycle.ask(sitting, Actor(nadia), wishes(starts_at=start, ends_at=end))

    assert left(bundle, nadia) == 0
    assert shares(booking) == [("on_site", 2400, None)]


def test_only_the_desk_writes_and_sells(bundle, known, biagio, sitting, samira, nadia):
    for stranger in (samira, nadia):
        with pytest.raises(Refused):
            bundles.write(biagio, stranger, 6, 100, [sitting])
        with pytest.raises(Refused):
            bundles.sell(bundle, known, stranger)
        with pytest.raises(Refused):
            bundles.end(bundle, stranger)


def test_it_is_sold_to_people_the_desk_knows_and_while_it_is_on_sale(bundle, dora, known, elena):
    with pytest.raises(Refused):
        bundles.sell(bundle, dora, elena)
    bundles.end(bundle, elena)
    bundle.refresh_from_db()
    with pytest.raises(Refused):
        bundles.sell(bundle, known, elena)

    assert not Sale.objects.exists()


@each(("services", "cents", "field"), [(6, 0, "price"), (6, -1, "price"), (7, 100, "services")])
def test_a_bundle_that_cannot_be_is_refused_by_field(biagio, elena, sitting, services, cents, field):
    with pytest.raises(ValidationError) as error:
        bundles.write(biagio, elena, services, cents, [sitting])

    assert field in error.value.message_dict


def test_a_bundle_is_for_offers_of_its_own(biagio, elena, sitting):
    with pytest.raises(ValidationError) as error:
        bundles.write(biagio, elena, 6, 100, [])

    assert "offers" in error.value.message_dict


@pytest.mark.django_db(transaction=True)
def test_the_last_service_is_not_spent_in_two_tabs(bundle, bought, sitting, make_offer, nadia, wishes, slot):
    book.post(
        "used",
        {bought.account: -5, book.account("organisation:1", Account.Kind.EARNED, bundle.currency): 5},
        why="Used",
    )
    spans = [slot(days=2 + number) for number in range(4)]

    told = [wishes(starts_at=start, ends_at=end) for start, end in spans]
    asked = at_once(*[lambda one=one: lifecycle.ask(sitting, Actor(nadia), one) for one in told])

    assert sorted(booking.shares.get().source for booking in asked) == ["bundle", "on_site", "on_site", "on_site"]
    assert left(bundle, nadia) == 0

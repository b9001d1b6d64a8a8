"""Who would pay what: funds first, while they last, then whoever asks."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings import lifecycle
from bookings.payments import plan
from marketplace.lives.engine import Actor
from marketplace.programme import funding

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked(offer, aurora, nadia):
    """worked(price) says who would pay what for Nadia in Aurora."""

    def work(cents=2400, **other):
        wish = plan.Wish(offer, cents, **{"customer": nadia, "area": aurora, **other})
        return [(share.source, share.cents) for share in plan.work_out(wish)]

    return work


def test_without_a_fund_whoever_asks_pays(worked):
    assert worked() == [("on_site", 2400)]


def test_a_fund_carries_its_part(worked, subsidise, aurora):
    subsidise(percent=50, areas=[aurora], categories=["babysitting"])

    assert worked() == [("fund", 1200), ("on_site", 1200)]
    assert worked(area=None) == [("on_site", 2400)]


def test_what_is_free_or_has_no_price_yet_asks_nobody(worked, subsidise):
    subsidise(percent=50)

    assert worked(0) == worked(None) == []


def test_a_fund_that_carries_all_leaves_nothing_to_pay(worked, subsidise):
    subsidise(cents=5000)

    assert worked() == [("fund", 2400)]


def test_several_subsidies_carry_one_after_the_other(worked, subsidise):
    subsidise(percent=50)
    subsidise(cents=2000)

    assert worked() == [("fund", 1200), ("fund", 1200)]


def test_no_more_than_the_fund_has(worked, subsidise):
    subsidise(percent=50)
    subsidise(percent=50)

    assert worked(16_000) == [("fund", 8000), ("fund", 2000), ("on_site", 6000)]


def test_no_more_than_one_person_may_have_in_a_month(worked, subsidise, offer, nadia, dora, wishes):
    subsidise(percent=50, most_cents=1500)
    booking = lifecycle.ask(offer, Actor(nadia), wishes())
    on = booking.starts_at.date()

    assert worked(on=on) == [("fund", 300), ("on_site", 2100)]
    assert worked(on=on, customer=dora) == [("fund", 1200), ("on_site", 1200)]
    assert worked(on=on + timedelta(days=40)) == [("fund", 1200), ("on_site", 1200)]


def test_an_organisation_that_asks_pays_for_itself(worked, subsidise, biagio):
    subsidise(percent=50)

    assert worked(client=biagio) == [("invoice", 2400)]


def test_only_who_was_admitted_is_carried_where_that_is_asked(worked, subsidise, fund, gianni, nadia, dora):
    subsidise(percent=50, needs_eligibility=True)
    funding.admit(fund.programme, nadia, date(2099, 1, 1), gianni)

    assert worked() == [("fund", 1200), ("on_site", 1200)]
    assert worked(customer=dora) == worked(customer=None) == [("on_site", 2400)]


def test_where_it_is_not_known_yet_the_page_says_where_a_part_is_carried(offer, subsidise, aurora):
    subsidise(percent=50, areas=[aurora])
    subsidise(cents=500, areas=[aurora])

    hints = plan.hints(plan.Wish(offer, 2400))

    assert hints[0] == "In Aurora Città di Torino carries 50 % of the price, while the money lasts."
    assert "€5" in hints[1]
    assert plan.hints(plan.Wish(offer, 2400, area=aurora)) == []


def test_nobody_pays_more_than_was_shown(offer, subsidise, nadia, wishes):
    with pytest.raises(ValidationError) as error:
        lifecycle.ask(offer, Actor(nadia), wishes(own_seen=1200))

    assert error.value.message_dict == {
        "own_seen": ["You would pay €24 and not €12. Look at it, then send it once more."]
    }
    assert not offer.bookings.exists()


def test_to_pay_less_than_was_shown_needs_no_second_look(offer, subsidise, nadia, wishes):
    subsidise(percent=50)

    assert plan.own(plan.written(lifecycle.ask(offer, Actor(nadia), wishes(own_seen=2400)))) == 1200


def test_a_day_beyond_its_validity_is_not_carried(worked, subsidise):
    subsidise(percent=50, valid_until=timezone.localdate())

    assert worked(on=timezone.localdate() + timedelta(days=1)) == [("on_site", 2400)]

"""What all dates of a series would cost whom: worked out before they are asked for, and so it becomes."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings import series as plans
from bookings.models import Share
from bookings.models.series import Rule
from bookings.payments import bundles
from marketplace.lives.engine import Actor
from marketplace.programme.models import Eligibility
from tests.cast import ROME

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule():
    """So many weeks from the day after tomorrow on, 10 to 12."""

    def make(weeks):
        first = timezone.localdate(timezone=ROME) + timedelta(days=2)
        return Rule(first, first + timedelta(weeks=weeks - 1), time(10), 120)

    return make


@pytest.fixture
def both(make_offer, half_kept, takes_cards, nadia, words, rule):
    """both(weeks) looks ahead, asks, and answers what was said and what became of it: (source, cents) of each date."""
    offer = make_offer(at_once=True, horizon_days=84, policy=half_kept)

    def ask(weeks, **told):
        told = words | {"pay_by": "card"} | told
        plan = plans.preview(offer, Actor(nadia), rule(weeks), told)
        said = [[(share.source, share.cents) for share in shares] for shares in plan.split(plan.free)]
        series = plans.ask(offer, Actor(nadia), rule(weeks), told | {"own_seen": plan.own_cents})
        rows = Share.objects.filter(booking__series=series).order_by("booking__series_on", "pk")
        became = {}
        for share in rows:
            became.setdefault(share.booking_id, []).append((share.source, share.cents))
        return said, list(became.values())

    ask.offer = offer
    return ask


def test_without_a_fund_the_card_pays_each_date(both):
    said, became = both(3)

    assert said == became == [[("card", 2400)]] * 3


def test_what_one_person_may_have_is_used_up_by_the_first_dates(both, subsidise):
    subsidise(percent=50, most_cents=3000, period="year")

    said, became = both(4)

    assert said == became
    assert [shares[0] for shares in said][:3] == [("fund", 1200), ("fund", 1200), ("fund", 600)]


def test_a_fund_that_runs_dry_carries_what_it_can(both, subsidise):
    subsidise(percent=50)  # of a hundred euros in the fund

    said, became = both(9)

    assert said == became
    assert said[8] == [("fund", 400), ("card", 2000)]


def test_a_bundle_carries_as_many_dates_as_it_has_services(both, elena, known, biagio):
    bundle = bundles.write(biagio, elena, 6, 9900, [both.offer])
    bundles.sell(bundle, known, elena, "sale")

    said, became = both(8)

    assert said == became == [[("bundle", 2400)]] * 6 + [[("card", 2400)]] * 2


def test_an_admission_that_ends_carries_the_dates_before(both, subsidise, programme, nadia, gianni):
    subsidise(percent=50, needs_eligibility=True)
    until = timezone.localdate(timezone=ROME) + timedelta(days=10)
    Eligibility.objects.create(programme=programme, person=nadia, valid_until=until, officer=gianni)

    said, became = both(3)

    assert said == became == [[("fund", 1200), ("card", 1200)]] * 2 + [[("card", 2400)]]


def test_many_dates_ask_the_database_no_more_often_than_few(
    make_offer, takes_cards, nadia, words, rule, subsidise, elena, known, biagio
):
    subsidise(percent=50, most_cents=9000, period="month")
    offer = make_offer(horizon_days=84)
    bundles.sell(bundles.write(biagio, elena, 6, 9900, [offer]), known, elena, "sale")
    counts = []

    for weeks in (2, 11):
        plan = plans.preview(offer, Actor(nadia), rule(weeks), words | {"pay_by": "card"})
        with CaptureQueriesContext(connection) as asked:
            assert len(plan.split(plan.free)) == weeks
        counts.append(len(asked))

    assert counts[0] == counts[1]

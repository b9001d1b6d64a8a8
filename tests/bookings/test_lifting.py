"""Who is new and who is little asked: worked out by the dated rule, every night and as the first offer comes out."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import lifecycle, lifting
from bookings.tasks import lift, welcome
from marketplace.lives.engine import Actor, take
from marketplace.lives.models import Change
from marketplace.organisations.models import Organisation
from services.models import Lift, LiftRule
from tests.cast import settled


@pytest.fixture
def rule(db) -> LiftRule:
    """The only one there is."""
    LiftRule.objects.all().delete()
    return LiftRule.objects.create(valid_from=timezone.localdate(), new_days=30, asked_days=20, asked_percent=50)


@pytest.fixture
def others(db, make_offer, biagio):
    """Another body of the same category, with as many offers as are named."""

    def make(slug, offers=1):
        body = settled(Organisation.objects.create(name=slug, slug=slug), "verified")
        return [make_offer(f"{slug} {number}", organisation=body, place=biagio.place) for number in range(offers)]

    return make


@pytest.fixture
def asked(nadia, wishes, slot):
    """Nadia asks for this offer so many times."""

    def ask(offer, times=1):
        made = []
        for _ in range(times):
            ask.days += 1
            starts_at, ends_at = slot(days=ask.days)
            made.append(lifecycle.ask(offer, Actor(nadia), wishes(starts_at=starts_at, ends_at=ends_at)))
        return made

    ask.days = 2
    return ask


def came_out(offer, days):
    """It was published so many days ago."""
    at = timezone.now() - timedelta(days=days)
    Change.objects.create(life=offer, step="publish", source="review", target="published", at=at)


def lifts():
    return dict(Lift.objects.values_list("organisation__slug", "why"))


def test_whose_first_offer_came_out_lately_is_new_however_often_it_is_asked(rule, others, offer, asked):
    came_out(offer, 40)
    came_out(offer, 2)
    came_out(others("nuova")[0], 29)
    asked(offer)

    lifting.lift_all()

    assert lifts() == {"nuova": "new"}


def test_who_is_asked_less_than_half_as_often_for_each_offer_is_lifted(rule, others, offer, asked):
    (half,) = others("half")
    several = others("several", offers=4)
    asked(offer, 6)
    asked(half, 2)
    asked(several[0], 2)

    lifting.lift_all()

    # 10 requests for 6 offers: 1.67 for each are usual. Two for one offer are more; two for four are not half as many.
    assert lifts() == {"several": "little_asked"}


def test_where_nobody_is_asked_and_where_there_is_nobody_else_nobody_is_lifted(rule, others, offer, asked):
    others("other")
    lifting.lift_all()
    assert lifts() == {}

    others("alone")
    settled(offer.organisation, "suspended")
    asked_alone = Organisation.objects.get(slug="other")
    settled(asked_alone, "suspended")
    lifting.lift_all()

    assert lifts() == {}


def test_old_requests_do_not_count(rule, others, offer, asked):
    other = others("other")[0]
    for booking in asked(offer, 4):
        type(booking).objects.filter(pk=booking.pk).update(born_at=timezone.now() - timedelta(days=21))
    asked(other)

    lifting.lift_all()

    assert lifts() == {"biagio": "little_asked"}


def test_done_once_more_it_changes_nothing_and_who_is_asked_again_is_lifted_no_more(rule, others, offer, asked):
    other = others("other")[0]
    asked(offer, 3)
    lift(0)
    before = list(Lift.objects.values())
    lift(0)

    assert list(Lift.objects.values()) == before
    assert lifts() == {"other": "little_asked"}

    asked(other, 2)
    lift(0)

    assert lifts() == {}


def test_in_batches_of_one_it_is_the_same(rule, others, offer, asked, monkeypatch):
    for number in range(3):
        others(f"other-{number}")
    asked(offer, 4)
    monkeypatch.setattr(lifting, "BATCH", 1)

    lifting.lift_all()

    assert lifts() == {f"other-{number}": "little_asked" for number in range(3)}


def test_without_a_rule_nobody_stays_lifted(rule, others, offer, asked):
    others("other")
    asked(offer, 3)
    lifting.lift_all()
    LiftRule.objects.all().delete()

    lifting.lift_all()

    assert not lifts()


def test_a_first_offer_that_is_published_is_lifted_before_the_night(rule, make_offer, elena, gianni, biagio):
    offer = make_offer(status="review")
    take(offer, "publish", Actor(gianni))
    job = ProcrastinateJob.objects.get(task_name="bookings.welcome")

    welcome(**job.args)
    welcome(**job.args)

    assert lifts() == {"biagio": "new"}


def test_an_offer_of_somebody_who_is_here_for_long_is_not_welcomed(rule, make_offer, gianni):
    came_out(make_offer("Old"), 31)
    take(make_offer(status="review"), "publish", Actor(gianni))

    welcome(organisation_id=ProcrastinateJob.objects.get(task_name="bookings.welcome").args["organisation_id"])

    assert not lifts()

"""What search shows as "what I may have" is what asking does not refuse."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from bookings import lifecycle
from marketplace.lives.engine import Actor
from marketplace.refusals import Refused
from services.models import Household
from services.search import Wish, counts_by_filter, search
from services.search.keeping import keep, wish_of


def titles(person, **wished) -> list[str]:
    return [offer.title for offer in search(Wish(eligible=True, **wished).of(person))]


@pytest.fixture
def wardrobe_title(trying_on) -> str:
    return trying_on.title


def test_a_wardrobe_is_for_those_with_an_open_card(wardrobe_title, choose, household, nadia, dora, hung, coat):
    assert titles(nadia) == [wardrobe_title]
    assert titles(dora) == []
    with pytest.raises(Refused):
        choose(dora, hung(coat))

    Household.objects.filter(pk=household.pk).update(status="ended")

    assert titles(nadia) == []
    with pytest.raises(Refused):
        choose(nadia, hung(coat))


def test_what_was_had_often_enough_is_left_out_of_the_days_of_that_month(make_offer, nadia, dora, wishes):
    offer = make_offer("Once a month", most_a_month=1, horizon_days=60)
    booking = lifecycle.ask(offer, Actor(nadia), wishes())
    day = booking.starts_at.astimezone(offer.tz).date()
    other = (day.replace(day=1) + timedelta(days=32)).replace(day=2)

    same_day = {"starts_at": booking.starts_at + timedelta(hours=3), "ends_at": booking.ends_at + timedelta(hours=3)}

    assert titles(nadia, on=day) == []
    with pytest.raises(ValidationError, match="once a month"):
        lifecycle.ask(offer, Actor(nadia), wishes(**same_day))
    assert titles(nadia, on=other) == titles(nadia) == titles(dora, on=day) == ["Once a month"]


def test_of_nobody_in_particular_nothing_is_left_out(trying_on, offer, nadia):
    wish = Wish(eligible=True)

    assert search(wish.of(AnonymousUser())).count() == search(wish).count() == 2
    assert search(Wish().of(nadia)).count() == 2
    assert counts_by_filter(wish.of(nadia))["where"].numbers == {"at_home": 1}


def test_a_kept_search_is_looked_through_as_hers(trying_on, offer, nadia):
    saved = keep(nadia, {"eligible": "1"})

    assert saved.query == "eligible=1"
    assert saved.known == [offer.pk]
    assert wish_of(saved).person == nadia

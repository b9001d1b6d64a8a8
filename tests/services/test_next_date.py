"""Search lists offers with dates of their own beside those with hours: the next one that has a seat left."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from marketplace.lives.engine import Actor
from services import availability, occasions
from services.search import Wish, search, with_next_start

VISITOR = AnonymousUser()


def shown(wish=Wish()):  # noqa: B008  a wish is frozen
    return {offer.pk: offer for offer in with_next_start(search(wish))}


def test_the_next_date_is_the_next_that_has_a_seat_left(on, come, nadia, dinner, offer):
    full, later = on(days=3, seats=2), on(days=5, seats=4)
    come(nadia, full, seats=2)
    come(nadia, later)

    found = shown()

    assert (found[dinner.pk].next_start, found[dinner.pk].seats_left) == (later.starts_at, 3)
    assert found[offer.pk].next_start
    assert found[offer.pk].seats_left is None
    assert availability.next_free([dinner]) == {dinner.pk: later.starts_at}


def test_whoever_has_dates_has_no_other_starts(on, come, nadia, elena, dinner, worker):
    occasion = on(days=3, seats=1)
    assert worker in dinner.pool

    occasions.call_off(occasion, Actor(elena), "Rain.")

    assert shown()[dinner.pk].next_start is None


def test_on_a_day_those_with_a_date_then_are_found(on, dinner, offer):
    occasion = on(days=3)
    day = timezone.localdate(occasion.starts_at)

    assert {dinner.pk, offer.pk} == set(shown(Wish(on=day)))
    assert set(shown(Wish(on=day + timedelta(days=1)))) == {offer.pk}
    assert shown(Wish(on=day))[dinner.pk].seats_left == 4

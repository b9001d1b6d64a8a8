"""A wish may say from what time until what time on its day, and for how many places."""

from datetime import time

import pytest
from django.utils import timezone

from services import availability
from services.models import Hold, Resource, WeeklyHours
from services.search import Wish, search
from tests.cast import at
from tests.services.test_search import titles, wish_of


def test_what_begins_in_the_wished_hours_is_found_with_its_first_start_in_them(offer):
    day = at(0).date()

    found = search(Wish(on=day, since=time(10, 10), until=time(12))).get()

    assert found.next_start == at(10, 30)


def test_who_is_not_there_in_those_hours_or_begins_later_is_not_found(make_offer, offer):
    make_offer("Late", buffer_before=420)
    day = at(0).date()

    evening = Wish(on=day, since=time(18))
    morning = Wish(on=day, until=time(12))

    assert titles(evening) == []
    assert titles(morning) == ["Babysitter at your home"]
    assert len(titles(Wish(on=day, since=time(16)))) == 2


def test_a_start_at_the_end_of_the_hours_is_none_of_theirs(make_offer):
    make_offer("On the hour", every_minutes=60)
    day = at(0).date()

    assert titles(Wish(on=day, since=time(9, 30), until=time(10))) == []
    assert titles(Wish(on=day, since=time(9, 30), until=time(10, 1))) == ["On the hour"]


def test_a_date_is_found_by_its_hour(on, dinner):
    day = timezone.localdate(on(days=3).starts_at)

    assert titles(Wish(on=day, since=time(18))) == ["Dinner in the courtyard"]
    assert titles(Wish(on=day, since=time(18), until=time(19))) == []


def test_places_are_looked_for_among_dates_that_have_so_many_left(on, come, nadia, dinner, offer):
    scarce, roomy = on(days=3, seats=3), on(days=5, seats=6)
    come(nadia, scarce, seats=2)

    for seats, expected in ((1, scarce), (2, roomy), (6, roomy)):
        assert [one.next_start for one in search(Wish(seats=seats))] == [expected.starts_at]
    assert titles(Wish(seats=7)) == []
    assert titles(Wish(seats=2, on=timezone.localdate(scarce.starts_at))) == []
    assert titles(Wish(seats=2, on=timezone.localdate(roomy.starts_at))) == ["Dinner in the courtyard"]


def test_places_are_looked_for_where_so_many_are_free_at_the_same_time(make_offer, biagio, worker):
    bench = Resource.objects.create(organisation=biagio, name="Benches", lanes=3)
    WeeklyHours.objects.create(resource=bench, weekday=at(0).weekday(), opens=time(9), closes=time(18))
    availability.write_out(bench)
    sewing = make_offer("A place at the sewing bench", kind="place", where="at_place")
    sewing.resources.set([bench])
    make_offer("Somebody comes")
    taken = (at(9), at(11))
    Hold.objects.bulk_create(Hold(resource=bench, life=sewing, lane=lane, period=taken) for lane in (0, 1))

    # Of what has one place alone nobody asks how many.
    starts = {n: [one.next_start for one in search(Wish(seats=n, on=at(0).date()))] for n in (1, 2, 3, 4)}

    assert starts == {1: [at(9)], 2: [at(11)], 3: [at(11)], 4: []}
    assert titles(Wish(seats=3)) == ["A place at the sewing bench"]


def test_the_address_names_hours_and_places(db):
    wish, errors = wish_of("on=tomorrow&from=10:00&until=12:30&seats=2")

    assert not errors
    assert (wish.since, wish.until, wish.seats) == (time(10), time(12, 30), 2)


@pytest.mark.parametrize(
    ("query", "name", "sentence"),
    [
        ("from=12:00&until=10:00", "until", "The end must come after the start."),
        ("from=12:00&until=12:00", "until", "The end must come after the start."),
        ("until=00:00", "until", "The end must come after the start."),
        ("from=noon", "from", "Write the hour as 16:30."), ("until=25:00", "until", "Write the hour as 16:30."),
        ("from=%00", "from", "Write the hour as 16:30."),
        ("seats=0", "seats", "Ask for at least one place."), ("seats=-3", "seats", "Ask for at least one place."),
        ("seats=many", "seats", "Enter a whole number."),
        ("seats=501", "seats", "Ensure this value is less than or equal to 500."),
    ],
)  # fmt: skip
def test_hours_and_places_that_cannot_be_are_told(db, query, name, sentence):
    _wish, errors = wish_of(f"on=tomorrow&{query}")

    assert errors == {name: [sentence]}

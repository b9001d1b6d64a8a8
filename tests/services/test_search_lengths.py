"""A wish may say for how long: what is free for so much time, and can be had for it."""

from dataclasses import replace
from datetime import time

import pytest
from django.utils import timezone

from services import availability
from services.models import Offer
from services.search import Wish, search, with_next_start
from tests.cast import at
from tests.folding import each
from tests.services.test_search import titles, wish_of


@pytest.fixture
def several(make_offer):
    make_offer("An hour", max_minutes=60)
    make_offer("One to four hours", min_minutes=60, max_minutes=240, every_minutes=60)
    make_offer("Half hours", price="slice", slice_minutes=30, min_minutes=30, max_minutes=90, every_minutes=15)
    make_offer("A removal", kind="removal", min_minutes=60, max_minutes=480)


@each(
    ("minutes", "expected"),
    [
        (30, ["Half hours"]), (45, []), (60, ["Half hours", "One to four hours", "An hour"]), (90, ["Half hours"]),
        (120, ["One to four hours"]), (480, []),
    ],
)  # fmt: skip
def test_only_what_can_be_had_for_so_long_is_found(several, minutes, expected):
    assert titles(Wish(lasting=minutes)) == expected
    assert {offer.title for offer in Offer.objects.all() if minutes in offer.durations} - {"A removal"} == {*expected}


def test_on_a_day_the_whole_time_must_be_free(make_offer, booking):
    make_offer("From nine until six", max_minutes=480)  # but from ten until twelve somebody has it
    day = timezone.localdate(booking.starts_at)

    starts = {minutes: [found.next_start for found in search(Wish(on=day, lasting=minutes))] for minutes in (60, 360)}

    assert starts == {60: [at(9), at(9)], 360: [at(12)]}
    assert titles(Wish(on=day, lasting=480)) == []


@each(
    ("since", "until", "found"),
    [(10, 12, at(10)), (9, 12, at(9)), (None, 11, at(9)), (16, None, at(16)), (16, 18, at(16)), (17, 20, None)],
)
def test_what_lasts_so_long_ends_in_the_wished_hours(offer, since, until, found):
    wish = Wish(on=at(0).date(), since=since and time(since), until=until and time(until), lasting=120)

    assert [one.next_start for one in search(wish)] == [found] * bool(found)


def test_a_date_is_found_by_how_long_it_lasts(on, dinner):
    day = timezone.localdate(on(days=3).starts_at)

    for wish in (Wish(), Wish(on=day), Wish(seats=2), Wish(on=day, since=time(19), until=time(22))):
        assert titles(replace(wish, lasting=180)) == ["Dinner in the courtyard"]
        assert titles(replace(wish, lasting=120)) == []
    assert titles(Wish(on=day, until=time(21), lasting=120)) == []


def test_without_a_day_the_card_says_when_so_much_time_is_free_next(make_offer, worker):
    long = make_offer("From nine until six", max_minutes=480)
    for days in (0, 1):
        availability.hold(long, worker, at(10, days=days), at(12, days=days))

    [short], [whole] = (with_next_start([Offer.objects.get(pk=long.pk)], minutes) for minutes in (None, 480))

    assert short.next_start <= at(9, days=1)
    assert whole.next_start == at(9)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("lasting=14", "Choose from 15 minutes to 12 hours."), ("lasting=721", "Choose from 15 minutes to 12 hours."),
        ("lasting=long", "Enter a whole number."),
        ("lasting=180&from=10:00&until=12:00", "So much time does not fit between these hours."),
        ("lasting=90&until=01:00", "So much time does not fit between these hours."),
    ],
)  # fmt: skip
def test_a_length_that_cannot_be_is_told_and_left_out(db, query, sentence):
    wish, errors = wish_of(f"on=tomorrow&{query}")

    assert errors == {"lasting": [sentence]}
    assert wish.lasting is None


def test_the_address_names_a_length_that_just_fits(db):
    wish, errors = wish_of("on=tomorrow&from=10:00&until=12:00&lasting=120")

    assert not errors
    assert wish.lasting == 120

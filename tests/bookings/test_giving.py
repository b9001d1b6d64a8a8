"""Drop-offs of a wardrobe: what has come and waits, and its bag."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings import giving, lifecycle
from bookings.models import Booking
from marketplace.lives.engine import Actor
from marketplace.refusals import Refused
from services.models import Bag
from services.wardrobe import fate, households, intake
from tests.wardrobes import next_year


def test_what_has_come_waits_until_it_is_taken_in(brought, wardrobe, tomas):
    assert list(giving.waiting(wardrobe)) == [brought]

    bag = giving.take_in(brought, tomas, {"number": 4}, "key")

    assert (bag.life_id, bag.number, bag.wardrobe) == (brought.pk, 4, wardrobe)
    assert not giving.waiting(wardrobe).exists()


def test_what_nobody_takes_in_for_two_weeks_never_came(brought, wardrobe, now_is):
    now_is(timezone.now() + timedelta(days=15))

    assert not giving.waiting(wardrobe).exists()


def test_a_booking_brings_one_bag_however_often_it_is_sent(brought, tomas, amina):
    first = giving.take_in(brought, tomas, {"number": 4}, "one")

    assert giving.take_in(brought, amina, {"number": 9}, "other") == first
    assert Bag.objects.get().number == 4


def test_before_it_has_come_there_is_no_bag(drop_off, dora, slot, tomas):
    starts_at, ends_at = slot(hour=11, minutes=15)
    booking = lifecycle.ask(drop_off, Actor(dora), {"starts_at": starts_at, "ends_at": ends_at})

    assert giving.seen(booking) == giving.Gift()
    with pytest.raises(Refused, match="once it has come"):
        giving.take_in(booking, tomas, {}, "key")


def test_a_booking_that_brings_nothing_has_no_bag(confirmed, tomas):
    Booking.objects.filter(pk=confirmed.pk).update(status="under_way")
    confirmed.refresh_from_db()

    assert giving.seen(confirmed) is None
    with pytest.raises(Refused):
        giving.take_in(confirmed, tomas, {}, "key")


def test_who_works_elsewhere_takes_no_bag_in(brought, elena, dora):
    for outsider in (elena, dora):
        with pytest.raises(Refused):
            giving.take_in(brought, outsider, {}, "key")


def test_what_is_said_names_nobody_who_has_it(bag, wardrobe, tomas, amina, coat, nadia, brought, hung, choose):
    garment = intake.move(intake.take_in(wardrobe, tomas, {"type": coat, "size": "M"}, bag=bag), "hang", tomas)
    households.admit(wardrobe, amina, "means", next_year(), [nadia])
    choose(nadia, garment)

    assert nadia.given_name not in fate.told_of(bag)
    assert giving.seen(brought).said == "Of your 12 pieces 1 hangs on the rack and 11 are being sorted."

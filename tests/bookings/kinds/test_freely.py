"""Clothes put aside without a time, where the wardrobe lets one come by: until it closes, then the clock ends it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bookings import choosing
from bookings.models import Booking
from marketplace.lives.engine import CLOCK, Actor, steps_open, take
from marketplace.lives.tasks import take_due
from marketplace.refusals import Refused
from services.models import AccessRule
from services.models.garment import GIVEN, RACK, RESERVED
from services.wardrobe import access, households
from tests.cast import at
from tests.racing import at_once
from tests.wardrobes import LONG_AGO, next_year, points


@pytest.fixture
def comes(wardrobe):
    """comes("free") says how one comes there, from long ago on."""
    return lambda how: AccessRule.objects.create(wardrobe=wardrobe, how=how, valid_from=LONG_AGO)


@pytest.fixture
def noon(now_is):
    """It is noon: the fitting room is open from 9 to 18."""
    now_is(at(12, days=1))


@pytest.fixture
def hat(kind_of):
    return kind_of("hat", points=5)


@pytest.fixture
def joy(person, wardrobe, amina):
    """She has a card as well."""
    user = person("Joy")
    households.admit(wardrobe, amina, "means", next_year(), [user])
    return user


def chosen(wardrobe, user, garment) -> Booking:
    return choosing.choose(wardrobe, Actor(user), garment.label)


def test_without_a_rule_one_needs_a_time(noon, wardrobe, household, nadia, hung, coat):
    booking = chosen(wardrobe, nadia, hung(coat))

    assert booking.status == "chosen"
    assert "come_by" not in steps_open(booking, Actor(nadia))


def test_where_one_comes_freely_it_is_put_aside_until_closing(noon, comes, wardrobe, household, nadia, hung, coat):
    comes("free")
    garment, before = hung(coat), points(household)

    booking = chosen(wardrobe, nadia, garment)

    garment.refresh_from_db()
    assert (booking.status, booking.answer_by, garment.status) == ("kept", at(18, days=0), RESERVED)
    assert points(household) == before - 30
    assert "book" not in steps_open(booking, Actor(nadia))
    assert not booking.holds.exists()


def test_the_clock_hangs_it_back_when_the_wardrobe_closes(noon, comes, wardrobe, household, nadia, hung, coat, now_is):
    comes("free")
    garment, before = hung(coat), points(household)
    booking = chosen(wardrobe, nadia, garment)

    now_is(at(18, days=0) + timedelta(minutes=1))
    take_due()

    garment.refresh_from_db()
    booking.refresh_from_db()
    assert (booking.status, garment.status, points(household)) == ("expired", RACK, before)


def test_shortly_before_it_closes_it_waits_for_the_next_day(comes, wardrobe, household, nadia, hung, coat, now_is):
    comes("free")
    now_is(at(17, days=1) + timedelta(minutes=45))

    assert chosen(wardrobe, nadia, hung(coat)).answer_by == at(18, days=1)


def test_one_more_joins_and_one_is_left(noon, comes, wardrobe, household, nadia, hung, hat):
    comes("free")
    first = chosen(wardrobe, nadia, hung(hat))

    second = chosen(wardrobe, nadia, hung(hat))
    take(second, "leave_kept", Actor(nadia), {"piece": first.pieces.first().pk})

    assert first.pk == second.pk
    assert first.pieces.aside().count() == 1


def test_whoever_comes_is_handed_what_fits(noon, comes, wardrobe, household, nadia, tomas, hung, coat):
    comes("free")
    garment = hung(coat)
    booking = chosen(wardrobe, nadia, garment)

    take(booking, "hand_over_now", Actor(tomas), {"taken": [booking.pieces.get().pk]})

    garment.refresh_from_db()
    assert garment.status == GIVEN


def test_as_one_likes_one_books_a_time_or_comes_by(noon, comes, wardrobe, household, nadia, hung, coat):
    comes("either")
    booking = chosen(wardrobe, nadia, hung(coat))
    assert {"book", "come_by"} <= set(steps_open(booking, Actor(nadia)))

    booking = take(booking, "come_by", Actor(nadia))

    assert (booking.status, booking.answer_by) == ("kept", at(18, days=0))


def test_what_was_put_aside_keeps_its_way_when_the_rule_ends(noon, comes, wardrobe, household, nadia, hung, hat):
    rule = comes("free")
    booking = chosen(wardrobe, nadia, hung(hat))

    AccessRule.objects.filter(pk=rule.pk).delete()

    assert chosen(wardrobe, nadia, hung(hat)).pk == booking.pk
    assert take(booking, "let_go", Actor(nadia)).status == "cancelled"


def test_nobody_comes_by_where_a_time_is_needed_by_now(noon, comes, wardrobe, household, nadia, hung, coat):
    rule = comes("either")
    booking = chosen(wardrobe, nadia, hung(coat))
    AccessRule.objects.filter(pk=rule.pk).delete()

    with pytest.raises(Refused):
        take(booking, "come_by", Actor(nadia))


def test_a_stranger_neither_comes_by_nor_leaves_it(noon, comes, wardrobe, household, nadia, dora, hung, coat):
    comes("free")
    booking = chosen(wardrobe, nadia, hung(coat))

    assert steps_open(booking, Actor(dora)) == {}
    with pytest.raises(Refused):
        take(booking, "let_go", Actor(dora))


def test_the_clock_alone_closes(noon, comes, wardrobe, household, nadia, hung, coat):
    comes("free")
    booking = chosen(wardrobe, nadia, hung(coat))

    assert "close_for_the_day" not in steps_open(booking, Actor(nadia))
    assert take(booking, "close_for_the_day", CLOCK).status == "expired"


def test_the_database_lets_one_way_be_true_at_a_time(comes, wardrobe):
    comes("free")

    with pytest.raises(IntegrityError), transaction.atomic():
        comes("either")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRule.objects.filter(wardrobe=wardrobe).update(how="by night")


def test_without_hours_it_waits_as_long_as_with_a_time(comes, wardrobe, household, nadia, hung, coat, fitting_room):
    comes("free")
    fitting_room.open_spans.all().delete()

    booking = chosen(wardrobe, nadia, hung(coat))

    assert timedelta(hours=47) < booking.answer_by - timezone.now() <= timedelta(hours=48)
    assert access.closes_at(wardrobe, timezone.now()) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_put_the_last_coat_aside_freely_one_gets_it(comes, wardrobe, household, nadia, joy, hung, coat):
    comes("free")
    garment = hung(coat)

    results = at_once(lambda: chosen(wardrobe, nadia, garment), lambda: chosen(wardrobe, joy, garment))

    assert sorted(type(result).__name__ for result in results) == ["Booking", "ValidationError"]

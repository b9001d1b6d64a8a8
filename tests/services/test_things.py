"""Things as the desk enters them, and what people and things are good for."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError

from marketplace.refusals import Refused
from services import availability, hours, things
from services.models import Resource, Skill
from tests.cast import at
from tests.folding import each

pytestmark = pytest.mark.django_db


@pytest.fixture
def van():
    return Skill.objects.create(slug="van", name={"en": "van", "it": "furgone"})


@pytest.fixture
def bench(biagio, elena) -> Resource:
    """Three places, open all day."""
    bench = things.enter(biagio, elena, {"name": "Bench", "lanes": 3})
    hours.add_weekly(bench, elena, range(7), time(9), time(18))
    return bench


def test_a_thing_has_a_name_places_and_what_it_is_for(biagio, elena, van):
    thing = things.enter(biagio, elena, {"name": " Ducato\0 ", "lanes": 1, "skills": [van]})

    assert (thing.name, thing.user, list(thing.skills.all())) == ("Ducato", None, [van])


@each(
    ("fields", "wrong"),
    [({"name": " "}, "name"), ({"name": "x" * 81}, "name"), ({"name": "Van", "lanes": 0}, "lanes"),
     ({"name": "Van", "lanes": 101}, "lanes"), ({"name": "Van", "lanes": True}, "lanes")],
)  # fmt: skip
def test_what_cannot_be_is_named(biagio, elena, fields, wrong):
    with pytest.raises(ValidationError) as error:
        things.enter(biagio, elena, fields)

    assert wrong in error.value.message_dict


def test_only_the_desk_enters_and_changes(biagio, bench, dora, samira):
    for stranger in (dora, samira):
        with pytest.raises(Refused):
            things.enter(biagio, stranger, {"name": "Van"})
        with pytest.raises(Refused):
            things.change(bench, stranger, {"lanes": 1})


def test_somebody_learns_a_skill_but_stays_one_person(worker, elena, van):
    things.change(worker, elena, {"skills": [van]})

    assert list(worker.skills.all()) == [van]
    with pytest.raises(ValidationError, match="one place at a time"):
        things.change(worker, elena, {"lanes": 2})
    with pytest.raises(ValidationError, match="role"):
        things.change(worker, elena, {"active": False})


def test_fewer_places_than_are_held_are_refused_with_the_bookings_named(bench, elena, booking):
    for _each in range(2):
        availability.hold(booking, bench, at(10), at(12))

    with pytest.raises(ValidationError, match="Babysitter at your home"):
        things.change(bench, elena, {"lanes": 1})

    bench.refresh_from_db()
    assert bench.lanes == 3


def test_what_sits_on_a_place_that_goes_moves_to_one_that_stays(bench, elena, booking):
    availability.hold(booking, bench, at(10), at(12))
    availability.hold(booking, bench, at(11), at(13))

    things.change(bench, elena, {"lanes": 2})

    booking.holds.filter(resource=bench, lane=0).update(active=False)
    things.change(bench, elena, {"lanes": 1})
    assert [hold.lane for hold in bench.holds.filter(active=True)] == [0]


def test_what_is_out_of_use_is_not_free_and_comes_back(offer, bench, elena):
    offer.resources.set([bench])
    start, end = at(10), at(10) + timedelta(hours=1)

    things.change(bench, elena, {"active": False})
    assert not availability.free_for(type(offer).objects.get(pk=offer.pk), start, end)

    things.change(bench, elena, {"active": True})
    assert availability.free_for(type(offer).objects.get(pk=offer.pk), start, end) == [bench]

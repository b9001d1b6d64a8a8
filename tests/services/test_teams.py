"""Offers that need several people, a van, a bench with places, or a paper that somebody has shown."""

import random
from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from bookings import lifecycle
from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Credential, CredentialKind
from services import availability
from services.models import Hold, Need, Resource, Skill, WeeklyHours
from tests.cast import ROME, at
from tests.folding import each

pytestmark = pytest.mark.django_db


@pytest.fixture
def skill():
    return lambda slug: Skill.objects.get_or_create(slug=slug, defaults={"name": {"en": slug}})[0]


@pytest.fixture
def somebody(biagio, person, skill):
    """somebody("Ileana", "carry", "drive"): works every day from nine to six. A van has no user."""

    def make(name, *skills, lanes=1, thing=False):
        user = None if thing else person(name)
        resource = Resource.objects.create(organisation=biagio, user=user, name=name, lanes=lanes)
        resource.skills.set([skill(slug) for slug in skills])
        for weekday in range(7):
            WeeklyHours.objects.create(resource=resource, weekday=weekday, opens=time(9), closes=time(18))
        availability.write_out(resource)
        return resource

    return make


@pytest.fixture
def removal(offer, skill, somebody):
    """Two who carry, one who drives, a van; three people and a van who can."""
    offer.resources.set(
        [
            somebody("Ada", "carry", "drive"),
            somebody("Bea", "carry"),
            somebody("Ciro", "carry"),
            somebody("Van", "van", thing=True),
        ]
    )
    for slug, number in {"carry": 2, "drive": 1, "van": 1}.items():
        Need.objects.create(offer=offer, skill=skill(slug), number=number)
    return type(offer).objects.get(pk=offer.pk)


def ask(offer, customer, start, hours=2, **more):
    wishes = {"starts_at": start, "ends_at": start + timedelta(hours=hours), "address": "via Cecchi 18", "ages": "3"}
    return lifecycle.ask(offer, Actor(customer), wishes | more)


def starts(offer, days=2, **more):
    day = at(10, days=days).astimezone(ROME).date()
    return [time.starts_at for time in availability.times(offer, day, 1, 120, **more)[0].times]


def test_a_team_is_taken_whole_with_its_van(removal, nadia):
    booking = ask(removal, nadia, at(10))

    assert {one.name for one in booking.crew.all()} == {"Ada", "Bea", "Ciro", "Van"}
    assert booking.holds.filter(active=True).count() == 4
    assert booking.worker.user


def test_where_one_of_the_team_is_away_the_time_is_not_free(removal, nadia):
    ciro = Resource.objects.get(name="Ciro")
    life = ask(removal, nadia, at(10, days=3))
    assert availability.hold(life, ciro, at(10), at(12))

    assert at(10) not in starts(removal)
    assert at(12) in starts(removal)
    with pytest.raises(ValidationError):
        ask(removal, nadia, at(10))
    assert Hold.objects.filter(active=True, period__contains=at(10)).count() == 1


def test_nobody_fills_two_places_of_one_team(removal, nadia, skill):
    """Ada carries and drives: without Ciro two who carry and one who drives are two people."""
    Resource.objects.filter(name="Ciro").update(active=False)

    assert starts(type(removal).objects.get(pk=removal.pk)) == []
    assert availability.next_free([removal]) == {}


def test_all_give_their_time_back_when_it_is_cancelled(removal, nadia):
    booking = ask(removal, nadia, at(10))

    take(booking, "withdraw", Actor(nadia))

    assert not booking.holds.filter(active=True).exists()
    assert at(10) in starts(removal)


def test_everybody_of_the_crew_sees_the_booking_and_nobody_else_who_works(removal, nadia, somebody):
    booking = ask(removal, nadia, at(10))
    stranger = somebody("Dino", "carry")

    for name in ("Ada", "Bea", "Ciro"):
        assert booking in Booking.objects.visible_to(Resource.objects.get(name=name).user)
    assert booking not in Booking.objects.visible_to(stranger.user)


@each("seed", range(6))
def test_the_database_and_the_offers_page_agree_on_when_a_team_is_free(removal, booking, seed):
    chance = random.Random(seed)
    people = list(removal.resources.all())
    for _number in range(chance.randrange(8, 25)):
        begin = at(9, days=chance.randrange(1, 4)) + timedelta(minutes=30 * chance.randrange(18))
        availability.hold(booking, chance.choice(people), begin, begin + timedelta(hours=chance.randrange(1, 6)))

    offer = type(removal).objects.get(pk=removal.pk)
    days = availability.times(offer, timezone.localdate(timezone=ROME), offer.horizon_days + 1, offer.min_minutes)
    first = next((time.starts_at for day in days for time in day.times), None)

    assert availability.next_free([offer]).get(offer.pk) == first


# --- places ---------------------------------------------------------------------------------------------------------


def test_a_bench_with_three_places_is_full_after_three(offer, somebody, nadia, elena, dora):
    bench = somebody("Bench", lanes=3, thing=True)
    offer.resources.set([bench])

    for customer in (nadia, elena, dora):
        ask(offer, customer, at(10))

    assert at(10) not in starts(offer)
    assert at(12) in starts(offer)
    with pytest.raises(ValidationError):
        ask(offer, nadia, at(11))
    assert sorted(Hold.objects.values_list("lane", flat=True)) == [0, 1, 2]


def test_four_places_are_not_found_where_three_are(offer, somebody):
    offer.resources.set([somebody("Bench", lanes=3, thing=True)])

    assert at(10) in starts(offer, seats=3)
    assert starts(offer, seats=4) == []


def test_a_hold_without_an_end_keeps_the_bench_until_it_is_released(offer, somebody, booking):
    bicycle = somebody("Bicycle", thing=True)
    offer.resources.set([bicycle])

    assert availability.hold(booking, bicycle, timezone.now(), None)
    assert starts(offer, days=2) == []
    assert starts(offer, days=20) == []
    assert availability.next_free([offer]) == {}
    assert not availability.hold(booking, bicycle, at(10, days=60), at(12, days=60))

    Hold.objects.filter(resource=bicycle).update(active=False)
    assert at(10) in starts(offer, days=2)


def test_what_is_held_for_months_is_seen_in_the_middle(offer, somebody, booking):
    bicycle = somebody("Bicycle", thing=True)
    offer.resources.set([bicycle])
    availability.hold(booking, bicycle, timezone.now() - timedelta(days=80), timezone.now() + timedelta(days=10))

    assert starts(offer, days=5) == []
    assert at(10, days=12) in starts(offer, days=12)


# --- credentials ----------------------------------------------------------------------------------------------------


def test_whose_paper_ends_is_free_until_its_last_day_and_not_after(offer, worker, biagio, elena):
    minors = CredentialKind.objects.create(slug="minors", name={"en": "Work with children"})
    offer.credentials.add(minors)
    assert starts(offer) == []

    day = at(10).astimezone(ROME).date()
    Credential.objects.create(
        user=worker.user, kind=minors, organisation=biagio, seen_by=elena, valid_from=day, valid_until=day
    )

    assert at(10) in starts(offer, days=2)
    assert starts(offer, days=1) == []
    assert starts(offer, days=3) == []
    assert availability.next_free([offer])[offer.pk].astimezone(ROME).date() == day


def test_every_paper_that_is_asked_for_is_needed(offer, worker, biagio, elena):
    kinds = [CredentialKind.objects.create(slug=slug, name={"en": slug}) for slug in ("minors", "first-aid")]
    offer.credentials.set(kinds)
    day = at(10).astimezone(ROME).date()
    for kind, days in zip(kinds, (0, 1), strict=True):
        Credential.objects.create(
            user=worker.user, kind=kind, organisation=biagio, seen_by=elena,
            valid_from=day + timedelta(days=days), valid_until=day + timedelta(days=5),
        )  # fmt: skip

    assert starts(offer, days=2) == []
    assert at(10, days=3) in starts(offer, days=3)


# --- choosing a team --------------------------------------------------------------------------------------------------


@given(
    able=st.lists(st.sets(st.integers(0, 3), max_size=3), max_size=6),
    wanted=st.lists(st.integers(0, 3), min_size=1, max_size=4),
)
def test_a_team_is_found_whenever_there_is_one_and_keeps_the_first(able, wanted):
    """Held against trying everything out."""
    people = [Fake(pk, skills) for pk, skills in enumerate(able)]
    slots = [FakeSkill(pk) for pk in wanted]

    crew = availability.team(slots, people)

    assert len({one.pk for one in crew}) == len(crew)
    assert len(crew) == most(wanted, able)
    if any(set(wanted) & skills for skills in able):
        first = next(one for one in people if set(wanted) & one.of)
        assert first in crew


def most(wanted, able, used=frozenset()):
    if not wanted:
        return 0
    without = most(wanted[1:], able, used)
    with_one = [
        1 + most(wanted[1:], able, used | {pk})
        for pk, skills in enumerate(able)
        if pk not in used and wanted[0] in skills
    ]
    return max([without, *with_one])


class FakeSkill:
    def __init__(self, pk):
        self.pk = pk


class Fake:
    """A resource whose skills are known already."""

    def __init__(self, pk, skills):
        self.pk, self.of = pk, skills
        self.skills = self

    def all(self):
        return [FakeSkill(pk) for pk in self.of]

"""Why a time is not offered: every rule that closes it is named, and none where it is open."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings import lifecycle
from marketplace.lives.engine import Actor
from marketplace.organisations.models import Credential, CredentialKind
from services import availability, hours, things
from services.availability.why import why
from services.models import ClosedDay, Need, Offer, Resource, Skill, WeeklyHours
from tests.cast import ROME, at

pytestmark = pytest.mark.django_db


def fresh(offer):
    return Offer.objects.get(pk=offer.pk)


def texts(answer, name="Samira"):
    """The rules, and what stands in the way of one of the pool."""
    return [one.text for one in answer.rules], [
        reason.text for resource, reasons in answer.each for reason in reasons if resource.name == name
    ]


def asked(offer, start, minutes=60, **more):
    return texts(why(fresh(offer), start, minutes, **more))


def test_an_open_time_has_no_reason(offer):
    assert asked(offer, at(10)) == ([], [])


def test_what_closes_it_for_everybody_is_named(make_offer):
    offer = make_offer(status="withdrawn", notice_minutes=60 * 24 * 7, horizon_days=1, every_minutes=60)

    rules, _hers = asked(offer, at(10, 10), 61)

    for words in ("not published", "too soon", "No start", "length"):
        assert any(words in rule for rule in rules), (words, rules)
    assert any("past" in rule for rule in asked(offer, at(10, days=-1))[0])
    assert any("too far ahead" in rule for rule in asked(offer, at(10, days=9))[0])


def test_hours_are_named_with_what_they_are(offer, worker, elena):
    hours.remove_weekly(worker, elena, worker.weekly_hours.get(weekday=at(0, days=3).weekday()).pk)
    hours.add_exception(worker, elena, at(0, days=4).date(), reason="Course")
    ClosedDay.objects.create(date=at(0, days=5).date(), name={"en": "San Giovanni"})
    availability.write_out(worker)

    assert "Outside the hours: 9:00" in asked(offer, at(20))[1][0]
    assert asked(offer, at(10, days=3))[1][0].startswith("No hours on")
    assert asked(offer, at(10, days=4))[1][0].endswith("closed, Course.")
    assert "San Giovanni" in asked(offer, at(10, days=5))[1][0]
    assert asked(offer, at(10, days=5))[0] == ["Nobody is free."]


def test_what_is_kept_free_may_be_what_does_not_fit(make_offer):
    offer = make_offer(buffer_before=60)

    assert asked(offer, at(9))[1] == ["What is kept free before and after does not fit into the hours."]


def test_what_takes_it_is_named_to_those_who_may_see_it(make_offer, nadia, elena, dora, wishes):
    offer = make_offer(buffer_after=60)
    booking = lifecycle.ask(offer, Actor(nadia), wishes())

    assert asked(offer, at(10), reader=elena)[1] == [f"Taken: {booking.title}."]
    assert asked(offer, at(12), reader=elena)[1] == [f"Too close to what is next to it: {booking.title}."]
    assert asked(offer, at(10), reader=dora)[1] == ["Taken: something else."]


def test_a_paper_that_ends_and_one_that_was_never_shown_are_named(offer, worker, elena):
    paper = CredentialKind.objects.create(slug="minors", name={"en": "Check"})
    offer.credentials.add(paper)
    assert asked(offer, at(10))[1] == ["Check: not shown for this day."]

    begin, end = at(0, days=-9).date(), at(0, days=1).date()
    Credential.objects.create(
        user=worker.user, kind=paper, organisation=offer.organisation, valid_from=begin, valid_until=end, seen_by=elena
    )

    assert "Check: ended on" in asked(offer, at(10))[1][0]
    assert asked(offer, at(16, days=1))[1] == []


def test_a_paper_that_another_body_saw_does_not_count_here(offer, worker, elena, city):
    paper = CredentialKind.objects.create(slug="minors", name={"en": "Check"})
    offer.credentials.add(paper)
    today = at(0, days=0).date()
    Credential.objects.create(
        user=worker.user, kind=paper, organisation=city, valid_from=today, valid_until=today + timedelta(days=99),
        seen_by=elena,
    )  # fmt: skip

    assert asked(offer, at(10))[1] == ["Check: not shown for this day."]
    assert not availability.free_for(fresh(offer), at(10), at(11))


def test_too_few_of_a_skill_and_too_few_together_are_told_apart(offer, biagio, elena, worker):
    carry, drive = (Skill.objects.create(slug=slug, name={"en": slug}) for slug in ("carry", "drive"))
    Need.objects.create(offer=offer, skill=carry, number=1)
    Need.objects.create(offer=offer, skill=drive, number=1)
    things.change(worker, elena, {"skills": [carry]})
    assert asked(offer, at(10))[0] == ["Drive: 1 needed, 0 free."]

    things.change(worker, elena, {"skills": [carry, drive]})
    assert asked(offer, at(10))[0] == ["Those who are free cannot fill all places."]


def test_what_is_out_of_use_or_too_small_is_named(offer, biagio, elena):
    bench = things.enter(biagio, elena, {"name": "Bench", "lanes": 2})
    hours.add_weekly(bench, elena, range(7), time(9), time(18))
    offer.resources.set([bench])

    assert texts(why(fresh(offer), at(10), 60, seats=3), "Bench")[1] == ["It carries 2 at the same time."]
    things.change(bench, elena, {"active": False})
    assert texts(why(fresh(offer), at(10), 60), "Bench")[1] == ["Out of use."]


def test_the_number_of_queries_does_not_grow(offer, biagio, elena, django_assert_max_num_queries):
    for number in range(8):
        other = things.enter(biagio, elena, {"name": f"Van {number}"})
        hours.add_weekly(other, elena, range(7), time(9), time(18))
        offer.resources.add(other)

    with django_assert_max_num_queries(16):
        why(fresh(offer), at(10), 60, reader=elena)


CLOCK = st.tuples(st.integers(6, 20), st.sampled_from([0, 30]))


@given(
    plans=st.lists(st.lists(st.tuples(st.integers(6, 19), st.integers(1, 8)), max_size=2), min_size=1, max_size=3),
    held=st.lists(st.tuples(st.integers(0, 2), st.integers(6, 20), st.integers(1, 4)), max_size=5),
    needed=st.integers(0, 2), buffers=st.sampled_from([(0, 0), (30, 0), (0, 45)]), seats=st.integers(1, 2),
    minutes=st.sampled_from([60, 90, 240]), notice=st.sampled_from([60, 60 * 60]), first=st.integers(0, 2),
)  # fmt: skip
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_start_is_closed_exactly_when_a_reason_is_named(
    make_offer, biagio, booking, plans, held, needed, buffers, seats, minutes, notice, first
):
    """Each day of a third of its starts: another day tells more than the next half hour of the same."""
    offer = make_offer(
        notice_minutes=notice, buffer_before=buffers[0], buffer_after=buffers[1], max_minutes=240, horizon_days=3
    )
    day = at(0, days=2).date()
    pool = [calendar(biagio, day, plan, lanes=1 + number % 2) for number, plan in enumerate(plans)]
    offer.resources.set(pool)
    need(offer, pool, needed)
    for which, hour, length in held:
        availability.hold(booking, pool[which % len(pool)], at(hour), at(hour) + timedelta(hours=length))

    listed = {time.starts_at for time in availability.times(fresh(offer), day, 1, minutes, seats)[0].times}
    for start in grid(day, offer.every_minutes)[first::3]:
        answer = why(fresh(offer), start, minutes, seats)
        assert (start in listed) == (not answer.rules), (start, answer)


def calendar(biagio, day: date, plan, lanes: int) -> Resource:
    resource = Resource.objects.create(organisation=biagio, name="x", lanes=lanes)
    for opens, length in dict(plan).items():
        WeeklyHours.objects.create(
            resource=resource, weekday=day.weekday(), opens=time(opens), closes=time(min(23, opens + length))
        )
    availability.write_out(resource)
    return resource


def need(offer, pool, number: int) -> None:
    skill = Skill.objects.get_or_create(slug="carry", defaults={"name": {"en": "carry"}})[0]
    for resource in pool[:2]:
        resource.skills.add(skill)
    if number:
        Need.objects.create(offer=offer, skill=skill, number=number)


def grid(day: date, every: int) -> list[datetime]:
    begin = datetime.combine(day, time(5), ROME)
    return [begin + timedelta(minutes=every * n) for n in range(0, 17 * 60 // every, 2)]

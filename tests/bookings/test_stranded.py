"""What an edit strands is found, for the desk alone, until somebody looked at it."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from bookings import lifecycle, stranded
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Credential, CredentialKind, Membership
from marketplace.refusals import Refused
from services import availability, hours, occasions, team, things
from services.models import ClosedDay, Hold
from tests.cast import at

pytestmark = pytest.mark.django_db


def reasons(organisation, resource=None):
    found = stranded.at_desk(organisation, resource)
    return {one.booking.pk: [(who.name, str(why)) for who, why in one.each] for one in found}


def test_what_is_within_its_hours_is_not_stranded(booking, biagio):
    assert reasons(biagio) == {}
    assert stranded.number_at_desk(biagio) == 0


def test_a_day_off_strands_what_is_booked_on_it(booking, biagio, worker, elena):
    hours.add_exception(worker, elena, at(0).date())

    assert reasons(biagio) == {booking.pk: [("Samira", "closed")]}
    assert stranded.number_at_desk(biagio) == 1

    hours.remove_exception(worker, elena, worker.exceptions.get().pk)
    assert reasons(biagio) == {}


def test_shorter_hours_and_a_closed_day_strand_too(booking, biagio, worker, elena):
    hours.add_exception(worker, elena, at(0).date(), opens=time(11), closes=time(18))
    assert list(reasons(biagio)) == [booking.pk]

    worker.exceptions.all().delete()
    ClosedDay.objects.create(date=at(0).date(), name={"en": "San Giovanni"})
    availability.write_out(worker)
    assert list(reasons(biagio)) == [booking.pk]


def test_who_leaves_and_what_is_out_of_use_strand(booking, biagio, worker, elena, samira):
    van = things.enter(biagio, elena, {"name": "Van"})
    hours.add_weekly(van, elena, range(7), time(9), time(18))
    availability.hold(booking, van, at(10), at(12))

    things.change(van, elena, {"active": False})
    assert reasons(biagio) == {booking.pk: [("Van", "left")]}

    team.end(Membership.objects.get(user=samira), elena)
    assert reasons(biagio) == {booking.pk: [("Samira", "left"), ("Van", "left")]}
    assert reasons(biagio, van) == {booking.pk: [("Van", "left")]}


def test_a_paper_that_ends_before_the_day_strands(offer, nadia, elena, biagio, worker, wishes):
    paper = CredentialKind.objects.create(slug="minors", name={"en": "Check"})
    today = timezone.localdate()
    shown = Credential.objects.create(
        user=worker.user, kind=paper, organisation=biagio, valid_from=today, valid_until=today + timedelta(9),
        seen_by=elena,
    )  # fmt: skip
    offer.credentials.add(paper)
    booking = lifecycle.ask(offer, Actor(nadia), wishes())
    assert reasons(biagio) == {}

    Credential.objects.filter(pk=shown.pk).update(valid_until=today)

    assert reasons(biagio) == {booking.pk: [("Samira", "paper")]}


def test_what_was_called_off_or_is_over_is_not_stranded(confirmed, biagio, worker, elena, now_is):
    hours.add_exception(worker, elena, at(0).date())

    now_is(confirmed.ends_at)
    assert reasons(biagio) == {}


def test_what_was_called_off_is_not_stranded(confirmed, biagio, worker, elena):
    hours.add_exception(worker, elena, at(0).date())

    take(confirmed, "call_off", Actor(elena), {"reason": "Samira is ill"})

    assert reasons(biagio) == {}


def test_what_lasts_for_days_goes_through_the_night(booking, biagio):
    Hold.objects.filter(life=booking).update(period=(at(10), at(10, days=5)))

    assert reasons(biagio) == {}


def test_what_lasts_for_days_is_stranded_when_it_is_out_of_use(booking, biagio, elena):
    bicycle = things.enter(biagio, elena, {"name": "Bicycle"})
    availability.hold(booking, bicycle, at(10), at(10, days=5))
    assert reasons(biagio) == {}

    things.change(bicycle, elena, {"active": False})

    assert reasons(biagio) == {booking.pk: [("Bicycle", "left")]}


def test_what_the_desk_keeps_is_not_listed_again_until_it_moves(booking, biagio, worker, elena):
    hours.add_exception(worker, elena, at(0).date(), at(0, days=3).date())

    stranded.keep(booking, Actor(elena))
    stranded.keep(booking, Actor(elena))
    assert reasons(biagio) == {}
    assert booking.kept.get().by == elena

    Hold.objects.filter(life=booking).update(period=(at(14), at(16)))
    assert list(reasons(biagio)) == [booking.pk]


def test_only_the_desk_keeps(booking, worker, nadia, dora, samira, elena):
    hours.add_exception(worker, elena, at(0).date())

    for stranger in (nadia, dora, samira):
        with pytest.raises(Refused):
            stranded.keep(booking, Actor(stranger))


def test_another_body_sees_none(booking, worker, elena, city):
    hours.add_exception(worker, elena, at(0).date())

    assert reasons(city) == {}


def test_the_number_of_queries_does_not_grow(
    offer, person, elena, biagio, worker, wishes, slot, django_assert_max_num_queries
):
    for day in range(2, 6):
        start, end = slot(days=day)
        lifecycle.ask(offer, Actor(person(f"Nora{day}")), wishes(starts_at=start, ends_at=end))
    hours.add_exception(worker, elena, at(0).date(), at(0, days=9).date())

    with django_assert_max_num_queries(12):
        assert len(stranded.at_desk(biagio)) == 4


def unled(organisation, resource=None):
    return [(one.occasion.pk, one.sentences) for one in stranded.dates_at_desk(organisation, resource)]


def test_a_day_off_of_who_leads_a_course_strands_it_once_although_its_evenings_are_no_hours(on, biagio, worker, elena):
    course = on(sessions=2, leaders=[worker])
    assert unled(biagio) == []

    for session in course.sessions.all():
        hours.add_exception(worker, elena, timezone.localdate(session.starts_at, course.tz))

    assert unled(biagio) == unled(biagio, worker) == [(course.pk, ["Samira: does not work at this time"])]
    assert (stranded.number_of_dates(biagio), reasons(biagio)) == (1, {})

    occasions.change(course, Actor(elena), occasions.spans_of(course), course.seats, [])
    assert unled(biagio) == []


def test_a_date_is_stranded_when_who_leads_it_leaves_but_not_once_it_is_called_off(
    on, biagio, worker, elena, samira, city
):
    date = on(leaders=[worker])

    team.end(Membership.objects.get(user=samira), elena)
    assert unled(biagio) == [(date.pk, ["Samira: not here any more, or out of use"])]
    assert unled(city) == []

    occasions.call_off(date, Actor(elena), "Nobody leads it")
    assert unled(biagio) == []


def test_a_date_that_the_desk_keeps_is_not_listed_again_until_it_moves(on, biagio, worker, elena, nadia, samira):
    course = on(sessions=2, leaders=[worker])
    for session in course.sessions.all():
        hours.add_exception(worker, elena, timezone.localdate(session.starts_at, course.tz))
    for stranger in (nadia, samira):
        with pytest.raises(Refused):
            stranded.keep_date(course, Actor(stranger))

    stranded.keep_date(course, Actor(elena))
    stranded.keep_date(course, Actor(elena))

    assert (unled(biagio), stranded.number_of_dates(biagio)) == ([], 0)
    assert {kept.by for kept in course.kept.all()} == {elena}
    later = [(start + timedelta(hours=1), end + timedelta(hours=1)) for start, end in occasions.spans_of(course)]
    occasions.change(course, Actor(elena), later, course.seats, [worker])
    assert unled(biagio) == [(course.pk, ["Samira: does not work at this time"])]

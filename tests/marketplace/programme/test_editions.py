"""Editions: prepared of what happened before today, told in steps, published for good."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.places.models import Area
from marketplace.programme import counting, editions, indicators, results
from marketplace.programme.models import Edition, Involved, Project, Told
from marketplace.programme.tasks import every_night
from marketplace.refusals import Refused
from tests.results import take_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(now_is):
    """later(2): two days have passed."""
    return lambda days: now_is(timezone.now() + timedelta(days=days))


@pytest.fixture
def lingotto(db):
    return Area.objects.create(code="C8-lingotto", name="Lingotto", centre_lat=45.03, centre_lon=7.66)


def numbers(name="bookings"):
    return {(row.by, row.line): row.amount for row in Told.objects.filter(indicator=name, edition=results.last())}


def test_what_five_people_had_done_is_told_in_every_way(project, done, published, aurora):
    done(5)

    published()

    keys = {("whole", 0), ("project", project.pk), ("area", aurora.pk)}
    assert numbers() == numbers("people") == dict.fromkeys(keys, 5)
    assert numbers("hours") == dict.fromkeys(keys, 600)


def test_what_four_people_had_done_is_not_told(project, done):
    done(4)

    assert editions.prepare() is None
    assert not Told.objects.exists()


def test_people_are_counted_and_not_bookings(project, done, nadia, published):
    done(6, who=nadia)
    assert editions.prepare() is None

    done(5)
    published()

    assert numbers()["whole", 0] == 11
    assert numbers("people")["whole", 0] == 6


def test_what_happens_today_is_told_tomorrow(project, done, published, now_is):
    now_is(editions.midnight() + timedelta(hours=30))
    done(5, days=0)
    assert editions.prepare() is None

    now_is(timezone.now() + timedelta(days=1))
    published()

    assert numbers()["whole", 0] == 5


def test_one_more_moves_nothing_until_there_are_five(project, done, published, later):
    done(5)
    published()
    later(2)
    done(4)

    assert editions.prepare() is None

    done(1)
    published()
    assert numbers()["whole", 0] == 10


def test_a_small_neighbourhood_waits_together_with_others(project, done, published, aurora, lingotto):
    done(7)
    done(3, area=lingotto)
    done(2, area=None)

    published()

    assert numbers() == {("whole", 0): 12, ("project", project.pk): 12, ("area", aurora.pk): 7}


def test_where_one_would_be_found_by_taking_away_nothing_is_told_alone(project, done, published, lingotto):
    done(7)
    done(3, area=lingotto)

    published()

    assert numbers() == {("whole", 0): 10, ("project", project.pk): 10}


def test_what_waited_is_told_when_there_is_enough(project, done, published, later, aurora, lingotto):
    done(6)
    done(3, area=lingotto)
    done(5, area=None)
    published()
    later(2)
    done(2, area=lingotto)
    done(5, area=None)

    published()

    assert numbers()["area", lingotto.pk] == 5
    assert numbers()["area", aurora.pk] == 6


def test_what_was_told_stays_even_if_rows_go(project, done, published, later):
    gone = done(5)
    first = published()
    told = set(first.told.values_list("indicator", "by", "line", "amount"))
    later(2)
    type(gone[0]).objects.filter(pk=gone[0].pk).update(status="settled")
    done(5)

    published()

    assert numbers()["whole", 0] == 10
    assert set(first.told.values_list("indicator", "by", "line", "amount")) == told


def test_what_a_body_without_a_project_does_is_not_counted(project, done):
    done(9)
    Involved.objects.all().update(counts=False)

    assert editions.prepare() is None


def test_what_was_done_before_a_body_took_part_is_not_counted(project, done):
    done(9)
    Involved.objects.update(since=timezone.now())

    assert editions.prepare() is None


def test_a_body_counts_for_one_project(project, biagio, programme):
    other = Project.objects.create(programme=programme, slug="other", name={"en": "Other"}, grant_cents=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        take_part(other, biagio)


def test_the_night_publishes_what_could_be_looked_at_for_a_day(project, done, later):
    done(5)

    every_night(0)
    every_night(0)  # it comes twice
    assert results.last() is None
    assert Edition.objects.count() == 1

    later(1)
    every_night(0)
    assert results.last() == Edition.objects.get()


def test_a_night_that_is_killed_leaves_what_there_was_and_is_made_good(project, done, monkeypatch):
    done(5)
    before = editions.prepare()
    came, calls = counting.came, []

    def killed(*args):
        calls.append(args)
        if len(calls) == len(indicators.ALL):
            raise KeyboardInterrupt
        return came(*args)

    monkeypatch.setattr(counting, "came", killed)
    with pytest.raises(KeyboardInterrupt):
        editions.prepare()

    assert Edition.objects.get() == before
    assert before.told.exists()
    again = editions.prepare()
    assert Edition.objects.get() == again
    assert again.told.count() == 9


def test_what_an_officer_holds_no_night_publishes_or_replaces(project, done, gianni, later):
    done(5)
    edition = editions.prepare()
    editions.hold(edition, gianni)
    later(3)
    done(5)

    every_night(0)

    assert Edition.objects.get() == edition
    assert results.last() is None
    editions.publish(edition, gianni)
    assert results.last() == edition


def test_it_is_published_once(project, done, published, gianni):
    done(5)
    edition = published()

    for deed in (editions.publish, editions.hold):
        with pytest.raises(Refused):
            deed(edition, gianni)


def test_only_an_officer_decides(project, done, elena, city, person):
    done(5)
    edition, auditor = editions.prepare(), person("Luisa")
    city.memberships.create(user=auditor, role="auditor")

    for somebody in (elena, auditor):
        with pytest.raises(Refused):
            editions.publish(edition, somebody)

    assert results.last() is None


def test_garments_on_the_rack_are_told_as_they_are(project, wardrobe, hung, kind_of, later, published):
    take_part(project, wardrobe.organisation)
    hung(kind_of("tee"))
    later(1)

    published()

    assert numbers("received")["whole", 0] == 1


def test_every_indicator_of_the_register_says_what_it_counts():
    for one in indicators.ALL.values():
        assert all(map(str, (one.label, one.unit, one.definition)))
        rows = one.query()
        assert len(rows.query.values_select) + len(rows.query.annotation_select) >= 4

    of_users, of_participants = ["bookings", "people", "hours", "places", "garments"], ["work", "jobs"]
    assert [one.name for one in indicators.every()] == [*of_users, *of_participants, "received"]
    assert {one.of for one in indicators.ALL.values()} == {"users", "participants", "things"}

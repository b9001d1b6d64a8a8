"""How evenly work is spread, in rows that tell of many: worked out once, hidden where they are few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.jobs import spreading
from bookings.matching import fairness
from bookings.models import Spread
from marketplace.casework import admission, overrides
from marketplace.casework.models import Profile, ReadBatch
from marketplace.lives.engine import Actor, take
from tests.casework import ENTRY


@pytest.fixture
def ten(ready, chiara, service) -> list[int]:
    """Fatou and nine others of Aurora, of whom each wishes for ten hours a week."""
    for number in range(9):
        who = {"given_name": f"Persona {number}", "phone": f"+3933300000{number:02}", "language": "it"}
        take(admission.interview(service, chiara, who, ENTRY), "ready", Actor(chiara))
    keys = sorted(spreading.TeamMember.objects.now().values_list("participant", flat=True))
    for key in keys:
        Profile.objects.update_or_create(participant_id=key, defaults={"hours": 10})
    return keys


def test_ten_people_are_told_of_in_quartiles_and_who_had_work_shows_in_the_gini(ten, coming, service):
    spreading.work_out()

    row = Spread.objects.get(body=service, weeks=4)
    assert row.told["people"] == 10
    assert (row.told["hours"], row.told["offers"]) == ([0, 0, 0], [0, 0, 0])
    assert row.told["gini_hours"] == row.told["gini_offers"] == pytest.approx(0.9)
    assert Spread.objects.get(body=None, weeks=4).told == row.told
    assert set(Spread.objects.values_list("weeks", flat=True)) == {4, 12}


def test_of_nine_nothing_is_told(ten, service):
    Profile.objects.filter(participant=ten[0]).update(hours=None)

    spreading.work_out()

    assert not Spread.objects.exclude(told=None).exists()


def test_it_is_worked_out_once_a_day_and_each_reads_that_she_was_counted(ten):
    for _twice in range(2):
        spreading.work_out()

    assert Spread.objects.count() == 4
    batch = ReadBatch.objects.filter(purpose="count").first()
    assert (batch.reader, batch.parts, batch.participants) == (None, ["wishes"], ten)


def test_its_queries_do_not_grow_with_people(ten):
    with CaptureQueriesContext(connection) as many:
        spreading.work_out()
    Spread.objects.all().delete()
    Profile.objects.filter(participant__in=ten[3:]).update(hours=None)
    with CaptureQueriesContext(connection) as few:
        spreading.work_out()

    assert len(many) == len(few) <= 34


def test_social_workers_see_the_city_and_their_body_and_the_officer_all(
    ten, service, chiara, rita, dario, elena, dora, operator
):
    spreading.work_out()

    seen = {
        user: {row.body_id for row in spreading.seen_by(user, overrides.oversees(user))}
        for user in (chiara, rita, dario, elena, dora, operator)
    }

    assert seen[chiara] == seen[dario] == {None, service.pk}
    assert seen[rita] == {None}
    assert seen[elena] == seen[dora] == seen[operator] == set()


@pytest.mark.parametrize(
    ("values", "expected"),
    [([7], (7, 7, 7)), ([1, 2, 3, 4], (1, 2, 3)), (list(range(10)), (2, 4, 7)), ([0, 9], (0, 0, 9))],
)
def test_quartiles_are_numbers_that_somebody_has(values, expected):
    assert fairness.quartiles(values) == expected

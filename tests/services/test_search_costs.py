"""What a search asks of the database: free starts are looked for on the shown page alone."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from services.models import Resource
from services.search import Wish, bounded, search, with_next_start
from tests.cast import at
from tests.folding import each
from tests.services.test_search import wish_of

VISITOR = AnonymousUser()
GIVEN = "bigint, timestamptz, timestamptz, timestamptz, int, int"
COUNTED = f"""
CREATE TEMPORARY SEQUENCE looks MINVALUE 0;
ALTER FUNCTION services_starts({GIVEN}) RENAME TO services_starts_themselves;
CREATE FUNCTION services_starts({GIVEN}) RETURNS TABLE (at timestamptz) LANGUAGE plpgsql STABLE COST 3000 AS $$ BEGIN
    PERFORM nextval('looks');
    RETURN QUERY SELECT * FROM services_starts_themselves($1, $2, $3, $4, $5, $6);
END $$;
"""


@pytest.fixture
def looks(db):
    """How often the database looks for a start while this is done."""

    def count(deed) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('looks', 0, false)")
            deed()
            cursor.execute("SELECT nextval('looks')")
            return cursor.fetchone()[0]

    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
    return count


@each("words", ["", "babysitter"])
@each("place", ["", "Aurora"])
def test_the_next_start_is_looked_for_on_the_shown_page_alone(looks, make_offer, aurora, words, place):
    for number in range(20):
        make_offer(f"Babysitter {number}")
    wish, _errors = wish_of(f"q={words}&near={place}")

    assert looks(lambda: with_next_start(search(wish)[12:15])) == 3
    assert looks(lambda: list(search(wish))) == looks(lambda: search(wish).count()) == 0


def test_on_a_day_each_candidate_is_looked_at_once_and_each_that_is_shown_once_more(looks, make_offer, aurora):
    for number in range(5):
        make_offer(f"Works {number}")
    wish, _errors = wish_of(f"near=Aurora&on={at(0).date()}")

    assert looks(lambda: search(wish).count()) == 5
    assert looks(lambda: with_next_start(search(wish)[:3])) <= 5 + 3


def test_on_a_day_of_rest_nobody_is_looked_at_but_those_who_work(looks, make_offer, worker, biagio):
    resting = Resource.objects.create(organisation=biagio, name="Rests")
    for number in range(5):
        make_offer(f"Rests {number}").resources.set([resting])
    make_offer("Works")

    assert looks(lambda: search(Wish(on=at(0).date())).count()) == 1


def test_where_many_work_those_who_may_be_free_are_not_listed_first(monkeypatch, make_offer, on, dinner):
    occasion = on(days=3)
    make_offer("Works")
    wish = Wish(on=timezone.localdate(occasion.starts_at))

    few = list(search(wish))
    monkeypatch.setattr("services.search.starts.FEW", 0)

    assert list(search(wish)) == few
    assert len(few) == 2


def test_of_more_than_are_counted_the_api_too_has_few_looked_at(looks, make_offer, monkeypatch):
    monkeypatch.setattr("services.search.counts.MOST", 3)
    for number in range(20):
        make_offer(f"Works {number}")
    wish = Wish(on=at(0).date())

    assert len(list(bounded(search(wish), wish))) == 3
    assert looks(lambda: list(bounded(search(wish), wish))) == 4 + 3 + 2 * 3  # counted, the newest, put in order


def test_who_wants_to_be_asked_sooner_than_the_day_lasts_is_not_looked_at(looks, make_offer, aurora):
    for number in range(5):
        make_offer(f"Asked sooner {number}", notice_minutes=9 * 24 * 60)
    make_offer("At once", notice_minutes=0)
    wish, _errors = wish_of(f"near=Aurora&on={at(0, days=1).date()}")

    assert looks(lambda: search(wish).count()) == 1

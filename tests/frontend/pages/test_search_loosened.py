"""A list that is empty: what to ask less of, and by how much."""

from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services.search import vocabulary
from tests.folding import each
from tests.frontend.pages.test_search import words


@pytest.fixture
def day() -> str:
    return (timezone.localdate() + timedelta(days=2)).isoformat()


def test_an_empty_list_says_what_to_leave_out_and_how_much_there_is_then(looked, make_offer):
    make_offer("Babysitter")
    make_offer("Free on the phone", where="phone", price="free", price_cents=0)
    make_offer("Free online", where="remote", price="free", price_cents=0)

    page = looked(q="babysitter", price="free", where="at_home").content.decode()

    assert "Nothing fits all of this" in page
    assert '<a class="chip" href="?q=babysitter&amp;where=at_home">Without “Free of charge”: 1</a>' in page
    assert '<a class="chip" href="?q=babysitter&amp;price=free">Without “At my home”: ' in page


def test_most_comes_first_and_what_finds_nothing_either_is_not_offered(looked, make_offer):
    make_offer("Ironing")
    for name in ("Reading", "Writing"):
        make_offer(name, where="phone", price="free", price_cents=0)

    page = words(looked(q="ironing", price="free", language="ar"))

    assert page.index("Without “ironing”: 2") < page.index("Without “Free of charge”: 1")
    assert "Without “Speaks Arabic”" not in page


@each(
    "filters",
    [
        {"q": "ironing", "price": "free", "language": "ar"}, {"price": "free", "near": "Aurora", "within": "100"},
        {"price_up_to": "10", "lasting": "120"}, {"category": "babysitting", "where": "phone", "eligible": "1"},
        {"near": "Aurora", "on": "tomorrow", "until": "07:00"}, {"near": "Aurora", "minutes": "10", "accessible": "1"},
    ],
)  # fmt: skip
def test_pressing_what_is_offered_shows_as_many_as_it_said(looked, make_offer, aurora, filters):
    make_offer("Ironing")
    make_offer("On the phone", where="phone", price_cents=1700)

    loosened = looked(**filters).context["loosen"]

    for chip in [*loosened.less, *loosened.wider]:
        shown = looked(**dict(parse_qsl(chip.href.lstrip("?")))).context["page"].paginator.count
        assert shown == chip.number, chip.label
        assert shown


def test_a_wider_way_is_offered_where_it_finds_something(looked, offer, aurora):
    near = {"near": "via Cecchi 18", "where": "at_home"}
    metres = round(looked(**near).context["page"].object_list[0].distance)

    page = words(looked(**near, within=str(max(100, metres // 2))))

    assert "Within 1 km: 1</a>" in page
    assert "Within 2 km" not in page.partition("Nothing fits")[2].partition("</section>")[0]


def test_a_dearer_hour_is_offered(looked, make_offer):
    make_offer(price_cents=1800)

    page = words(looked(price_up_to="10"))

    assert '<a class="chip" href="?price_up_to=20">Up to €20 an hour: 1</a>' in page


def test_the_next_shorter_stay_is_offered(looked, make_offer):
    make_offer("Ironing", max_minutes=120)

    offered = words(looked(lasting="240")).partition("Nothing fits")[2].partition("</section>")[0]

    assert '<a class="chip" href="?lasting=120">' in offered
    assert '<a class="chip" href="?lasting=90">' not in offered


def test_the_next_smaller_party_is_offered(looked, on, dinner):
    on(days=3, seats=3)

    page = words(looked(seats="6"))

    assert '<a class="chip" href="?seats=3">3 places left: 1</a>' in page
    assert "2 places left: 1" not in page


def test_other_hours_and_the_next_day_with_something_free_are_offered(looked, offer, day):
    page = looked(on=day, **{"from": "03:00", "until": "05:00"}).content.decode()

    assert f'<a class="chip" href="?on={day}&amp;until=12%3A00">In the morning: 1</a>' in page
    assert f'<a class="chip" href="?on={day}&amp;from=12%3A00&amp;until=18%3A00">In the afternoon: 1</a>' in page


def test_the_next_day_is_the_first_that_has_something(looked, on, dinner):
    there = timezone.localdate(on(days=3).starts_at)
    before = there - timedelta(days=2)

    page = looked(on=before.isoformat()).content.decode()

    assert f'<a class="chip" href="?on={there.isoformat()}">' in page


def test_where_nothing_helps_it_says_so(looked, offer):
    page = words(looked(q="plumber", price="free", where="phone"))

    assert "With one wish less there is nothing either." in page
    assert "Without “" not in page
    assert "Start again with everything" in page


def test_of_an_empty_city_nothing_is_to_be_left_out(looked, db):
    page = words(looked())

    assert "Nobody offers anything at the moment." in page
    assert "Start again" not in page


def test_a_slip_in_a_word_is_answered_before_anything_is_left_out(looked, offer):
    vocabulary.count_words()

    page = words(looked(q="babisitter", where="at_home"))

    assert page.index("Did you mean") < page.index("Without “babisitter”: 1")


def test_more_filters_take_no_more_queries(looked, client, offer, aurora, day):
    def count(**filters) -> int:
        for cache in ("drawn", "pieces"):
            caches[cache].clear()
        with CaptureQueriesContext(connection) as caught:
            client.get("/search/", filters)
        return len(caught)

    client.get("/search/")
    few = {"q": "plumber", "near": "Aurora", "on": day, "category": "babysitting"}

    assert count(**few, price="free", where="phone", language="ar", accessible="1", lasting="60") <= count(**few)


def test_words_that_nothing_holds_together_show_what_holds_most_of_them(looked, make_offer):
    make_offer("Mind children")
    make_offer("Ironing")
    vocabulary.count_words()

    page = words(looked(q="someone to mind two children", where="at_home"))

    assert "Nothing holds all of the words “someone to mind two children”. This is what fits “mind children”." in page
    assert "<title>1 result: “mind children” - Cortile</title>" in page
    assert 'href="?q=mind+children&where=at_home&price=free"' in page  # a link leads on to what was found
    assert '<input class="input" id="q" name="q" type="search" value="mind children"' in page
    assert "Nothing fits all of this" not in page


@each("typed", ["dragons unicorns", "someone", "<b>x</b> unicorns"])
def test_words_of_which_nothing_holds_any_find_nothing(looked, offer, typed):
    page = words(looked(q=typed))

    assert "Nothing fits all of this" in page
    assert "<title>0 results: “" in page
    assert "Nothing holds all" not in page


def test_a_slip_in_a_word_is_not_answered_with_fewer_words(looked, offer):
    vocabulary.count_words()

    page = words(looked(q="babisitter home"))

    assert "Did you mean" in page
    assert "Nothing holds all" not in page

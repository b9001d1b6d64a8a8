"""What a page of results costs."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def queries(client):
    """queries(near="Aurora"): how many it takes where nothing was drawn before, and once more."""

    def count(**filters) -> list[int]:
        for cache in ("drawn", "pieces"):
            caches[cache].clear()
        numbers = []
        for _time in range(2):
            with CaptureQueriesContext(connection) as caught:
                client.get("/search/", filters)
            numbers.append(len(caught))
        return numbers

    return count


def test_the_number_of_queries_does_not_grow_with_the_offers(client, make_offer, aurora, queries):
    make_offer("One").areas.add(aurora)
    client.get("/search/")  # whoever asks first reads the areas
    few = [queries(), queries(near="Aurora", on="tomorrow")]
    for number in range(8):
        make_offer(f"Another {number}").areas.add(aurora)

    assert [queries(), queries(near="Aurora", on="tomorrow")] == few
    assert few[0] == [15, 4]
    assert max(few[1]) <= 17  # near a place one of them says which ways of travelling have a speed


def test_the_areas_are_looked_up_once(client, offer, aurora):
    for address in ("/search/", "/search/map/"):
        with CaptureQueriesContext(connection) as caught:
            client.get(address, {"near": "Aurora"})

        assert sum("max(changed_at) FROM places_area" in query["sql"] for query in caught) == 1


def test_what_is_kept_for_all_pages_speaks_the_language_of_each_reader(client, offer):
    foots = {"it": "Regole chiare", "en": "Clear rules"}
    for _time in range(2):
        for language in ("it", "en"):
            page = client.get("/search/", headers={"Accept-Language": language}).content.decode()
            assert [foot in page for foot in foots.values()] == [language == one for one in foots]


def test_what_offers_of_a_category_say_of_themselves_takes_no_query_more(client, make_offer, ages, queries):
    make_offer(traits=["ages:0-2", "ages:3-5", "homework:yes"])
    client.get("/search/")

    plain = queries(category="babysitting")

    # One less: with a detail of services nobody looks for garments.
    told = queries(category="babysitting", trait="ages:0-2,ages:3-5,homework:yes")
    assert told == [number - 1 for number in plain]

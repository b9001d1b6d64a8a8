"""What a page of results costs."""

from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext


def test_the_number_of_queries_does_not_grow_with_the_offers(client, make_offer, aurora):
    def queries(**filters) -> list[int]:
        """Where nothing was drawn before, and once more."""
        for cache in ("drawn", "pieces"):
            caches[cache].clear()
        numbers = []
        for _time in range(2):
            with CaptureQueriesContext(connection) as caught:
                client.get("/search/", filters)
            numbers.append(len(caught))
        return numbers

    make_offer("One").areas.add(aurora)
    client.get("/search/")  # whoever asks first reads the areas
    few = [queries(), queries(near="Aurora", on="tomorrow")]
    for number in range(8):
        make_offer(f"Another {number}").areas.add(aurora)

    assert [queries(), queries(near="Aurora", on="tomorrow")] == few
    assert few[0] == [15, 4]
    assert max(few[1]) <= 18  # near a place one of them says which ways of travelling have a speed

"""What was looked for and did not hang is counted, and not by whom."""

import pytest

from services.models import Missed
from tests.folding import each

PERSON = "Mozilla/5.0 (Android 15; Mobile) Firefox/140.0"


@pytest.fixture
def looked_for(client, wardrobe):
    def look(query: str, agent: str = PERSON):
        assert client.get(f"{wardrobe.get_absolute_url()}?{query}", headers={"User-Agent": agent}).status_code == 200
        return {(row.type.slug, row.size): row.number for row in Missed.objects.select_related("type")}

    return look


def test_a_search_that_finds_nothing_is_counted_by_type_and_size(coat, looked_for):
    looked_for("type=coat&size=L")
    looked_for("type=coat&size=L")

    assert looked_for("type=coat") == {("coat", "L"): 2, ("coat", ""): 1}


def test_their_own_sizes_are_counted_each(client, coat, household, nadia, looked_for):
    type(household).objects.update(sizes={"adult": ["M", "L"], "shoe": ["38"]})
    client.force_login(nadia)

    assert looked_for("type=coat&ours=1") == {("coat", "M"): 1, ("coat", "L"): 1}


@each("query", ["", "size=L", "type=coat&size=M", "type=coat&colour=red", "type=hat&season=winter"])
def test_what_says_nothing_of_what_is_lacking_is_not_counted(query, coat, kind_of, hung, looked_for):
    hung(coat, size="M", colour="blue")
    kind_of("hat", sizing="one")

    assert looked_for(query) == {}


@each("agent", ["Googlebot/2.1", "python-httpx/0.28", "curl/8", ""])
def test_robots_want_no_coat(agent, coat, looked_for):
    assert looked_for("type=coat", agent) == {}


def test_no_column_says_who_asked():
    assert {field.name for field in Missed._meta.fields} == {"id", "wardrobe", "type", "size", "day", "number"}

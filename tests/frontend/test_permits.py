"""What a page may ask of a device."""

from tests.folding import each

NOTHING = "camera=(), microphone=(), geolocation=()"


@each("path", ["/", "/search/", "/search/?near=45.0831,7.6891"])
def test_where_one_searches_a_page_may_ask_where_the_device_is(client, db, path):
    assert client.get(path)["Permissions-Policy"] == "camera=(), microphone=(), geolocation=(self)"


@each("path", ["/about/", "/search/map/", "/accounts/login/", "/nothing-here/", "/api/v1/offers/"])
def test_nowhere_else_may_it_ask_for_anything(client, db, path):
    assert client.get(path)["Permissions-Policy"] == NOTHING

"""Whoever signs out leaves no page behind in the browser."""

import pytest
from django.urls import reverse

HEADER = "Clear-Site-Data"


@pytest.mark.parametrize("way", ["account_logout", "sign_out_everywhere"])
def test_signing_out_takes_along_the_pages_that_a_browser_has_kept(client, nadia, way):
    client.force_login(nadia)

    assert client.post(reverse(way))[HEADER] == '"cache"'


def test_coming_in_and_looking_around_leave_them(client, nadia):
    seen = [client.get("/about/"), client.post(reverse("account_logout"))]
    client.force_login(nadia)
    seen += [client.get("/about/"), client.get("/account/")]

    assert not any(HEADER in answer for answer in seen)


@pytest.mark.parametrize(("page", "leaving"), [("account_logout", 1), ("account", 2), ("usersessions_list", 1)])
def test_the_forms_that_sign_out_say_so_for_what_was_typed(client, nadia, page, leaving):
    client.force_login(nadia)

    shown = client.get(reverse(page)).content.decode()

    assert shown.count("data-leaves>") == leaving

"""A page that a browser has already is not sent again; one that changed is, and nothing of anybody is marked so."""

import pytest
from django.test import Client
from django.urls import reverse

from bookings import lifecycle
from marketplace.lives.engine import Actor

ACCEPTS = {"Accept-Encoding": "gzip"}


def again(client, address, tag, **headers):
    return client.get(address, headers={"If-None-Match": tag, **headers})


@pytest.fixture
def pages(offer):
    return ["/", "/search/", offer.get_absolute_url(), "/about/", f"/organisations/{offer.organisation.slug}/"]


def test_a_second_visit_costs_no_page(client, pages):
    for address in pages:
        first = client.get(address, headers=ACCEPTS)
        second = again(client, address, first["ETag"], **ACCEPTS)

        assert (first.status_code, second.status_code, second.content) == (200, 304, b""), address
        assert first["ETag"].startswith('W/"')
        assert first["Cache-Control"] == "private, no-cache"
        assert {"Cookie", "Accept-Language", "Accept-Encoding"} <= set(first["Vary"].split(", "))
        assert "Content-Security-Policy" not in second


def test_the_form_of_a_page_that_was_kept_is_still_good(offer):
    client = Client(enforce_csrf_checks=True)
    first = client.get(offer.get_absolute_url())
    token = first.content.decode().partition('name="csrfmiddlewaretoken" value="')[2][:64]
    assert again(client, offer.get_absolute_url(), first["ETag"]).status_code == 304

    answer = client.post(reverse("language"), {"csrfmiddlewaretoken": token, "language": "it", "next": "/"})

    assert answer.status_code == 302


def test_with_another_cookie_its_forms_would_fail_so_it_is_sent_anew(client, offer):
    tag = client.get("/")["ETag"]
    client.cookies.clear()

    assert again(client, "/", tag).status_code == 200


def test_what_changed_is_sent(client, offer):
    home, one = client.get("/")["ETag"], client.get(offer.get_absolute_url())["ETag"]
    offer.texts.update(title="Something else")

    assert again(client, offer.get_absolute_url(), one).status_code == 200
    assert again(client, "/", home).status_code == 200


def test_a_time_that_was_taken_is_seen_at_once(client, offer, nadia, wishes):
    address = offer.get_absolute_url()
    before = client.get(address)["ETag"]

    lifecycle.ask(offer, Actor(nadia), wishes())

    assert again(client, address, before).status_code == 200


def test_another_language_is_another_page(client, offer):
    italian = client.get("/", headers={"Accept-Language": "it"})["ETag"]

    assert again(client, "/", italian, **{"Accept-Language": "en"}).status_code == 200


def test_nothing_of_somebody_signed_in_is_known_again(client, pages, nadia):
    visitors = [client.get(address)["ETag"] for address in pages]
    client.force_login(nadia)

    for address, tag in zip(pages, visitors, strict=True):
        answer = again(client, address, tag)

        assert answer.status_code == 200
        assert "ETag" not in answer


def test_what_is_not_a_page_is_left_as_it_is(client, offer):
    assert "ETag" not in client.get("/api/v1/offers/")
    assert "ETag" not in client.get("/nowhere/")
    assert "ETag" not in client.head("/")
    assert "ETag" not in client.get(reverse("account_login"))

"""Error pages: they say what to do next, and nothing typed is lost."""

import re

import pytest
from django.test import RequestFactory, override_settings

from frontend.pages import errors


def posted(**words):
    request = RequestFactory().post("/somewhere/?from=search", words, headers={"referer": "http://testserver/before/"})
    request.csp_nonce = "n"
    return request


def test_a_stale_form_can_be_sent_again_with_everything_in_it():
    page = errors.stale_form(posted(text="Buonasera a tutti", key="k1", csrfmiddlewaretoken="old"))

    html = page.content.decode()
    assert page.status_code == 403
    assert re.search(r'<form class="panel" method="post" action="/somewhere/\?from=search">', html)
    assert '<input type="hidden" name="text" value="Buonasera a tutti">' in html
    assert '<input type="hidden" name="key" value="k1">' in html
    assert 'value="old"' not in html
    assert 'href="http://testserver/before/"' in html


def test_what_was_typed_is_shown_as_words_not_as_markup():
    html = errors.stale_form(posted(text='<script>alert("a b")</script>')).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_a_password_is_never_written_into_a_page():
    html = errors.stale_form(posted(login="nadia@example.org", password="three plain words")).content.decode()

    assert "three plain words" not in html


def test_many_values_of_one_name_all_come_back():
    html = errors.stale_form(posted(day=["1", "2"])).content.decode()

    assert html.count('name="day"') == 2


def test_htmx_is_told_that_it_gets_a_whole_page():
    request = posted(text="a")
    request.htmx = True

    assert errors.stale_form(request).headers["HX-Retarget"] == "body"


@pytest.mark.parametrize(
    ("page", "status"), [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404)]
)
def test_each_error_has_its_page_with_a_way_on(page, status):
    request = RequestFactory().get("/nowhere/")
    request.csp_nonce = "n"

    answer = page(request, ValueError("secret detail"))

    assert answer.status_code == status
    assert 'href="tel:' in answer.content.decode()
    assert "secret detail" not in answer.content.decode()


def test_our_own_fault_is_told_without_the_database():
    answer = errors.server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert 'href="/"' in answer.content.decode()


def test_the_page_of_our_own_fault_stands_even_without_built_assets():
    with override_settings(DJANGO_VITE={"default": {"manifest_path": "/nowhere/manifest.json"}}):
        answer = errors.server_error(RequestFactory().get("/"))

    assert "<link" not in answer.content.decode()

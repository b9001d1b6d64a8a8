"""The letters of a demo city."""

import pytest
from django.urls import reverse

from marketplace.notices.models import Letter
from tests.folding import each


@pytest.fixture
def letters(db, settings) -> None:
    settings.DEMO = True
    for number in range(25):
        to = "nadia@example.org" if number % 2 else "elena@example.org"
        text = f"Good day,\n\nletter {number}: http://localhost:8000/bookings/{number}/\n<b>Cortile</b>"
        Letter.objects.create(to=to, subject=f"Subject {number}", text=text)


def page(client, **query) -> str:
    client.cookies["language"] = "en"
    return client.get(reverse("outbox"), query).content.decode()


def test_the_newest_letters_come_first_with_links_to_press(client, letters):
    first = page(client)

    assert first.index("Subject 24") < first.index("Subject 5")
    assert "Subject 4<" not in first
    assert 'href="http://localhost:8000/bookings/24/"' in first
    assert "<b>Cortile" not in first
    assert "Subject 4<" in page(client, page="2")


def test_one_persons_letters_alone(client, letters):
    only = page(client, to="Nadia@example.org")

    assert "Subject 23" in only
    assert "Subject 24" not in only


@each("query", [{"page": "x"}, {"page": "9" * 30}, {"to": "a\0b"}, {"to": "x" * 5000}])
def test_odd_addresses_show_a_page(client, letters, query):
    assert "Letters" in page(client, **query)


def test_outside_a_demo_nobody_reads_letters(client, letters, settings, gianni):
    settings.DEMO = False
    client.force_login(gianni)

    assert client.get(reverse("outbox")).status_code == 404

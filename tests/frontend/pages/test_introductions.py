"""Pages on which a wardrobe asks bodies to send households, and the page behind the link."""

import pytest
from django.urls import reverse
from django.utils import timezone

from services.models import Household, Introduction
from services.wardrobe import introductions
from tests.folding import each
from tests.wardrobes import next_year


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def at_desk(client, amina, wardrobe):
    client.force_login(amina)
    return client


@pytest.fixture
def sent(wardrobe, amina) -> Introduction:
    return introductions.invite(wardrobe, amina, "Mensa del Borgo", "mensa@example.org")


@pytest.fixture
def link(sent) -> str:
    return reverse("introduce", args=[introductions.token(sent)])


@pytest.fixture
def told() -> dict:
    day = timezone.localdate().isoformat()
    told = {"given_name": "Fatou", "phone": "011 000 999", "language": "it", "seen": "means", "seen_on": day}
    return told | {"grown": 1, "children": 2, "agreed": "on"}


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def page_of(row: Introduction, name: str = "desk_introduction") -> str:
    return reverse(name, args=[row.pk])


def test_the_desk_sends_a_link(at_desk, django_assert_num_queries):
    at_desk.post(reverse("desk_introductions"), {"sender": "Mensa", "email": "mensa@example.org"})

    with django_assert_num_queries(11):  # three of them for the sentence that is shown once
        page = text_of(at_desk.get(reverse("desk_introductions")))

    assert "Mensa" in page
    assert "good until" in page
    assert at_desk.post(reverse("desk_introductions"), {"sender": "Mensa", "email": "x"}).status_code == 422


def test_opening_the_link_changes_nothing_and_what_was_sent_is_shown_to_the_desk_alone(client, link, sent, told, amina):
    for _look in range(2):
        page = text_of(client.get(link))
    answer = client.post(link, told, follow=True)

    assert "Send a household to Abito" in page
    assert "Thank you" in text_of(answer)
    assert "Fatou" not in text_of(client.get(link))
    client.force_login(amina)
    assert "1 grown-up" in text_of(client.get(page_of(sent)))
    assert "(1)" in text_of(client.get(reverse("desk_households")))


def test_the_page_behind_the_link_asks_the_database_little_and_is_kept_nowhere(client, link, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get(link)

    assert "no-store" in answer["Cache-Control"]


@each("wrong", [{"given_name": ""}, {"seen": ""}, {"seen_on": "2020-01-01"}, {"grown": "0"}, {"agreed": ""}])
def test_what_is_missing_is_asked_again(client, link, told, wrong):
    answer = client.post(link, told | wrong)

    assert answer.status_code == 422
    assert not Introduction.objects.answered().exists()


def test_somebody_who_was_sent_is_admitted(client, link, sent, told, amina):
    client.post(link, told)
    client.force_login(amina)

    answer = client.post(
        page_of(sent),
        {"given_name": "Fatou", "phone": "011 000 999", "children": "Awa, Ibou", "valid_until": next_year()},
    )

    household = Household.objects.get()
    assert answer["Location"] == reverse("desk_household", args=[household.pk])
    assert household.members.count() == 3
    assert client.get(page_of(sent)).status_code == 404
    assert "Fatou" not in text_of(client.get(reverse("desk_introductions")))
    assert "has dealt with it" in text_of(client.get(link))


def test_no_card_may_come_of_it_and_a_link_is_taken_back(client, link, sent, told, amina, wardrobe):
    client.post(link, told)
    other = introductions.invite(wardrobe, amina, "Parrocchia", "p@example.org")
    client.force_login(amina)

    client.post(page_of(sent, "desk_introduction_aside"))
    client.post(page_of(other, "desk_introduction_withdraw"))

    assert not Household.objects.exists()
    assert client.get(reverse("introduce", args=[introductions.token(other)])).status_code == 404


@each("who", ["dora", "tomas", "elena"])
def test_nobody_else_finds_what_was_sent(client, link, sent, told, request, who):
    client.post(link, told)
    client.force_login(request.getfixturevalue(who))

    pages = [client.get(reverse("desk_introductions")), client.get(page_of(sent))]
    posts = [client.post(page_of(sent, f"desk_introduction_{deed}")) for deed in ("aside", "withdraw")]

    assert {answer.status_code for answer in (*pages, *posts)} == {404}
    assert Introduction.objects.get().to_decide


def test_a_visitor_is_asked_to_sign_in(client, sent):
    assert client.get(page_of(sent)).status_code == 302
    assert client.get(reverse("introduce", args=["nonsense"])).status_code == 404

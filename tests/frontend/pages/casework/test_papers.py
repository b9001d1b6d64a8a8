"""The page of what somebody has shown: her team enters it, she reads it, nobody else finds it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.casework import papers
from marketplace.casework.models import Paper, Reading
from tests.folding import each


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def address(fatou) -> str:
    return reverse("casework_papers", args=[fatou.number])


def text_of(answer) -> str:
    return answer.content.decode()


def test_a_paper_is_entered_and_shows_in_the_file(client, chiara, fatou, licence, address, django_assert_num_queries):
    client.force_login(chiara)
    soon = timezone.localdate() + timedelta(days=20)

    answer = client.post(address, {"kind": licence.pk, "valid_until": soon.isoformat()})
    client.get(address)
    with django_assert_num_queries(16):
        page = text_of(client.get(address))

    assert answer.status_code == 302
    assert "Driving licence" in page
    assert "ends soon" in page
    assert "Driving licence" in text_of(client.get(fatou.get_absolute_url()))


@each("changed", [{"kind": ""}, {"valid_until": "2020-01-01"}, {"valid_until": "soon"}])
def test_what_cannot_be_is_said(client, chiara, licence, address, changed):
    client.force_login(chiara)

    answer = client.post(address, {"kind": licence.pk} | changed)

    assert answer.status_code == 422
    assert not Paper.objects.exists()


def test_it_is_taken_back(client, chiara, fatou, licence, address):
    paper = papers.enter(fatou, chiara, licence)
    client.force_login(chiara)

    client.post(reverse("casework_paper_withdraw", args=[fatou.number, paper.pk]))

    assert "Nothing was shown yet." in text_of(client.get(address))
    assert not Paper.objects.now().exists()


def test_the_person_reads_them_and_enters_none(client, chiara, fatou, licence, address):
    paper = papers.enter(fatou, chiara, licence)
    client.force_login(fatou.person)

    page = text_of(client.get(address))
    client.post(address, {"kind": licence.pk})
    taken = client.post(reverse("casework_paper_withdraw", args=[fatou.number, paper.pk]))

    assert "Driving licence" in page
    assert "I have seen it" not in page
    assert taken.status_code == 404
    assert list(Paper.objects.now()) == [paper]


def test_a_paper_of_another_file_is_not_taken_back_here(client, social_worker, service, fatou, chiara, licence, begin):
    theirs = begin(social_worker("Nino", service), "Awa")
    paper = papers.enter(fatou, chiara, licence)
    client.force_login(theirs.team.get().user)

    answer = client.post(reverse("casework_paper_withdraw", args=[theirs.number, paper.pk]))

    assert answer.status_code == 404
    assert Paper.objects.now().exists()


@each("outsider", ["luca", "rita", "dario", "gianni", "operator", "elena", "dora"])
def test_an_outsider_finds_what_a_file_that_never_was_shows(client, fatou, chiara, licence, request, outsider):
    paper = papers.enter(fatou, chiara, licence)
    client.force_login(request.getfixturevalue(outsider))

    for number in (fatou.number, "ZZZZZZZ"):
        page, taken = (
            reverse("casework_papers", args=[number]),
            reverse("casework_paper_withdraw", args=[number, paper.pk]),
        )
        assert [client.get(page).status_code, client.post(page).status_code] == [404, 404]
        assert client.post(taken).status_code == 404

    assert not Reading.objects.filter(outcome="opened").exists()
    assert Paper.objects.now().exists()

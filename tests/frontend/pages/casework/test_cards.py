"""The desk's side of a person's card: made in one answer, shown once, unlocked and ended."""

import re

import pytest
from django.urls import reverse

from marketplace.casework import windows
from marketplace.casework.models import Reading, WindowKey
from marketplace.refusals import Refused
from tests.casework import PIN
from tests.folding import each

CODE = re.compile(r"[2-9A-Z]{4} [2-9A-Z]{4} [2-9A-Z]{4}")


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def address(client, chiara, fatou) -> str:
    client.force_login(chiara)
    return reverse("casework_card", args=[fatou.number])


def text_of(answer) -> str:
    return answer.content.decode()


def decide(client, fatou, deed):
    return client.post(reverse("casework_card_decide", args=[fatou.number, deed]))


def test_a_card_is_shown_once_with_its_code(client, address, fatou, django_assert_num_queries):
    with django_assert_num_queries(8):
        client.get(address)

    made = text_of(client.post(address, {"pin": PIN, "again": PIN}))
    later = text_of(client.get(address))

    [code] = set(CODE.findall(made))
    assert windows.open_with(code, PIN).participant == fatou
    assert "/mia/" in made
    assert fatou.person.family_name not in made.partition('class="panel ticket"')[2].partition("</div>")[0]
    assert not CODE.findall(later)
    assert "Not used yet." in later


def test_the_card_speaks_the_person_s_language(client, address, fatou):
    fatou.person.language = "ar"
    fatou.person.save()

    made = text_of(client.post(address, {"pin": PIN, "again": PIN}))

    assert 'lang="ar" dir="rtl"' in made
    assert "رقمك السري" in made


@each(("pin", "again"), [("1234", "1234"), (PIN, "7295"), ("", ""), ("12", "12")])
def test_a_pin_that_does_not_do_makes_no_card(client, address, pin, again):
    answer = client.post(address, {"pin": pin, "again": again})

    assert answer.status_code == 422
    assert pin == "" or f'value="{pin}"' not in text_of(answer)
    assert not WindowKey.objects.exists()


def test_the_desk_unlocks_and_ends_it(client, address, fatou, card):
    for _try in range(5):
        with pytest.raises(Refused):
            windows.open_with(card, "5831")
    locked = text_of(client.get(address))
    decide(client, fatou, "unlock")
    opened = windows.open_with(card, PIN)
    decide(client, fatou, "end")

    assert "Somebody tried five wrong PINs." in locked
    assert opened.participant == fatou
    with pytest.raises(Refused):
        windows.open_with(card, PIN)
    assert decide(client, fatou, "nothing").status_code == 404


def test_the_file_leads_to_it_and_the_person_s_own_to_her_page(client, address, fatou):
    assert address in text_of(client.get(fatou.get_absolute_url()))

    client.force_login(fatou.person)

    assert 'href="/mia/"' in text_of(client.get(fatou.get_absolute_url()))
    assert address not in text_of(client.get(fatou.get_absolute_url()))


@each("name", ["luca", "rita", "dario", "nadia"])
def test_for_others_there_is_no_such_card(client, address, fatou, card, name, request):
    client.force_login(request.getfixturevalue(name))

    assert client.get(address).status_code == 404
    assert client.post(address, {"pin": PIN, "again": PIN}).status_code == 404
    assert [decide(client, fatou, deed).status_code for deed in ("end", "unlock", "talked")] == [404] * 3
    assert windows.open_with(card, PIN)
    assert Reading.objects.filter(outcome="refused").count() == 5


def test_the_person_herself_makes_none(client, address, fatou):
    client.force_login(fatou.person)

    assert client.get(address).status_code == 404

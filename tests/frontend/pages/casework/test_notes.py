"""The pages of notes, and the copy of everything that somebody takes along."""

import json

import pytest
from django.urls import reverse

from marketplace.casework import notes
from marketplace.casework.models import Note, Reading
from tests.folding import each

OUTSIDERS = ["luca", "rita", "dario", "gianni", "operator", "elena", "dora"]
SECRET = "Her brother must not know the address."


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def address(fatou) -> str:
    return reverse("casework_notes", args=[fatou.number])


@pytest.fixture
def copy(fatou) -> str:
    return reverse("casework_copy", args=[fatou.number])


def text_of(answer) -> str:
    return answer.content.decode()


def test_a_note_is_written_and_shows_in_the_file(client, chiara, fatou, address, django_assert_num_queries):
    client.force_login(chiara)

    answer = client.post(address, {"words": "She rang.", "audience": "team"})
    for _more in range(3):
        notes.write(fatou, chiara, "team", "And again.")
    client.get(address)
    with django_assert_num_queries(16):
        page = text_of(client.get(address))

    assert answer.status_code == 302
    assert "She rang." in page
    assert "And again." in text_of(client.get(fatou.get_absolute_url()))


@each("changed", [{"words": " "}, {"audience": "all"}, {"words": "x" * 4001}])
def test_what_cannot_be_noted_is_said_and_kept(client, chiara, address, changed):
    client.force_login(chiara)

    answer = client.post(address, {"words": "She rang.", "audience": "team"} | changed)

    assert answer.status_code == 422
    assert not Note.objects.exists()


def test_it_is_taken_away_by_whoever_wrote_it(client, chiara, fatou, address):
    note = notes.write(fatou, chiara, "team", "She rang.")
    client.force_login(chiara)

    client.post(reverse("casework_note_take_away", args=[fatou.number, note.pk]))

    assert "She rang." not in text_of(client.get(address))


def test_the_person_reads_hers_and_writes_none(client, chiara, fatou, address):
    note = notes.write(fatou, chiara, "person", "Bring your papers on Monday.")
    notes.write(fatou, chiara, "restricted", SECRET)
    notes.write(fatou, chiara, "team", "She likes tea.")
    client.force_login(fatou.person)

    own, page = text_of(client.get(fatou.get_absolute_url())), text_of(client.get(address))
    client.post(address, {"words": "Mine.", "audience": "team"})
    taken = client.post(reverse("casework_note_take_away", args=[fatou.number, note.pk]))

    assert "Bring your papers" in own
    assert "likes tea" not in own
    assert "likes tea" in page
    assert SECRET not in own + page
    assert taken.status_code == 404
    assert Note.objects.count() == 3


@pytest.mark.parametrize(("kind", "name"), [("html", "copy.html"), ("json", "copy.json")])
def test_a_copy_is_a_file_whose_name_says_nothing(client, chiara, fatou, write, copy, kind, name):
    write("story", story="a long way")
    notes.write(fatou, chiara, "restricted", SECRET)
    client.force_login(fatou.person)

    answer = client.post(copy, {"as": kind})

    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in answer["Cache-Control"]
    assert "a long way" in text_of(answer)
    assert SECRET not in text_of(answer)
    assert Reading.objects.get().door == "export"


def test_to_look_at_the_page_takes_no_copy(client, chiara, fatou, copy, django_assert_num_queries):
    client.force_login(chiara)
    client.get(copy)

    with django_assert_num_queries(10):
        page = text_of(client.get(copy))

    assert "give it to her or him" in page
    assert not Reading.objects.exists()


def test_a_copy_for_a_program_can_be_read_by_one(client, fatou, write, copy):
    write("limits", limits=["dogs"])
    client.force_login(fatou.person)

    told = json.loads(client.post(copy, {"as": "json"}).content)

    [limits] = [part for part in told["parts"] if part["code"] == "limits"]
    assert limits["answers"] == [{"question": "Not", "answer": "dogs", "unsaid": False}]


def test_a_copy_costs_no_more_when_more_has_happened(client, chiara, fatou, copy, django_assert_max_num_queries):
    for _more in range(5):
        client.force_login(chiara)
        client.get(fatou.get_absolute_url())
        notes.write(fatou, chiara, "team", "She rang.")
    client.force_login(fatou.person)

    with django_assert_max_num_queries(34):
        client.post(copy)


@each("outsider", OUTSIDERS)
def test_an_outsider_finds_what_a_file_that_never_was_shows(client, fatou, chiara, permit, request, outsider):
    note = notes.write(fatou, chiara, "team", "She rang.")
    permit("limits")  # Rita may read that, and neither notes nor copy
    client.force_login(request.getfixturevalue(outsider))

    for number in (fatou.number, "ZZZZZZZ"):
        for name in ("casework_notes", "casework_copy"):
            page = reverse(name, args=[number])
            assert [client.get(page).status_code, client.post(page).status_code] == [404, 404]
        assert client.post(reverse("casework_note_take_away", args=[number, note.pk])).status_code == 404

    assert not Reading.objects.filter(outcome="opened").exists()
    assert Note.objects.exists()

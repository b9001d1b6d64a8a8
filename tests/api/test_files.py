"""Files of supported people over the wire: the same doors as the pages."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.casework.models import CeilingRule, Reading
from marketplace.organisations.models import Membership
from tests.folding import each

ENTRY = "/api/v1/files/"
PAPER = "papers/00000000-0000-4000-8000-000000000000/"


@pytest.fixture
def address(fatou) -> str:
    return f"{ENTRY}{fatou.number}/"


def test_her_files_are_listed_without_their_words(calls, chiara, fatou, write):
    write("limits", other_limits="no ladders")

    answer = calls(chiara).get(ENTRY)

    assert [row["number"] for row in answer.json()["results"]] == [fatou.number]
    assert "ladders" not in answer.content.decode()
    assert not Reading.objects.exists()


def test_an_opening_by_a_program_is_written_down(calls, chiara, fatou, write, address):
    write("limits", other_limits="no ladders")

    answer = calls(chiara).get(address).json()

    parts = {part["code"]: part for part in answer["parts"]}
    assert parts["limits"]["answers"]["other_limits"] == {"value": "no ladders"}
    assert (Reading.objects.get().door, Reading.objects.get().reader) == ("api", chiara)


def test_a_body_that_was_permitted_reads_the_parts_that_it_may(calls, rita, permit, address):
    permit("limits")

    answer = calls(rita).get(address).json()

    assert [part["code"] for part in answer["parts"]] == ["limits"]
    assert answer["ground"] == "permitted"


def test_a_part_is_written_and_of_two_the_second_is_told(calls, chiara, address):
    client, told = calls(chiara), {"answers": {"limits": ["dogs"], "unsaid_other_limits": True}, "seen": 0}

    first = client.put(f"{address}parts/limits/", told)
    second = client.put(f"{address}parts/limits/", told)
    wrong = client.put(f"{address}parts/limits/", {"answers": {"limits": ["dragons"]}, "seen": 1})

    [part] = [part for part in first.json()["parts"] if part["code"] == "limits"]
    assert part["answers"] == {"limits": {"value": ["dogs"]}, "other_limits": {"unsaid": True}}
    assert (second.status_code, wrong.status_code) == (409, 400)


def test_the_person_reads_who_read_and_takes_a_permission_back(calls, fatou, rita, permit, address):
    permit("limits")
    calls(rita).get(address)
    hers = calls(fatou.person)

    readings = hers.get(f"{address}readings/").json()["results"]
    [given] = hers.get(f"{address}permissions/").json()
    answer = hers.post(f"{address}permissions/", {"permission": given["id"]})
    again = hers.post(f"{address}permissions/", {"permission": given["id"] + 1})

    assert [row["reader"] for row in readings] == ["Rita"]
    assert answer.json() == []
    assert again.status_code == 409
    assert calls(rita).get(address).status_code == 404


def test_a_step_is_taken_and_admission_needs_the_first_day(calls, chiara, fatou, address):
    client = calls(chiara)

    names = [step["name"] for step in client.get(f"{address}steps/").json()["steps"]]
    answer = client.post(f"{address}steps/", {"step": "ready"})

    assert "admit" not in names
    assert answer.json()["status"] == "active"


def test_a_paper_is_entered_and_taken_back_and_that_one_looked_is_written_down(calls, chiara, licence, address):
    client, until = calls(chiara), (timezone.localdate() + timedelta(days=90)).isoformat()

    [paper] = client.post(f"{address}papers/", {"kind": "licence", "valid_until": until}).json()
    wrong = client.post(f"{address}papers/", {"kind": "licence", "valid_until": "2020-01-01"})
    gone = client.delete(f"{address}papers/{paper['id']}/")

    assert (paper["kind"], paper["valid_until"], paper["seen_by"]) == ("licence", until, "Chiara")
    assert [error["attr"] for error in wrong.json()["errors"]] == ["valid_until"]
    assert gone.status_code == 204
    assert client.get(f"{address}papers/").json() == []
    assert Reading.objects.filter(door="api", parts=["papers"]).count() == 2


def test_a_note_is_written_and_the_person_reads_those_that_she_may(calls, chiara, fatou, address):
    for audience in ("team", "person", "restricted"):
        assert calls(chiara).post(f"{address}notes/", {"audience": audience, "words": audience}).status_code == 201
    hers = calls(fatou.person)

    told = [note["words"] for note in hers.get(f"{address}notes/").json()["results"]]

    assert told == ["person", "team"]
    assert hers.post(f"{address}notes/", {"audience": "team", "words": "Mine."}).status_code == 409
    assert len(calls(chiara).get(f"{address}notes/").json()["results"]) == 3


def test_what_was_earned_elsewhere_is_said_corrected_and_taken_away(calls, chiara, fatou, address):
    shared = {"code": "earn", "name": {"en": "Earn"}, "scope": "person", "unit": "cent", "amount": 500_000}
    CeilingRule.objects.create(forms=["presto"], period="year", valid_from="2020-01-01", **shared)
    told, hers = {"ceiling": "earn", "on": timezone.localdate().isoformat(), "amount": 6000}, calls(fatou.person)

    calls(chiara).post(f"{address}elsewhere/", told | {"amount": 60_000})
    [line] = hers.post(f"{address}elsewhere/", told).json()
    wrong = hers.post(f"{address}elsewhere/", told | {"on": "2019-12-31"})
    gone = calls(chiara).delete(f"{address}elsewhere/{line['uses'][0]['id']}/")

    assert (line["code"], line["open"], [use["amount"] for use in line["uses"]]) == ("earn", True, [6000])
    assert (wrong.status_code, gone.status_code) == (400, 204)
    assert hers.get(f"{address}elsewhere/").json()[0]["uses"] == []


def test_the_person_takes_a_copy_of_everything(calls, chiara, fatou, write, address):
    write("story", story="a long way")
    calls(chiara).post(f"{address}notes/", {"audience": "restricted", "words": "about her brother"})

    answer = calls(fatou.person).get(f"{address}export/")

    assert "a long way" in answer.content.decode()
    assert "brother" not in answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="copy.json"'
    assert "no-store" in answer["Cache-Control"]
    assert Reading.objects.get().door == "export"


def test_whoever_reads_by_permission_finds_no_papers_no_notes_and_no_copy(calls, rita, permit, address):
    permit("limits")
    client = calls(rita)

    assert {client.get(f"{address}{path}/").status_code for path in ("papers", "notes", "elsewhere", "export")} == {404}
    assert not Reading.objects.filter(outcome="opened").exists()


@each(("path", "queries"), [("papers/", 13), ("notes/", 13), ("elsewhere/", 13), ("export/", 28)])
def test_the_rooms_of_a_file_ask_little(calls, chiara, licence, address, path, queries, django_assert_num_queries):
    client = calls(chiara)
    for number in range(3):
        client.post(f"{address}notes/", {"audience": "team", "words": f"{number}"})
    client.post(f"{address}papers/", {"kind": "licence"})

    with django_assert_num_queries(queries):
        assert client.get(f"{address}{path}").status_code == 200


@each("outsider", ["luca", "rita", "dario", "gianni", "operator", "elena", "dora"])
def test_an_outsider_finds_what_a_file_that_never_was_shows(calls, fatou, request, outsider):
    client = calls(request.getfixturevalue(outsider))

    for path in (
        "",
        "readings/",
        "permissions/",
        "steps/",
        "parts/limits/",
        "papers/",
        PAPER,
        "notes/",
        "elsewhere/",
        "export/",
    ):
        for method in ("get", "post", "put", "delete"):
            answers = [getattr(client, method)(f"{ENTRY}{number}/{path}", {}) for number in (fatou.number, "ZZZZZZZ")]
            assert {answer.status_code for answer in answers} <= {404, 405}, path
            assert json.loads(answers[0].content) == json.loads(answers[1].content)

    assert client.get(ENTRY).json()["results"] == []


def test_a_key_that_is_gone_is_no_empty_answer(settings, calls, chiara, fatou, write, address):
    write("limits", other_limits="no ladders")
    settings.CASEWORK_KEYS = ["n" * 40]
    client = calls(chiara)
    client.raise_request_exception = False

    answer = client.get(address)

    assert answer.status_code == 503
    assert "casework" not in answer.content.decode()


def test_no_key_opens_a_file(program, visitor, elena, biagio, fatou, address):
    Membership.objects.create(organisation=biagio, user=elena, role="caseworker")
    client = program("people:read", "organisation:read", "bookings:read")

    assert {client.get(path).status_code for path in (ENTRY, address)} == {403}
    assert {visitor.get(path).status_code for path in (ENTRY, address)} <= {401, 403}
    assert not Reading.objects.exists()

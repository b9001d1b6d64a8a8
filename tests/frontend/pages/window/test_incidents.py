"""Something went wrong at a shift: told from the person's own page, by card or account, and by nobody for her."""

import pytest

from bookings.jobs import incidents
from bookings.models import Incident, Proposal
from marketplace.accounts.language import ALSO
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, take
from tests.casework import MARKER, PIN
from tests.folding import each

TOLD = {"kind": "hurt", "words": f"A shelf fell. {MARKER}", "deeds": ["doctor"]}


@pytest.fixture
def inside(client, card):
    """A browser in which Fatou's page is open, by her card."""
    client.post("/mia/enter/", {"code": card, "pin": PIN})
    return client


def text_of(answer) -> str:
    return answer.content.decode()


def at(proposal: Proposal) -> str:
    return f"/mia/incidents/{proposal.pk}/"


def test_by_a_card_she_tells_it_and_one_alone_reads_it(inside, coming, chiara, elena):
    found = [text_of(inside.get(path)) for path in ("/mia/", "/mia/incidents/")]
    answer = inside.post(at(coming), TOLD, follow=True)

    assert all(at(coming) in page for page in found)
    assert "Thank you. The social service reads it today." in text_of(answer)
    assert MARKER not in text_of(answer)
    row = Incident.objects.get()
    assert (row.side, row.told_by, row.deeds) == ("person", coming.participant.person, ["doctor"])
    assert MARKER in incidents.read(row, chiara)
    assert not Incident.objects.readable_by(elena).exists()


def test_it_is_said_that_somebody_looks_at_it_and_no_word_of_it(inside, coming):
    inside.post(at(coming), TOLD)

    listed, form = (text_of(inside.get(path)) for path in ("/mia/incidents/", at(coming)))

    assert "What was told is being looked at." in listed
    assert "Something was told about this job already" in form
    assert MARKER not in listed + form


def test_a_shift_that_is_over_is_still_in_the_list(inside, job_done):
    assert at(job_done) not in text_of(inside.get("/mia/"))
    assert at(job_done) in text_of(inside.get("/mia/incidents/"))

    assert inside.post(at(job_done), TOLD).status_code == 302


def test_what_is_missing_is_asked_for_and_nothing_is_kept(inside, coming):
    for told in ({}, TOLD | {"words": "  "}, TOLD | {"kind": "odd"}, TOLD | {"deeds": ["odd"]}):
        assert inside.post(at(coming), {"key": "x"} | told).status_code == 422

    assert not Incident.objects.exists()


def test_before_her_yes_there_is_no_shift(inside, put):
    assert at(put) not in text_of(inside.get("/mia/"))
    assert "You have had no shift so far." in text_of(inside.get("/mia/incidents/"))
    assert [inside.get(at(put)).status_code, inside.post(at(put), TOLD).status_code] == [404, 404]


def test_what_is_somebody_else_s_is_not_found(client, coming, admitted_too):
    never = f"/mia/incidents/{coming.pk + 10_000}/"
    client.force_login(admitted_too.person)

    assert {client.get(path).status_code for path in (at(coming), never)} == {404}
    assert client.post(at(coming), TOLD).status_code == 404


@each("who", ["chiara", "luca", "elena", "dora", ""])
def test_for_everybody_else_the_door_is_closed(client, request, coming, who):
    if who:
        client.force_login(request.getfixturevalue(who))

    for path in ("/mia/incidents/", at(coming)):
        assert client.get(path)["Location"] == "/mia/"
    assert client.post(at(coming), TOLD)["Location"] == "/mia/"
    assert not Incident.objects.exists()


def test_many_shifts_cost_as_many_questions_as_few(inside, job, propose, django_assert_num_queries):
    for _which in range(4):
        yes = propose(job())
        Proposal.objects.filter(pk=yes.pk).update(told_at=yes.expires_at)

    with django_assert_num_queries(4):
        inside.get("/mia/incidents/")


@pytest.mark.parametrize("language", [code for code, _name in ALSO])
def test_it_is_asked_in_her_language(inside, coming, language):
    User.objects.filter(pk=coming.participant.person_id).update(language=language)

    page = text_of(inside.get(at(coming)))
    wrong = text_of(inside.post(at(coming), {"kind": "hurt", "words": " "}))

    assert {"ar": "ماذا حدث", "fr": "Ce qui s'est passé"}[language] in page.replace("&#x27;", "'")
    for words in ("What happened", "somebody was hurt", "went home", "Tell it", "This field"):
        assert words not in page + wrong


def test_what_she_gave_back_may_have_gone_wrong_as_well(inside, coming):
    take(coming, "give_back", Actor(coming.participant.person), {"refusal": ""})

    assert inside.post(at(coming), TOLD).status_code == 302

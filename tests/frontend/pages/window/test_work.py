"""Work on the person's own page: the question, her yes or no, her shifts and what she had of them; nobody else's."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bookings.models import Proposal
from marketplace.accounts.language import ALSO
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, take
from tests.casework import PIN
from tests.folding import each


@pytest.fixture
def inside(client, card):
    """A browser in which Fatou's page is open, by her card."""
    client.post("/mia/enter/", {"code": card, "pin": PIN})
    return client


KEY = str(uuid4())


def text_of(answer) -> str:
    return answer.content.decode()


def at(proposal: Proposal, step: str) -> str:
    return f"/mia/work/{proposal.pk}/{step}/"


def now(proposal: Proposal) -> str:
    return Proposal.objects.get(pk=proposal.pk).status


def test_first_comes_the_question_with_all_terms_and_no_rank(inside, put):
    page = text_of(inside.get("/mia/"))

    assert page.index("Will you come?") < page.index("What I permit")
    for words in ("Helper for removals", "Biagio", "9:00", "€40", "Yes, I come", "No, thanks"):
        assert words in page
    assert "Nothing waits for an answer" not in page


def test_a_yes_and_it_is_a_shift(inside, put):
    answer = inside.post(at(put, "accept"), {"key": KEY}, follow=True)

    assert now(put) == "agreed"
    assert "My shifts" in text_of(answer)
    assert "I cannot come" in text_of(answer)


def test_how_often_she_was_considered_is_told(inside, put):
    assert "you were considered for work 1 time." in text_of(inside.get("/mia/"))


def test_pressed_twice_it_is_one_yes(inside, put):
    for _press in range(2):
        assert inside.post(at(put, "accept"), {"key": KEY}).status_code == 302

    assert put.changes.filter(step="accept").count() == 1


def test_a_no_needs_no_reason(inside, put):
    inside.post(at(put, "refuse"))

    assert now(put) == "refused"
    assert "Nothing waits for an answer" in text_of(inside.get("/mia/"))


def test_a_reason_that_is_none_of_the_list_is_asked_again_and_nothing_happens(inside, put):
    answer = inside.post(at(put, "refuse"), {"refusal": "nonsense"})

    assert answer.status_code == 422
    assert now(put) == "proposed"


def test_what_is_not_possible_any_more_is_said(inside, put, chiara):
    take(put, "withdraw", Actor(chiara), {"code": "mistake"})

    answer = inside.post(at(put, "accept"), headers={"referer": "http://testserver/mia/"}, follow=True)

    assert "not possible any more" in text_of(answer)


@each("step", ["withdraw", "object", "pass", "close", "propose", "nothing"])
def test_a_step_that_is_not_hers_is_refused(inside, put, step):
    inside.post(at(put, step), {"code": "mistake"}, headers={"referer": "http://testserver/mia/"})

    assert now(put) == "proposed"


def test_nobody_answers_for_somebody_else(client, put, admitted_too, chiara, luca, elena, dora):
    for stranger in (admitted_too.person, chiara, luca, elena, dora):
        client.force_login(stranger)
        assert client.post(at(put, "accept")).status_code in (302, 404)

    assert now(put) == "proposed"


def test_signed_out_the_answer_leads_to_the_door(client, put):
    assert client.post(at(put, "accept")).status_code == 302
    assert now(put) == "proposed"


def test_she_comes_and_goes_and_says_how_long_it_took(inside, put, now_is, elena):
    inside.post(at(put, "accept"))
    now_is(put.starts_at)
    inside.get("/mia/")
    inside.post(at(put, "check_in"))
    now_is(put.starts_at + timedelta(hours=4))
    inside.post(at(put, "check_out"))
    inside.post(at(put, "tell_hours"), {"hours": "4", "minutes": "0"})

    take(Proposal.objects.get(pk=put.pk), "confirm_hours", Actor(elena))

    page = text_of(inside.get("/mia/"))
    assert now(put) == "done"
    assert "My hours and my pay" in page
    assert "€40" in page


def test_many_proposals_cost_as_many_questions_as_few(inside, job, propose, django_assert_max_num_queries):
    for _which in range(6):
        propose(job())

    with django_assert_max_num_queries(24):
        inside.get("/mia/")


@pytest.mark.parametrize("language", [code for code, _name in ALSO])
def test_the_question_is_asked_in_her_language(inside, put, language):
    User.objects.filter(pk=put.participant.person_id).update(language=language)
    asked = {"ar": "نعم، سآتي", "fr": "Oui, je viens"}[language]

    page = text_of(inside.get("/mia/"))
    inside.post(at(put, "accept"))

    assert asked in page
    assert "Saying no" not in page
    assert "Yes, I come" not in page
    assert "You have said yes" not in text_of(inside.get("/mia/"))

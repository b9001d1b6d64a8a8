"""Jobs and proposals as pages: for social workers, for the person, and for the desk after the yes."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.models import Proposal
from frontend.pages.casework import columns
from marketplace.casework.models import ReadBatch
from marketplace.lives.engine import CLOCK, Actor, take
from marketplace.lives.models import Change
from marketplace.notices import telling
from marketplace.notices.models import Notice
from tests.folding import each

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


def text_of(answer) -> str:
    return answer.content.decode()


def bare(answer, number: object = "") -> str:
    """Without what differs each time: the token of its forms, and the number in its address."""
    shown = re.sub(r"nonce-[^\"']+|csrf[^>]+|X-CSRFToken[^}]+", "", text_of(answer))
    return shown.replace(f"/{number}/", "//") if number else shown


def step_of(proposal: Proposal, name: str) -> str:
    return reverse("proposal_step", args=[proposal.pk, name])


def test_jobs_of_the_whole_city_are_listed_and_filtered(at_work, job, django_assert_max_num_queries):
    saturday = job()

    with django_assert_max_num_queries(14):
        page = text_of(at_work.get(reverse("casework_jobs")))
    none = text_of(at_work.get(reverse("casework_jobs"), {"form": "volunteer"}))
    there = text_of(at_work.get(reverse("casework_jobs"), {"day": saturday.starts_at.date(), "form": "presto"}))
    odd = at_work.get(reverse("casework_jobs"), {"day": "x", "area": "x", "form": "x", "page": "x"})

    assert saturday.get_absolute_url() in page
    assert "1 of 1 places left" in page
    assert saturday.get_absolute_url() not in none
    assert saturday.get_absolute_url() in there
    assert odd.status_code == 200


def test_she_proposes_and_sees_whom_she_has_asked(at_work, job, ready, rule_set, django_assert_max_num_queries):
    saturday = job()
    before = text_of(at_work.get(saturday.get_absolute_url()))

    for _twice in range(2):
        at_work.post(reverse("job_propose", args=[saturday.pk]), {"number": ready.number, "why": "knows"})
    with django_assert_max_num_queries(34):
        after = text_of(at_work.get(saturday.get_absolute_url()))

    assert "You have asked nobody so far." in before
    assert Proposal.objects.get().chosen_by.given_name == "Chiara"
    assert "Fatou has been asked" in after


def test_what_is_asked_is_said_without_a_name_in_the_session(at_work, job, ready, rule_set):
    at_work.post(reverse("job_propose", args=[job().pk]), {"number": ready.number, "why": "knows"})

    assert "Fatou" not in str(dict(at_work.session))
    assert ready.number not in str(dict(at_work.session))


def test_a_number_that_is_not_hers_and_one_that_never_was_look_the_same(client, luca, job, ready, rule_set):
    client.force_login(luca)
    saturday = job()

    answers = [
        client.post(reverse("job_propose", args=[saturday.pk]), {"number": number})
        for number in (ready.number, "2222222", "")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({bare(answer) for answer in answers}) == 1
    assert not Proposal.objects.exists()


def test_the_person_answers_herself(client, put, ready):
    client.force_login(ready.person)

    page = text_of(client.get(put.get_absolute_url()))
    client.post(step_of(put, "accept"))

    put.refresh_from_db()
    assert "Will you come?" in page
    assert "Saying no changes nothing" in page
    assert put.status == "agreed"
    assert "You have said yes." in text_of(client.get(put.get_absolute_url()))


def test_she_says_no_without_a_reason_or_with_one(client, put, ready):
    client.force_login(ready.person)

    asked = text_of(client.get(step_of(put, "refuse")))
    wrong = client.post(step_of(put, "refuse"), {"refusal": "dragons"})
    client.post(step_of(put, "refuse"), {"refusal": ""})

    put.refresh_from_db()
    assert "I fear for my benefit" in asked
    assert (wrong.status_code, put.status) == (422, "refused")


def test_her_social_worker_answers_for_her_and_both_names_are_kept(at_work, put, chiara, ready):
    page = text_of(at_work.get(put.get_absolute_url()))
    at_work.post(step_of(put, "accept"), {"for": "person"})

    put.refresh_from_db()
    assert "You may answer for Fatou. Both names are kept." in page
    assert (put.last_change.actor, put.last_change.acting_for) == (chiara, ready.person)


def test_she_takes_it_back_with_a_code(at_work, put):
    form = text_of(at_work.get(step_of(put, "withdraw")))
    at_work.post(step_of(put, "withdraw"), {"code": "mistake"})

    put.refresh_from_db()
    assert "it was a mistake" in form
    assert put.status == "withdrawn"


def test_the_desk_objects_with_a_code(client, put, ready, elena):
    take(put, "accept", Actor(ready.person))
    client.force_login(elena)

    client.post(step_of(put, "object"), {"code": "changed"})

    put.refresh_from_db()
    assert put.status == "objected"


@each(
    ("step", "facts", "secret"),
    [
        ("give_back", {"refusal": "ill"}, "not well"), ("withdraw", {"code": "consent"}, "permission"),
        ("close", {"code": "paused"}, "paused"),
    ],
)  # fmt: skip
def test_the_desk_reads_first_name_and_skills_and_never_why_it_ended(
    client, put, ready, chiara, elena, step, facts, secret
):
    take(put, "accept", Actor(ready.person))
    client.force_login(elena)
    agreed = text_of(client.get(put.get_absolute_url()))
    actor = {"give_back": Actor(ready.person), "withdraw": Actor(chiara), "close": CLOCK}[step]
    take(put, step, actor, facts)

    gone = text_of(client.get(put.get_absolute_url()))

    assert "Fatou comes." in agreed
    assert "She or he is not available any more." in gone
    for page in (agreed, gone):
        assert not {word for word in (ready.number, "Diallo", secret, "Chiara", "Aurora", "casework") if word in page}


def test_no_mail_tells_the_desk_who_she_is_or_why(put, ready, elena):
    take(put, "accept", Actor(ready.person))
    take(put, "give_back", Actor(ready.person), {"refusal": "ill"})

    for change in Change.objects.filter(life=put.pk):
        telling.announce(change)
    for notice in Notice.objects.all():
        telling.send(notice.pk)

    sent = [letter for letter in mail.outbox if elena.email in letter.to]
    words = "\n".join(str(letter.message()) for letter in sent)
    assert sent
    assert not {word for word in (ready.number, "Diallo", "not well", "non sta bene", "Chiara") if word in words}


@each("who", ["elena", "luca", "rita", "dora", "gianni"])
def test_before_the_yes_nobody_else_finds_a_proposal(client, request, put, who):
    client.force_login(request.getfixturevalue(who))
    never = put.pk + 10_000

    for name, *rest in (("proposal",), ("proposal_step", "accept")):
        there, nowhere = (client.get(reverse(name, args=[pk, *rest])) for pk in (put.pk, never))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert bare(there, put.pk) == bare(nowhere, never)


@each("who", ["dora", "nadia", "gianni"])
def test_a_job_is_found_by_its_desk_by_social_workers_and_by_whom_it_was_put_to(client, request, put, who, ready):
    seen = []
    for user in (request.getfixturevalue(who), ready.person, put.chosen_by):
        client.force_login(user)
        seen.append([client.get(reverse(name, args=[put.job_id])).status_code for name in ("job", "job_live")])

    assert seen == [[404, 404], [200, 200], [200, 200]]


def test_the_page_of_a_job_tells_its_desk_nothing_of_who_was_asked(client, put, elena, ready):
    client.force_login(elena)
    pages = [text_of(client.get(reverse(name, args=[put.job_id]))) for name in ("job", "job_live")]

    for page in pages:
        assert "0 of 1 place filled" in page
        assert "Fatou" not in page
        assert put.job.shared_topic not in page


def test_only_social_workers_find_the_list(client, elena, nadia, ready):
    for user in (elena, nadia, ready.person):
        client.force_login(user)
        assert client.get(reverse("casework_jobs")).status_code == 404


# --- the jobs for one person --------------------------------------------------------------------------------------
def test_from_a_file_she_finds_the_jobs_for_one_person_and_proposes(at_work, job, ready, rule_set, chiara):
    saturday, fitting = job(), f"/casework/{ready.number}/jobs/"
    file, page = (text_of(at_work.get(path)) for path in (ready.get_absolute_url(), fitting))
    batch = ReadBatch.objects.get()
    at_work.post(reverse("job_propose", args=[saturday.pk]), {"number": ready.number, "why": "knows"})

    after = text_of(at_work.get(fitting))

    assert fitting in file
    for words in ("Fits if…", "Not now", saturday.get_absolute_url(), "Biagio", "€40", "Why this person?", "Propose"):
        assert words in page
    assert reverse("job_propose", args=[saturday.pk]) in page
    assert (batch.reader, batch.purpose, batch.participants) == (chiara, ReadBatch.Purpose.JOB, [ready.pk])
    assert "Asked already" in after
    assert "Fatou has been asked" in after
    assert reverse("job_propose", args=[saturday.pk]) not in after


def test_more_jobs_than_a_column_holds_cost_no_more_questions(at_work, job, ready, rule_set, monkeypatch):
    monkeypatch.setattr(columns, "MOST", 2)
    fitting = f"/casework/{ready.number}/jobs/"
    job()
    at_work.get(fitting)
    with CaptureQueriesContext(connection) as few:
        at_work.get(fitting)

    for _which in range(5):
        job()
    with CaptureQueriesContext(connection) as many:
        page = text_of(at_work.get(fitting))
    whole = text_of(at_work.get(fitting, {"all": 1, "ranked": 0, "column": "odd"}))

    assert len(many) == len(few) <= 32
    assert [text.count('class="panel stack-s"><h4>') for text in (page, whole)] == [2, 6]
    assert "4 more" in page
    assert "nothing is ranked" in whole


def test_who_has_paused_is_in_no_list_and_her_page_says_none(at_work, job, ready, rule_set):
    job()
    take(ready, "pause", Actor(ready.person), {"until": (timezone.localdate() + timedelta(days=9)).isoformat()})

    page = text_of(at_work.get(f"/casework/{ready.number}/jobs/"))

    assert "Propose" not in page
    assert page.count("None.") == 3


@each("who", ["luca", "rita", "dario", "elena", "dora", "gianni"])
def test_nobody_else_finds_the_jobs_for_a_person(client, request, ready, who):
    for user in (request.getfixturevalue(who), ready.person):
        client.force_login(user)
        answers = [client.get(f"/casework/{number}/jobs/") for number in (ready.number, "ZZZZZZZ")]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert not ReadBatch.objects.exists()

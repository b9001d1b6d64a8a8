"""How people come in: at an interview, or by the link of a body without an account."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.casework import referrals
from marketplace.casework.models import LegalBase, Participant, Reading, Referral, Snapshot
from tests.casework import MARKER
from tests.folding import each

WHO = {"given_name": "Amadou", "family_name": "Sow", "phone": "011 000 999", "language": "it"}


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def link(chiara, service, legal_bases) -> str:
    return reverse(
        "casework_refer", args=[referrals.token(referrals.invite(service, chiara, "Mensa", "m@example.org"))]
    )


def text_of(answer) -> str:
    return answer.content.decode()


def test_an_interview_begins_a_file(at_work, chiara, django_assert_num_queries):
    with django_assert_num_queries(7):
        page = text_of(at_work.get("/casework/admit/"))

    answer = at_work.post("/casework/admit/", WHO | {"gender": "man", "born": "1990", "unsaid_home": "on"})

    participant = Participant.objects.get()
    assert "What we write down, and why." in page
    assert answer["Location"] == f"/casework/{participant.number}/"
    assert (participant.status, participant.person.given_name, participant.person.email) == ("admitted", "Amadou", None)
    assert Snapshot.objects.get().asked == ["born", "gender", "home"]


def test_somebody_with_an_account_is_the_same_person(at_work, nadia):
    at_work.post("/casework/admit/", WHO | {"email": nadia.email.upper()})

    assert Participant.objects.get().person == nadia
    assert not Participant.objects.get().entered_here


def test_whether_somebody_has_a_file_elsewhere_is_not_said(at_work, fatou, rita, client):
    client.force_login(rita)

    answer = client.post("/casework/admit/", WHO | {"email": fatou.person.email})

    assert answer.status_code == 422
    assert "data protection officer" in text_of(answer)
    assert fatou.number not in text_of(answer)


@each("told", [{"given_name": ""}, {"born": "x"}, {"gender": "robot"}, {"phone": "1"}])
def test_what_cannot_be_begins_nothing(at_work, told):
    answer = at_work.post("/casework/admit/", WHO | told)

    assert answer.status_code == 422
    assert not Participant.objects.exists()
    assert not User.objects.filter(given_name="Amadou").exists()


def test_without_a_legal_base_nobody_is_admitted(at_work):
    LegalBase.objects.all().delete()

    page = text_of(at_work.get("/casework/admit/"))
    answer = at_work.post("/casework/admit/", WHO)

    assert "has not said yet on which legal base" in page
    assert answer.status_code == 422
    assert not User.objects.filter(given_name="Amadou").exists()


def test_a_body_gets_its_link_by_mail_and_nobody_is_named(at_work, service, run_letters):
    at_work.post("/casework/referrals/", {"sender": "Mensa", "email": "mensa@example.org"})
    run_letters()

    [letter] = mail.outbox
    page = text_of(at_work.get("/casework/referrals/"))
    assert "/casework/refer/" in letter.body
    assert letter.to == ["mensa@example.org"]
    assert "Mensa" in page
    assert "good until" in page


def test_opening_the_link_changes_nothing_and_an_answer_makes_a_file_that_waits(client, link, chiara):
    for _look in range(2):
        page = text_of(client.get(link))
    answer = client.post(link, WHO | {"needs": ["work"], "words": MARKER, "agreed": "on"})

    participant = Participant.objects.get()
    assert "Refer a person to Servizio sociale Aurora" in page
    assert participant.status == "asked"
    assert participant.number not in text_of(client.get(answer["Location"]))
    assert MARKER not in text_of(client.get(link))
    client.force_login(chiara)
    assert MARKER in text_of(client.get(participant.get_absolute_url()))


def test_a_link_is_answered_once(client, link):
    told = WHO | {"agreed": "on"}

    client.post(link, told)
    again = client.post(link, told | {"given_name": "Bob"})

    assert again.status_code == 200
    assert Participant.objects.count() == 1


def test_somebody_who_was_referred_is_admitted(client, link, chiara):
    client.post(link, WHO | {"agreed": "on"})
    participant = Participant.objects.get()
    client.force_login(chiara)
    address = reverse("casework_referred", args=[participant.number])

    assert client.get(address).status_code == 200
    assert client.post(address, {"gender": "man"}).status_code == 302
    assert client.get(address).status_code == 404
    assert Snapshot.objects.get().participant == participant
    assert "in touch with the person" in text_of(client.get(link))


def test_somebody_who_was_referred_is_told_no_with_a_reason(client, link, chiara):
    client.post(link, WHO | {"agreed": "on"})
    participant = Participant.objects.get()
    client.force_login(chiara)

    client.post(reverse("casework_step", args=[participant.number, "decline"]), {"decline-why": "no_place"})

    participant.refresh_from_db()
    assert (participant.status, participant.left_for) == ("ended", "no_place")
    assert "no place with us" in text_of(client.get(link))


def test_a_link_that_ran_out_or_was_taken_back_or_forged_leads_nowhere(client, link, chiara):
    row = Referral.objects.get()
    client.force_login(chiara)
    forged = link[:-3] + "xx/"

    client.post(reverse("casework_referral_withdraw", args=[row.pk]))
    taken_back = client.get(link).status_code
    Referral.objects.update(withdrawn_at=None, expires_at=timezone.now() - timedelta(minutes=1))

    assert {taken_back, client.get(link).status_code, client.get(forged).status_code} == {404}


def test_the_list_of_links_asks_little(client, chiara, service, legal_bases, django_assert_num_queries):
    for number in range(3):
        referrals.invite(service, chiara, f"Mensa {number}", "m@example.org")
    client.force_login(chiara)

    with django_assert_num_queries(7):
        page = text_of(client.get("/casework/referrals/"))

    assert page.count("good until") == 3


def test_another_body_takes_no_link_back(client, link, rita):
    client.force_login(rita)

    answer = client.post(reverse("casework_referral_withdraw", args=[Referral.objects.get().pk]))

    assert answer.status_code == 404
    assert "Mensa" not in text_of(client.get("/casework/referrals/"))
    assert not Reading.objects.exists()

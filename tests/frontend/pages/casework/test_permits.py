"""What the person permits and takes back, and what nobody permitted."""

import pytest
from django.core import mail
from django.urls import reverse

from marketplace.casework import overrides
from marketplace.casework.models import Override, Permission, Reading
from tests.folding import each

LONG = "She rang from the station and does not answer any more."


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def address(fatou) -> str:
    return reverse("casework_permissions", args=[fatou.number])


def told_of(other, **changed) -> dict:
    told = {"purpose": "open_file", "body": other.pk, "parts": ["limits"], "how": "spoken", "language": "ar"}
    return told | changed


def test_a_permission_is_entered_with_its_text_and_language(
    client, chiara, address, other_service, django_assert_num_queries
):
    client.force_login(chiara)

    answer = client.post(address, told_of(other_service))
    with django_assert_num_queries(14):  # three for the sentence that is shown once: it lies in the session
        page = text_of(client.get(address))

    row = Permission.objects.get()
    assert answer.status_code == 302
    assert (row.version, row.language, row.how, row.parts) == ("1", "ar", "spoken", ["limits"])
    assert "What not to ask" in page
    assert "Text 1, in" in page


@each("changed", [{"parts": []}, {"until": "2020-01-01"}, {"body": ""}, {"how": "herself"}])
def test_what_cannot_be_permitted_is_said(client, chiara, address, other_service, changed):
    client.force_login(chiara)

    answer = client.post(address, told_of(other_service, **changed))

    assert answer.status_code == 422
    assert not Permission.objects.exists()


def test_the_person_takes_it_back_and_the_door_is_closed(client, fatou, rita, permit, address):
    permission = permit("limits")
    client.force_login(rita)
    before = client.get(fatou.get_absolute_url())

    client.force_login(fatou.person)
    shown = text_of(client.get(address))
    client.post(reverse("casework_withdraw", args=[fatou.number, permission.pk]))
    client.force_login(rita)
    after = client.get(fatou.get_absolute_url())

    assert "You read this because the person permitted it." in text_of(before)
    assert "Casa delle donne" in shown
    assert "Enter a permission" not in shown
    assert after.status_code == 404


def test_whoever_reads_by_permission_writes_nothing_and_sees_no_log(client, fatou, rita, permit, address):
    permit("limits")
    client.force_login(rita)

    paths = [address, reverse("casework_readings", args=[fatou.number])]
    paths += [reverse("casework_part", args=[fatou.number, "limits"])]

    assert {client.get(path).status_code for path in paths} == {404}
    assert client.post(address, {}).status_code == 404


def test_an_override_opens_what_is_urgent_under_the_officers_eyes(client, fatou, rita, dario, run_letters):
    client.force_login(rita)

    answer = client.post(
        "/casework/override/", {"number": fatou.number.lower(), "reason": "danger", "words": LONG}, follow=True
    )
    run_letters()
    client.force_login(dario)
    judged = text_of(client.get("/casework/overrides/"))
    closed = client.get(fatou.get_absolute_url())

    assert "This file is open by an override." in text_of(answer)
    assert "How to be reached" in text_of(answer)
    assert "Own story" not in text_of(answer)
    assert [letter.to for letter in mail.outbox] == [["dario@example.org"]]
    assert not {"Fatou", fatou.number, "Rita"} & set(f"{mail.outbox[0].subject} {mail.outbox[0].body}".split())
    assert "Rita" in judged
    assert LONG not in judged
    assert closed.status_code == 404


def test_the_officers_list_asks_little(client, fatou, rita, dario, django_assert_num_queries):
    for _twice in range(2):
        overrides.force(fatou.number, rita, "danger", LONG)
    client.force_login(dario)

    with django_assert_num_queries(8):
        page = text_of(client.get("/casework/overrides/"))

    assert page.count("It was right") == 2


def test_the_officer_writes_down_what_she_thinks_and_the_person_reads_it(client, fatou, rita, dario):
    client.force_login(rita)
    client.post("/casework/override/", {"number": fatou.number, "reason": "danger", "words": LONG})
    client.force_login(dario)

    client.post(reverse("casework_judge", args=[Override.objects.get().pk]), {"verdict": "wrong"})
    client.force_login(fatou.person)
    page = text_of(client.get(reverse("casework_readings", args=[fatou.number])))

    assert "Rita" in page
    assert "was not right" in page


@each("told", [{"number": "ZZZZZZZ"}, {"words": "soon"}, {"reason": "curious"}])
def test_without_a_reason_nothing_opens(client, fatou, rita, told):
    client.force_login(rita)

    answer = client.post("/casework/override/", {"number": fatou.number, "reason": "danger", "words": LONG} | told)

    assert answer.status_code == 422
    assert not Override.objects.exists()


@each("outsider", ["chiara", "rita", "gianni", "operator", "dora"])
def test_only_the_officer_judges(client, fatou, rita, request, outsider):
    client.force_login(rita)
    client.post("/casework/override/", {"number": fatou.number, "reason": "danger", "words": LONG})
    client.force_login(request.getfixturevalue(outsider))

    answer = client.post(reverse("casework_judge", args=[Override.objects.get().pk]), {"verdict": "right"})

    assert answer.status_code == 404


def test_whoever_tries_often_is_told_to_the_officer(client, fatou, rita, dario, run_letters):
    client.force_login(rita)

    for _try in range(6):
        client.get(fatou.get_absolute_url())
    run_letters()

    assert Reading.objects.filter(outcome="refused").count() == 6
    assert len(mail.outbox) == 1

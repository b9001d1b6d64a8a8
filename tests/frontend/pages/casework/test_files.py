"""The social worker's pages: her files, one of them, its parts, and who read it."""

import re

import pytest
from django.urls import reverse

from marketplace.casework import rotating
from marketplace.casework.models import Draft, Reading, Snapshot, Written
from tests.casework import MARKER
from tests.folding import each

ROOMS = ("casework_file", "casework_readings", "casework_permissions")


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def at_work(client, chiara):
    client.force_login(chiara)
    return client


def text_of(answer) -> str:
    return answer.content.decode()


def test_her_files_say_whose_turn_it_is(at_work, fatou, django_assert_num_queries):
    with django_assert_num_queries(8):
        answer = at_work.get("/casework/")

    assert "Fatou Diallo" in text_of(answer)
    assert "1 waits for you" in text_of(answer)
    assert "no-store" in answer["Cache-Control"]


def test_a_file_shows_what_was_written_and_what_is_missing(at_work, fatou, write, django_assert_num_queries):
    write("limits", limits=["dogs"], other_limits="no ladders")

    with django_assert_num_queries(21):
        page = text_of(at_work.get(reverse("casework_file", args=[fatou.number])))

    assert "no ladders" in page
    assert "dogs" in page
    assert "things to ask" in page
    assert "Does not want to say" in page  # on the first day
    assert f"<title>File {fatou.number} - Cortile</title>" in page


def test_each_opening_by_page_is_read_by_the_person(at_work, client, fatou):
    at_work.get(reverse("casework_file", args=[fatou.number]))
    client.force_login(fatou.person)

    page = text_of(client.get(reverse("casework_readings", args=[fatou.number])))

    assert "Chiara" in page
    assert "works with you" in page


def test_a_part_is_written_and_what_nobody_wants_to_say_is_no_answer(at_work, fatou):
    told = {"seen": "0", "limits": ["lifting"], "unsaid_other_limits": "on", "other_limits": MARKER}

    answer = at_work.post(reverse("casework_part", args=[fatou.number, "limits"]), told)

    page = text_of(at_work.get(answer["Location"]))
    assert "lifting" in page
    assert MARKER not in page


def test_without_script_what_was_typed_is_kept_when_somebody_else_was_quicker(at_work, fatou, write):
    write("limits", other_limits="no ladders")

    answer = at_work.post(
        reverse("casework_part", args=[fatou.number, "limits"]), {"seen": "0", "other_limits": "no stairs"}
    )

    assert answer.status_code == 422
    assert "no stairs" in text_of(answer)
    assert "no ladders" in text_of(answer)
    assert Written.objects.get().version == 1


def test_what_is_typed_is_kept_as_it_goes(at_work, fatou):
    address = reverse("casework_part", args=[fatou.number, "limits"])

    kept = at_work.post(reverse("casework_draft", args=[fatou.number, "limits"]), {"other_limits": "no lad"})
    again = text_of(at_work.get(address))
    at_work.post(reverse("casework_forget", args=[fatou.number, "limits"]))

    assert "Kept as a draft at" in text_of(kept)
    assert "no lad" in again
    assert "Not saved yet" in again
    assert not Draft.objects.exists()


def test_a_step_is_taken_and_a_reason_is_asked(at_work, fatou):
    steps = {name: reverse("casework_step", args=[fatou.number, name]) for name in ("ready", "end", "nothing")}

    assert at_work.post(steps["ready"]).status_code == 302
    assert at_work.post(steps["end"]).status_code == 422
    assert at_work.post(steps["end"], {"end-why": "work"}).status_code == 302
    assert at_work.post(steps["nothing"]).status_code == 404

    fatou.refresh_from_db()
    assert (fatou.status, fatou.left_for) == ("ended", "work")


def test_a_file_is_handed_over(at_work, fatou, luca):
    at_work.post(reverse("casework_hand_over", args=[fatou.number]), {"to": luca.pk})

    assert fatou.team.now().get(role="owner").user == luca


def test_the_person_finds_her_own_and_pauses_it(client, active):
    client.force_login(active.person)

    page = text_of(client.get("/casework/mine/", follow=True))
    answer = client.post(reverse("casework_step", args=[active.number, "pause"]), {"pause-until": "2020-01-01"})

    assert "This is your own page" in page
    assert "casework_part" not in page
    assert answer.status_code == 422


def test_whoever_has_no_file_is_told_so_on_a_page_that_all_can_reach(client, dora, fatou):
    client.force_login(dora)

    account = text_of(client.get("/account/"))
    page = text_of(client.get(reverse("casework_mine")))

    assert reverse("casework_mine") in account
    assert "no social service has a file of yours" in page


def test_what_arrives_after_it_was_saved_leaves_no_draft(at_work, fatou):
    told = {"seen": "0", "other_limits": "no ladders"}
    at_work.post(reverse("casework_part", args=[fatou.number, "limits"]), told)

    late = at_work.post(reverse("casework_draft", args=[fatou.number, "limits"]), told)

    assert late.status_code == 200
    assert not Draft.objects.exists()


def test_each_page_of_a_file_asks_little(at_work, fatou, write, django_assert_num_queries):
    write("limits", other_limits="no ladders")
    part, readings = (
        reverse("casework_part", args=[fatou.number, "limits"]),
        reverse("casework_readings", args=[fatou.number]),
    )
    for _look in range(3):
        at_work.get(part)

    with django_assert_num_queries(13):
        at_work.get(part)
    with django_assert_num_queries(10):
        page = text_of(at_work.get(readings))

    assert page.count("What not to ask") == 4


@each("outsider", ["luca", "rita", "dario", "gianni", "operator", "elena", "dora"])
def test_at_every_door_an_outsider_finds_what_a_file_that_never_was_shows(client, fatou, request, outsider):
    client.force_login(request.getfixturevalue(outsider))
    address = {number: addresses(number) for number in (fatou.number, "ZZZZZZZ")}

    for closed, never in zip(address[fatou.number], address["ZZZZZZZ"], strict=True):
        for method in (client.get, client.post):
            answers = [method(one) for one in (closed, never)]
            assert {answer.status_code for answer in answers} <= {404, 405}, closed
            assert alike(answers[0], fatou.number) == alike(answers[1], "ZZZZZZZ")

    assert not Reading.objects.filter(outcome="opened").exists()


def addresses(number: str) -> list[str]:
    plain = [reverse(name, args=[number]) for name in (*ROOMS, "casework_referred", "casework_hand_over")]
    parts = [reverse(f"casework_{name}", args=[number, "limits"]) for name in ("part", "draft", "forget", "step")]
    return [*plain, *parts, reverse("casework_withdraw", args=[number, 1])]


def alike(answer, number: str) -> str:
    return re.sub(r"nonce-[^\"']+|csrf[^>]+|X-CSRFToken[^}]+", "", text_of(answer).replace(number, ""))


@each("outsider", ["gianni", "operator", "elena", "dora", "fatou"])
def test_the_rooms_of_social_workers_are_closed_to_others(client, fatou, request, outsider):
    who = request.getfixturevalue(outsider)
    client.force_login(getattr(who, "person", who))
    names = ["casework", "casework_admit", "casework_referrals", "casework_override", "casework_overrides"]

    assert {client.get(reverse(name)).status_code for name in names} == {404}


def test_visitors_are_asked_to_sign_in(client, fatou):
    answer = client.get(reverse("casework_file", args=[fatou.number]))

    assert answer.status_code == 302
    assert not Reading.objects.exists()


@pytest.fixture
def old_key(settings):
    settings.CASEWORK_KEYS = ["o" * 40]


def test_a_key_that_changes_while_a_page_is_open_changes_nothing(old_key, at_work, fatou, write, settings):
    write("limits", other_limits="no ladders")
    address = reverse("casework_part", args=[fatou.number, "limits"])
    seen = re.search(r'name="seen" value="(\d+)"', text_of(at_work.get(address)))[1]

    settings.CASEWORK_KEYS = ["n" * 40, "o" * 40]
    list(rotating.rotate())
    answer = at_work.post(address, {"seen": seen, "other_limits": "no stairs"})

    assert answer.status_code == 302
    assert "no stairs" in text_of(at_work.get(address))


def test_a_key_that_is_gone_is_no_empty_page(old_key, at_work, fatou, write, settings):
    write("limits", other_limits="no ladders")
    settings.CASEWORK_KEYS = ["n" * 40]

    answer = at_work.get(reverse("casework_file", args=[fatou.number]))

    assert answer.status_code == 503
    assert "does not open just now" in text_of(answer)
    assert Snapshot.objects.count() == 1

"""The social worker's to-dos, calls, week sheet and incidents, as pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.jobs import followups, incidents
from bookings.models import FollowUp, Incident
from marketplace.casework import papers
from marketplace.lives.engine import Actor, take
from tests.casework import MARKER


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def at_work(client, chiara):
    client.force_login(chiara)
    return client


@pytest.fixture
def call(worked, now_is) -> FollowUp:
    now_is(worked.job.ends_at + timedelta(days=2))
    return FollowUp.objects.get()


@pytest.fixture
def incident(coming, ready) -> Incident:
    return incidents.tell(coming, ready.person, "hurt", f"A shelf fell. {MARKER}", ["doctor"])


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_list_says_what_to_do(at_work, call, incident, django_assert_num_queries):
    with django_assert_num_queries(15):
        page = text_of(at_work.get("/casework/to-dos/"))

    for words in ("Something went wrong", "Calls", "Call after the first job", "Nobody has said how it went"):
        assert words in page
    assert "3 things" in page
    assert MARKER not in page


def test_what_ends_soon_is_renewed(at_work, client, ready, chiara, luca, licence):
    today = timezone.localdate()
    papers.enter(ready, chiara, licence, today + timedelta(days=20))
    ready.permissions.update(until=today + timedelta(days=9))

    page = text_of(at_work.get("/casework/to-dos/"))
    client.force_login(luca)
    others = text_of(client.get("/casework/to-dos/"))
    ready.permissions.update(until=today + timedelta(days=31))
    papers.enter(ready, chiara, licence, today + timedelta(days=40))
    client.force_login(chiara)
    later = text_of(client.get("/casework/to-dos/"))

    assert "2 things" in page
    for name in ("casework_papers", "casework_permissions"):
        assert f'href="{reverse(name, args=[ready.number])}">Renew' in page
    assert "Ends soon" not in others
    assert "Ends soon" not in later


def test_with_nothing_to_do_it_says_so(at_work):
    assert "Nothing waits for you" in text_of(at_work.get("/casework/to-dos/"))


def test_a_call_is_done(at_work, call):
    address = reverse("casework_follow_up", args=[call.pk])
    assert at_work.post(address, {"outcome": "works"}).status_code == 422

    answer = at_work.post(address, {"outcome": "well", "words": MARKER})

    assert answer.status_code == 302
    assert MARKER in text_of(at_work.get(address))


def test_a_try_is_written_down_and_a_call_is_handed_over(at_work, call, luca):
    at_work.post(reverse("casework_not_reached", args=[call.pk]))
    at_work.post(reverse("casework_to_do_hand_over", args=[call.pk]), {"to": luca.pk})

    call.refresh_from_db()
    assert (len(call.tries), call.keeper) == (1, luca)


def test_all_calls_of_one_person_and_her_lasting_place(at_work, call, ready, now_is):
    address = reverse("casework_follow_ups", args=[ready.number])

    answer = at_work.post(address, {"on": call.opens_on.isoformat()})

    assert answer.status_code == 302
    page = text_of(at_work.get(address))
    assert "90 days at the new place" in page.lower()
    assert at_work.post(address, {"on": "soon"}).status_code == 422


def test_the_week_on_paper_has_first_names_alone(at_work, coming):
    page = text_of(at_work.get("/casework/week/", {"day": coming.job.starts_at.date().isoformat()}))

    assert "Helper for removals" in page
    assert "Diallo" not in page
    assert at_work.get("/casework/week/", {"day": "2026-99-99"}).status_code == 200


def test_an_incident_is_told_by_everybody_of_the_job(client, coming, elena, chiara, ready):
    address = reverse("incident", args=[coming.pk])
    for user in (elena, chiara, ready.person):
        client.force_login(user)
        assert client.get(address).status_code == 200
        assert client.post(address, {"kind": "unsafe", "words": "No light."}).status_code == 302

    assert "looked at" in text_of(client.get(address))
    assert client.post(address, {"kind": "unsafe"}).status_code == 422


def test_an_incident_is_read_by_one_and_closed(at_work, incident, django_assert_num_queries):
    address = reverse("casework_incident", args=[incident.pk])
    page = text_of(at_work.get(address))
    assert MARKER in page
    assert "<title>Something went wrong - Cortile</title>" in page

    assert at_work.post(address, {"deeds": ["talked"], "close": "on"}).status_code == 302

    incident.refresh_from_db()
    assert incident.closed_at


def test_to_outsiders_nothing_of_it_is_there(client, call, incident, ready, luca, rita, elena, gianni):
    places = [
        reverse("casework_follow_up", args=[call.pk]),
        reverse("casework_incident", args=[incident.pk]),
        reverse("casework_follow_ups", args=[ready.number]),
    ]
    posts = [reverse(name, args=[call.pk]) for name in ("casework_not_reached", "casework_to_do_hand_over")]
    for stranger in (luca, rita, elena, gianni):
        client.force_login(stranger)
        assert {client.get(place).status_code for place in places} == {404}
        assert {client.post(place).status_code for place in posts} == {404}
    for stranger in (elena, gianni):
        client.force_login(stranger)
        assert {client.get(place).status_code for place in ("/casework/to-dos/", "/casework/week/")} == {404}
    for stranger in (luca, rita, gianni):
        client.force_login(stranger)
        assert client.get(reverse("incident", args=[incident.proposal_id])).status_code == 404


def test_before_the_yes_the_desk_tells_nothing(client, put, elena):
    client.force_login(elena)

    assert client.get(reverse("incident", args=[put.pk])).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_calls(at_work, call, chiara, ready, django_assert_num_queries):
    followups.placed(ready, chiara, call.opens_on - timedelta(days=200))
    take(call.proposal, "tell_hours", Actor(ready.person), {"hours": 4, "minutes": 0})

    with django_assert_num_queries(15):
        at_work.get("/casework/to-dos/")

"""Work for supported people, at the desk."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.jobs import making
from bookings.models import Job
from marketplace.lives.engine import Actor, take
from services import skills
from services.models import Opening, Skill
from tests.folding import each
from tests.work import next_saturday

pytestmark = pytest.mark.django_db
GOOD = {"it_name": "Aiuto nei traslochi", "en_name": "Helper", "form": "presto", "hourly": "10.00", "places": 2}
GOOD |= {"active": "on", "speaks_it": "2", "demands": ["lifting"]}


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_desk_writes_an_opening_and_finds_it_again(desk, django_assert_max_num_queries):
    answer = desk.post(reverse("desk_opening_new"), GOOD)
    with django_assert_max_num_queries(20):  # three of them for the sentence that is shown once
        page = text_of(desk.get(answer.url))

    opening = Opening.objects.get()
    assert (opening.hourly_cents, opening.levels, opening.demands) == (1000, {"it": 2}, ["lifting"])
    assert "Aiuto nei traslochi" in page
    assert 'value="10"' in page


def test_a_double_click_writes_one_opening_and_another_form_another(desk):
    key = re.search(r'name="key" value="([^"]+)"', text_of(desk.get(reverse("desk_opening_new"))))[1]

    first, second = (desk.post(reverse("desk_opening_new"), GOOD | {"key": key}) for _click in "ab")
    desk.post(reverse("desk_opening_new"), GOOD)

    assert first.url == second.url
    assert Opening.objects.count() == 2


def test_skills_stand_under_their_group(desk):
    for slug in ("carry", "sewing", "arabic"):
        Skill.objects.create(slug=slug, name={"en": f"to {slug}"})
    skills.enter()

    page = text_of(desk.get(reverse("desk_opening_new")))

    order = [page.index(words) for words in ("carrying and assembling", "to carry", "cloth and clothes", "to sewing")]
    assert order == sorted(order)
    assert page.index("Others") < page.index("to arabic")


def test_an_opening_that_ends_soon_can_be_renewed(desk, opening):
    opening(valid_until=timezone.localdate() + timedelta(days=20))
    page = text_of(desk.get(reverse("desk_openings")))
    Opening.objects.update(valid_until=timezone.localdate() + timedelta(days=90))

    assert "Renew" in page
    assert "Renew" not in text_of(desk.get(reverse("desk_openings")))


@each(
    "wrong", [{"it_name": ""}, {"hourly": ""}, {"form": "volunteer"}, {"places": 0}, {"weekday": "5"}, {"opens": "x"}]
)
def test_what_cannot_be_is_said_and_kept_on_the_page(desk, wrong):
    answer = desk.post(reverse("desk_opening_new"), GOOD | wrong)

    assert answer.status_code == 422
    assert "Helper" in text_of(answer)
    assert not Opening.objects.exists()


def test_a_day_is_named_and_called_off(desk, opening):
    told = {"day": next_saturday().isoformat(), "opens": "09:00", "closes": "13:00"}
    answer = desk.post(reverse("desk_opening_day", args=[opening().pk]), told)
    job = Job.objects.get()

    asked = text_of(desk.get(reverse("desk_job_call_off", args=[job.pk])))
    gone = desk.post(reverse("desk_job_call_off", args=[job.pk]))

    job.refresh_from_db()
    assert answer.url == job.get_absolute_url()
    assert "Nobody has said yes so far." in asked
    assert (gone.url, job.is_to_come) == (reverse("desk_openings"), False)


def test_a_day_in_the_past_is_told(desk, opening):
    told = {"day": "2020-01-01", "opens": "09:00", "closes": "13:00"}

    answer = desk.post(reverse("desk_opening_day", args=[opening().pk]), told)

    assert answer.status_code == 422
    assert "This day is past." in text_of(answer)


def test_the_list_names_who_comes_and_nobody_who_was_asked(desk, put, ready, django_assert_max_num_queries):
    before = text_of(desk.get(reverse("desk_openings")))
    take(put, "accept", Actor(ready.person))
    with django_assert_max_num_queries(14):
        after = text_of(desk.get(reverse("desk_openings")))

    assert "0 of 1 place filled" in before
    assert "Fatou" not in before
    assert "1 of 1 place filled" in after
    assert "Fatou" in after


def test_helpers_are_asked_for_once_on_the_page_of_a_booking(desk, confirmed, opening, offer):
    helper = opening(offer=confirmed.offer)
    page = text_of(desk.get(confirmed.get_absolute_url()))

    for _twice in range(2):
        desk.post(reverse("desk_helpers", args=[confirmed.pk]), {"opening": helper.pk})

    assert "Ask for helpers: Helper for removals" in page
    job = Job.objects.get()
    assert (job.booking_id, job.starts_at) == (confirmed.pk, confirmed.starts_at)
    assert "0 of 1 place filled" in text_of(desk.get(confirmed.get_absolute_url()))


def test_the_resident_reads_the_first_name_of_who_helps_and_no_more(
    client, confirmed, opening, elena, propose, ready, chiara
):
    job = making.for_booking(confirmed, opening(offer=confirmed.offer), elena)
    client.force_login(confirmed.customer)
    before = text_of(client.get(confirmed.get_absolute_url()))
    take(propose(job), "accept", Actor(chiara, ready.person))

    after = text_of(client.get(confirmed.get_absolute_url()))

    assert "Fatou" not in before
    assert "Also coming: Fatou." in after
    assert ready.number not in after
    assert job.get_absolute_url() not in after
    assert "Diallo" not in after


def test_no_door_of_the_desk_tells_who_she_is(desk, confirmed, opening, elena, propose, ready, chiara):
    job = making.for_booking(confirmed, opening(offer=confirmed.offer), elena)
    put = propose(job)
    take(put, "accept", Actor(chiara, ready.person))

    pages = [confirmed.get_absolute_url(), job.get_absolute_url(), put.get_absolute_url(), reverse("desk_openings")]
    pages += [f"{confirmed.get_absolute_url()}stream/", f"{confirmed.get_absolute_url()}calendar.ics"]
    pages += [f"/api/v1/{path}/" for path in (f"bookings/{confirmed.pk}", f"jobs/{job.pk}", f"proposals/{put.pk}")]
    pages += [reverse("job_live", args=[job.pk]), f"/api/v1/bookings/{confirmed.pk}/messages/"]
    answers = [desk.get(page, headers={"hx-request": "true"} if "stream" in page else {}) for page in pages]

    secrets = (ready.number, "Diallo", ready.person.email, "Chiara", "Aurora sociale", "Servizio sociale", "casework")
    assert {answer.status_code for answer in answers} == {200}
    for answer in answers:
        assert not {word for word in secrets if word in text_of(answer)}


@each("who", ["dora", "samira", "nadia", "chiara"])
def test_nobody_else_finds_them(client, request, job, who, confirmed):
    saturday = job()
    client.force_login(request.getfixturevalue(who))

    gets = ["desk_opening", "desk_opening_day"]
    answers = [client.get(reverse(name, args=[saturday.opening_id])) for name in gets]
    answers += [client.get(reverse("desk_openings")), client.post(reverse("desk_job_call_off", args=[saturday.pk]))]
    answers.append(client.post(reverse("desk_helpers", args=[confirmed.pk]), {"opening": saturday.opening_id}))

    assert [answer.status_code for answer in answers] == [404] * 5
    assert Job.objects.get().is_to_come


def test_an_opening_of_another_desk_is_not_found(client, dora, other_desk, opening):
    client.force_login(dora)

    answers = [client.get(reverse(name, args=[opening().pk])) for name in ("desk_opening", "desk_opening_day")]

    assert [answer.status_code for answer in answers] == [404, 404]

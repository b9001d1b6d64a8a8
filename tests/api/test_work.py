"""Openings, jobs and proposals over the wire: the same rules as on the pages."""

from bookings.models import Job, Proposal
from marketplace.lives.engine import Actor, take
from services.models import Opening
from tests.folding import each
from tests.work import next_saturday

ENTRY = "/api/v1/"
GOOD = {"organisation": "biagio", "name": {"it": "Aiuto"}, "form": "presto", "hourly_cents": 1000, "places": 2}


def test_the_desk_writes_an_opening_and_changes_it(calls, elena, biagio):
    client = calls(elena)
    made = client.post(f"{ENTRY}openings/", GOOD | {"levels": {"it": 2}, "demands": ["stairs"]})

    changed = client.patch(f"{ENTRY}openings/{made.json()['id']}/", {"places": 3})

    assert made.status_code == 201, made.json()
    assert (changed.json()["places"], changed.json()["levels"], changed.json()["demands"]) == (3, {"it": 2}, ["stairs"])


@each(
    ("wrong", "attr"),
    [
        ({"form": "x"}, "form"), ({"hourly_cents": 0}, "hourly_cents"), ({"weekday": 5}, "opens"),
        ({"demands": ["x"]}, "demands.0"), ({"levels": {"it": 4}}, "levels.it"), ({"name": {"en": "x"}}, "name.it"),
        ({"organisation": "other"}, "organisation"), ({"colour": 1}, "colour"), ({"offer": 1}, "offer"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_by_field(calls, elena, biagio, wrong, attr):
    answer = calls(elena).post(f"{ENTRY}openings/", GOOD | wrong)

    assert answer.status_code == 400
    assert [line["attr"] for line in answer.json()["errors"]] == [attr]
    assert not Opening.objects.exists()


def test_a_day_is_named_once_and_called_off(calls, elena, opening):
    client, told = calls(elena), {"opening": opening().pk, "opens": "09:00", "closes": "13:00"}
    wrong = client.post(f"{ENTRY}jobs/", told)
    first, second = (client.post(f"{ENTRY}jobs/", told | {"day": next_saturday().isoformat()}) for _twice in range(2))

    gone = client.post(f"{ENTRY}jobs/{first.json()['id']}/call-off/")
    again = client.post(f"{ENTRY}jobs/{first.json()['id']}/call-off/")

    assert (wrong.status_code, wrong.json()["errors"][0]["attr"]) == (400, "day")
    assert first.json()["id"] == second.json()["id"]
    assert gone.json()["called_off_at"]
    assert again.status_code == 409


def test_helpers_for_a_booking(calls, elena, confirmed, opening):
    helper = opening(offer=confirmed.offer)

    answer = calls(elena).post(f"{ENTRY}jobs/", {"opening": helper.pk, "booking": confirmed.pk})

    assert (answer.status_code, answer.json()["booking"]) == (201, confirmed.pk)


def test_a_social_worker_finds_jobs_and_proposes(calls, chiara, ready, rule_set, job):
    saturday, client = job(), calls(chiara)
    listed = client.get(f"{ENTRY}jobs/?form=presto").json()["results"]
    other = client.get(f"{ENTRY}jobs/?form=volunteer").json()["results"]

    wordless = client.post(f"{ENTRY}jobs/{saturday.pk}/propose/", {"number": ready.number})
    answer = client.post(f"{ENTRY}jobs/{saturday.pk}/propose/", {"number": ready.number, "why": "knows"})

    assert [row["id"] for row in listed] == [saturday.pk]
    assert other == []
    assert (wordless.status_code, wordless.json()["errors"][0]["attr"]) == (400, "why")
    assert answer.status_code == 201, answer.json()
    assert answer.json()["sentence"].startswith("Fatou has been asked")
    assert client.get(f"{ENTRY}jobs/{saturday.pk}/").json()["filled"] == 1


@each("area", ["%00", "C7-aurora%00", "nowhere", ""])
def test_jobs_in_a_neighbourhood_that_is_none_are_refused_by_name(calls, chiara, aurora, area):
    client = calls(chiara)

    answer = client.get(f"{ENTRY}jobs/?area={area}")

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "area")
    assert client.get(f"{ENTRY}jobs/?area={aurora.code}").status_code == 200


def test_a_foreign_number_and_one_that_never_was_look_the_same(calls, luca, ready, rule_set, job):
    saturday = job()

    answers = [
        calls(luca).post(f"{ENTRY}jobs/{saturday.pk}/propose/", {"number": number})
        for number in (ready.number, "2222222")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    assert not Proposal.objects.exists()


def test_she_answers_or_her_social_worker_for_her(calls, chiara, ready, put):
    address = f"{ENTRY}proposals/{put.pk}/steps/"

    seen = calls(ready.person).get(address).json()
    answer = calls(chiara).post(address, {"step": "accept", "for": ready.person_id})

    assert [step["name"] for step in seen["steps"]] == ["accept", "refuse"]
    assert answer.json()["status"] == "agreed"
    put.refresh_from_db()
    assert (put.last_change.actor, put.last_change.acting_for) == (chiara, ready.person)


def test_nobody_else_answers_for_her(calls, luca, elena, ready, put):
    for stranger in (luca, elena):
        answer = calls(stranger).post(f"{ENTRY}proposals/{put.pk}/steps/", {"step": "accept", "for": ready.person_id})
        assert answer.status_code == 404


def test_the_desk_reads_a_first_name_after_the_yes_and_nothing_else(calls, elena, ready, put):
    client = calls(elena)
    before = client.get(f"{ENTRY}jobs/{put.job_id}/").json()
    hidden = client.get(f"{ENTRY}proposals/{put.pk}/")
    take(put, "accept", Actor(ready.person))

    answers = [client.get(f"{ENTRY}{path}/") for path in (f"jobs/{put.job_id}", f"proposals/{put.pk}", "proposals")]
    steps = client.get(f"{ENTRY}proposals/{put.pk}/steps/").json()

    assert (before["filled"], before["comers"], hidden.status_code) == (0, [], 404)
    assert answers[0].json()["comers"] == [{"proposal": put.pk, "name": "Fatou", "skills": []}]
    assert (answers[1].json()["person"], answers[1].json()["sentence"]) == (None, "Fatou comes.")
    assert [step["name"] for step in steps["steps"]] == ["object"]
    for answer in answers:
        words = answer.content.decode()
        assert not {word for word in (ready.number, "Diallo", "Chiara", "Aurora") if word in words}


@each("who", ["dora", "nadia", "gianni"])
def test_outsiders_find_nothing(calls, request, who, put):
    client = calls(request.getfixturevalue(who))

    paths = [f"openings/{put.job.opening_id}", f"jobs/{put.job_id}", f"proposals/{put.pk}", f"proposals/{put.pk}/steps"]
    answers = [client.get(f"{ENTRY}{path}/").status_code for path in paths]
    sent = [client.post(f"{ENTRY}jobs/{put.job_id}/{deed}/", {}).status_code for deed in ("call-off", "propose")]
    lists = [client.get(f"{ENTRY}{name}/").json()["results"] for name in ("openings", "jobs", "proposals")]

    assert answers + sent == [404] * 6
    assert lists == [[], [], []]


def test_no_key_opens_jobs_or_proposals_and_one_of_offers_its_openings(program, opening, put):
    client = program("offers:read", "bookings:read")

    answers = [client.get(f"{ENTRY}{name}/").status_code for name in ("openings", "jobs", "proposals")]

    assert answers == [200, 403, 403]


def test_lists_ask_no_more_for_more_rows(calls, chiara, elena, job, ready, propose, django_assert_max_num_queries):
    for _job in range(3):
        propose(job())

    for client in (calls(chiara), calls(elena)):
        with django_assert_max_num_queries(14):
            client.get(f"{ENTRY}jobs/")
        with django_assert_max_num_queries(12):
            client.get(f"{ENTRY}proposals/")
    assert Job.objects.count() == 3


def test_whom_it_was_for_says_whether_the_same_person_may_come_again(calls, program, helped, nadia, elena, dora):
    address = f"/api/v1/bookings/{helped.job.booking_id}/helped/"
    hers = calls(nadia)

    said = hers.post(address, {"proposal": helped.pk, "again": False})
    wrong = hers.post(address, {"proposal": helped.pk + 1, "again": True})

    assert said.json() == hers.get(address).json() == [{"proposal": helped.pk, "name": "Fatou", "again": False}]
    assert wrong.status_code == 404
    for stranger in (elena, dora):
        assert calls(stranger).get(address).status_code == 404
        assert calls(stranger).post(address, {"proposal": helped.pk, "again": True}).status_code == 404
    assert program("bookings:read", "bookings:write").get(address).status_code == 404


def test_what_was_weighed_is_for_the_team_and_the_hours_for_both_sides(calls, job_done, chiara, elena, ready, dora):
    address = f"{ENTRY}proposals/{job_done.pk}/"

    weighed = calls(chiara).get(f"{address}considered/").json()
    hours = [calls(user).get(address).json()["worked"] for user in (chiara, elena, ready.person)]

    assert (weighed["version"], weighed["rank"], weighed["of"], weighed["why"]) == (1, 1, 1, "knows")
    assert {line["code"] for line in weighed["gates"]} > {"free", "ceiling"}
    assert hours[0]["minutes"] == 240
    assert hours[0]["agreed_at"]
    assert hours[0] == hours[1] == hours[2]
    for stranger in (elena, ready.person, dora):
        assert calls(stranger).get(f"{address}considered/").status_code == 404
    assert ready.readings.filter(parts=["considered"], door="api").count() == 1


def test_before_somebody_came_there_are_no_hours(calls, put, chiara):
    assert calls(chiara).get(f"{ENTRY}proposals/{put.pk}/").json()["worked"] is None

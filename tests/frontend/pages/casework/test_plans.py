"""The page of the plan: for her who asked, with what it chose and why places stay empty."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bookings.jobs import plans
from bookings.models import Plan, PlanChoice, Proposal
from tests.folding import each
from tests.work import next_saturday

MONDAY = (next_saturday() - timedelta(days=5)).isoformat()
WEEK = reverse("casework_plan", args=[MONDAY])


WORK_OUT, STOP, PROPOSE = (
    reverse(name, args=[MONDAY]) for name in ("casework_plan_work_out", "casework_plan_stop", "casework_plan_propose")
)


def say(choice: PlanChoice) -> str:
    return reverse("casework_plan_say", args=[MONDAY, choice.pk])


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def worked_out(client, chiara, ready, job, biagio, write) -> Plan:
    """One place of two is filled, by Fatou."""
    write("wishes", hours=20)
    write("languages", speaks_it="well")
    write("limits", limits=[])
    write("reach", area="C7-aurora", minutes=60, mode="transit")
    job(form="volunteer", hourly_cents=0, place=biagio.place, places=2)
    client.force_login(chiara)
    client.post(WORK_OUT)
    plan = Plan.objects.get()
    plans.work(str(plan.pk))
    plan.refresh_from_db()
    return plan


def test_it_says_who_and_what_stays_empty(worked_out, client):
    page = client.get(WEEK).content.decode()

    assert "1 of 2 places, 1 people." in page
    assert "Fatou Diallo" in page
    assert "1 place stays empty." in page


def test_while_it_is_worked_on_it_can_be_stopped(client, chiara, service):
    client.force_login(chiara)
    client.post(WORK_OUT)

    page = client.get(WEEK).content.decode()
    client.post(STOP)

    assert "It is being worked out" in page
    assert Plan.objects.get().cancelled_at


def test_what_is_ticked_is_proposed(worked_out, client, rule_set):
    choice = worked_out.choices.get()

    page = client.post(PROPOSE, {"choice": [choice.pk, "x"]}, follow=True).content.decode()

    assert "1 proposal was sent." in page
    assert Proposal.objects.get().participant == choice.participant
    assert f'value="{choice.pk}"' not in page


def test_a_choice_is_kept_or_struck_out(worked_out, client):
    choice = worked_out.choices.get()

    for what in ("lock", "strike"):
        client.post(say(choice), {"what": what})

    assert PlanChoice.objects.get().struck
    assert "struck out" in client.get(WEEK).content.decode()


def test_its_queries_do_not_grow_with_the_choices(worked_out, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        client.get(WEEK)


@each("monday", ["2026-13-01", "yesterday", "1999-01-04"])
def test_there_is_no_such_week(client, chiara, service, monday):
    client.force_login(chiara)

    assert client.get(reverse("casework_plan", args=[monday])).status_code == 404


def test_outsiders_find_nothing(worked_out, client, luca, rita, elena, gianni, dora):
    choice = worked_out.choices.get()

    for stranger in (elena, gianni, dora):
        client.force_login(stranger)
        assert client.get(reverse("casework_plans")).status_code == 404
        assert [client.post(path).status_code for path in (WORK_OUT, STOP, PROPOSE)] == [404, 404, 404]
    for colleague in (luca, rita):
        client.force_login(colleague)
        assert "Fatou" not in client.get(WEEK).content.decode()
        assert client.post(say(choice), {"what": "lock"}).status_code == 404
        assert client.post(PROPOSE, {"choice": [choice.pk]}).status_code == 404

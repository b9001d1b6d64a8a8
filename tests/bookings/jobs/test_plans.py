"""The plan of a week: what it fills, what it keeps, why places stay empty, and how it is stopped."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from bookings.jobs import plans
from bookings.models import Plan, PlanChoice, Proposal
from marketplace.casework.models import ReadBatch
from marketplace.refusals import Refused
from tests.work import next_saturday


@pytest.fixture
def monday() -> date:
    return next_saturday() - timedelta(days=5)


@pytest.fixture
def fits(write) -> None:
    """Fatou is known well enough to be fit for Saturday's work."""
    write("wishes", hours=20, most_hours=30)
    write("languages", speaks_it="well")
    write("limits", limits=[])
    write("reach", area="C7-aurora", minutes=60, mode="transit")


@pytest.fixture
def make(job, biagio, fits, ready):
    """make() is voluntary work at Biagio's place on Saturday."""
    return lambda **told: job(form="volunteer", hourly_cents=0, place=biagio.place, **told)


@pytest.fixture
def saturday(make):
    return make()


def worked_out(by, monday) -> Plan:
    plan = plans.ask(by, monday)
    plans.work(str(plan.pk))
    plan.refresh_from_db()
    return plan


def chosen(plan: Plan) -> list[tuple[int, int]]:
    return list(plan.choices.filter(struck=False).values_list("participant", "job"))


def test_it_fills_a_place_with_whoever_fits_and_puts_nothing_to_her(saturday, ready, chiara, monday):
    plan = worked_out(chiara, monday)

    assert chosen(plan) == [(ready.pk, saturday.pk)]
    assert (plan.told["filled"], plan.told["places"], plan.trouble) == (1, 1, "")
    assert plan.told["gap"] <= 0.001
    assert not Proposal.objects.exists()


def test_that_she_looked_at_them_is_written_down(saturday, ready, chiara, monday):
    worked_out(chiara, monday)

    batch = ReadBatch.objects.get()
    assert (batch.purpose, batch.participants, batch.reader) == ("plan", [ready.pk], chiara)


def test_nobody_is_chosen_for_two_jobs_at_a_time(saturday, make, chiara, monday):
    make()

    plan = worked_out(chiara, monday)

    assert len(chosen(plan)) == 1
    assert plan.gaps[0]["kept_away"]["clash"] == 1


def test_a_week_that_nobody_fits_has_an_empty_plan_that_says_why(saturday, ready, write, chiara, monday):
    write("times", times=["evenings"])

    plan = worked_out(chiara, monday)

    assert chosen(plan) == []
    assert [(gap["job"], gap["places"], gap["fitting"]) for gap in plan.gaps] == [(saturday.pk, 1, 0)]


def test_a_week_without_jobs_is_no_mistake(ready, chiara, monday):
    plan = worked_out(chiara, monday)

    assert (plan.trouble, plan.told["places"], plan.gaps) == ("", 0, [])


def test_what_she_keeps_stays_and_what_she_struck_out_does_not_come_again(saturday, make, ready, chiara, monday):
    other = make()
    first = worked_out(chiara, monday)
    [(_who, taken)] = chosen(first)
    wanted = other if taken == saturday.pk else saturday

    plans.say(first, first.choices.get(), "strike")
    second = worked_out(chiara, monday)
    plans.say(second, second.choices.get(struck=False), "lock")
    third = worked_out(chiara, monday)

    assert chosen(second) == chosen(third) == [(ready.pk, wanted.pk)]
    assert third.choices.get(struck=False).locked


def test_a_choice_that_she_keeps_and_that_cannot_be_is_named_and_not_relaxed(saturday, ready, write, chiara, monday):
    first = worked_out(chiara, monday)
    plans.say(first, first.choices.get(), "lock")
    write("times", times=["evenings"])

    assert worked_out(chiara, monday).trouble == "lock"


def test_who_was_asked_already_is_not_chosen_again(saturday, propose, ready, chiara, monday):
    propose(saturday)

    assert chosen(worked_out(chiara, monday)) == []


def test_asked_for_twice_it_is_one_plan(ready, chiara, monday):
    assert plans.ask(chiara, monday) == plans.ask(chiara, monday)


def test_stopped_before_it_began_it_is_over_and_has_no_choices(saturday, chiara, monday):
    plan = plans.ask(chiara, monday)

    plans.cancel(plan)
    plans.work(str(plan.pk))

    plan.refresh_from_db()
    assert plan.ended_at
    assert not plan.choices.exists()


def test_stopped_half_way_nothing_is_left_of_it(saturday, chiara, monday, monkeypatch):
    plan = plans.ask(chiara, monday)
    read = plans.read

    def stopped_meanwhile(plan):
        plans.on_stage(plan, "gates")
        plans.cancel(plan)
        return read(plan)

    monkeypatch.setattr(plans, "read", stopped_meanwhile)
    plans.work(str(plan.pk))

    plan.refresh_from_db()
    assert (plan.ended_at is None, plan.trouble, plan.told) == (False, "", {})
    assert not PlanChoice.objects.exists()


def test_one_that_was_begun_and_never_ended_makes_room_for_another(chiara, ready, monday):
    lost = plans.ask(chiara, monday)
    Plan.objects.update(asked_at=timezone.now() - timedelta(minutes=30), stage="gates")

    again = plans.ask(chiara, monday)

    lost.refresh_from_db()
    assert again != lost
    assert lost.trouble == "failed"


def test_only_social_workers_plan_and_each_sees_her_own(ready, chiara, luca, rita, elena, monday):
    plan = plans.ask(chiara, monday)

    with pytest.raises(Refused):
        plans.ask(elena, monday)

    assert [Plan.objects.visible_to(user).filter(pk=plan.pk).exists() for user in (chiara, luca, rita, elena)] == [
        True, False, False, False,
    ]  # fmt: skip


def test_of_those_that_are_proposed_one_that_is_not_possible_any_more_stops_no_other(
    saturday, make, ready, chiara, rule_set, monday
):
    evening = make(opens=time(15), closes=time(19))
    plan = Plan.objects.create(by=chiara, body=ready.team.get().body, monday=monday)
    for which in (saturday, evening):
        plan.choices.create(job=which, participant=ready)
    type(saturday).objects.filter(pk=saturday.pk).update(called_off_at=timezone.now())

    done, refused = plans.propose(plan, plan.choices.order_by("pk"), chiara)

    assert [(one.job_id, one.why, one.rank) for one in done] == [(evening.pk, "plan", None)]
    assert len(refused) == 1


def test_those_of_whom_something_has_to_be_asked_are_in_it_only_where_she_wants_it_so(
    saturday, ready, write, chiara, monday
):
    write("languages")
    type(saturday).objects.update(terms=saturday.terms | {"levels": {"it": 1}})

    without = worked_out(chiara, monday)
    plan = plans.ask(chiara, monday, asking=True)
    plans.work(str(plan.pk))

    assert chosen(without) == []
    assert plan.choices.get().to_ask

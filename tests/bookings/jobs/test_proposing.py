"""A job is put to a person: who may, what is held, who learns what, and how it ends."""

from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings.jobs import calendars, making, proposing
from bookings.models import Job, Proposal
from marketplace.casework import papers, permissions
from marketplace.casework.models import ReadBatch
from marketplace.lives.engine import CLOCK, Actor, take
from marketplace.notices.models import Notice
from marketplace.organisations.models import CredentialKind, Membership
from marketplace.refusals import Refused
from services.models import Hold, Resource
from tests.cast import ROME
from tests.work import next_saturday


def answer(proposal: Proposal, step: str, **facts: object) -> Proposal:
    return take(proposal, step, Actor(proposal.participant.person), facts)


def sees(user, proposal: Proposal) -> bool:
    return Proposal.objects.visible_to(user).filter(pk=proposal.pk).exists()


def test_a_proposal_waits_for_her_answer_and_keeps_its_place(put):
    assert put.status == "proposed"
    assert put.live
    assert put.job.left == 0
    assert not put.holds.exists()


def test_until_the_yes_the_provider_does_not_even_know_that_there_is_one(put, elena, ready, chiara, luca, dora, gianni):
    before = [sees(user, put) for user in (ready.person, chiara, elena, luca, dora, gianni)]

    answer(put, "accept")

    assert before == [True, True, False, False, False, False]
    assert sees(elena, put)


def test_a_yes_takes_her_time_in_every_calendar_that_she_has(put, ready, biagio):
    also = ready.person.resources.create(organisation=biagio, name="Fatou")

    agreed = answer(put, "accept")

    assert agreed.status == "agreed"
    assert set(agreed.holds.filter(active=True).values_list("resource__organisation__slug", flat=True)) == {
        "servizio-aurora", "biagio",
    }  # fmt: skip
    assert also.holds.get().period.lower == put.job.starts_at


def test_what_waits_for_the_same_time_ends_with_her_yes(job, propose, run_closings):
    first, second = propose(job()), propose(job())
    assert answer(first, "accept").live

    run_closings()

    second.refresh_from_db()

    assert second.status == "closed"
    assert not second.live


def test_what_overlaps_with_something_agreed_is_not_even_proposed(job, propose):
    answer(propose(job()), "accept")

    with pytest.raises(Refused, match="rules say no"):
        propose(job())


def test_what_overlaps_with_something_that_came_meanwhile_cannot_be_agreed(put, ready, service):
    calendar = calendars.of(ready)
    Hold.objects.create(resource=calendar, life=put, period=(put.job.starts_at, put.job.ends_at), lane=0)

    with pytest.raises(Refused, match="something else"):
        answer(put, "accept")

    put.refresh_from_db()
    assert put.status == "proposed"


@pytest.mark.parametrize(("step", "by", "facts"), [("refuse", "person", {}), ("refuse", "person", {"refusal": "far"})])
def test_a_no_frees_the_place_and_needs_no_reason(put, step, by, facts):
    answer(put, step, **facts)

    put.refresh_from_db()
    assert put.status == "refused"
    assert not put.live
    assert put.job.proposals.filter(live=True).count() == 0


def test_without_an_answer_it_ends_by_itself(put):
    take(put, "pass", CLOCK)

    put.refresh_from_db()
    assert (put.status, put.live) == ("passed", False)


def test_the_last_place_goes_to_one(job, propose, ready, rule_set, chiara, admitted_too):
    saturday = job()
    propose(saturday)

    with pytest.raises(Refused, match="All places"):
        proposing.propose(saturday, admitted_too, chiara)


def test_asked_twice_it_is_the_same_proposal(put, propose):
    assert propose(put.job).pk == put.pk


def test_whoever_does_not_work_with_her_cannot_ask(job, ready, rule_set, luca, rita, elena):
    saturday = job()

    for stranger in (luca, rita, elena):
        with pytest.raises(Refused, match="not for you"):
            proposing.propose(saturday, ready, stranger)

    assert not Proposal.objects.exists()


def test_her_social_worker_may_answer_for_her_and_both_names_are_kept(put, chiara, ready):
    agreed = take(put, "accept", Actor(chiara, ready.person))

    assert (agreed.last_change.actor, agreed.last_change.acting_for) == (chiara, ready.person)


def test_nobody_else_answers_for_her(put, luca, elena, ready):
    for stranger in (luca, elena):
        with pytest.raises(Refused):
            take(put, "accept", Actor(stranger, ready.person))


@pytest.mark.parametrize("agreed", [False, True])
def test_a_pause_ends_what_waits_and_what_is_agreed(put, ready, chiara, agreed, elena):
    if agreed:
        answer(put, "accept")

    take(ready, "pause", Actor(chiara), {"until": timezone.localdate() + timedelta(days=7)})

    put.refresh_from_db()
    assert put.status == "closed"
    assert not put.holds.filter(active=True).exists()
    assert put.sentence("provider") == "She or he is not available any more."


def test_a_permission_taken_back_ends_what_waits(put, ready, chiara):
    permissions.withdraw(ready.permissions.get(purpose="work"), ready.person)

    put.refresh_from_db()
    assert put.last_change.facts["code"] == "consent"


@pytest.mark.parametrize("agreed", [False, True])
def test_a_paper_taken_back_ends_what_needs_it_and_nothing_else(job, propose, ready, chiara, agreed):
    driving, hygiene = (CredentialKind.objects.create(slug=slug, name={"en": slug}) for slug in ("driving", "hygiene"))
    shown = papers.enter(ready, chiara, driving), papers.enter(ready, chiara, hygiene)
    wanted = propose(needing(job(), driving), why="knows")
    other = propose(needing(job(day=next_saturday() + timedelta(days=7)), hygiene), why="knows")
    if agreed:
        answer(wanted, "accept")

    papers.withdraw(shown[0], chiara)

    wanted.refresh_from_db()
    other.refresh_from_db()
    assert (wanted.status, wanted.last_change.facts["code"]) == ("closed", "credential")
    assert other.status == "proposed"


def needing(job: Job, kind: CredentialKind) -> Job:
    job.terms |= {"credentials": [kind.pk]}
    job.save()
    return job


def test_work_that_is_called_off_ends_what_was_agreed(put, elena, ready, run_closings):
    answer(put, "accept")

    making.call_off(put.job, elena)
    run_closings()

    put.refresh_from_db()
    assert (put.status, put.last_change.facts["code"]) == ("closed", "cancelled")


def test_called_off_work_cannot_be_accepted(put):
    type(put.job).objects.filter(pk=put.job.pk).update(called_off_at=timezone.now())

    with pytest.raises(Refused, match="called off"):
        answer(put, "accept")


def test_work_that_has_moved_cannot_be_accepted_as_it_was(put):
    type(put.job).objects.filter(pk=put.job.pk).update(ends_at=put.job.ends_at + timedelta(hours=1))

    with pytest.raises(Refused, match="moved"):
        answer(put, "accept")


def test_the_provider_may_call_it_off_with_a_code_and_no_words(put, elena):
    answer(put, "accept")

    with pytest.raises(ValidationError):
        take(put, "object", Actor(elena), {"code": "unsuitable"})
    gone = take(put, "object", Actor(elena), {"code": "changed"})

    assert gone.status == "objected"


def test_she_gives_it_back_and_the_provider_reads_no_reason(put, elena):
    answer(put, "accept")

    gone = answer(put, "give_back", refusal="ill")

    assert gone.sentence("provider") == "She or he is not available any more."
    assert not gone.live


def test_nobody_is_told_in_the_evening_or_at_night(put, now_is):
    now_is(at_ten_in_the_evening(put))
    change = answer(put, "refuse").last_change

    told = change.at + put.waits_to_tell(change)

    assert timezone.localtime(told, ROME).hour == 8


def at_ten_in_the_evening(proposal: Proposal) -> datetime:
    day = timezone.localdate(proposal.born_at, ROME)
    return datetime.combine(day, time(22), ROME)


def test_twelve_questions_within_the_hour_are_one_notice_that_names_nothing(job, propose, run_notices):
    for _which in range(12):
        propose(job())

    run_notices()

    notice = Notice.objects.get()
    assert notice.subject == "A message for you, and 11 more: read it on Cortile"
    assert notice.text.count("Helper for removals") == 12


def test_no_subject_names_her_or_her_answer(put, elena, chiara, run_notices):
    answer(put, "accept")

    run_notices()

    subjects = set(Notice.objects.filter(reader__in=[elena, chiara]).values_list("subject", flat=True))
    assert subjects == {"A message for you: read it on Cortile"}


def test_her_own_yes_stands_in_the_log_as_hers(put, ready, chiara):
    answer(put, "accept")

    readers = list(ReadBatch.objects.order_by("at").values_list("reader__given_name", flat=True))
    assert readers == ["Chiara", "Fatou"]


def test_operators_see_nothing_of_it(put, operator, client, run_notices):
    answer(put, "accept")
    run_notices()
    client.force_login(operator)

    for room in ("notices/notice", "lives/change", "lives/timer", "services/hold"):
        page = client.get(f"/admin/{room}/").content.decode()
        assert "Fatou" not in page
        assert "removals" not in page


def test_her_calendar_is_in_no_list_of_the_body(put, person, service):
    owner = person("Berta")
    Membership.objects.create(organisation=service, user=owner, role="owner")

    assert not Resource.objects.visible_to(owner).exists()
    assert Resource.objects.visible_to(put.participant.person).exists()

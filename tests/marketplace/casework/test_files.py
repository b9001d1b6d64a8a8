"""Who may open a file, what of it, and that every opening is written down."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from marketplace.casework import admission, files, overrides, permissions
from marketplace.casework.models import Draft, Override, Participant, Reading, TeamMember
from marketplace.organisations.models import Membership
from marketplace.refusals import Refused
from tests.folding import each

URGENT = {"contact", "limits"}
LONG = "She rang from the station and does not answer any more."


def sees(user, participant) -> bool:
    return Participant.objects.visible_to(user).filter(pk=participant.pk).exists()


def test_whoever_works_with_her_opens_all_and_it_is_written_down(fatou, chiara, service):
    file = files.open_file(fatou.number, chiara, "page")

    reading = Reading.objects.get()
    assert [part.code for part in file.parts] == list(files.questions.CODES)
    assert (reading.participant, reading.reader, reading.body) == (fatou, chiara, service)
    assert (reading.ground, reading.outcome) == ("team", "opened")


def test_she_opens_her_own(fatou):
    files.open_file(fatou.number, fatou.person, "page")

    assert Reading.objects.get().ground == "person"


def test_nobody_else_does_whatever_else_they_are(fatou, luca, rita, dario, gianni, operator, elena, dora):
    others = [luca, rita, dario, gianni, operator, elena, dora, AnonymousUser()]

    assert [str(other) for other in others if sees(other, fatou)] == []


@each("number", ["", "ZZZZZZZ", "a\0b", "9" * 300])
def test_a_refusal_is_written_down_also_for_what_never_was(fatou, rita, number):
    with pytest.raises(files.Closed):
        files.open_file(number, rita, "page")

    assert Reading.objects.get().outcome == "refused"
    assert Reading.objects.get().participant is None


def test_what_is_closed_and_what_never_was_cost_the_same(fatou, rita, django_assert_num_queries):
    costs = []
    for number in (fatou.number, "ZZZZZZZ"):
        with django_assert_num_queries(4), pytest.raises(files.Closed):
            files.open_file(number, rita, "page")
        costs.append(number)

    assert len(costs) == 2


def test_a_role_that_ended_closes_the_file(fatou, chiara):
    Membership.objects.filter(user=chiara).update(until=timezone.localdate() - timedelta(days=1))

    assert not sees(chiara, fatou)


def test_a_body_that_is_suspended_closes_its_files(fatou, chiara, service):
    type(service).objects.filter(pk=service.pk).update(status="suspended")

    assert not sees(chiara, fatou)


def test_a_permission_opens_the_parts_that_it_names(fatou, rita, permit, write):
    write("limits", other_limits="no ladders")
    write("story", story="a long way")
    permit("limits", "times")

    file = files.open_file(fatou.number, rita, "page")

    assert [part.code for part in file.parts] == ["times", "limits"]
    assert file.answers("limits")["other_limits"]["value"] == "no ladders"
    assert file.answers("story") == {}
    assert file.entry() == {}


def test_a_permission_that_was_withdrawn_closes_with_the_next_question(fatou, rita, permit):
    permission = permit("limits")
    files.open_file(fatou.number, rita, "page")

    permissions.withdraw(permission, fatou.person)

    with pytest.raises(files.Closed):
        files.open_file(fatou.number, rita, "page")


def test_a_permission_for_another_purpose_opens_nothing(fatou, rita, permit):
    permit(purpose="contact")

    assert not sees(rita, fatou)


def test_a_new_permission_takes_the_place_of_the_old(fatou, rita, permit):
    permit("limits", "story")
    permit("limits")

    file = files.open_file(fatou.number, rita, "page")

    assert [part.code for part in file.parts] == ["limits"]
    assert fatou.permissions.count() == 2


def test_a_permission_ends_by_itself(fatou, rita, permit):
    permit("limits", until=timezone.localdate())
    fatou.permissions.update(since="2020-01-01", until="2020-01-02")

    assert not sees(rita, fatou)


def test_an_override_opens_what_is_urgent_and_closes_by_itself(fatou, rita, dario, write):
    write("limits", other_limits="no ladders")
    row = overrides.force(fatou.number, rita, "danger", LONG)

    file = files.open_file(fatou.number, rita, "page")
    opened = {part.code for part in file.parts}
    Override.objects.filter(pk=row.pk).update(
        since=timezone.now() - timedelta(hours=5), until=timezone.now() - timedelta(hours=1)
    )

    assert opened == URGENT
    assert Reading.objects.get(outcome="opened").ground == "override"
    assert not sees(rita, fatou)


@pytest.mark.parametrize(("number", "words"), [(None, "short"), ("ZZZZZZZ", LONG)])
def test_without_a_reason_or_a_file_nothing_opens(fatou, rita, number, words):
    with pytest.raises(files.questions.forms.ValidationError):
        overrides.force(number or fatou.number, rita, "danger", words)

    assert not Override.objects.exists()


def test_whoever_is_no_social_worker_forces_nothing(fatou, elena):
    with pytest.raises(Refused):
        overrides.force(fatou.number, elena, "danger", LONG)


def test_the_officer_judges_and_nobody_an_own_one(fatou, rita, dario, city):
    row = overrides.force(fatou.number, rita, "danger", LONG)

    overrides.judge(row, dario, "right")

    row.refresh_from_db()
    assert (row.verdict, row.seen_by) == ("right", dario)
    with pytest.raises(Refused):
        overrides.judge(row, rita, "right")


def test_of_two_who_write_at_once_the_second_is_told(fatou, chiara, write):
    write("limits", other_limits="no ladders")

    with pytest.raises(Refused, match="meanwhile"):
        files.save(fatou, chiara, "limits", {"other_limits": {"value": "nothing"}}, 0)

    file = files.open_file(fatou.number, chiara, "page")
    assert file.answers("limits")["other_limits"]["value"] == "no ladders"


def test_a_draft_is_hers_alone_and_goes_when_she_saves(fatou, chiara, luca, write):
    files.keep_draft(fatou, chiara, "limits", {"other_limits": {"value": "no lad"}}, 0)
    files.keep_draft(fatou, chiara, "limits", {"other_limits": {"value": "no ladders"}}, 0)

    _row, typed = files.draft_of(fatou, chiara, "limits")
    _none, nothing = files.draft_of(fatou, luca, "limits")
    write("limits", other_limits="no ladders")

    assert typed == {"other_limits": {"value": "no ladders"}}
    assert nothing == {}
    assert not Draft.objects.exists()


def test_a_file_is_handed_over_to_a_colleague(fatou, chiara, luca, rita):
    admission.hand_over(fatou, chiara, luca)

    roles = dict(TeamMember.objects.now().values_list("user__given_name", "role"))
    assert roles == {"Chiara": "team", "Luca": "owner"}
    with pytest.raises(Refused):
        admission.hand_over(fatou, chiara, rita)


@pytest.fixture
def unentrusted(service):
    """The City lets Aurora keep files no more."""
    type(service).objects.filter(pk=service.pk).update(keeps_files_since=None)
    service.refresh_from_db()
    return service


def test_a_body_that_the_city_does_not_let_keep_files_opens_none(fatou, chiara, luca, unentrusted):
    for worker in (chiara, luca):
        assert not sees(worker, fatou)
        assert overrides.may_override(worker) is None
        with pytest.raises(Refused):
            overrides.force(fatou.number, worker, "danger", LONG)
    with pytest.raises(files.Closed):
        files.open_file(fatou.number, chiara, "page")

    assert sees(fatou.person, fatou)


def test_nor_does_it_begin_one(chiara, unentrusted, legal_bases):
    with pytest.raises(Refused, match="keep files"):
        admission.interview(unentrusted, chiara, {"given_name": "Awa"}, {})


def test_a_body_that_nobody_entrusted_reads_nothing_by_permission(fatou, rita, permit, other_service):
    permit("limits")

    type(other_service).objects.update(keeps_files_since=None)

    assert not sees(rita, fatou)

"""People for a job and jobs for a person, out of the rows: who is looked through, what counts, what never does."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.matching import candidates, words
from bookings.matching.reason import FITS, FITS_IF, NOT_NOW
from marketplace.casework import admission, ceilings, papers, permissions, sealing
from marketplace.casework.models import CeilingRule, LegalBase, Paper, Participant, ReadBatch, Snapshot
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Credential, CredentialKind
from tests.casework import ENTRY
from tests.folding import each

DAY = timedelta(days=1)


@pytest.fixture
def biagio_place(biagio):
    return biagio.place


@pytest.fixture
def known(ready, write, chiara) -> Participant:
    """Fatou, of whom all is known that work with Biagio asks."""
    write("reach", area="C7-aurora", minutes=60, mode="transit")
    write("wishes", hours=20)
    write("languages", speaks_it="well")
    write("limits", limits=["heights"])
    paper(ready, chiara, "right-to-work", 400)
    return ready


def paper(participant, by, slug: str, days: int | None, **told: object) -> Paper:
    kind, _new = CredentialKind.objects.get_or_create(slug=slug, defaults={"name": {"en": slug}, **told})
    return papers.enter(participant, by, kind, None if days is None else timezone.localdate() + days * DAY)


def verdict(job, user, participant, **told):
    found = [one for column in candidates.columns(job, user, **told).columns.values() for one in column]
    return next(one for one in found if one.person.key == participant.pk)


def said(job, user, participant) -> set[str]:
    """What keeps her away or has to be asked, in the team's words."""
    found = verdict(job, user, participant)
    rules = candidates.rules_on()[1]
    return {words.said(one, words.TEAM, rules) for one in found.gates if one.verdict != "yes"}


def placed(job, biagio_place, **told):
    return job(place=biagio_place, **told)


def test_whoever_nothing_keeps_away_fits(job, known, chiara, biagio_place):
    assert verdict(placed(job, biagio_place), chiara, known).column == FITS


def test_of_whom_little_is_known_one_asks(job, ready, chiara, biagio_place):
    work = placed(job, biagio_place, demands=["lifting"], levels={"it": 2})

    assert verdict(work, chiara, ready).column == FITS_IF
    assert said(work, chiara, ready) == {
        "unknown: right to work (ask)", "unknown: what not to ask (talk about it)", "unknown: hours a week (ask)",
        "unknown: where from, and how far (ask)", "unknown: Italian (ask)",
    }  # fmt: skip


def test_what_stands_against_it_is_named(job, known, chiara, write, biagio_place):
    write("limits", limits=["lifting"])
    write("times", times=["mornings"])
    write("languages", speaks_it="none")
    work = placed(job, biagio_place, demands=["lifting"], levels={"it": 3})

    assert verdict(work, chiara, known).column == NOT_NOW
    assert said(work, chiara, known) == {
        "asked not to do: lifting", "240 minutes outside the hours given", "Italian: too little for this work",
    }  # fmt: skip


def test_papers_count_by_their_days_and_as_the_law_wants(job, known, chiara, biagio_place):
    paper(known, chiara, "driving", 300)
    minors = CredentialKind.objects.create(slug="minors", name={"en": "certificate"}, proof=True)
    work = placed(job, biagio_place)
    work.terms |= {"credentials": [minors.pk, CredentialKind.objects.get(slug="driving").pk]}
    work.save()

    assert said(work, chiara, known) == {"certificate: never seen, and the law wants it"}

    papers.withdraw(paper(known, chiara, "driving", None), chiara)
    assert "driving: taken back" in said(work, chiara, known)


def test_what_a_desk_has_seen_itself_counts_for_its_own_work_alone(
    job, known, chiara, elena, biagio, service, biagio_place
):
    kind = CredentialKind.objects.create(slug="minors", name={"en": "certificate"}, proof=True)
    work, today = placed(job, biagio_place), timezone.localdate()
    work.terms |= {"credentials": [kind.pk]}
    work.save()
    shown = Credential.objects.create(
        user=known.person, kind=kind, organisation=biagio, seen_by=elena, valid_from=today, valid_until=today + 90 * DAY
    )

    assert said(work, chiara, known) == set()

    Credential.objects.filter(pk=shown.pk).update(organisation=service)
    assert said(work, chiara, known) == {"certificate: never seen, and the law wants it"}


def test_whoever_does_not_support_her_finds_nobody_and_nothing_is_written_down(
    job, known, luca, rita, elena, dora, biagio_place
):
    work = placed(job, biagio_place)

    found = [candidates.columns(work, user).columns for user in (luca, rita, elena, dora, known.person)]

    assert all(column == [] for columns in found for column in columns.values())
    assert not ReadBatch.objects.exists()


def test_a_look_is_written_down_with_what_was_opened(job, known, chiara, service, biagio_place):
    candidates.columns(placed(job, biagio_place), chiara)
    candidates.columns(placed(job, biagio_place, demands=["lifting"]), chiara)

    later, first = ReadBatch.objects.order_by("-at")

    assert (first.reader, first.body, first.purpose, first.participants) == (chiara, service, "job", [known.pk])
    assert "limits" not in first.parts
    assert "limits" in later.parts


@pytest.mark.parametrize("step", ["pause", "end"])
def test_whoever_has_paused_is_in_no_list(job, known, chiara, biagio_place, step):
    facts = {"until": timezone.localdate() + 9 * DAY} if step == "pause" else {"why": "moved"}
    take(known, step, Actor(chiara), facts)

    found = candidates.columns(placed(job, biagio_place), chiara)

    assert found.columns == {FITS: [], FITS_IF: [], NOT_NOW: []}
    assert candidates.judged(found.job, known, chiara) is None


def test_whoever_took_her_permission_back_is_not_proposed_and_whoever_was_not_asked_is_asked(
    job, known, chiara, biagio_place
):
    work = placed(job, biagio_place)
    permission = known.permissions.get(purpose=LegalBase.WORK)

    permissions.withdraw(permission, known.person)
    assert said(work, chiara, known) == {"does not want to be proposed"}

    permission.delete()
    assert said(work, chiara, known) == {"unknown: whether work may be proposed (ask)"}


def test_a_refusal_or_a_give_back_changes_no_list(job, known, admitted_too, chiara, propose, biagio_place):
    work, other = placed(job, biagio_place), placed(job, biagio_place, name={"en": "Another"})
    before = candidates.columns(work, chiara)

    for step in ("refuse", "give_back"):
        proposal = propose(other, known)
        if step == "give_back":
            take(proposal, "accept", Actor(known.person))
        take(proposal, step, Actor(known.person), {"refusal": "pay"})

    after = candidates.columns(work, chiara)
    assert after.columns == before.columns


def test_gender_birth_and_origin_change_no_list(job, known, admitted_too, chiara, write, biagio_place):
    work = placed(job, biagio_place)
    before = candidates.columns(work, chiara).columns

    other = {"gender": {"value": "man"}, "born": {"value": 1960}, "disability": {"value": "yes"}}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('casework.forgetting', 'on', false)")
    Snapshot.objects.all().delete()
    admission_again(known, chiara, ENTRY | other)
    write("story", story="Da un altro paese")

    assert candidates.columns(work, chiara).columns == before


def admission_again(participant, by, answers) -> None:
    sealing.seal(Snapshot(participant=participant, by=by, asked=list(answers)), answers).save()


def test_work_that_was_agreed_counts_as_turn_hours_and_rest(job, known, chiara, propose, biagio_place):
    work, other = placed(job, biagio_place), placed(job, biagio_place, name={"en": "Another"})
    before = verdict(work, chiara, known)

    take(propose(other, known), "accept", Actor(known.person))

    after = verdict(work, chiara, known)
    assert after.column == NOT_NOW
    assert "has something else then" in said(work, chiara, known)
    assert after.share > before.share
    assert after.turn < before.turn
    assert after.person.agreed == dict.fromkeys(after.need.weeks, 240)


def ceiling(code: str, scope: str, amount: int, **told: object) -> CeilingRule:
    more = {"name": {"en": code}, "forms": ["presto"], "unit": "cent", "period": "year", "valid_from": "2020-01-01"}
    return CeilingRule.objects.create(code=code, scope=scope, amount=amount, **more | told)


@each(("scope", "hers", "colleagues"), [("person", True, False), ("pair", True, False), ("client", True, True)])
def test_a_ceiling_counts_what_was_agreed_in_its_scope(
    job, known, admitted_too, chiara, propose, biagio_place, scope, hers, colleagues
):
    day = timezone.localdate() + 3 * DAY
    ceiling("most", scope, 6000, period="month" if day.month == (day + 9 * DAY).month else "year")
    permissions.grant(admitted_too, chiara, admitted_too.team.get().body, LegalBase.WORK, [], "spoken", "en")
    work, other = placed(job, biagio_place, day=day), placed(job, biagio_place, day=day + DAY, name={"en": "Other"})

    take(propose(other, known), "accept", Actor(chiara, acting_for=known.person))

    over = {
        "person": "most: €20 over it",
        "pair": "most: €40 already there, this is €20 over it",
        "client": "most: €40 already in all, this is €20 over it",
    }[scope]
    assert (over in said(work, chiara, known)) == hers
    assert (over in said(work, chiara, admitted_too)) == colleagues


def test_what_was_used_elsewhere_is_asked_and_counts(job, known, chiara, biagio_place):
    rule, work = ceiling("most", "person", 500_000), placed(job, biagio_place)
    on = work.starts_at.date()

    assert said(work, chiara, known) == {"unknown: most, what was used elsewhere (ask)"}

    ceilings.declare(known, known.person, rule.code, 0, on)
    assert said(work, chiara, known) == set()

    ceilings.declare(known, chiara, rule.code, 497_000, on)
    assert said(work, chiara, known) == {"most: €10 over it"}


def test_the_number_of_queries_does_not_grow_with_people(job, known, chiara, service, biagio_place):
    work = placed(job, biagio_place, demands=["lifting"], mate=True, levels={"it": 1})
    ceiling("most", "pair", 500_000)
    with CaptureQueriesContext(connection) as few:
        candidates.columns(work, chiara)

    for number in range(12):
        who = {"given_name": f"Persona {number}", "phone": f"+3933300000{number:02}", "language": "it"}
        take(admission.interview(service, chiara, who, ENTRY), "ready", Actor(chiara))
    with CaptureQueriesContext(connection) as many:
        found = candidates.columns(work, chiara)

    assert sum(map(len, found.columns.values())) == 13
    assert len(many) == len(few) <= 19


def test_without_an_approved_set_those_that_come_with_the_code_hold(job, known, chiara, rule_set, biagio_place):
    work = placed(job, biagio_place)

    found = candidates.columns(work, chiara)

    assert found.rules.version == 1
    assert found.rank_of(known.pk) == 1
    assert candidates.columns(work, chiara, ranked=False).rank_of(known.pk) is None


def test_the_jobs_of_one_person_in_the_same_columns(job, known, chiara, luca, write, biagio_place):
    write("limits", limits=["lifting"])
    far = timezone.localdate() + 200 * DAY
    fits = placed(job, biagio_place)
    lifting = placed(job, biagio_place, demands=["lifting"])
    later = placed(job, biagio_place, day=far)
    with CaptureQueriesContext(connection) as queries:
        found = candidates.jobs_for(known, chiara)

    assert {name: [one.pk for one, _verdict in pairs] for name, pairs in found.columns.items()} == {
        FITS: [fits.pk], FITS_IF: [later.pk], NOT_NOW: [lifting.pk],
    }  # fmt: skip
    assert len(queries) <= 20
    assert candidates.jobs_for(known, luca).columns == {FITS: [], FITS_IF: [], NOT_NOW: []}


def test_a_period_of_a_ceiling_has_both_its_days():
    assert CeilingRule(period="year").around(date(2028, 2, 29)) == (date(2028, 1, 1), date(2028, 12, 31))
    assert CeilingRule(period="month").around(date(2028, 2, 29)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert CeilingRule(period="month").around(date(2027, 12, 31)) == (date(2027, 12, 1), date(2027, 12, 31))
    assert CeilingRule(period="year").around(date(2027, 12, 31)) == (date(2027, 1, 1), date(2027, 12, 31))
    assert CeilingRule(period="day").around(date(2027, 3, 1)) == (date(2027, 3, 1), date(2027, 3, 1))

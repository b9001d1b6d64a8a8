"""How a file ends: paused, ended, and forgotten when its time is over. Only a count is left."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marketplace.casework import ending, files, permissions, tasks
from marketplace.casework.models import Draft, Participant, Reading, Referral, Snapshot, Tally, Written
from marketplace.casework.models.participant import months_after
from marketplace.lives.engine import CLOCK, Actor, take
from marketplace.lives.models import Timer
from marketplace.refusals import Refused
from tests.casework import MARKER
from tests.folding import each


@pytest.fixture
def ended(active, chiara, write, permit) -> Participant:
    write("story", story=MARKER)
    permit("limits")
    return take(active, "end", Actor(chiara), {"why": "work"})


def test_a_pause_ends_by_itself(active, chiara):
    until = timezone.localdate() + timedelta(days=20)

    paused = take(active, "pause", Actor(active.person), {"until": until.isoformat()})

    timer = Timer.objects.get(life=paused, step="resume")
    assert timezone.localtime(timer.due_at).date() == until
    assert take(paused, "resume", CLOCK).status == "active"


@each("days", [-1, 0, 400])
def test_a_pause_has_an_end_in_the_next_year(active, days):
    until = timezone.localdate() + timedelta(days=days)

    with pytest.raises(ValidationError, match="twelve months"):
        take(active, "pause", Actor(active.person), {"until": until.isoformat()})


def test_the_person_does_not_end_and_nobody_else_leads_it(active, rita, luca):
    for other, step in ((active.person, "end"), (rita, "pause"), (luca, "end")):
        with pytest.raises(Refused):
            take(active, step, Actor(other), {"why": "work"})


def test_it_is_forgotten_so_many_months_after_the_last_contact(ended):
    timer = Timer.objects.get(life=ended, step="anonymise")

    assert timezone.localtime(timer.due_at).date() == months_after(timezone.localdate(), 24)


def test_forgotten_nothing_that_she_said_is_left_but_a_count(ended, rita, chiara):
    files.keep_draft(ended, chiara, "wishes", {"wishes": {"value": MARKER}}, 0)
    person = ended.person

    gone = take(ended, "anonymise", CLOCK)

    assert (gone.status, gone.person) == ("anonymised", None)
    assert not any(model.objects.exists() for model in (Written, Draft, Snapshot))
    assert Participant.objects.visible_to(chiara).count() == Participant.objects.visible_to(rita).count() == 0
    assert Participant.objects.visible_to(person).count() == 0
    tally = Tally.objects.get()
    assert (tally.gender, tally.work, tally.left_for, tally.people) == ("woman", "long", "work", 1)
    person.refresh_from_db()
    assert person.given_name == "Fatou"  # she can sign in: her account is hers


def test_who_was_entered_for_the_file_alone_has_no_name_any_more(ended):
    person = ended.person
    type(person).objects.filter(pk=person.pk).update(email=None)

    take(ended, "anonymise", CLOCK)

    person.refresh_from_db()
    assert (person.name, person.phone, person.is_active) == ("-", None, False)


def test_the_second_of_a_kind_is_counted_in_the_same_cell(ended, service, chiara):
    for row in (ended, ended):
        ending.count(row)

    assert Tally.objects.get().people == 2


def test_begun_again_it_is_not_forgotten(ended, chiara):
    again = take(ended, "reopen", Actor(chiara))

    assert (again.status, again.left_on, again.left_for) == ("admitted", None, "")
    assert not Timer.objects.filter(life=again, step="anonymise").exists()


@pytest.mark.parametrize(("born", "on", "said"), [
    (1994, date(2026, 5, 1), "30-54"), (2010, date(2026, 5, 1), "0-17"), (1940, date(2026, 5, 1), "55+"),
    ("unknown", date(2026, 5, 1), "unknown"),
])  # fmt: skip
def test_ages_are_counted_in_bands(born, on, said):
    assert ending.band(born, on) == said


@pytest.mark.parametrize(("day", "months", "after"), [
    (date(2026, 8, 31), 6, date(2027, 3, 1)), (date(2026, 1, 15), 24, date(2028, 1, 15)),
    (date(2024, 2, 29), 12, date(2025, 3, 1)),
])  # fmt: skip
def test_months_end_on_a_day_that_there_is(day, months, after):
    assert months_after(day, months) == after


def test_every_night_what_is_over_goes(fatou, chiara):
    files.keep_draft(fatou, chiara, "wishes", {}, 0)
    Draft.objects.update(at=timezone.now() - timedelta(days=31))
    told = {"number": fatou.number, "reader": chiara, "door": "page", "ground": "team", "outcome": "opened"}
    for days in (1, 800):
        Reading.objects.create(participant=fatou, at=timezone.now() - timedelta(days=days), **told)

    tasks.every_night(0)

    assert not Draft.objects.exists()
    assert Reading.objects.count() == 1
    assert not Referral.objects.exists()


def test_a_permission_of_a_file_that_is_not_hers_is_not_taken_back(fatou, rita, permit):
    with pytest.raises(Refused):
        permissions.withdraw(permit("limits"), rita)

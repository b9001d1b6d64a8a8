"""Something went wrong at work: who tells it, who reads it, and what a provider learns."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings.jobs import incidents, todos
from bookings.models import Incident
from marketplace.casework.models import Reading
from marketplace.lives.engine import CLOCK, Actor, take
from marketplace.refusals import Refused
from tests.casework import MARKER


@pytest.fixture
def incident(coming, ready) -> Incident:
    """Fatou tells that a shelf fell."""
    return incidents.tell(coming, ready.person, "hurt", f"A shelf fell. {MARKER}", ["doctor"])


@pytest.mark.parametrize(("who", "side"), [("elena", "provider"), ("chiara", "team")])
def test_everybody_of_the_job_tells_it(coming, request, who, side):
    row = incidents.tell(coming, request.getfixturevalue(who), "unsafe", "No light on the stairs.")

    assert row.side == side


def test_outsiders_tell_nothing_and_before_a_yes_nobody_does(put, coming, luca, dora, gianni, ready):
    for stranger in (luca, dora, gianni):
        with pytest.raises(Refused):
            incidents.tell(coming, stranger, "hurt", "No.")
    put.told_at = None
    with pytest.raises(Refused):
        incidents.tell(put, ready.person, "hurt", "No.")


def test_it_says_what_it_is_about_and_what_happened(coming, ready):
    for kind, words, deeds in (("odd", "x", []), ("hurt", "  ", []), ("hurt", "x", ["odd"])):
        with pytest.raises(ValidationError):
            incidents.tell(coming, ready.person, kind, words, deeds)

    assert not Incident.objects.exists()


def test_only_whoever_is_responsible_reads_it_and_the_person_sees_that(incident, chiara, luca, elena, ready):
    ready.team.create(user=luca, body_id=ready.team.get().body_id, role="team")

    for other in (luca, elena, ready.person):
        assert not Incident.objects.readable_by(other).exists()
        with pytest.raises(Refused):
            incidents.read(incident, other)
    assert MARKER in incidents.read(incident, chiara)

    assert Reading.objects.get(parts=["incident"]).reader == chiara


def test_sealed_it_says_nothing(incident):
    assert MARKER not in Incident.objects.get().sealed.token


def test_a_provider_learns_that_one_is_open(incident, coming, chiara):
    assert incidents.is_open(coming)

    with pytest.raises(ValidationError):
        incidents.go_on(Incident.objects.create(
            proposal=coming, participant=coming.participant, kind="other", told_by=chiara, side="team"
        ), chiara, [], close=True)  # fmt: skip
    for row in Incident.objects.all():
        incidents.go_on(row, chiara, ["talked"], close=True)

    assert not incidents.is_open(coming)
    assert Incident.objects.get(pk=incident.pk).deeds == ["doctor", "talked"]


def test_closed_it_stays_closed(incident, chiara):
    incidents.go_on(incident, chiara, [], close=True)

    with pytest.raises(Refused, match="closed"):
        incidents.go_on(incident, chiara, ["talked"])


def test_it_is_first_among_what_is_to_do(incident, chiara, luca):
    assert todos.of(chiara).incidents == [incident]
    assert not todos.of(luca).incidents


def test_the_letter_names_nobody(incident):
    job = ProcrastinateJob.objects.get(task_name="jobs.tell_of_incident")
    assert job.args == {"incident_id": str(incident.pk)}

    incidents.mail(incident)

    (letter,) = mail.outbox
    assert letter.to == ["chiara@example.org"]
    assert not any(
        word in letter.subject + letter.body for word in ("Fatou", MARKER, "hurt", incident.participant.number)
    )


def test_forgotten_no_word_is_left(incident, ready, chiara):
    take(ready, "end", Actor(chiara), {"why": "moved"})

    take(ready, "anonymise", CLOCK)

    assert Incident.objects.get().sealed is None

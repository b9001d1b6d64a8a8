"""Notes: who writes and reads which, and when they go. And the copy of everything, which leaves the restricted out."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marketplace.casework import copying, files, notes, papers, permissions, questions, tasks
from marketplace.casework.admission import hand_over
from marketplace.casework.models import Note, Reading, TeamMember
from marketplace.lives.engine import CLOCK, Actor, take
from marketplace.refusals import Refused
from tests.folding import each

AUDIENCES = {"team": "for all of us", "person": "for you", "restricted": "about her brother"}
OUTSIDERS = ["luca", "rita", "dario", "gianni", "operator", "elena", "dora"]


@pytest.fixture
def noted(fatou, chiara) -> dict[str, Note]:
    return {audience: notes.write(fatou, chiara, audience, words) for audience, words in AUDIENCES.items()}


@pytest.fixture
def mate(fatou, luca, service):
    """Luca, in the team of the file now, and not responsible for it."""
    TeamMember.objects.create(participant=fatou, user=luca, body=service, role="team")
    return luca


def read_by(user, fatou) -> set[str]:
    file = files.open_file(fatou.number, user, "page", [questions.NOTES])
    return {files.words_of(note) for note in file.notes()}


def test_whoever_is_responsible_reads_all_and_what_she_wrote_is_sealed(fatou, chiara, noted):
    assert read_by(chiara, fatou) == set(AUDIENCES.values())
    assert "brother" not in noted["restricted"].sealed.token
    assert Reading.objects.get().parts == [questions.NOTES]


@pytest.mark.parametrize("reader", ["mate", "person"])
def test_others_who_may_read_the_file_read_no_restricted_one(fatou, mate, noted, reader):
    who = fatou.person if reader == "person" else mate

    assert read_by(who, fatou) == {AUDIENCES["team"], AUDIENCES["person"]}


def test_whoever_wrote_a_restricted_one_reads_it_after_the_file_went_to_a_colleague(fatou, chiara, luca, noted):
    hand_over(fatou, chiara, luca)

    assert AUDIENCES["restricted"] in read_by(chiara, fatou)
    assert AUDIENCES["restricted"] in read_by(luca, fatou)  # he is responsible now


def test_a_permission_opens_no_notes(fatou, rita, permit, noted):
    permit(*questions.CODES)

    assert read_by(rita, fatou) == set()


@each("outsider", OUTSIDERS)
def test_an_outsider_writes_none_and_takes_none_away(fatou, noted, request, outsider):
    other = request.getfixturevalue(outsider)

    with pytest.raises(Refused):
        notes.write(fatou, other, "team", "I was here.")
    with pytest.raises(Refused):
        notes.take_away(noted["team"], other)

    assert Note.objects.count() == 3


def test_only_whoever_wrote_it_takes_it_away(fatou, chiara, mate, noted):
    for other in (mate, fatou.person):
        with pytest.raises(Refused):
            notes.take_away(noted["team"], other)

    notes.take_away(noted["team"], chiara)

    assert Note.objects.count() == 2


@each(("audience", "words"), [("team", "  "), ("team", "x" * 4001), ("all", "words")])
def test_what_cannot_be_noted_is_said(fatou, chiara, audience, words):
    with pytest.raises(ValidationError):
        notes.write(fatou, chiara, audience, words)

    assert not Note.objects.exists()


def test_they_are_forgotten_with_the_file(active, chiara):
    notes.write(active, chiara, "restricted", "about her brother")

    take(take(active, "end", Actor(chiara), {"why": "work"}), "anonymise", CLOCK)

    assert not Note.objects.exists()


@pytest.mark.parametrize(("days", "left"), [(364, 1), (367, 0)])
def test_a_year_after_she_left_they_go(active, chiara, days, left):
    notes.write(active, chiara, "team", "She moved to Genoa.")
    ended = take(active, "end", Actor(chiara), {"why": "moved"})
    type(ended).objects.filter(pk=ended.pk).update(left_on=timezone.localdate() - timedelta(days=days))

    tasks.every_night(0)

    assert Note.objects.count() == left


@pytest.fixture
def full(fatou, chiara, noted, write, permit, licence):
    """A file in which something stands everywhere."""
    write("limits", limits=["dogs"], other_limits="no ladders")
    papers.enter(fatou, chiara, licence)
    permit("limits")
    return fatou


@pytest.mark.parametrize("reader", ["chiara", "person"])
def test_the_copy_has_everything_but_what_protects_somebody_else(full, chiara, reader):
    told = copying.copy_of(full, full.person if reader == "person" else chiara)

    whole = str(told)
    for words in ("no ladders", "dogs", "for you", "for all of us", "Driving licence", "Casa delle donne", "Chiara"):
        assert words in whole
    assert "brother" not in whole
    assert told["first_day"]["answers"][-1] == {"question": "Where she or he lives", "answer": "", "unsaid": True}


def test_that_a_copy_was_taken_is_written_down_and_stands_in_the_next_one(full):
    copying.copy_of(full, full.person)

    reading = Reading.objects.get()
    assert (reading.door, reading.ground, reading.parts) == ("export", "person", list(questions.WHOLE))
    assert [row["door"] for row in copying.copy_of(full, full.person)["readings"]] == ["copy", "copy"]


@each("outsider", OUTSIDERS)
def test_nobody_else_takes_a_copy_not_even_by_permission(full, request, outsider):
    with pytest.raises(files.Closed):
        copying.copy_of(full, request.getfixturevalue(outsider))

    assert [(row.door, row.outcome) for row in Reading.objects.all()] == [("export", "refused")]


def test_what_was_withdrawn_stands_in_the_copy(full):
    permission = full.permissions.get()

    permissions.withdraw(permission, full.person)

    [row] = copying.copy_of(full, full.person)["permissions"]
    assert row["withdrawn_at"]

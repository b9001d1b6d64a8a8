"""Papers that a supported person has shown: entered and taken back by her team, forgotten with the file."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marketplace.casework import files, papers, questions, tasks
from marketplace.casework.models import Paper, Reading
from marketplace.lives.engine import CLOCK, Actor, take
from marketplace.organisations.models import CredentialKind
from marketplace.refusals import Refused
from tests.folding import each

TODAY = timezone.localdate


def days(number: int):
    return TODAY() + timedelta(days=number)


def test_whoever_works_with_her_enters_what_she_has_seen(fatou, chiara, licence):
    paper = papers.enter(fatou, chiara, licence, days(400))

    assert (paper.seen_by, paper.seen_on, paper.valid_until) == (chiara, TODAY(), days(400))
    assert list(Paper.objects.now()) == [paper]


def test_a_renewed_one_takes_the_place_of_the_old(fatou, chiara, licence):
    old = papers.enter(fatou, chiara, licence, days(10))

    new = papers.enter(fatou, chiara, licence)

    old.refresh_from_db()
    assert old.withdrawn_at
    assert list(fatou.papers.standing()) == [new]


@pytest.mark.parametrize(("until", "said"), [(-1, "ended already"), (4000, "ten years")])
def test_a_day_that_cannot_be_is_said(fatou, chiara, licence, until, said):
    with pytest.raises(ValidationError, match=said) as wrong:
        papers.enter(fatou, chiara, licence, days(until))

    assert list(wrong.value.message_dict) == ["valid_until"]
    assert not Paper.objects.exists()


@each("outsider", ["luca", "rita", "dario", "gianni", "elena", "dora"])
def test_nobody_else_enters_or_takes_back(fatou, chiara, licence, request, outsider):
    paper, other = papers.enter(fatou, chiara, licence), request.getfixturevalue(outsider)

    with pytest.raises(Refused):
        papers.enter(fatou, other, licence)
    with pytest.raises(Refused):
        papers.withdraw(paper, other)

    assert list(Paper.objects.now()) == [paper]


def test_she_does_not_enter_her_own(fatou, licence):
    with pytest.raises(Refused):
        papers.enter(fatou, fatou.person, licence)


def test_what_is_taken_back_or_has_ended_does_not_count(fatou, chiara, licence):
    paper = papers.enter(fatou, chiara, licence, days(0))
    ended = Paper.objects.create(participant=fatou, kind=other(), seen_by=chiara, valid_until=days(-1))

    papers.withdraw(paper, chiara)

    assert not Paper.objects.now().exists()
    assert list(Paper.objects.standing()) == [ended]
    assert ended.has_ended


def other() -> CredentialKind:
    return CredentialKind.objects.create(slug="food", name={"en": "Food hygiene"})


def test_those_who_may_read_parts_alone_find_no_papers(fatou, chiara, rita, licence, permit):
    papers.enter(fatou, chiara, licence)
    permit(*questions.CODES)

    file = files.open_file(fatou.number, rita, "page")

    assert file.papers() == []
    assert not file.entry()
    assert questions.PAPERS not in Reading.objects.get().parts


def test_the_person_and_her_team_read_them_and_that_is_written_down(fatou, chiara, licence):
    paper = papers.enter(fatou, chiara, licence)

    for who in (chiara, fatou.person):
        assert files.open_file(fatou.number, who, "page", [questions.PAPERS]).papers() == [paper]

    assert [row.parts for row in Reading.objects.all()] == [[questions.PAPERS]] * 2


def test_they_are_forgotten_with_the_file(active, chiara, licence):
    papers.enter(active, chiara, licence)

    take(take(active, "end", Actor(chiara), {"why": "work"}), "anonymise", CLOCK)

    assert not Paper.objects.exists()


def test_a_year_after_its_end_a_paper_goes(fatou, chiara, licence):
    shared = {"participant": fatou, "seen_by": chiara}
    Paper.objects.create(kind=licence, valid_until=days(-366), **shared)
    Paper.objects.create(kind=licence, withdrawn_at=timezone.now() - timedelta(days=366), **shared)
    kept = Paper.objects.create(kind=other(), valid_until=days(-364), **shared)

    tasks.every_night(0)

    assert list(Paper.objects.all()) == [kept]

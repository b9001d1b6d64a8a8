"""The rules are asked twice: when a job is put to somebody, and when she says yes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings.jobs import proposing
from bookings.matching import candidates
from bookings.matching.reason import FITS
from bookings.models import Considered, Proposal
from marketplace.casework import papers, sealing
from marketplace.casework.models import Paper, Participant
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import CredentialKind
from marketplace.refusals import Refused
from tests.work import next_saturday

DAY = timedelta(days=1)


@pytest.fixture
def paper(ready, chiara) -> Paper:
    kind = CredentialKind.objects.create(slug="right-to-work", name={"en": "right to work"})
    return papers.enter(ready, chiara, kind, timezone.localdate() + 400 * DAY)


@pytest.fixture
def known(ready, write, paper) -> Participant:
    """Fatou, of whom all is known that work with Biagio asks."""
    write("reach", area="C7-aurora", minutes=60, mode="transit")
    write("wishes", hours=20)
    write("languages", speaks_it="well")
    write("limits", limits=["heights"])
    return ready


def test_whoever_fits_and_stands_first_needs_no_word_why(job, known, chiara, rule_set, biagio):
    put = proposing.propose(job(place=biagio.place), known, chiara)

    assert (put.why, put.rank) == ("", 1)


def test_something_still_open_wants_a_word_why(job, ready, chiara, rule_set):
    with pytest.raises(ValidationError, match="Say why"):
        proposing.propose(job(), ready, chiara)
    with pytest.raises(ValidationError):
        proposing.propose(job(), ready, chiara, {"why": "because"})

    assert not Proposal.objects.exists()


def test_whoever_does_not_stand_first_is_chosen_with_a_word_why(job, known, admitted_too, chiara, rule_set, biagio):
    saturday = job(place=biagio.place, places=2)

    with pytest.raises(ValidationError, match="Say why"):
        proposing.propose(saturday, admitted_too, chiara)
    put = proposing.propose(saturday, admitted_too, chiara, {"why": "turn"})

    kept = sealing.opened(Considered.objects.get(proposal=put))
    assert put.why == "turn"
    assert len(kept["order"]["points_before"]) == 1


def test_whom_the_rules_keep_away_is_not_asked_whatever_the_word(job, ready, chiara, rule_set):
    sunday = job(day=next_saturday() + DAY)

    with pytest.raises(Refused, match="the rules say no"):
        proposing.propose(sunday, ready, chiara, {"why": "knows"})


def test_without_an_order_nobody_has_a_rank(job, known, chiara, rule_set, biagio):
    put = proposing.propose(job(place=biagio.place), known, chiara, {"ranked": False})

    assert put.rank is None


def test_what_was_considered_is_kept_sealed_with_all_gates_and_reasons(job, known, chiara, rule_set, biagio):
    put = proposing.propose(job(place=biagio.place), known, chiara)

    kept = sealing.opened(Considered.objects.get(proposal=put))
    verdict = candidates.judged(put.job, known, chiara)

    assert kept["column"] == FITS
    assert [row["code"] for row in kept["gates"]] == [one.code for one in verdict.gates]
    assert [row["code"] for row in kept["reasons"]] == [one.code for one in verdict.reasons]
    assert kept["order"] == {"rank": 1, "of": 1, "points_before": []}


def test_a_paper_that_ended_meanwhile_stops_her_yes_in_her_words(job, known, paper, chiara, rule_set, biagio):
    put = proposing.propose(job(place=biagio.place), known, chiara)
    Paper.objects.filter(pk=paper.pk).update(valid_until=timezone.localdate() - DAY)

    with pytest.raises(Refused, match="right to work does not last"):
        take(put, "accept", Actor(known.person))

    put.refresh_from_db()
    assert (put.status, put.holds.exists()) == ("proposed", False)

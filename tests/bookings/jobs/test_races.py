"""Many at once, about one person or one job: the database lets one through."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.jobs import making, proposing
from bookings.models import Proposal
from marketplace.casework import permissions
from marketplace.casework.models import CeilingRule, LegalBase
from marketplace.lives.engine import Actor, take
from marketplace.refusals import Refused
from services.models import Hold
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WHY = {"why": "knows"}


def yes(proposal: Proposal):
    return lambda: take(proposal, "accept", Actor(proposal.participant.person))


def test_of_proposals_for_one_time_accepted_in_the_same_second_one_is_agreed(job, propose):
    proposals = [propose(job()) for _which in range(6)]

    results = at_once(*map(yes, proposals))

    assert sum(isinstance(result, Proposal) for result in results) == 1
    assert all(isinstance(result, Proposal | Refused) for result in results)
    assert Proposal.objects.filter(status="agreed").count() == Hold.objects.filter(active=True).count() == 1


def test_the_last_place_is_offered_once(job, ready, admitted_too, rule_set, chiara):
    saturday = job()

    results = at_once(
        *[
            lambda who=who: proposing.propose(saturday, who, chiara, WHY)
            for who in (ready, admitted_too)
            for _click in "ab"
        ]
    )

    assert Proposal.objects.filter(live=True).count() == 1
    assert len({result.pk for result in results if isinstance(result, Proposal)}) == 1


def test_the_last_euro_of_an_employers_ceiling_is_used_once(job, propose, ready, admitted_too, chiara, service, write):
    told = {"forms": ["presto"], "scope": "client", "unit": "cent", "amount": 4000, "period": "year"}
    CeilingRule.objects.create(code="most", name={"en": "most"}, valid_from="2020-01-01", source="Invented", **told)
    permissions.grant(admitted_too, chiara, service, LegalBase.WORK, [], "spoken", "en")
    first, second = (propose(job(name={"en": name}), who) for name, who in (("One", ready), ("Two", admitted_too)))

    results = at_once(
        *[lambda one=one: take(one, "accept", Actor(chiara, one.participant.person)) for one in (first, second)]
    )

    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Proposal.objects.filter(status="agreed").count() == 1


def test_a_yes_in_the_moment_in_which_the_work_is_called_off(put, elena, run_closings):
    at_once(yes(put), lambda: making.call_off(put.job, elena))
    run_closings()

    put.refresh_from_db()
    assert (put.status, put.live) == ("closed", False)
    assert not Hold.objects.filter(active=True).exists()


def test_a_yes_in_the_moment_of_a_pause(put, ready, chiara):
    until = timezone.localdate() + timedelta(days=7)

    at_once(yes(put), lambda: take(ready, "pause", Actor(chiara), {"until": until}))

    put.refresh_from_db()
    assert (put.status, put.live) == ("closed", False)


def test_nothing_is_put_to_somebody_in_the_moment_of_a_pause(job, ready, chiara, rule_set):
    saturday, until = job(), timezone.localdate() + timedelta(days=7)

    at_once(
        lambda: proposing.propose(saturday, ready, chiara, WHY),
        lambda: take(ready, "pause", Actor(chiara), {"until": until}),
    )

    assert not Proposal.objects.filter(live=True).exists()

"""Who comes in to work has a calendar; who goes cannot be booked any more."""

import pytest
from django.core.exceptions import ValidationError

from marketplace.organisations.models import Membership
from services import team
from services.models import Resource


def test_a_worker_without_mail_gets_a_calendar(biagio, elena):
    given = team.let_in(biagio, elena, "worker", {"given_name": "Florin", "phone": "011 555 0133"})

    calendar = Resource.objects.get(user=given.user)
    assert (calendar.organisation, calendar.name, calendar.active) == (biagio, "Florin", True)


def test_a_coordinator_gets_none(biagio, elena):
    team.let_in(biagio, elena, "coordinator", {"given_name": "Mario", "email": "mario@example.org"})

    assert not Resource.objects.exists()


def test_who_has_left_cannot_be_booked_and_may_come_back_to_the_same_calendar(biagio, elena, samira, worker):
    team.end(Membership.objects.get(user=samira), elena)
    worker.refresh_from_db()
    assert not worker.active

    team.let_in(biagio, elena, "worker", {"given_name": "Samira", "email": samira.email})

    worker.refresh_from_db()
    assert worker.active
    assert Resource.objects.count() == 1


def test_nothing_is_kept_when_the_role_cannot_be_given(biagio, elena):
    with pytest.raises(ValidationError):
        team.let_in(biagio, elena, "coordinator", {"given_name": "Mario"})

    assert not Membership.objects.filter(user__given_name="Mario").exists()

"""What the free times of a large team cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services import availability
from services.models import Need, Offer, Resource, Skill
from tests.removals import open_every_day

pytestmark = pytest.mark.django_db

PEOPLE, WEEKS = 10, 4


def test_four_weeks_of_a_team_out_of_ten_take_fewer_than_ten_queries(booking, offer, biagio):
    team = [open_every_day(Resource.objects.create(organisation=biagio, name=f"Doer {n}")) for n in range(PEOPLE)]
    offer.resources.set(team)
    for slug, able, number in (("carry", team, 2), ("drive", team[::2], 1)):
        skill = Skill.objects.create(slug=slug, name={"en": slug})
        skill.resources.set(able)
        Need.objects.create(offer=offer, skill=skill, number=number)
    for one in team:
        availability.hold(booking, one, booking.starts_at, booking.ends_at)

    with CaptureQueriesContext(connection) as asked:
        afresh = Offer.objects.select_related("organisation").get(pk=offer.pk)
        days = availability.times(afresh, timezone.localdate() + timedelta(days=1), 7 * WEEKS, 120)

    assert sum(bool(day.times) for day in days) > 20
    assert len(asked) < 10

"""Whatever anybody does to a series, no date is doubled and none is lost."""

from datetime import time
from unittest.mock import patch

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings import series as plans
from marketplace.lives.engine import Actor
from services import availability
from services.models import Resource
from tests.bookings.series.conftest import WEEK
from tests.cast import at

ACTS = st.lists(
    st.tuples(st.sampled_from(["end", "move", "accept", "night"]), st.sampled_from(plans.REACHES), st.integers(0, 5)),
    max_size=6,
)


@pytest.mark.django_db
@given(acts=ACTS, skipped=st.sets(st.integers(0, 1), max_size=1), shifted=st.sets(st.integers(0, 1), max_size=1))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_each_planned_date_has_at_most_one_booking_and_none_is_lost(
    acts, skipped, shifted, make_offer, nadia, elena, rule, words
):
    """Skips, moves, endings and nights in any order: no date twice, none gone, none that was not planned."""
    six, now = rule(weeks=6), timezone.now()
    choices = {six.first + n * WEEK: None if n in skipped else at(15, days=2 + 7 * n) for n in skipped | shifted}
    try:
        with transaction.atomic(), patch.object(timezone, "now", lambda: now):
            series = plans.ask(make_offer(horizon_days=10), Actor(nadia), six, words, choices)
            seen: set[int] = set()
            for act, reach, number in acts:
                perform(series, act, reach, six.first + number * WEEK, nadia, elena)
                seen = still_whole(series, six, seen)
            raise Undone
    except Undone:
        pass


class Undone(Exception):
    """So that every example begins with the same empty calendar."""


def perform(series, act, reach, on, nadia, elena):
    if act == "end":
        plans.out_of(series, Actor(nadia), reach, on, {"cause": "plans"})
    elif act == "move":
        weekday = (on.weekday() + on.toordinal()) % 7 if on.toordinal() % 2 else None
        plans.move(series, Actor(nadia), reach, on, time(14), weekday=weekday)
    elif act == "accept":
        plans.take_each(series, "accept", Actor(elena), reach, on)
    else:
        later = timezone.now() + (1 + on.toordinal() // 7 % 3) * WEEK
        with patch.object(timezone, "now", lambda: later):
            availability.write_out(Resource.objects.get())
            plans.extend(series.pk)


def still_whole(series, rule, seen):
    bookings = list(series.bookings.all())
    planned = [booking.series_on for booking in bookings]
    left_out = {gap.on for gap in series.gaps.all()}
    assert len(planned) == len(set(planned))
    assert set(planned) <= set(rule.dates())
    assert seen <= {booking.pk for booking in bookings}
    assert not left_out & set(planned)
    return {booking.pk for booking in bookings}

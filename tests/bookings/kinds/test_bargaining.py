"""What is agreed by a quote: moved by either side, and somebody else sent, as many as the price names."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from bookings.models import Booking
from marketplace.lives.engine import Actor, steps_open, take
from marketplace.refusals import Refused
from services.models import Resource
from tests.cast import at
from tests.removals import open_every_day

LATER = at(13, days=7)


@pytest.fixture
def agreed(quoted, nadia) -> Booking:
    """Samira, Yusuf and the white van, for 320 euros and four hours."""
    return take(quoted, "accept", Actor(nadia), {"quote": "1"})


@pytest.fixture
def ida(person, removal, biagio, helper) -> Resource:
    """Somebody else who carries."""
    ida = open_every_day(Resource.objects.create(organisation=biagio, user=person("Ida"), name="Ida"))
    ida.skills.set(helper.skills.all())
    removal.resources.add(ida)
    return ida


def held(booking):
    return set(booking.holds.filter(active=True).values_list("resource__name", flat=True))


def keys(*resources):
    return {"crew": [resource.pk for resource in resources]}


@pytest.mark.parametrize(
    ("asks", "says_yes", "who"),
    [("propose_move", "agree_to_move", "elena"), ("ask_to_move", "grant_move", "nadia")],
)
def test_either_side_moves_an_agreed_removal_for_the_same_price(agreed, nadia, elena, asks, says_yes, who):
    first, second = (elena, nadia) if who == "elena" else (nadia, elena)

    asked = take(agreed, asks, Actor(first), {"times": [LATER.isoformat()]})
    assert (asked.starts_at, held(asked)) == (at(9, days=5), {"Samira", "Yusuf", "The white van"})
    moved = take(asked, says_yes, Actor(second), {"time": LATER.isoformat()})

    assert (moved.status, moved.starts_at, moved.ends_at) == ("confirmed", LATER, LATER + timedelta(hours=4))
    assert (moved.price_cents, held(moved)) == (32_000, {"Samira", "Yusuf", "The white van"})
    assert {hold.period.lower for hold in moved.holds.filter(active=True)} == {LATER}


def test_a_removal_is_not_moved_to_where_the_whole_crew_is_not_free(agreed, nadia, elena, helper):
    helper.weekly_hours.all().delete()
    helper.open_spans.all().delete()
    asked = take(agreed, "ask_to_move", Actor(nadia), {"times": [LATER.isoformat()]})

    with pytest.raises(ValidationError, match="not free"):
        take(asked, "grant_move", Actor(elena), {"time": LATER.isoformat()})

    assert held(agreed) == {"Samira", "Yusuf", "The white van"}


def test_before_the_price_is_accepted_another_time_is_another_quote(moving, elena, nadia):
    for user, step in ((elena, "offer_times"), (nadia, "wish_times"), (elena, "prepare")):
        assert step not in steps_open(moving, Actor(user))
        with pytest.raises(Refused):
            take(moving, step, Actor(user), {"times": [LATER.isoformat()]})


def test_somebody_else_is_sent_to_an_agreed_removal(agreed, elena, ida, helper, worker, van):
    sent = take(agreed, "assign", Actor(elena), keys(worker, ida, van))

    assert held(sent) == {"Samira", "Ida", "The white van"}
    assert sent.last_change.facts["left"] == [helper.pk]


def test_as_many_go_as_the_price_names(agreed, elena, ida, helper, worker, van):
    for crew in ((worker, van), (worker, ida, helper), (worker, helper, ida, van)):
        with pytest.raises(ValidationError, match="do not make a team"):
            take(agreed, "assign", Actor(elena), keys(*crew))

    assert held(agreed) == {"Samira", "Yusuf", "The white van"}

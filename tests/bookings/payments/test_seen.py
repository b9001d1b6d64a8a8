"""Nobody agrees to pay more than was shown: the fund may run dry between the page and the press."""

import pytest
from django.core.exceptions import ValidationError

from bookings.models import Booking, Share
from bookings.payments import plan
from marketplace.lives.engine import Actor, take


@pytest.fixture
def invited(on, come, nadia, dora, run_tasks) -> Booking:
    """Dora waited, and Nadia has left her the place."""
    date = on(seats=1)
    first, waits = come(nadia, date), come(dora, date, wait=True)
    take(first, "cancel", Actor(nadia))
    run_tasks()
    return Booking.objects.get(pk=waits.pk)


def test_a_quote_is_not_accepted_for_more_than_was_shown(quoted, subsidise, run_dry, nadia):
    subsidise(cents=5_000)
    shown = plan.own(plan.of(quoted))
    run_dry()

    with pytest.raises(ValidationError) as error:
        take(quoted, "accept", Actor(nadia), {"quote": "1", "own_seen": shown})

    assert error.value.message_dict["own_seen"][0].startswith("You would pay €320 and not €270.")
    assert Booking.objects.get().status == "quoted"
    assert not Share.objects.exists()
    assert take(quoted, "accept", Actor(nadia), {"quote": "1", "own_seen": 32_000}).status == "confirmed"


def test_an_invitation_is_not_taken_for_more_than_was_shown(invited, subsidise, run_dry, dora):
    subsidise(cents=200)
    shown = plan.own(plan.of(invited))
    run_dry()

    with pytest.raises(ValidationError, match="You would pay €5 and not €3"):
        take(invited, "come", Actor(dora), {"own_seen": shown})

    assert Booking.objects.get(pk=invited.pk).status == "invited"
    assert take(invited, "come", Actor(dora), {"own_seen": 500}).status == "confirmed"


def test_what_was_shown_is_no_part_of_the_history(invited, subsidise, dora):
    subsidise(cents=200)

    come = take(invited, "come", Actor(dora), {"own_seen": 300})

    assert come.changes.get(step="come").facts == {}
    assert plan.own(plan.written(come)) == 300

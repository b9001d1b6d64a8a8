"""Every step of a person can be taken by the desk she lets, and by operators of the City: both names are kept."""

import pytest

from bookings import kinds
from bookings.models import Booking
from marketplace.lives.engine import Actor, steps_for, take
from marketplace.lives.tables import NEW, always
from marketplace.organisations.models import Mandate
from tests.folding import each

pytestmark = pytest.mark.django_db
FLOWS = [(name, at_once) for name in kinds.ALL for at_once in (False, True)]


def as_one_of(flow, booking):
    """The booking as one of this kind and flow; only its roles are looked at."""
    booking.kind, booking.at_once = flow


def human(booking, role):
    steps = booking.table.steps.items()
    return {(source, name) for name, step in steps for source in step.sources if role in step.actors and source != NEW}


def taken_by(booking, actor, role):
    """What this actor may do, guards apart, of what this role may."""
    found, roles = set(), actor.roles(booking)
    for source, name in human(booking, role):
        booking.status = source
        step = booking.table.steps[name]
        if name in steps_for(booking, roles) or (roles & set(step.actors) and step.when is not always):
            found.add((source, name))
    return found


@each("flow", FLOWS)
def test_the_desk_takes_every_step_of_a_customer_who_lets_it(booking, nadia, elena, biagio, flow):
    Mandate.objects.create(organisation=biagio, person=nadia, entered_by=elena, how="on the phone")
    as_one_of(flow, booking)

    assert taken_by(booking, Actor(elena, nadia), "customer") == human(booking, "customer")


@each("role", ["customer", "provider", "worker"])
@each("flow", FLOWS)
def test_operators_take_every_step_of_everybody(booking, operator, nadia, elena, samira, role, flow):
    person = {"customer": nadia, "provider": elena, "worker": samira}[role]
    as_one_of(flow, booking)

    assert taken_by(booking, Actor(operator, person), role) == human(booking, role)


@each("flow", FLOWS)
def test_nobody_else_takes_a_step_for_somebody(booking, dora, nadia, elena, samira, flow):
    as_one_of(flow, booking)

    for person in (nadia, elena, samira):
        assert Actor(dora, person).roles(booking) == frozenset()


def test_both_names_are_kept(booking, operator, elena):
    accepted = take(booking, "accept", Actor(operator, elena))

    assert (accepted.last_change.actor, accepted.last_change.acting_for) == (operator, elena)
    assert Booking.objects.get().status == "confirmed"


def test_the_admin_cancels_for_the_customer(client, confirmed, operator, nadia):
    client.force_login(operator)

    client.post("/admin/bookings/booking/", {"action": "cancel", "_selected_action": [confirmed.pk]})

    change = Booking.objects.get().last_change
    assert (change.step, change.actor, change.acting_for) == ("cancel", operator, nadia)
    assert change.roles == ["customer"]


def test_the_admin_calls_off_for_the_desk(client, confirmed, operator, elena):
    client.force_login(operator)

    client.post("/admin/bookings/booking/", {"action": "call_off", "_selected_action": [confirmed.pk]})

    change = Booking.objects.get().last_change
    assert (change.step, change.actor, change.acting_for) == ("call_off", operator, elena)


def test_the_admin_leads_to_each_step_of_both_sides(client, booking, operator):
    client.force_login(operator)

    page = client.get(f"/admin/bookings/booking/{booking.pk}/change/").content.decode()

    for side, step in (("customer", "withdraw"), ("provider", "accept"), ("provider", "decline")):
        assert f"/bookings/{booking.pk}/steps/{step}/?for_{side}=1" in page


def test_the_admin_shows_the_area_and_not_where_somebody_lives(client, booking, operator):
    client.force_login(operator)

    page = client.get(f"/admin/bookings/booking/{booking.pk}/change/").content.decode()

    assert "Aurora" in page
    assert "via Cecchi" not in page

"""The steps all bookings share, on the page: other times, who comes, what it costs, what went wrong."""

import re

import pytest
from django.urls import reverse

from bookings import lifecycle
from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Mandate
from services.models import CancellationPolicy, Resource, Tier
from tests.cast import at
from tests.folding import each

pytestmark = pytest.mark.django_db


def step_of(booking, name) -> str:
    return reverse("booking_step", args=[booking.pk, name])


def page(client, address, reader) -> str:
    client.force_login(reader)
    return client.get(address).content.decode()


def values(text: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]+)"', text)


def test_the_page_shows_one_next_thing_and_folds_the_rest_away(client, booking, confirmed, nadia, elena):
    shown = page(client, confirmed.get_absolute_url(), nadia)

    folded = shown[shown.index("Something else?") : shown.index("</details>", shown.index("Something else?"))]
    assert "Ask for another time" in folded
    assert "Ask for another time" not in shown.replace(folded, "")


def test_the_desk_proposes_free_times_and_the_customer_takes_one(client, booking, nadia, elena):
    shown = page(client, step_of(booking, "offer_times"), elena)
    free = values(shown, "times")
    client.post(step_of(booking, "offer_times"), {"times": free[:2], "words": "Samira is ill in the morning"})
    choosing = page(client, step_of(booking, "choose_time"), nadia)
    client.post(step_of(booking, "choose_time"), {"time": values(choosing, "time")[1]})

    moved = Booking.objects.get()
    assert 'type="checkbox"' in shown
    assert len(values(choosing, "time")) == 2
    assert (moved.status, moved.moved) == ("confirmed", 1)
    assert "Samira is ill in the morning" in page(client, moved.get_absolute_url(), nadia)


def test_the_free_times_go_on_in_other_weeks(client, booking, elena):
    shown = page(client, step_of(booking, "offer_times"), elena)
    later = re.search(r'href="(\?from=[\d-]+)">Later', shown)[1]

    assert page(client, step_of(booking, "offer_times") + later, elena) != shown
    for nonsense in ("?from=never", "?from=0001-01-01", "?from=9999-12-31", "?from=%00"):
        assert client.get(step_of(booking, "offer_times") + nonsense).status_code == 200


def test_a_time_next_to_the_own_one_is_free_for_a_move(client, confirmed, nadia):
    assert any("10:30" in time for time in values(page(client, step_of(confirmed, "ask_to_move"), nadia), "times"))


@each("times", [[], ["noon"], ["2030-01-01"], [at(10).isoformat()], ["\0"]])
def test_times_that_cannot_be_are_told_beside_the_times(client, booking, elena, times):
    client.force_login(elena)

    answer = client.post(step_of(booking, "offer_times"), {"times": times, "words": "What I wrote"})

    assert answer.status_code == 422
    assert "What I wrote" in answer.content.decode()
    assert Booking.objects.get().status == "asked"


def test_what_a_cancellation_costs_is_said_before_and_after(client, make_offer, biagio, nadia, wishes, now_is):
    policy = CancellationPolicy.objects.create(organisation=biagio, name="A day before")
    Tier.objects.create(policy=policy, hours=24, percent=50)
    offer = make_offer(at_once=True, policy=policy)
    before = page(client, offer.get_absolute_url(), nadia)
    asking = page(client, reverse("ask", args=[offer.pk]), nadia)
    booked = lifecycle.ask(offer, Actor(nadia), wishes())
    early = page(client, step_of(booked, "cancel"), nadia)
    Booking.objects.filter(pk=booked.pk).update(starts_at=at(1, days=1), ends_at=at(3, days=1))
    now_is(at(0, days=1))
    late = page(client, step_of(booked, "cancel"), nadia)

    sentence = "Less than 24 hours before: you pay 50 % of the price."
    assert sentence in before
    assert sentence in asking
    assert "<b>It costs nothing.</b>" in early
    assert "50 % of the price.</b>" in late


def test_the_one_who_is_wished_for_is_asked_on_the_page(client, make_offer, person, biagio, nadia):
    offer = make_offer(choice="customer")
    offer.resources.add(Resource.objects.create(organisation=biagio, user=person("Bruno"), name="Bruno Rossi"))

    asking = page(client, reverse("ask", args=[offer.pk]), nadia)

    assert "Who should come?" in asking
    assert ">Bruno<" in asking
    assert "Bruno Rossi" not in asking


def test_a_complaint_goes_from_the_page_to_the_desk_and_to_operators(
    client, confirmed, nadia, elena, samira, person, now_is
):
    operator = person("Olga", is_staff=True, is_superuser=True)
    now_is(at(12))
    take(confirmed, "finish", Actor(samira))
    assert client.get(confirmed.get_absolute_url()).status_code == 302
    client.force_login(operator)
    assert client.get(confirmed.get_absolute_url()).status_code == 404

    client.force_login(nadia)
    client.post(step_of(confirmed, "complain"), {"complaint": "A cup is broken"})

    assert "A cup is broken" in page(client, confirmed.get_absolute_url(), elena)
    seen = page(client, confirmed.get_absolute_url(), operator)
    assert "A cup is broken" in seen
    client.post(step_of(confirmed, "settle"), {"answer": "They buy a new one"})
    assert Booking.objects.get().status == "settled"


def test_the_desk_takes_the_rare_steps_for_a_customer_too(client, confirmed, nadia, elena, biagio):
    Mandate.objects.create(organisation=biagio, person=nadia, entered_by=elena, how="on the phone")
    shown = page(client, step_of(confirmed, "ask_to_move") + "?for_customer=1", elena)

    client.post(step_of(confirmed, "ask_to_move"), {"times": values(shown, "times")[:1], "for_customer": "1"})

    change = Booking.objects.get().last_change
    assert (change.step, change.actor, change.acting_for) == ("ask_to_move", elena, nadia)


def test_nobody_else_finds_these_steps(client, confirmed, dora):
    client.force_login(dora)

    for name in ("ask_to_move", "propose_move", "assign", "complain", "absent", "settle"):
        assert client.get(step_of(confirmed, name)).status_code == 404
        assert client.post(step_of(confirmed, name), {"times": "x"}).status_code == 404


def test_the_number_of_queries_stays_the_same(client, booking, elena, django_assert_max_num_queries):
    client.force_login(elena)

    with django_assert_max_num_queries(40):
        client.get(step_of(booking, "offer_times"))

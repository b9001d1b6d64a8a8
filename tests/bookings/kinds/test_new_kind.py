"""A new kind is one module and one line. This one is walked from search to done through the pages."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from bookings import kinds, lifecycle
from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from services import availability
from services.models import Resource, WeeklyHours
from services.search import Wish, search
from tests.bookings.kinds.bicycle_hire import BicycleHire
from tests.cast import ROME, at


@pytest.fixture
def bicycle(make_offer, biagio, babysitting, monkeypatch):
    """Fetched between nine and six, half an hour each; there is one."""
    monkeypatch.setitem(kinds.ALL, "bicycle", BicycleHire())  # the one line
    babysitting.questions = []
    babysitting.save()
    one = Resource.objects.create(organisation=biagio, name="Bicycle 7")
    for weekday in range(7):
        WeeklyHours.objects.create(resource=one, weekday=weekday, opens=time(9), closes=time(18))
    availability.write_out(one)
    offer = make_offer(
        "A bicycle", kind="bicycle", where="at_place", place=biagio.place, min_minutes=30, max_minutes=30
    )
    offer.resources.set([one])
    return offer


def hire(offer, user, start):
    return lifecycle.ask(offer, Actor(user), {"starts_at": start, "ends_at": start + timedelta(minutes=30)})


def found_on(days):
    return list(search(Wish(on=at(9, days=days).astimezone(ROME).date())))


def test_a_bicycle_is_walked_from_search_to_done(client, bicycle, nadia, elena, now_is):
    assert "A bicycle" in client.get(reverse("search"), {"q": "bicycle"}).content.decode()
    assert "10.30" in client.get(reverse("offer", args=[bicycle.pk]), {"from": f"{at(9):%Y-%m-%d}"}).content.decode()

    client.force_login(nadia)
    sent = {"starts_at": at(10).isoformat(), "minutes": "30", "note": "", "key": str(uuid4())}
    page = client.post(reverse("ask", args=[bicycle.pk]), sent, follow=True)
    booking = Booking.objects.get()
    assert page.redirect_chain[-1][0] == booking.get_absolute_url()
    assert booking.ends_at - booking.starts_at == timedelta(days=3)

    client.force_login(elena)
    press(client, booking, "accept")
    now_is(at(10))
    press(client, booking, "start")
    now_is(at(10, days=5))
    press(client, booking, "finish")
    client.force_login(nadia)
    press(client, booking, "confirm")

    taken = [change.step for change in booking.changes.all()]
    assert [step for step in taken if step != "remind"] == ["ask", "accept", "start", "finish", "confirm"]
    assert Booking.objects.get().status == "done"


def press(client, booking, step, **facts):
    told = facts | {"seen": Booking.objects.get(pk=booking.pk).last_change_id, "key": str(uuid4())}
    answer = client.post(reverse("booking_step", args=[booking.pk, step]), told)
    assert answer.status_code == 302, answer.content.decode()


def test_a_bicycle_that_is_out_is_not_found_on_the_day_in_the_middle(bicycle, nadia, dora):
    hire(bicycle, nadia, at(10, days=3))

    assert bicycle not in found_on(4)
    assert bicycle in found_on(7)
    with pytest.raises(ValidationError):
        hire(bicycle, dora, at(12, days=5))
    with pytest.raises(ValidationError):  # it would not be back in time
        hire(bicycle, dora, at(12, days=2))


def test_a_bicycle_is_moved_to_another_day_and_kept_as_long(client, bicycle, nadia, elena, dora):
    """Which start suits is the kind's to say: three days are no length that the offer names."""
    booking, anew = take(hire(bicycle, nadia, at(10)), "accept", Actor(elena)), at(10, days=6)

    client.force_login(nadia)
    page = client.get(reverse("booking_step", args=[booking.pk, "ask_to_move"]), {"from": f"{anew:%Y-%m-%d}"})
    assert anew in {time.starts_at for day in page.context["week"].days for time in day.times}
    press(client, booking, "ask_to_move", times=[anew.isoformat()])
    client.force_login(elena)
    press(client, booking, "grant_move", time=anew.isoformat())

    moved = Booking.objects.get()
    assert (moved.status, moved.starts_at, moved.ends_at) == ("confirmed", anew, anew + timedelta(days=3))
    assert hire(bicycle, dora, at(10))  # the days that it left


def test_a_bicycle_is_not_moved_to_where_it_cannot_be_fetched(bicycle, nadia, elena):
    booking = take(hire(bicycle, nadia, at(10)), "accept", Actor(elena))

    for start in (at(10, days=-1), at(10) + timedelta(minutes=7), at(10, days=200)):
        with pytest.raises(ValidationError) as refusal:
            take(booking, "ask_to_move", Actor(nadia), {"times": [start.isoformat()]})
        assert list(refusal.value.message_dict) == ["times"]


def test_a_bicycle_that_is_refused_or_cancelled_is_there_for_others(bicycle, nadia, elena, dora):
    refused = take(hire(bicycle, nadia, at(10)), "decline", Actor(elena), {"reason": "It has a flat tyre."})
    cancelled = take(take(hire(bicycle, dora, at(10)), "accept", Actor(elena)), "cancel", Actor(dora))

    assert (refused.status, cancelled.status) == ("declined", "cancelled")
    assert hire(bicycle, nadia, at(11))

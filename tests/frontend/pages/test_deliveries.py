"""Parcels on pages: rows without a script, the price before one asks, the courier's phone, the photo at the door."""

from datetime import time
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.models import Booking
from marketplace import wording
from marketplace.lives.engine import Actor, take
from tests.cast import at
from tests.parcels import picture


@pytest.fixture(autouse=True)
def files_stay_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sent(parcel_wishes):
    """What the page sends."""

    def make(**other):
        told = parcel_wishes() | {"key": str(uuid4()), "day": at(9).date().isoformat(), "price_seen": ""}
        [row] = told.pop("parcels")
        told |= {name: f"{value:%H:%M}" for name, value in told.items() if isinstance(value, time)}
        told |= {f"parcels-0-{name}": value for name, value in (row | {"fragile": "on"}).items()}
        told |= {"parcels-1-number": "1", "parcels-1-size": "", "parcels-1-kg": ""}
        return {name: value for name, value in told.items() if value is not False} | other

    return make


def text_of(answer):
    return answer.content.decode()


def test_the_offer_s_page_shows_the_price_list_and_how_it_works(client, delivery):
    page = text_of(client.get(reverse("offer", args=[delivery.pk]), headers={"accept-language": "en"}))

    assert "Each kilometre begun" in page
    assert "code of four digits" in page
    assert wording.euro(300) in page
    assert "First choose a time" not in page


def test_the_price_is_worked_out_by_a_press_and_then_asked_for(client, delivery, nadia, sent):
    client.force_login(nadia)
    ask = reverse("ask", args=[delivery.pk])

    worked_out = text_of(client.post(ask, sent(other="price")))
    assert f"It costs {wording.euro(700)}." in worked_out
    assert 'name="price_seen" value="700"' in worked_out
    assert "Choose when" not in worked_out
    assert not Booking.objects.exists()

    answer = client.post(ask, sent(price_seen="700"))
    assert answer.status_code == 302, text_of(answer)
    assert Booking.objects.get().price_cents == 700


def test_who_asks_before_the_price_was_told_is_told_first(client, delivery, nadia, sent):
    client.force_login(nadia)

    answer = client.post(reverse("ask", args=[delivery.pk]), sent())

    assert answer.status_code == 422
    assert f"It costs {wording.euro(700)}." in text_of(answer)
    assert 'name="price_seen" value="700"' in text_of(answer)
    assert 'value="corso Giulio Cesare 5"' in text_of(answer)


def test_more_lines_come_by_a_press_and_keep_what_was_typed(client, delivery, nadia, sent):
    client.force_login(nadia)

    page = text_of(client.post(reverse("ask", args=[delivery.pk]), sent(other="parcels")))

    assert 'name="parcels-4-size"' in page
    assert 'value="M" selected' in page


def test_a_wrong_line_says_what_is_wrong_beside_it(client, delivery, nadia, sent):
    client.force_login(nadia)

    answer = client.post(reverse("ask", args=[delivery.pk]), sent(**{"parcels-0-kg": "-5"}))

    assert answer.status_code == 422
    assert 'id="id_parcels-0-kg_wrong"' in text_of(answer)


def test_a_visitor_s_parcels_survive_signing_in(client, delivery, nadia, sent):
    ask = reverse("ask", args=[delivery.pk])
    assert client.post(ask, sent(price_seen="700")).status_code == 302

    client.force_login(nadia)
    page = text_of(client.get(ask))

    assert 'value="corso Giulio Cesare 5"' in page
    assert 'value="M" selected' in page


def test_the_desk_sends_parcels_for_a_caller(desk, delivery, carlo, sent):
    address = f"{reverse('desk_book')}?person={carlo.pk}&offer={delivery.pk}"

    assert 'name="parcels-0-size"' in text_of(desk.get(address))
    answer = desk.post(address, sent(price_seen="700"))

    assert answer.status_code == 302, text_of(answer)
    assert Booking.objects.get().customer == carlo


def test_the_desk_writes_its_price_list(desk, delivery):
    address = reverse("desk_tariff", args=[delivery.pk])
    assert address in text_of(desk.get(reverse("desk_offer", args=[delivery.pk])))
    told = {"base_cents": "4.50", "km_cents": "1", "s_cents": "0", "m_cents": "1", "l_cents": "2", "xl_cents": "6"}

    assert desk.post(address, told | {"floor_cents": "-1"}).status_code == 422
    assert desk.post(address, told | {"floor_cents": "0.50"}).status_code == 302

    assert delivery.tariffs.last().base_cents == 450
    assert 'value="4.5' in text_of(desk.get(address))


def test_other_desks_find_no_price_list(client, delivery, other_desk, dora):
    client.force_login(dora)

    assert client.get(reverse("desk_tariff", args=[delivery.pk])).status_code == 404


def test_the_courier_s_phone_shows_the_stops_in_order_and_where_to_go_now(client, parcels, elena, samira, now_is):
    take(parcels, "accept", Actor(elena))
    now_is(parcels.starts_at)
    client.force_login(samira)

    page = text_of(client.get(reverse("shifts")))
    assert page.index("Pick up, 10:00") < page.index("Bring to, 11:00")
    assert '<b dir="auto">via Cecchi 18, Haddad, Aurora</b>' in page

    take(parcels, "picked_up", Actor(samira))
    assert '<b dir="auto">corso Giulio Cesare 5, Rossi, Aurora</b>' in text_of(client.get(reverse("shifts")))


def test_the_photo_at_the_door_is_seen_by_those_who_see_the_booking_alone(
    client, parcels, elena, samira, nadia, dora, now_is
):
    take(parcels, "accept", Actor(elena))
    now_is(parcels.starts_at)
    take(parcels, "picked_up", Actor(samira))
    client.force_login(samira)
    answer = client.post(
        reverse("booking_step", args=[parcels.pk, "delivered"]), {"photo": picture(), "key": str(uuid4())}
    )
    assert answer.status_code == 302, text_of(answer)
    photo = Booking.objects.get(pk=parcels.pk).proof.photo

    client.force_login(nadia)
    assert photo.get_absolute_url() in text_of(client.get(parcels.get_absolute_url()))
    assert client.get(photo.get_absolute_url())["Content-Type"] == "image/webp"
    client.force_login(dora)
    assert client.get(reverse("booking_photo", args=[photo.booking_id, photo.pk])).status_code == 404
    assert client.get(parcels.get_absolute_url()).status_code == 404
    client.logout()
    assert client.get(photo.get_absolute_url()).status_code == 302


def test_more_parcels_cost_no_more_queries(client, parcels, nadia):
    client.force_login(nadia)
    client.get(parcels.get_absolute_url())
    number = queries_of(client, parcels)
    for _more in range(5):
        parcels.parcels.create(number=1, size="S", kg=1)

    assert queries_of(client, parcels) == number


def queries_of(client, booking):
    with CaptureQueriesContext(connection) as taken:
        client.get(booking.get_absolute_url())
    return len(taken)

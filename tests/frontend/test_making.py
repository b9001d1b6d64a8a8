"""A made city is a city like any other: its offers are found, its bookings open, and it comes out the same again."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from bookings.models import Booking
from frontend.demo import load, making, offers
from marketplace.accounts.models import User
from services import availability
from services.models import Hold, Offer, OpenSpan, Resource
from services.search import Wish, search

MADE = """
SELECT md5(string_agg(row::text, ',' ORDER BY row)) FROM (
    SELECT text.title, text.summary, offer.price_cents, offer.location::text, booking.starts_at, booking.reference
    FROM services_offer offer JOIN services_offertext text ON text.offer_id = offer.life_ptr_id
    LEFT JOIN bookings_booking booking ON booking.offer_id = offer.life_ptr_id
) AS row
"""


@pytest.fixture
def made(db) -> None:
    load.load_map()
    offers.enter_categories()
    making.make(100, 400, lambda what: None)


def test_it_has_whole_bodies_and_as_many_bookings_as_were_asked_for(made):
    assert Offer.objects.published().count() == 80
    assert Booking.objects.count() == Hold.objects.count() == 400
    assert set(Booking.objects.values_list("status", flat=True)) >= {"done", "confirmed"}
    assert not Booking.objects.filter(status="done", starts_at__gt=timezone.now()).exists()


def test_no_index_or_key_is_missing_after_it(db):
    kept = """
        SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace UNION ALL
        SELECT count(*) FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1
    """
    with connection.cursor() as cursor:
        cursor.execute(kept)
        before = cursor.fetchall()
        load.load_map()
        offers.enter_categories()
        making.make(40, 10, lambda what: None)
        cursor.execute(kept)

        assert cursor.fetchall() == before


def test_it_comes_out_the_same_each_time(db):
    def digest() -> str:
        with transaction.atomic(), connection.cursor() as cursor:
            load.load_map()
            offers.enter_categories()
            making.make(80, 200, lambda what: None)
            cursor.execute(MADE)
            transaction.set_rollback(True)
            return cursor.fetchone()[0]

    assert digest() == digest()


def test_hours_are_written_out_as_an_edit_would_write_them(made):
    def spans() -> list:
        return sorted(OpenSpan.objects.filter(resource=somebody).values_list("period", flat=True))

    somebody = Resource.objects.order_by("pk")[3]
    before = spans()

    availability.write_out(somebody)

    assert spans() == before


def test_what_is_made_is_found_and_opens(made, client):
    found = search(Wish(words="babysitter"))
    booking = Booking.objects.filter(status="confirmed", starts_at__gt=timezone.now() + timedelta(days=1)).first()
    assert found
    assert booking

    assert client.get(found[0].get_absolute_url()).status_code == 200
    client.force_login(User.objects.get(pk=booking.customer_id))
    assert client.get(booking.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("many", "bookings"), [(39, 0), (40, 700), (40, -1)])
def test_what_cannot_be_is_refused_in_one_line(db, many, bookings):
    with pytest.raises(CommandError, match="offers"):
        call_command("make_city", offers=many, bookings=bookings, stdout=StringIO())


def test_a_city_is_made_once(made):
    with pytest.raises(CommandError, match="already"):
        call_command("make_city", offers=40, bookings=0, stdout=StringIO())

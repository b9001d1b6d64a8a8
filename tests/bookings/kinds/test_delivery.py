"""Parcels from one address to another: windows, price, proof, and what becomes of those that do not arrive."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from bookings import lifecycle
from bookings.kinds import of, pricing, stops
from bookings.models import Booking, Stop, Tariff
from marketplace import wording
from marketplace.lives.engine import Actor, take
from marketplace.places.models import Place, TravelSpeed
from marketplace.refusals import Refused
from tests.cast import at
from tests.folding import each
from tests.parcels import price_of


@pytest.fixture
def wish(parcel_wishes):
    return parcel_wishes


@pytest.fixture
def asked(parcels):
    return parcels


def wrong(delivery, nadia, told):
    with pytest.raises(ValidationError) as refusal:
        lifecycle.ask(delivery, Actor(nadia), told)
    assert not Booking.objects.exists()
    return refusal.value.message_dict


# --- asking ---------------------------------------------------------------------------------------------------------
def test_it_is_asked_with_stops_parcels_a_code_and_the_worker_s_time(asked, worker):
    first, last = asked.stops.all()

    assert (first.what, first.place.line, last.place.line) == ("pickup", "via Cecchi 18", "corso Giulio Cesare 5")
    assert (first.opens_at, last.closes_at) == (at(10), at(12)) == (asked.starts_at, asked.ends_at)
    assert [(parcel.number, parcel.size, parcel.fragile) for parcel in asked.parcels.all()] == [(2, "M", True)]
    assert asked.proof.code.isdecimal()
    assert len(asked.proof.code) == 4
    hold = asked.holds.get(active=True)
    assert (hold.resource, hold.period.lower, hold.period.upper) == (worker, at(10), at(12))


def test_the_price_is_base_kilometres_begun_pieces_and_floors(delivery, wish):
    base, pieces, floors = 300, 2 * 100, 2 * 2 * 50
    here, there = (Place(lat=lat, lon=lon) for lat, lon in ((45.0835, 7.6853), (45.089, 7.6990)))
    way = stops.kilometres([Stop(place=here), Stop(place=there)]) * 100

    assert price_of(delivery, wish()) == base + way + pieces
    assert price_of(delivery, wish(to_lift=False)) == base + way + pieces + floors


def test_nobody_orders_at_a_price_that_was_not_shown_to_him(delivery, nadia, wish):
    price = price_of(delivery, wish())

    for seen in (None, 0, 1, price - 1, price + 1):
        assert wording.euro(price) in wrong(delivery, nadia, wish(price_seen=seen))["price_seen"][0]

    assert lifecycle.ask(delivery, Actor(nadia), wish(price_seen=price)).price_cents == price


def test_the_price_is_frozen_whatever_the_table_says_later(asked, delivery):
    before = asked.price_cents

    Tariff.objects.update(base_cents=9_900)

    assert Booking.objects.get(pk=asked.pk).price_cents == before


@each(
    ("told", "field"),
    [
        ({"to_address": "via Cecchi 18", "to_door": "HADDAD ", "to_floor": 0}, "to_address"),
        ({"from_address": "nowhere at all 3"}, "from_address"),
        ({"to_address": ""}, "to_address"),
        ({"from_closes": time(9)}, "from_closes"),
        ({"to_closes": time(11, 5)}, "to_closes"),
        ({"to_opens": time(9), "to_closes": time(13)}, "to_opens"),
        ({"to_opens": time(10), "to_closes": time(10, 30)}, "to_closes"),
        ({"from_opens": time(0), "from_closes": time(1), "to_closes": time(23)}, "to_closes"),
        ({"day": at(9).date() - timedelta(days=9)}, "day"),
        ({"day": at(9).date() + timedelta(days=80)}, "day"),
        ({"day": "soon"}, "day"),
        ({"day": date(1, 1, 1)}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"from_floor": 31}, "from_floor"),
        ({"from_floor": -1}, "from_floor"),
        ({"parcels": []}, "parcels"),
        ({"parcels": [{"number": 10_000, "size": "S", "kg": 1}]}, "parcels"),
        ({"parcels": [{"number": 1, "size": "S", "kg": -4}]}, "parcels"),
        ({"parcels": [{"number": 1, "size": "XXL", "kg": 4}]}, "parcels"),
        ({"parcels": [{"number": 1, "size": "S", "kg": 4, "price": 0}]}, "parcels"),
        ({"parcels": [{"size": "S", "kg": 1}] * 41}, "parcels"),
        ({"parcels": "two boxes"}, "parcels"),
        ({"parcels": ["two boxes"]}, "parcels"),
    ],
)
def test_what_cannot_be_is_named_at_its_field(delivery, nadia, wish, told, field):
    assert list(wrong(delivery, nadia, wish(**told))) == [field]


def test_the_drop_off_leaves_time_for_the_way(delivery, nadia, wish):
    TravelSpeed.objects.filter(mode="bike").update(metres_per_minute=50)

    text = wrong(delivery, nadia, wish(to_opens=time(10), to_closes=time(11, 15)))["to_closes"][0]

    assert "minutes" in text


def test_two_who_want_the_only_courier_at_overlapping_hours_cannot_both_have_her(delivery, asked, dora, wish):
    with pytest.raises(ValidationError, match="not free"):
        lifecycle.ask(
            delivery,
            Actor(dora),
            wish(
                from_opens=time(11), from_closes=time(12), to_opens=time(12), to_closes=time(13),
                price_seen=asked.price_cents,
            ),
        )  # fmt: skip


# --- who sees how much ----------------------------------------------------------------------------------------------
def test_both_addresses_grow_more_precise_by_stage(asked, elena, now_is):
    provider, customer = frozenset({"provider"}), frozenset({"customer"})

    def told(roles):
        return [answer for _question, answer in of(asked).details(asked, roles)[:2]]

    assert told(customer) == ["via Cecchi 18, Haddad, Aurora, ground floor", told(customer)[1]]
    assert told(provider) == ["Aurora, ground floor", "Aurora, floor 2 with a lift"]
    asked = take(asked, "accept", Actor(elena))
    assert told(provider)[1] == "corso Giulio Cesare, Aurora, floor 2 with a lift"
    now_is(at(9))
    assert told(provider)[1] == "corso Giulio Cesare 5, Rossi, Aurora, floor 2 with a lift"


def test_the_code_is_told_to_the_customer_alone_once_it_is_agreed(asked, elena):
    customer = frozenset({"customer"})

    assert asked.proof.code not in str(of(asked).details(asked, customer))
    asked = take(asked, "accept", Actor(elena))
    assert asked.proof.code in str(of(asked).details(asked, customer))
    assert asked.proof.code not in str(of(asked).details(asked, frozenset({"provider", "worker"})))


# --- the price table ------------------------------------------------------------------------------------------------
def test_the_desk_sets_new_prices_from_today_on(delivery, asked, elena, wish):
    dearer = dict.fromkeys(Tariff.FIELDS, 500)

    pricing.set_prices(delivery, Actor(elena), dearer)
    pricing.set_prices(delivery, Actor(elena), dearer | {"base_cents": 900})

    assert delivery.tariffs.count() == 2
    assert price_of(delivery, wish()) == 900 + 2 * 500 + 2 * 500
    assert Booking.objects.get().price_cents == 700


def test_others_set_no_prices_and_nonsense_is_no_price(delivery, nadia, elena):
    with pytest.raises(Refused):
        pricing.set_prices(delivery, Actor(nadia), dict.fromkeys(Tariff.FIELDS, 1))
    for wrong_price in ({}, dict.fromkeys(Tariff.FIELDS, -1), dict.fromkeys(Tariff.FIELDS, 10**9)):
        with pytest.raises(ValidationError):
            pricing.set_prices(delivery, Actor(elena), wrong_price)
    assert delivery.tariffs.count() == 1


def test_a_price_that_changes_before_the_day_itself_is_that_of_asking(delivery, nadia, wish):
    today = timezone.localdate(timezone=delivery.tz)
    Tariff.objects.update(valid_to=today)
    Tariff.objects.create(offer=delivery, valid_from=today + timedelta(days=1), **dict.fromkeys(Tariff.FIELDS, 900))

    booking = lifecycle.ask(delivery, Actor(nadia), wish(price_seen=price_of(delivery, wish())))

    assert booking.price_cents == 700


# --- prices in general ----------------------------------------------------------------------------------------------
ROW = st.fixed_dictionaries({"number": st.integers(1, 50), "size": st.sampled_from(["S", "M", "L", "XL"])})
CENTS = st.integers(0, 100_000)
SPOT = st.tuples(st.floats(44.9, 45.2), st.floats(7.5, 7.8))


@given(
    rows=st.lists(ROW, min_size=1, max_size=6),
    spots=st.tuples(SPOT, SPOT),
    cents=st.lists(CENTS, min_size=7, max_size=7),
)
def test_more_pieces_more_floors_and_a_longer_way_never_cost_less(rows, spots, cents):
    tariff = Tariff(**dict(zip(Tariff.FIELDS, cents, strict=True)))
    here, there = (Place(lat=lat, lon=lon) for lat, lon in spots)
    beyond = Place(lat=there.lat + (there.lat - here.lat), lon=there.lon + (there.lon - here.lon))

    def cost(rows, end=there, floor=0):
        return pricing.by_tariff(tariff, [Stop(place=here, floor=floor), Stop(place=end)], rows)

    base = cost(rows)
    assert base >= tariff.base_cents + tariff.km_cents
    assert cost([*rows, rows[0]]) >= base
    assert cost(rows, floor=3) >= base
    assert cost(rows, end=beyond) >= base

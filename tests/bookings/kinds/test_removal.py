"""Moving house: the inventory and its volume, quotes in rounds, and that nobody accepts a price he has not seen."""

import threading
from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from bookings import lifecycle
from bookings.kinds import of, things
from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import take_due
from marketplace.refusals import Refused
from tests.cast import at
from tests.folding import each
from tests.parcels import picture

CUSTOMER, PROVIDER = frozenset({"customer"}), frozenset({"provider"})


@pytest.fixture(autouse=True)
def files_stay_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def lines_of(booking, roles=CUSTOMER):
    return dict(of(booking).details(booking, roles))


def held(booking):
    return set(booking.holds.filter(active=True).values_list("resource__name", flat=True))


# --- asking ---------------------------------------------------------------------------------------------------------
def test_what_is_to_be_moved_is_kept_by_room_with_its_volume_and_nothing_is_held(moving):
    lines = lines_of(moving)

    assert lines["Bedroom"] == "1 x Double bed, taken apart"
    assert lines["Kitchen"] == "2 x Chair, 1 x an accordion"
    assert lines["All together"] == "about 1.4 m³"
    assert lines["Pick up"] == "via Cecchi 18, Haddad, Aurora, floor 3 without a lift"
    assert held(moving) == set()
    assert moving.price_cents == 0


def test_the_volume_is_told_before_one_asks(removal, removal_wishes):
    told = {"inventory": removal_wishes()["inventory"]}

    assert of(removal).worked_out(removal, told) == [("All together", "about 1.4 m³")]
    with translation.override("it"):
        assert of(removal).worked_out(removal, told) == [("Tutto insieme", "circa 1,4 m³")]
    assert of(removal).worked_out(removal, {}) == []
    assert of(removal).estimate(removal, told, 60) is None


@each(
    ("told", "field"),
    [
        ({"inventory": []}, "inventory"),
        ({"inventory": [{"room": "kitchen", "thing": "elephant", "number": 1}]}, "inventory"),
        ({"inventory": [{"room": "moon", "thing": "box", "number": 1}]}, "inventory"),
        ({"inventory": [{"room": "kitchen", "thing": "box", "number": -1}]}, "inventory"),
        ({"inventory": [{"room": "kitchen", "thing": "box", "number": 10_000}]}, "inventory"),
        ({"inventory": [{"room": "kitchen", "thing": "box", "number": 1, "litres": 1}]}, "inventory"),
        ({"inventory": [{"room": "kitchen", "thing": "box", "number": 1}] * 81}, "inventory"),
        ({"to_address": "via Cecchi 18", "to_door": "Haddad", "to_floor": 3}, "to_address"),
        ({"from_address": "nowhere at all 3"}, "from_address"),
        ({"day": at(9).date() - timedelta(days=9)}, "day"),
        ({"day": at(9).date() + timedelta(days=80)}, "day"),
        ({"time_of_day": "night"}, "time_of_day"),
    ],
)
def test_what_cannot_be_is_named_at_its_field(removal, nadia, removal_wishes, told, field):
    with pytest.raises(ValidationError) as refusal:
        lifecycle.ask(removal, Actor(nadia), removal_wishes(**told))

    assert list(refusal.value.message_dict) == [field]
    assert not Booking.objects.exists()


def test_even_an_offer_that_is_booked_at_once_waits_for_a_price(removal, nadia, removal_wishes):
    removal.at_once = True
    removal.save()

    booking = lifecycle.ask(removal, Actor(nadia), removal_wishes())

    assert booking.status == "asked"
    assert booking.timers.filter(step="expire").exists()


# --- photos ---------------------------------------------------------------------------------------------------------
def test_photos_are_made_new_and_counted(moving, nadia):
    shown = take(moving, "add_photos", Actor(nadia), {"photos": [picture(), picture()]})

    assert [photo.file.name[-5:] for photo in shown.photos.all()] == [".webp", ".webp"]
    assert shown.line(shown.last_change, "customer") == "You added photos: 2"


def test_no_more_than_twelve_photos_fit(moving, nadia):
    take(moving, "add_photos", Actor(nadia), {"photos": [picture() for _n in range(11)]})

    with pytest.raises(ValidationError, match="12"):
        take(moving, "add_photos", Actor(nadia), {"photos": [picture(), picture()]})
    assert moving.photos.count() == 11


def test_what_is_no_picture_leaves_none_of_those_sent_with_it(moving, nadia):
    with pytest.raises(ValidationError) as refusal:
        take(moving, "add_photos", Actor(nadia), {"photos": [picture(), SimpleUploadedFile("a.png", b"no picture")]})

    assert list(refusal.value.message_dict) == ["photos"]
    assert not moving.photos.exists()


# --- quotes ---------------------------------------------------------------------------------------------------------
def test_a_quote_names_the_price_and_holds_crew_and_van_until_it_lapses(quoted):
    assert (quoted.status, quoted.price_cents) == ("quoted", 32_000)
    assert (quoted.starts_at, quoted.ends_at) == (at(9, days=5), at(13, days=5))
    assert held(quoted) == {"Samira", "Yusuf", "The white van"}
    assert quoted.answer_by == at(0, days=4)
    assert "4\u00a0hours" in lines_of(quoted)["Quote 1"]
    assert "2 people with a van" in lines_of(quoted)["Quote 1"]
    assert "Without the lamps." in lines_of(quoted)["Quote 1"]


def test_a_smaller_crew_without_a_van_holds_no_more_than_it_needs(moving, elena, quote_words):
    quoted = take(moving, "quote", Actor(elena), quote_words(crew=1, van=False))

    assert len(held(quoted)) == 1
    assert "The white van" not in held(quoted)


@each(
    ("told", "field"),
    [
        ({"crew": 3}, "at"),
        ({"at": time(16)}, "at"),
        ({"price": "0"}, "price"),
        ({"price": "-5"}, "price"),
        ({"price": "a lot"}, "price"),
        ({"hours": "0"}, "hours"),
        ({"hours": "99"}, "hours"),
        ({"crew": 0}, "crew"),
        ({"until": at(9, days=-1).date()}, "until"),
        ({"until": "9999-12-31"}, "until"),
        ({"day": at(9, days=-1).date()}, "day"),
    ],
)
def test_a_quote_that_cannot_be_is_refused_at_its_field(moving, elena, quote_words, told, field):
    with pytest.raises(ValidationError) as refusal:
        take(moving, "quote", Actor(elena), quote_words(**told))

    assert list(refusal.value.message_dict) == [field]
    assert held(moving) == set()


def test_a_van_that_is_not_there_cannot_be_promised(moving, elena, quote_words, van):
    moving.offer.resources.remove(van)

    with pytest.raises(ValidationError, match="No van"):
        take(moving, "quote", Actor(elena), quote_words())


def test_two_removals_are_not_promised_the_same_van(quoted, removal, dora, elena, removal_wishes, quote_words):
    other = lifecycle.ask(removal, Actor(dora), removal_wishes())

    with pytest.raises(ValidationError, match="not free together"):
        take(other, "quote", Actor(elena), quote_words(crew=1))


def test_the_customer_accepts_what_he_sees_and_life_goes_on(quoted, nadia, elena, samira, now_is):
    agreed = take(quoted, "accept", Actor(nadia), {"quote": "1"})
    assert (agreed.status, agreed.price_cents) == ("confirmed", 32_000)
    assert held(agreed) == {"Samira", "Yusuf", "The white van"}

    now_is(at(9, days=5))
    take(agreed, "start", Actor(samira))
    assert take(agreed, "finish", Actor(samira)).status == "finished"


def test_nobody_accepts_a_price_that_he_has_not_seen(quoted, nadia, elena, quote_words):
    """Two tabs: one still shows the first price, while the second stands."""
    seen = quoted.last_change_id
    again = take(quoted, "quote", Actor(elena), quote_words(price="480"))

    with pytest.raises(Refused, match="changed meanwhile"):
        take(again, "accept", Actor(nadia), {"quote": "1"}, seen=seen)
    for forged in ({"quote": "1"}, {"quote": "3"}, {"quote": ""}, {}, {"quote": "2; 1"}):
        with pytest.raises(ValidationError):
            take(again, "accept", Actor(nadia), forged)

    assert take(again, "accept", Actor(nadia), {"quote": "2"}).price_cents == 48_000


@pytest.mark.django_db(transaction=True)
def test_a_price_that_changes_while_it_is_accepted_is_either_seen_or_not_accepted(quoted, nadia, elena, quote_words):
    outcomes = []

    def do(*args):
        try:
            outcomes.append(take(*args).last_change.step)
        except (Refused, ValidationError):
            outcomes.append("refused")
        finally:
            connection.close()

    acts = [(quoted, "accept", Actor(nadia), {"quote": "1"}), (quoted, "quote", Actor(elena), quote_words(price="900"))]
    threads = [threading.Thread(target=do, args=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    after = Booking.objects.get(pk=quoted.pk)
    assert sorted(outcomes) in (["accept", "refused"], ["quote", "refused"])
    assert (after.status, after.price_cents) in {("confirmed", 32_000), ("quoted", 90_000)}


def test_several_rounds_stay_readable(quoted, nadia, elena, quote_words):
    asked = take(quoted, "ask_change", Actor(nadia), {"change": "Without the cellar, please."})
    assert (asked.status, held(asked), asked.price_cents) == ("asked", set(), 0)
    again = take(asked, "quote", Actor(elena), quote_words(price="250", words="Cellar left out."))

    lines = lines_of(again)
    assert [name for name in lines if name.startswith("Quote")] == ["Quote 2", "Quote 1"]
    assert "Cellar left out." in lines["Quote 2"]
    assert "Without the cellar" in asked.line(asked.last_change, "provider")


def test_to_decline_gives_everybody_back(quoted, nadia):
    over = take(quoted, "turn_down", Actor(nadia))

    assert (over.status, held(over)) == ("cancelled", set())


def test_a_price_that_nobody_accepts_lapses_by_the_clock(quoted, now_is):
    now_is(quoted.answer_by + timedelta(minutes=1))
    take_due()  # the reminder, which arms the clock anew
    take_due()

    over = Booking.objects.get(pk=quoted.pk)
    assert (over.status, held(over)) == ("expired", set())


def test_the_customer_is_reminded_once_before_it_lapses(quoted, now_is):
    half = quoted.timers.get(step="remind_to_decide").due_at
    now_is(half + timedelta(minutes=1))
    take_due()
    take_due()

    assert quoted.changes.filter(step="remind_to_decide").count() == 1
    assert held(quoted) == {"Samira", "Yusuf", "The white van"}


def test_without_a_price_the_request_ends_by_the_clock(moving, now_is):
    now_is(moving.answer_by + timedelta(minutes=1))
    take_due()  # the reminder, which arms the clock anew
    take_due()

    assert Booking.objects.get(pk=moving.pk).status == "expired"


def test_others_may_neither_name_nor_accept_a_price(moving, dora, nadia, quote_words, elena):
    for nobody in (dora, nadia):
        with pytest.raises(Refused):
            take(moving, "quote", Actor(nobody), quote_words())
    quoted = take(moving, "quote", Actor(elena), quote_words())
    for nobody in (dora, elena):
        with pytest.raises(Refused):
            take(quoted, "accept", Actor(nobody), {"quote": "1"})


def test_the_street_is_not_seen_before_the_price_is_accepted(quoted, nadia):
    assert lines_of(quoted, PROVIDER)["Pick up"] == "Aurora, floor 3 without a lift"
    agreed = take(quoted, "accept", Actor(nadia), {"quote": "1"})
    assert lines_of(agreed, PROVIDER)["Pick up"] == "via Cecchi, Aurora, floor 3 without a lift"


# --- volumes in general ---------------------------------------------------------------------------------------------
LINES = st.lists(
    st.fixed_dictionaries({"thing": st.sampled_from(sorted(things.THINGS)), "number": st.integers(1, 99)}), max_size=20
)


@given(LINES, LINES)
def test_more_things_never_take_less_room(some, more):
    assert things.litres_of(some + more) == things.litres_of(some) + things.litres_of(more) >= things.litres_of(some)


def test_every_thing_of_the_list_takes_a_sensible_room():
    assert all(10 <= thing.litres <= 3_000 for thing in things.THINGS.values())
    assert things.THINGS["chair"].litres == 210

"""The way of a parcel: picked up, delivered with proof, or not, and then once more or back."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bookings import lifecycle
from bookings.kinds import of
from bookings.models import Booking
from marketplace import wording
from marketplace.ledger.models import Posting
from marketplace.lives.engine import Actor, steps_open, take
from marketplace.lives.tasks import take_due
from marketplace.refusals import Refused
from tests.cast import at
from tests.folding import each
from tests.parcels import picture


@pytest.fixture
def wish(parcel_wishes):
    return parcel_wishes


@pytest.fixture
def asked(parcels):
    return parcels


@pytest.fixture
def on_the_way(asked, elena, samira, now_is):
    """Accepted, and in Samira's hands at half past ten of its day."""
    take(asked, "accept", Actor(elena))
    now_is(at(10, 30))
    return take(asked, "picked_up", Actor(samira))


# --- on its day -----------------------------------------------------------------------------------------------------
def test_what_was_picked_up_goes_to_the_other_address(on_the_way):
    assert on_the_way.status == "picked_up"
    assert on_the_way.place.line == "corso Giulio Cesare 5"
    assert on_the_way.stops.get(what="pickup").done_at == timezone.now()


def test_the_code_proves_that_it_arrived(on_the_way, samira):
    done = take(on_the_way, "delivered", Actor(samira), {"code": on_the_way.proof.code})

    assert (done.status, done.proof.how) == ("finished", "code")
    assert done.last_change.facts == {"work_note": "", "how": "code"}


def test_a_wrong_code_proves_nothing(on_the_way, samira):
    code = "0000" if on_the_way.proof.code != "0000" else "1111"

    with pytest.raises(ValidationError, match="not the code"):
        take(on_the_way, "delivered", Actor(samira), {"code": code, "receiver": "Rossi"})

    assert Booking.objects.get(pk=on_the_way.pk).status == "picked_up"


def test_whoever_has_it_says_that_she_is_late_also_past_the_hour_of_the_drop_off(
    on_the_way, samira, elena, nadia, now_is
):
    now_is(on_the_way.ends_at + timedelta(minutes=5))

    late = take(on_the_way, "late_picked_up", Actor(samira), {"minutes_late": 20, "words": "A flat tyre."})
    again = take(late, "late_picked_up", Actor(elena), {"minutes_late": 40})

    assert late.line(late.last_change) == "Samira comes about 20 minutes late. A flat tyre."
    assert (again.status, again.holds.filter(active=True).count()) == ("picked_up", 1)
    assert "late_picked_up" not in steps_open(again, Actor(nadia))


def test_nobody_is_late_for_a_second_attempt_on_another_day(on_the_way, samira, elena):
    failed = take(on_the_way, "failed", Actor(samira), {"why": "nobody"})
    tomorrow = {"day": at(14, days=1).date(), "opens": time(14), "closes": time(15)}

    again = take(failed, "second_attempt", Actor(elena), tomorrow)

    assert "late_picked_up" not in steps_open(again, Actor(samira))


def test_without_code_photo_or_name_nothing_is_delivered(on_the_way, samira):
    with pytest.raises(ValidationError, match="who took it"):
        take(on_the_way, "delivered", Actor(samira), {})


def test_a_name_or_a_photo_proves_it_too(on_the_way, samira):
    done = take(on_the_way, "delivered", Actor(samira), {"photo": picture(), "receiver": "Signora Rossi"})

    assert (done.proof.how, done.proof.name) == ("photo", "Signora Rossi")
    assert done.proof.photo.file.name.endswith(".webp")
    assert ("How we know that it arrived", "A photo: Signora Rossi") in of(done).details(done, frozenset())


def test_what_is_no_picture_is_refused_at_its_field(on_the_way, samira):
    with pytest.raises(ValidationError) as refusal:
        take(on_the_way, "delivered", Actor(samira), {"photo": SimpleUploadedFile("a.png", b"%PDF-1.7 not at all")})

    assert list(refusal.value.message_dict) == ["photo"]


def test_nobody_says_done_without_proof(asked, elena, samira, now_is):
    take(asked, "accept", Actor(elena))
    now_is(at(10))

    with pytest.raises(Refused):
        take(asked, "finish", Actor(samira))
    assert "delivered" not in steps_open(Booking.objects.get(pk=asked.pk), Actor(samira))


# --- what does not arrive -------------------------------------------------------------------------------------------
def test_a_second_attempt_goes_to_the_drop_off_alone_and_takes_the_time_anew(on_the_way, elena, samira, nadia):
    failed = take(on_the_way, "failed", Actor(samira), {"why": "nobody"})
    assert failed.line(failed.last_change) == "It could not be delivered: nobody was there."

    first, begin = failed.starts_at, at(14, days=1)
    tomorrow = {"day": begin.date(), "opens": time(14), "closes": time(15)}
    again = take(failed, "second_attempt", Actor(elena), tomorrow)

    assert (again.status, again.starts_at, again.ends_at) == ("picked_up", begin, begin + timedelta(hours=1))
    assert again.stops.get(what="pickup").opens_at == first
    assert again.stops.get(what="dropoff").opens_at == begin
    assert again.holds.get(active=True).period.lower == begin


def test_a_second_attempt_cannot_be_past_or_at_a_time_that_is_taken(on_the_way, elena, samira, delivery, dora, wish):
    other = wish(day=at(9, days=3).date(), price_seen=on_the_way.price_cents)
    lifecycle.ask(delivery, Actor(dora), other)
    failed = take(on_the_way, "failed", Actor(samira), {"why": "refused"})

    with pytest.raises(ValidationError):
        take(failed, "second_attempt", Actor(elena), {"day": "9999-12-31", "opens": "10:00", "closes": "11:00"})
    for day, opens, closes in ((2, 8, 9), (3, 10, 11), (3, 17, 16)):
        facts = {"day": at(9, days=day).date(), "opens": time(opens), "closes": time(closes)}
        with pytest.raises(ValidationError):
            take(failed, "second_attempt", Actor(elena), facts)

    assert failed.holds.filter(active=True).count() == 1


def test_what_is_brought_back_costs_nothing_and_frees_the_worker(on_the_way, samira, elena):
    failed = take(on_the_way, "failed", Actor(samira), {"why": "wrong_address"})

    back = take(failed, "returned", Actor(elena))

    assert back.status == "returned"
    assert not back.holds.filter(active=True).exists()


def test_nobody_at_the_pick_up_is_tried_at_another_time(asked, elena, samira, now_is):
    take(asked, "accept", Actor(elena))
    now_is(at(11))
    missed = take(asked, "missed", Actor(samira), {"why": "nobody"})

    again = take(
        missed, "pick_up_again", Actor(elena), {"day": at(9, days=4).date(), "opens": "9:00", "closes": "11:00"}
    )

    assert again.status == "confirmed"
    said = again.line(again.last_change, "customer")
    day = " ".join(wording.day(at(9, days=4)).split())
    assert said.endswith(f"comes once more: {day}, 9:00 to 11:00.")
    assert {stop.opens_at for stop in again.stops.all()} == {at(9, days=4)}


def test_a_reason_that_is_not_in_the_list_is_refused(on_the_way, samira):
    with pytest.raises(ValidationError):
        take(on_the_way, "failed", Actor(samira), {"why": "the dog ate it"})


def test_what_was_not_delivered_and_nobody_goes_on_with_is_looked_at_by_the_city(on_the_way, samira, now_is):
    failed = take(on_the_way, "failed", Actor(samira), {"why": "other"})

    now_is(failed.ends_at + timedelta(days=15))
    take_due()

    left = Booking.objects.get(pk=failed.pk)
    assert left.status == "escalated"
    assert "did not answer in time" in left.sentence("customer")


@pytest.fixture
def missed(asked, elena, samira, now_is):
    """Nobody was there at the pick-up."""
    take(asked, "accept", Actor(elena))
    now_is(at(11))
    return take(asked, "missed", Actor(samira), {"why": "nobody"})


def test_what_was_never_picked_up_again_ends_by_the_clock(missed, now_is):
    now_is(missed.ends_at + timedelta(days=15))
    take_due()

    assert Booking.objects.get(pk=missed.pk).status == "cancelled"


def test_whoever_ordered_need_not_wait_for_another_pick_up(missed, nadia):
    assert {"cancel", "nobody_came"} <= set(steps_open(missed, Actor(nadia)))

    assert take(missed, "cancel", Actor(nadia)).status == "cancelled"


# --- what nobody says anything about --------------------------------------------------------------------------------
@pytest.mark.parametrize("picked_up", [True, False])
def test_what_is_not_known_to_have_arrived_is_never_charged(asked, elena, samira, now_is, picked_up):
    take(asked, "accept", Actor(elena))
    now_is(at(10, 30))
    if picked_up:
        take(asked, "picked_up", Actor(samira))

    for days in (1, 15, 30, 60):
        now_is(asked.ends_at + timedelta(days=days, minutes=1))
        take_due()

    assert Booking.objects.get(pk=asked.pk).status == "escalated"
    assert not Posting.objects.exists()


def test_the_desk_says_how_it_stands_with_what_is_not_known_to_have_arrived(on_the_way, elena, now_is):
    unproved = after_a_day(on_the_way, now_is)

    assert (unproved.status, unproved.state.turn) == ("unproved", "provider")
    done = take(unproved, "delivered", Actor(elena), {"receiver": "Rossi"})
    assert done.status == "finished"
    assert not done.stops.filter(done_at=None).exists()


@each("known", ["picked_up", "failed", "unproved"])
def test_whoever_ordered_says_that_it_did_not_arrive(on_the_way, nadia, samira, now_is, known):
    booking = on_the_way
    assert "not_arrived" not in steps_open(booking, Actor(nadia))
    if known == "failed":
        booking = take(booking, "failed", Actor(samira), {"why": "other"})
    elif known == "unproved":
        booking = after_a_day(booking, now_is)
    else:
        now_is(booking.ends_at)

    assert take(booking, "not_arrived", Actor(nadia), {"words": "Where is it?"}).status == "complained"


def after_a_day(booking, now_is):
    now_is(booking.ends_at + timedelta(days=1, minutes=1))
    take_due()
    return Booking.objects.get(pk=booking.pk)


def test_the_code_cannot_be_tried_without_end(on_the_way, samira):
    code = on_the_way.proof.code
    others = [f"{number:04d}" for number in range(7) if f"{number:04d}" != code][:5]
    for other in others:
        with pytest.raises(ValidationError, match="not the code"):
            take(on_the_way, "delivered", Actor(samira), {"code": other})

    with pytest.raises(ValidationError, match="wrong too often"):
        take(on_the_way, "delivered", Actor(samira), {"code": code})

    asked = of(on_the_way).details
    on_the_way.refresh_from_db()
    assert ("Wrong codes that were tried", "5") in asked(on_the_way, frozenset({"provider"}))
    assert "Wrong codes" not in str(asked(on_the_way, frozenset({"worker"})))
    done = take(on_the_way, "delivered", Actor(samira), {"receiver": "Rossi"})
    assert (done.status, done.proof.how) == ("finished", "name")

"""From asking to done, and every way to stop in between."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings import kinds, lifecycle, messaging
from bookings.kinds.flows import ON_REQUEST
from bookings.models import Booking
from marketplace.lives.engine import Actor, steps_open, take
from marketplace.lives.models import Change
from marketplace.organisations.models import Mandate
from marketplace.refusals import Refused
from services.models import Offer
from tests.cast import at, settled
from tests.folding import each


def test_a_request_takes_the_worker_and_waits_for_the_provider(booking, worker):
    assert booking.status == "asked"
    assert booking.worker == worker
    assert booking.state.turn == "provider"
    assert booking.holds.get().active
    assert booking.price_cents == 2400


def test_both_sides_read_what_is_going_on_and_by_when(booking):
    assert booking.sentence("customer").startswith("You asked for this time. Biagio answers by")
    assert booking.sentence("provider").startswith("Nadia waits for your answer, until")


def test_the_same_time_cannot_be_asked_for_twice(booking, offer, dora, wishes):
    with pytest.raises(ValidationError, match="not free any more"):
        lifecycle.ask(offer, Actor(dora), wishes())

    assert Booking.objects.count() == 1


def test_an_offer_without_questions_back_is_confirmed_at_once(make_offer, nadia, wishes):
    booking = lifecycle.ask(make_offer(at_once=True), Actor(nadia), wishes())

    assert booking.status == "confirmed"
    assert booking.answer_by is None


def test_a_booking_keeps_the_flow_it_was_born_with(booking, elena):
    Offer.objects.filter(pk=booking.offer_id).update(at_once=True)

    assert take(booking, "accept", Actor(elena)).status == "confirmed"


def test_a_booking_ends_under_the_version_it_was_born_with(booking, elena, monkeypatch):
    steps = {name: step for name, step in ON_REQUEST.steps.items() if name != "decline"}
    monkeypatch.setattr(kinds.of(booking), "on_request", (ON_REQUEST, replace(ON_REQUEST, steps=steps, version=2)))

    declined = take(booking, "decline", Actor(elena), {"reason": "ill"})

    assert (declined.version, declined.status) == (1, "declined")
    assert kinds.of(booking).table(at_once=False).version == 2


def test_whoever_has_left_sees_and_does_nothing_any_more(confirmed, samira):
    confirmed.worker.active = False
    confirmed.worker.save()

    assert not Booking.objects.visible_to(samira).exists()
    left = Booking.objects.get(pk=confirmed.pk)
    assert left.roles_of(samira) == {"staff"}  # she still works for the organisation
    assert steps_open(left, Actor(samira)) == {}


def test_the_worker_starts_and_finishes_on_the_day(confirmed, samira):
    Booking.objects.filter(pk=confirmed.pk).update(
        starts_at=timezone.now() - timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=1)
    )

    take(confirmed, "start", Actor(samira))
    done = take(confirmed, "finish", Actor(samira), {"work_note": "All well."})
    last = {role: messaging.stream(done, samira, role).entries[-1].aside for role in ("customer", "provider", "worker")}

    assert done.status == "finished"
    assert last == {"customer": "", "provider": "All well.", "worker": "All well."}
    assert "Done" not in done.sentence("customer")
    assert steps_open(done, Actor(samira)) == {}


def test_nobody_starts_days_before(confirmed, samira):
    with pytest.raises(Refused):
        take(confirmed, "start", Actor(samira))


def test_a_customer_cancels_until_it_starts(confirmed, nadia):
    cancelled = take(confirmed, "cancel", Actor(nadia))

    assert cancelled.status == "cancelled"
    assert not cancelled.holds.get().active


def test_a_customer_does_not_cancel_what_has_begun(confirmed, nadia):
    Booking.objects.filter(pk=confirmed.pk).update(starts_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(Refused):
        take(confirmed, "cancel", Actor(nadia))


def test_a_repeated_key_makes_one_booking(offer, nadia, wishes):
    first = lifecycle.ask(offer, Actor(nadia), wishes(), key="same")
    second = lifecycle.ask(offer, Actor(nadia), wishes(), key="same")

    assert first == second
    assert Booking.objects.count() == 1


def test_the_key_of_somebody_else_opens_nothing(offer, nadia, dora, wishes):
    lifecycle.ask(offer, Actor(nadia), wishes(), key="same")

    with pytest.raises(ValidationError):
        lifecycle.ask(offer, Actor(dora), wishes(), key="same")


def test_a_withdrawn_offer_cannot_be_booked_any_more(offer, nadia, wishes):
    settled(offer, "withdrawn")

    with pytest.raises(Refused, match="withdrawn"):
        lifecycle.ask(offer, Actor(nadia), wishes())


@each(
    ("wish", "field"),
    [
        ({"starts_at": at(10, days=-3), "ends_at": at(12, days=-3)}, "starts_at"),
        ({"starts_at": at(20), "ends_at": at(22)}, "starts_at"),
        ({"starts_at": at(10), "ends_at": at(9)}, "ends_at"),
        ({"starts_at": at(10), "ends_at": at(10)}, "ends_at"),
        ({"starts_at": at(10), "ends_at": at(16)}, "ends_at"),
        ({"starts_at": at(10, 7), "ends_at": at(12, 7)}, "starts_at"),
        ({"starts_at": at(10, days=80), "ends_at": at(12, days=80)}, "starts_at"),
        ({"starts_at": None}, "starts_at"),
        ({"note": "x" * 10_000}, "note"),
        ({"note": "a\0b"}, "note"),
        ({"ages": ""}, "ages"),
        ({"ages": "3\0"}, "ages"),
        ({"address": ""}, "address"),
        ({"address": "via Che Non Esiste 5"}, "address"),
        ({"address": "via Cecchi\0 18"}, "address"),
        ({"door": "x" * 500}, "door"),
    ],
)
def test_a_wish_that_cannot_be_is_named_and_nothing_is_kept(offer, nadia, wishes, wish, field):
    with pytest.raises(ValidationError) as said:
        lifecycle.ask(offer, Actor(nadia), wishes(**wish))

    assert field in said.value.message_dict
    assert not Booking.objects.exists()
    assert not Change.objects.exists()


def test_every_mistake_is_told_at_once(offer, nadia, wishes):
    with pytest.raises(ValidationError) as said:
        lifecycle.ask(offer, Actor(nadia), wishes(ages="", address="", note="x" * 3000))

    assert {"ages", "address", "note"} <= set(said.value.message_dict)


def test_a_forged_price_owner_or_status_counts_for_nothing(offer, nadia, dora, wishes):
    booking = lifecycle.ask(offer, Actor(nadia), wishes(price_cents=1, customer=dora, status="done", worker=None))

    assert (booking.price_cents, booking.customer, booking.status) == (2400, nadia, "asked")


@each("note", ["👶🏽 two children", "طفلان، ثلاث وست سنوات", "line\nline", "<script>alert(1)</script>"])
def test_words_of_every_script_are_kept_as_they_are(offer, nadia, wishes, note):
    booking = lifecycle.ask(offer, Actor(nadia), wishes(note=note))

    booking.refresh_from_db()
    assert booking.note == note


def test_an_unknown_street_is_taken_with_its_neighbourhood(offer, nadia, wishes, aurora):
    booking = lifecycle.ask(offer, Actor(nadia), wishes(address="vicolo Nuovissimo 3", area=aurora))

    assert booking.place.area == aurora
    assert booking.place.line == "vicolo Nuovissimo 3"


def test_nobody_comes_to_an_area_that_is_not_served(offer, nadia, wishes, aurora):
    other = type(aurora).objects.create(code="x", name="Lingotto", centre_lat=45.03, centre_lon=7.66)
    offer.areas.add(other)

    with pytest.raises(ValidationError, match="only to: Lingotto"):
        lifecycle.ask(offer, Actor(nadia), wishes())


def test_the_address_is_shown_as_precisely_as_each_stage_needs(booking, elena, samira, nadia):
    before = {role: booking.place_for(frozenset({role})) for role in ("customer", "provider", "worker")}
    confirmed = take(booking, "accept", Actor(elena))
    Booking.objects.filter(pk=booking.pk).update(starts_at=timezone.now() + timedelta(hours=20))
    near = Booking.objects.get(pk=booking.pk)

    assert before == {"customer": "via Cecchi 18, Aurora", "provider": "Aurora", "worker": "Aurora"}
    assert confirmed.place_for(frozenset({"provider"})) == "via Cecchi, Aurora"
    assert near.place_for(frozenset({"worker"})) == "via Cecchi 18, Aurora"


def test_the_body_s_phone_is_shown_on_the_day(confirmed, now_is):
    before = confirmed.shows_phone
    now_is(confirmed.starts_at - timedelta(hours=1))

    assert not before
    assert confirmed.shows_phone


# --- somebody for somebody else -----------------------------------------------------------------------------------


@pytest.fixture
def carlo(person, biagio, elena):
    """Rings the counter; has neither e-mail nor account."""
    user = person("Carlo", email=None, phone="+390115550199")
    Mandate.objects.create(organisation=biagio, person=user, entered_by=elena, how="by phone")
    return user


def test_the_desk_books_for_somebody_who_phones_and_both_names_are_kept(offer, carlo, elena, wishes):
    booking = lifecycle.ask(offer, Actor(elena, acting_for=carlo), wishes())

    change = booking.changes.get(step="ask")
    assert booking.customer == carlo
    assert (change.actor, change.acting_for) == (elena, carlo)


def test_nobody_acts_for_somebody_who_did_not_let_them(offer, nadia, elena, wishes):
    with pytest.raises(Refused, match="not act for"):
        lifecycle.ask(offer, Actor(elena, acting_for=nadia), wishes())


def test_a_mandate_that_ended_opens_nothing(offer, carlo, elena, wishes):
    booking = lifecycle.ask(offer, Actor(elena, acting_for=carlo), wishes())
    carlo.mandates.update(until=timezone.now())

    assert steps_open(booking, Actor(elena, acting_for=carlo)) == {}


# --- who sees it --------------------------------------------------------------------------------------------------


def test_a_booking_is_seen_by_its_customer_its_desk_and_its_worker_alone(booking, nadia, elena, samira, dora, gianni):
    def sees(user):
        return Booking.objects.visible_to(user).filter(pk=booking.pk).exists()

    assert [sees(user) for user in (nadia, elena, samira)] == [True, True, True]
    assert [sees(user) for user in (dora, gianni)] == [False, False]


def test_what_was_asked_for_just_now_is_not_locked_or_read_again(offer, nadia, wishes):
    with CaptureQueriesContext(connection) as asked:
        lifecycle.ask(offer, Actor(nadia), wishes())

    read = [each["sql"] for each in asked if each["sql"].startswith("SELECT")]
    assert not any('FROM "bookings_booking" INNER JOIN "lives_life"' in sql for sql in read)
    assert sum('FROM "services_offer"' in sql for sql in read) == 1

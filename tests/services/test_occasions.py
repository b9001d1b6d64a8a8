"""Dates for several people: announced, moved, made larger or smaller, called off."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from psycopg.types.range import TimestamptzRange

from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import take_due
from marketplace.organisations.models import Credential, CredentialKind
from marketplace.refusals import Refused
from services import availability, occasions
from services.models import Hold, Occasion, Resource
from tests.cast import at
from tests.folding import each
from tests.gatherings import evening


@pytest.fixture
def edit(elena):
    def change(occasion, **other):
        base = {"dates": occasions.spans_of(occasion), "seats": occasion.seats, "leaders": occasion.leaders.all()}
        return occasions.change(occasion, Actor(elena), **base | other)

    return change


def test_a_date_has_seats_of_its_own(on, dinner):
    occasion = on(seats=12)

    assert (occasion.status, occasion.seats) == ("open", 12)
    assert occasion.resource not in dinner.pool
    assert occasion.where == dinner.place
    assert Occasion.objects.with_left().get().left == 12


@each(
    ("told", "field"),
    [
        ({"dates": []}, "dates"),
        ({"dates": [(at(19), at(19))]}, "dates"),
        ({"dates": [(at(19), at(18))]}, "dates"),
        ({"dates": [(at(19, days=-2), at(20, days=-2))]}, "dates"),
        ({"dates": [(at(19), at(21)), (at(20), at(22))]}, "dates"),
        ({"dates": [(at(19), at(20, days=4))]}, "dates"),
        ({"dates": [(at(19, days=500), at(20, days=500))]}, "dates"),
        ({"dates": [(at(9, days=n), at(10, days=n)) for n in range(2, 40)]}, "dates"),
        ({"seats": 0}, "seats"),
        ({"seats": 501}, "seats"),
        ({"seats": "four"}, "seats"),
        ({"address": "nowhere at all 7"}, "address"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_kept(dinner, elena, told, field):
    with pytest.raises(ValidationError) as refusal:
        occasions.announce(dinner, Actor(elena), **{"dates": [evening(3)], "seats": 4} | told)

    assert set(refusal.value.error_dict) == {field}
    assert not Occasion.objects.exists()


def test_strangers_announce_change_and_call_off_nothing(on, dinner, dora):
    occasion = on()

    for deed in (
        lambda: occasions.announce(dinner, Actor(dora), [evening(3)], 4),
        lambda: occasions.change(occasion, Actor(dora), [evening(4)], 4, []),
        lambda: occasions.call_off(occasion, Actor(dora), "Because."),
    ):
        with pytest.raises(Refused):
            deed()


def test_whoever_leads_it_is_nowhere_else_meanwhile(on, worker, elena, dinner):
    occasion = on(days=3, leaders=[worker], sessions=2)

    with pytest.raises(ValidationError, match="Samira has something else to do"):
        occasions.announce(dinner, Actor(elena), [evening(10)], 4, [worker])
    occasions.call_off(occasion, Actor(elena), "Nobody cooks.")

    assert occasions.announce(dinner, Actor(elena), [evening(10)], 4, [worker]).leaders.get() == worker


def test_people_of_others_and_benches_lead_nothing(on, bench, person, biagio):
    with pytest.raises(ValidationError, match="people of this organisation"):
        on(leaders=[bench])


def test_those_who_lead_see_who_comes(on, come, nadia, worker, samira, dora):
    occasion = on(leaders=[worker])

    booking = come(nadia, occasion)

    assert Occasion.objects.of_staff(samira).get() == occasion
    assert not Occasion.objects.of_staff(dora).exists()
    assert Booking.objects.visible_to(samira).get() == booking
    assert booking.worker == worker


def test_another_leader_is_the_one_to_talk_to(on, come, nadia, worker, edit, run_tasks):
    occasion = on()
    booking = come(nadia, occasion)

    edit(occasion, leaders=[worker])
    run_tasks()

    booking = Booking.objects.get(pk=booking.pk)
    assert (booking.worker, list(booking.crew.all())) == (worker, [worker])
    assert not booking.changes.filter(step__startswith="moved").exists()


def test_fewer_places_put_nobody_out(on, come, nadia, dora, edit):
    occasion = on(seats=6)
    first, second = come(nadia, occasion, seats=3), come(dora, occasion, seats=2)
    take(first, "cancel", Actor(nadia))

    with pytest.raises(ValidationError, match="2 places are taken already"):
        edit(occasion, seats=1)
    smaller = edit(occasion, seats=2)

    lanes = Hold.objects.filter(active=True).values_list("lane", flat=True)
    assert sorted(lanes) == [0, 1]
    assert (smaller.seats, Occasion.objects.with_left().get().left) == (2, 0)
    assert second.holds.filter(active=True).count() == 2


def test_more_places_are_offered_to_those_who_wait(on, come, nadia, dora, edit, run_tasks):
    occasion = on(seats=1)
    come(nadia, occasion)
    waits = come(dora, occasion, wait=True)

    edit(occasion, seats=2)
    run_tasks()

    assert Booking.objects.get(pk=waits.pk).status == "invited"


def test_a_date_moves_with_all_who_come_and_who_wait_and_they_are_told(on, come, nadia, dora, edit, run_tasks):
    occasion = on(days=3, seats=1)
    comes, waits = come(nadia, occasion), come(dora, occasion, wait=True)

    edit(occasion, dates=[evening(5)])
    run_tasks()
    run_tasks()

    begin, end = evening(5)
    for booking in Booking.objects.all():
        assert (booking.starts_at, booking.ends_at) == (begin, end)
        assert booking.changes.filter(step=f"moved_{booking.status}").count() == 1
    assert Hold.objects.get(active=True).period == TimestamptzRange(begin, end)
    assert comes.timers.get(step="remind").due_at == begin - timedelta(days=1)
    assert waits.status == "waiting"


def test_the_new_days_are_as_full_as_the_old_ones(on, come, nadia, dora, edit):
    occasion = on(days=3, seats=1)
    come(nadia, occasion)

    moved = edit(occasion, dates=[evening(5), evening(12)])

    with pytest.raises(ValidationError, match="not that many places left"):
        come(dora, moved)
    assert len(moved.days) == 2


def test_another_place_is_told_too(on, come, nadia, edit, run_tasks):
    booking = come(nadia, on())

    edit(booking.enrolment.occasion, address="via Cecchi 20")
    run_tasks()

    assert Booking.objects.get(pk=booking.pk).place.line == "via Cecchi 20"


def test_the_same_again_tells_nobody(on, come, nadia, edit, run_tasks):
    booking = come(nadia, on())

    edit(booking.enrolment.occasion)
    run_tasks()

    assert booking.changes.count() == 1


def test_a_date_that_is_called_off_ends_every_booking_with_the_reason(on, come, nadia, dora, elena, run_tasks):
    occasion = on(seats=1)
    bookings = [come(nadia, occasion), come(dora, occasion, wait=True)]

    occasions.call_off(occasion, Actor(elena), "The oven is broken.")
    run_tasks()
    run_tasks()

    for booking in Booking.objects.filter(pk__in=[one.pk for one in bookings]):
        assert booking.status == "cancelled"
        assert booking.line(booking.changes.last()) == "Biagio called the date off: The oven is broken."
    assert not Hold.objects.filter(active=True).exists()


def test_what_was_called_off_or_has_begun_changes_no_more(on, come, nadia, elena, edit, now_is):
    called_off, begun = on(days=3), on(days=4)
    occasions.call_off(called_off, Actor(elena), "No.")
    now_is(begun.starts_at + timedelta(minutes=1))

    for occasion in (called_off, begun):
        with pytest.raises(Refused):
            edit(occasion, seats=9)
        with pytest.raises(ValidationError):
            come(nadia, occasion)


def test_a_reason_is_needed(on, elena):
    with pytest.raises(ValidationError):
        occasions.call_off(on(), Actor(elena), " ")


def test_the_clock_ends_it(on, now_is):
    occasion = on()

    now_is(occasion.ends_at + timedelta(minutes=1))
    take_due()

    assert Occasion.objects.get().status == "over"


def test_the_seats_are_in_nobodys_list_of_calendars(on, elena, worker):
    on()

    assert list(Resource.objects.visible_to(elena)) == [worker]
    assert availability.free_spans([worker.pk], at(9), at(18))


def test_who_leads_it_has_shown_every_paper_on_every_day(dinner, elena, worker, biagio, on):
    kind = CredentialKind.objects.create(slug="minors", name={"en": "Check for work with minors"})
    dinner.credentials.add(kind)
    with pytest.raises(ValidationError, match="minors") as refusal:
        on(days=3, leaders=[worker])
    assert list(refusal.value.error_dict) == ["leaders"]

    first, last = evening(3)[0].date(), evening(10)[0].date()
    paper = Credential.objects.create(
        user=worker.user, kind=kind, organisation=biagio, valid_from=first, valid_until=first, seen_by=elena
    )
    assert list(on(days=3, leaders=[worker]).leaders.all()) == [worker]
    with pytest.raises(ValidationError, match="minors"):
        on(days=3, sessions=2, leaders=[worker])
    Credential.objects.filter(pk=paper.pk).update(valid_until=last)
    assert on(days=10, leaders=[worker])

"""Two residents swap: asked, agreed, both say that they gave and got; and what happens where they do not."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings import lifecycle, messaging, pieces, queues
from bookings.models import Booking, Piece, Unread
from marketplace.lives import clock
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import fire
from marketplace.refusals import Refused
from services.models import Garment, OwnGarment
from services.search import Wish, search
from tests.cast import at
from tests.swaps import swap_wishes

HOUR = timedelta(hours=1)
WHY = {"reason": "I am ill."}


def statuses(booking: Booking) -> set[str]:
    keys = booking.pieces.values("garment")
    return set(OwnGarment.objects.filter(pk__in=keys).values_list("status", flat=True))


def tick() -> None:
    """A reminder first, then what it reminded of."""
    for _turn in range(2):
        for timer in clock.due(timezone.now()):
            fire(timer.pk)


# --- asking -------------------------------------------------------------------------------------------------------
def test_whoever_is_asked_answers_and_the_desk_has_nothing_to_do(swap, dora, abito, amina):
    assert swap.status == "swap_asked"
    assert swap.sentence("partner").startswith("Nadia would like to swap with you.")
    assert set(swap.hats(dora, [])) == {"partner"}
    assert not queues.to_answer(abito).exists()
    assert statuses(swap) == {"reserved"}


def test_what_is_promised_is_no_stock_of_the_wardrobe(swap, wardrobe, hung, coat):
    hung(coat)

    assert wardrobe.garments.count() == 1
    assert Garment.objects.filter(status="reserved").count() == 0


def test_nobody_swaps_with_herself(swapping, shown, nadia):
    with pytest.raises(ValidationError) as no:
        lifecycle.ask(swapping, Actor(nadia), swap_wishes(shown(nadia), shown(nadia), at(15)))

    assert set(no.value.message_dict) == {"garment"}


def test_nobody_gives_what_is_not_hers(swapping, shown, nadia, dora, person):
    with pytest.raises(ValidationError) as no:
        lifecycle.ask(swapping, Actor(nadia), swap_wishes(shown(person("Joy")), shown(dora), at(15)))

    assert set(no.value.message_dict) == {"mine"}


def test_an_organisation_swaps_nothing(swapping, shown, nadia, amina, abito):
    wishes = swap_wishes(shown(amina), shown(nadia), at(15), client=abito)

    with pytest.raises(ValidationError) as no:
        lifecycle.ask(swapping, Actor(amina), wishes)

    assert set(no.value.message_dict) == {"client"}


def test_what_is_in_one_swap_cannot_be_asked_for_in_another(swap, swapping, shown, dora, person):
    joy = person("Joy")
    theirs = OwnGarment.objects.get(resident=dora)

    with pytest.raises(ValidationError) as no:
        lifecycle.ask(swapping, Actor(joy), swap_wishes(shown(joy), theirs, at(16)))

    assert set(no.value.message_dict) == {"garment"}
    assert OwnGarment.objects.get(resident=joy).status == "shown"


def test_the_database_lets_one_swap_hold_a_garment(swap):
    held = swap.pieces.first()
    again = Piece(booking=swap, garment=held.garment, points=0, on=held.on)

    with pytest.raises(ValidationError):
        pieces.insert(again)


def test_where_they_meet_is_a_place_that_is_written_down_or_a_street_of_the_city(swapping, shown, nadia, dora):
    mine, theirs = shown(nadia), shown(dora)
    nowhere = swap_wishes(mine, theirs, at(15), where="", elsewhere="")
    unknown = swap_wishes(mine, theirs, at(15), where="", elsewhere="Rue de Rivoli")

    for wishes, field in ((nowhere, "where"), (unknown, "elsewhere")):
        with pytest.raises(ValidationError) as no:
            lifecycle.ask(swapping, Actor(nadia), wishes)
        assert set(no.value.message_dict) == {field}
    booking = lifecycle.ask(
        swapping, Actor(nadia), swap_wishes(mine, theirs, at(15), where="", elsewhere="via Cecchi 18")
    )

    assert booking.place_for(frozenset({"partner"})) == "via Cecchi 18, Aurora"


def test_what_is_past_or_names_no_garment_cannot_be(swapping, shown, nadia, dora):
    wishes = swap_wishes(shown(nadia), shown(dora), timezone.now() - 2 * HOUR)

    with pytest.raises(ValidationError) as no:
        lifecycle.ask(swapping, Actor(nadia), wishes)
    with pytest.raises(ValidationError) as unknown:
        lifecycle.ask(swapping, Actor(nadia), wishes | {"garment": "ZZZ-ZZZZ"})

    assert set(no.value.message_dict) == {"day"}
    assert "garment" in unknown.value.message_dict


# --- before they meet ---------------------------------------------------------------------------------------------
def test_either_side_proposes_another_time(swap, nadia, dora):
    day = at(17, days=4)
    swap = take(swap, "offer_time", Actor(dora), {"day": day.date(), "at": day.time()})
    assert swap.status == "swap_offered"

    swap = take(swap, "choose_time", Actor(nadia), {"time": day.isoformat()})

    assert (swap.status, swap.starts_at) == ("confirmed", day)


@pytest.mark.parametrize(("step", "who"), [("decline", "dora"), ("withdraw", "nadia")])
def test_without_a_swap_both_garments_are_shown_again(swap, step, who, request):
    swap = take(swap, step, Actor(request.getfixturevalue(who)), WHY)

    assert statuses(swap) == {"shown"}
    assert set(swap.pieces.values_list("outcome", flat=True)) == {"left"}


def test_who_is_reminded_and_does_not_answer_lets_it_expire(swap, now_is):
    now_is(swap.answer_by - HOUR)
    tick()
    assert swap.changes.filter(step="remind_to_answer").exists()

    now_is(swap.answer_by + HOUR)
    tick()

    swap = Booking.objects.get(pk=swap.pk)
    assert (swap.status, statuses(swap)) == ("expired", {"shown"})


def test_both_are_reminded_the_day_before(agreed_swap, now_is):
    now_is(agreed_swap.starts_at - timedelta(hours=23))
    tick()

    reminder = agreed_swap.changes.get(step="remind")
    step = agreed_swap.table.steps["remind"]
    assert {person.given_name for person, _role in agreed_swap.readers(step.told)} == {"Nadia", "Dora"}
    assert reminder.by_clock


def test_whoever_steps_back_in_time_says_why_and_nothing_counts(agreed_swap, nadia):
    with pytest.raises(ValidationError):
        take(agreed_swap, "step_back", Actor(nadia), {})

    swap = take(agreed_swap, "step_back", Actor(nadia), WHY)

    assert (swap.status, statuses(swap)) == ("cancelled", {"shown"})
    assert swap.line(swap.last_change, "partner") == "Nadia stepped back: I am ill."


def test_stepping_back_at_the_last_moment_is_another_step(agreed_swap, dora, now_is):
    now_is(agreed_swap.starts_at - HOUR)

    with pytest.raises(Refused):
        take(agreed_swap, "step_back", Actor(dora), WHY)
    swap = take(agreed_swap, "step_back_late", Actor(dora), WHY)

    assert (swap.status, statuses(swap)) == ("cancelled", {"shown"})
    assert "counts as not coming" in swap.line(swap.last_change, "customer")


def test_the_desk_calls_off_what_does_not_belong_there(agreed_swap, amina):
    swap = take(agreed_swap, "call_off", Actor(amina), WHY)

    assert (swap.status, statuses(swap)) == ("cancelled", {"shown"})
    assert swap.line(swap.last_change, "partner") == "Abito called it off: I am ill."


# --- when they meet -----------------------------------------------------------------------------------------------
def test_when_both_say_that_they_gave_and_got_it_is_swapped(agreed_swap, nadia, dora, now_is):
    now_is(agreed_swap.starts_at)
    swap = take(agreed_swap, "customer_got", Actor(nadia))
    assert (swap.status, swap.state.turn, statuses(swap)) == ("customer_got", "partner", {"reserved"})

    swap = take(swap, "partner_got_too", Actor(dora))

    assert (swap.status, statuses(swap)) == ("done", {"given"})
    assert set(swap.pieces.values_list("outcome", flat=True)) == {"taken"}


def test_nobody_says_it_before_they_meet_or_for_the_other(agreed_swap, nadia, now_is):
    with pytest.raises(Refused):
        take(agreed_swap, "customer_got", Actor(nadia))
    now_is(agreed_swap.starts_at)
    with pytest.raises(Refused):
        take(agreed_swap, "partner_got", Actor(nadia))


def test_where_one_says_it_and_the_other_nothing_it_counts_as_swapped(agreed_swap, nadia, now_is):
    now_is(agreed_swap.starts_at)
    take(agreed_swap, "customer_got", Actor(nadia))
    now_is(agreed_swap.starts_at + timedelta(days=4))
    tick()

    assert Booking.objects.get(pk=agreed_swap.pk).status == "done"


def test_where_they_do_not_agree_the_desk_decides(agreed_swap, nadia, dora, abito, amina, now_is):
    now_is(agreed_swap.starts_at)
    swap = take(agreed_swap, "customer_got", Actor(nadia))
    swap = take(swap, "partner_doubts", Actor(dora), WHY)
    assert list(queues.to_answer(abito)) == [swap]

    swap = take(swap, "was_not_swapped", Actor(amina), {"reason": "We asked both."})

    assert (swap.status, statuses(swap)) == ("cancelled", {"shown"})


# --- who does not come --------------------------------------------------------------------------------------------
def test_a_no_show_counts_after_three_days_unless_somebody_objects(agreed_swap, nadia, now_is):
    now_is(agreed_swap.starts_at + HOUR)
    swap = take(agreed_swap, "partner_missed", Actor(nadia), {"words": "I waited."})
    assert (swap.status, statuses(swap)) == ("partner_missed", {"shown"})

    now_is(swap.ends_at + timedelta(days=4))
    tick()

    assert Booking.objects.get(pk=swap.pk).status == "not_there"


def test_whoever_was_there_says_so_and_the_desk_decides(agreed_swap, nadia, dora, amina, now_is):
    now_is(agreed_swap.starts_at + HOUR)
    swap = take(agreed_swap, "partner_missed", Actor(nadia))
    swap = take(swap, "partner_contests", Actor(dora), WHY)

    swap = take(swap, "counts_for_nobody", Actor(amina), {"reason": "Two entrances."})

    assert swap.status == "excused"


def test_whoever_did_not_come_twice_has_to_pause(swapping, swap_rule, shown, nadia, dora, now_is):
    for number in range(2):
        swap = lifecycle.ask(swapping, Actor(dora), swap_wishes(shown(dora), shown(nadia), at(15, days=3 + number)))
        swap = take(swap, "accept", Actor(nadia))
        with_clock(now_is, swap.starts_at - HOUR, lambda life=swap: take(life, "step_back_late", Actor(dora), WHY))

    with pytest.raises(Refused, match="You did not come too often"):
        lifecycle.ask(swapping, Actor(dora), swap_wishes(shown(dora), shown(nadia), at(15, days=6)))
    assert [search(Wish(eligible=True).of(who)).count() for who in (dora, nadia)] == [0, 1]
    other = lifecycle.ask(swapping, Actor(nadia), swap_wishes(shown(nadia), shown(dora), at(16, days=6)))
    assert other.status == "swap_asked"
    now_is(swap.starts_at + timedelta(days=61))
    assert search(Wish(eligible=True).of(dora)).count() == 1
    later = lifecycle.ask(swapping, Actor(dora), swap_wishes(shown(dora), shown(nadia), at(15, days=3)))
    assert later.status == "swap_asked"


def with_clock(now_is, moment, deed) -> None:
    now_is(moment)
    deed()


def test_once_is_not_too_often_and_without_a_rule_nothing_counts(agreed_swap, swapping, shown, nadia, dora, now_is):
    now_is(agreed_swap.starts_at - HOUR)
    take(agreed_swap, "step_back_late", Actor(nadia), WHY)

    again = lifecycle.ask(swapping, Actor(nadia), swap_wishes(shown(nadia), shown(dora), at(15, days=5)))

    assert again.status == "swap_asked"


# --- the thread ---------------------------------------------------------------------------------------------------
def test_what_they_write_waits_for_the_other_one_and_not_for_the_desk(swap, nadia, dora, abito):
    messaging.post(swap, Actor(dora), "Is it warm?")

    assert messaging.unread_count(nadia) == 1
    assert not Unread.objects.filter(desk=abito).exists()


def test_an_outsider_neither_sees_nor_writes(swap, person):
    joy = person("Joy")

    assert not Booking.objects.visible_to(joy).filter(pk=swap.pk).exists()
    with pytest.raises(Refused):
        messaging.post(swap, Actor(joy), "Hello")
    with pytest.raises(Refused):
        take(swap, "accept", Actor(joy))

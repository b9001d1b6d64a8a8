"""What tills took without a line is settled when it returns: nothing lost, nothing twice, nobody below zero."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings import till as tills
from bookings.models import Booking, Slip
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.refusals import Refused
from services.models import Tag
from services.models.garment import GIVEN, RESERVED
from services.wardrobe import households, intake, purse
from tests.cast import at
from tests.folding import each
from tests.wardrobes import card_of, next_year, of_wardrobe, points, written


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def troubles():
    return [code for slip in Slip.objects.all() for code, _label in slip.troubles]


@pytest.fixture
def send(till, tomas):
    return lambda *told: list(tills.settle(till, tomas, list(told)).values())


def test_a_queue_is_settled_in_its_order(send, till, household, coat, kind_of, hung, wardrobe):
    told = [written(till, card_of(household), hung(kind).label) for kind in (coat, kind_of("tee", points=5))]

    assert send(*told) == ["settled", "settled"]

    assert points(household) == 115
    assert not tills.to_look_at(wardrobe).exists()


def test_a_queue_that_is_sent_again_changes_nothing(send, till, household, coat, hung):
    told = written(till, card_of(household), hung(coat).label)

    assert send(told) == send(told) == send(told, told)[:1] == ["settled"]

    assert points(household) == 120
    assert Slip.objects.count() == Booking.objects.count() == 1


def test_what_was_taken_before_the_line_broke_is_not_taken_again(send, till, wardrobe, tomas, household, coat, hung):
    told = written(till, card_of(household), hung(coat).label)
    tills.take_home(wardrobe, tomas, told["card"], told["labels"], told["nonce"])

    assert send(told) == ["settled"]

    assert Booking.objects.count() == 1
    assert points(household) == 120


def test_a_till_without_a_line_for_a_day_settles_by_that_day(send, till, household, coat, hung, now_is):
    yesterday = timezone.now()
    told = written(till, card_of(household), hung(coat).label, at=yesterday)
    now_is(yesterday + timedelta(days=1))

    assert send(told) == ["settled"]

    booking = Booking.objects.get()
    assert booking.starts_at == yesterday
    assert booking.pieces.get().on == timezone.localdate(yesterday, booking.tz)


def test_the_rule_of_that_day_counts(send, till, household, coat, hung, now_is, wardrobe):
    now = timezone.now()
    today = timezone.localdate(now, household.tz)
    Tag.objects.update(valid_to=today)
    Tag.objects.create(wardrobe=wardrobe, type=coat, points=30, most=9, valid_from=today + timedelta(days=1))
    told = written(till, card_of(household), hung(coat).label, hung(coat).label, at=now)
    now_is(now + timedelta(days=1))

    assert send(told) == ["look"]

    assert set(troubles()) == {"rules"}
    assert Booking.objects.get().pieces.first().excuse
    assert points(household) == 90


@each(
    "changed",
    [
        {"signature": "0" * 64},
        {"signature": "è"},
        {"signature": None},
        {"labels": ["AAA-AAAA"]},
        {"card": "SOMEBODYELSE"},
        {"taken_at": "2020-01-01T00:00:00Z"},
        {"nonce": str(uuid4())},
        {"labels": 7},
    ],
)
def test_what_this_till_has_not_signed_is_refused(send, till, household, coat, hung, changed):
    assert send(written(till, card_of(household), hung(coat).label) | changed) == ["refused"]

    assert not Slip.objects.exists()
    assert points(household) == 150


@each("one", [None, 7, "x", [], {}, {"nonce": "x"}])
def test_what_is_no_slip_is_refused_and_holds_up_nobody(send, till, household, coat, hung, one):
    assert send(one, written(till, card_of(household), hung(coat).label)) == ["refused", "settled"]


@each("queue", [None, {}, "x", [{}] * 501])
def test_what_is_no_queue_is_said(till, tomas, queue):
    with pytest.raises(ValidationError, match="no queue"):
        tills.settle(till, tomas, queue)


def test_the_queue_of_a_lost_device_is_refused(send, till, amina, household, coat, hung):
    tills.close(till, amina)

    with pytest.raises(Refused, match="closed"):
        tills.settle(fresh(till), amina, [written(till, card_of(household), hung(coat).label)])

    assert not Slip.objects.exists()


def test_whoever_works_elsewhere_settles_closes_and_decides_nothing(till, nadia, wardrobe):
    for deed in (lambda: tills.settle(till, nadia, []), lambda: tills.close(till, nadia)):
        with pytest.raises(Refused):
            deed()
    with pytest.raises(Refused):
        tills.open_one(wardrobe, nadia)


def test_without_an_offer_there_is_no_till(wardrobe, tomas):
    wardrobe.offer = None

    with pytest.raises(Refused, match="offer"):
        tills.open_one(wardrobe, tomas)


# --- what does not fit --------------------------------------------------------------------------------------------
def test_an_overdraft_is_owed_and_the_card_stays_at_zero(send, till, household, kind_of, hung, wardrobe):
    told = written(till, card_of(household), hung(kind_of("evening", points=170)).label)

    assert send(told) == ["look"]

    assert troubles() == ["owed"]
    assert (points(household), purse.owed_by(household)) == (0, 20)
    assert of_wardrobe(wardrobe, Account.Kind.EARNED) == 170
    assert Booking.objects.get().pieces.get().points == 170


def test_the_next_points_settle_what_is_owed(send, till, household, kind_of, hung, now_is):
    send(written(till, card_of(household), hung(kind_of("evening", points=170)).label))
    now_is(timezone.now() + timedelta(days=100))

    assert purse.recharge(household)

    assert (points(household), purse.owed_by(household)) == (130, 0)


def test_what_is_owed_beyond_the_next_points_goes_on(send, till, household, kind_of, hung, now_is):
    send(written(till, card_of(household), hung(kind_of("evening", points=400)).label))
    now_is(timezone.now() + timedelta(days=100))

    purse.recharge(household)

    assert (points(household), purse.owed_by(household)) == (0, 100)


def test_two_tills_with_the_same_garment_take_its_points_once(
    send, till, wardrobe, tomas, amina, dora, household, coat, hung
):
    garment, other = hung(coat), households.admit(wardrobe, amina, "means", next_year(), [dora])

    answers = send(written(till, card_of(household), garment.label))
    other_till = tills.open_one(wardrobe, tomas)
    answers += tills.settle(other_till, tomas, [written(other_till, card_of(other), garment.label)]).values()

    assert answers == ["settled", "look"]
    assert troubles() == ["taken"]
    assert (points(household), points(other)) == (120, 150)
    assert of_wardrobe(wardrobe, Account.Kind.EARNED) == 30


def test_what_is_put_aside_for_somebody_else_is_left_to_a_person(
    send, till, wardrobe, amina, dora, household, choose, coat, kind_of, hung
):
    households.admit(wardrobe, amina, "means", next_year(), [dora])
    garment, tee = hung(coat), hung(kind_of("tee", points=5))
    choose(dora, garment)

    assert send(written(till, card_of(household), garment.label, tee.label, "ZZZ-ZZZZ")) == ["look"]

    assert sorted(troubles()) == ["aside", "unknown"]
    assert (fresh(garment).status, fresh(tee).status) == (RESERVED, GIVEN)
    assert points(household) == 145


def test_a_garment_of_the_wash_has_left_all_the_same(send, till, tomas, household, coat, hung):
    garment = intake.move(hung(coat), "wash", tomas)

    assert send(written(till, card_of(household), garment.label)) == ["settled"]

    assert fresh(garment).status == GIVEN
    assert points(household) == 120


def test_a_card_that_was_good_then_is_good_enough(send, till, household, nadia, coat, hung):
    told = written(till, card_of(household), hung(coat).label)
    households.new_card(household, nadia)

    assert send(told) == ["settled"]

    assert points(household) == 120


def test_a_card_that_was_lost_before_is_looked_at(send, till, household, nadia, coat, hung):
    old = card_of(household)
    households.new_card(household, nadia)

    assert send(written(till, old, hung(coat).label)) == ["look"]

    assert troubles() == ["lost"]


def test_a_card_that_is_none_takes_the_garment_off_the_rack(send, till, coat, hung, household):
    garment = hung(coat)

    assert send(written(till, "NOTHINGATALL", garment.label)) == ["look"]

    assert troubles() == ["no_card"]
    assert fresh(garment).status == GIVEN
    assert points(household) == 150


def test_a_household_that_was_closed_meanwhile_owes_it(send, till, household, amina, nadia, coat, hung):
    told = written(till, card_of(household), hung(coat).label)
    households.close(household, amina, "They moved.")

    assert send(told) == ["look"]

    assert sorted(troubles()) == ["closed", "owed"]
    assert (points(household), purse.owed_by(household)) == (0, 30)
    assert Booking.objects.get().customer == nadia


def test_a_device_with_a_wrong_clock_writes_no_days_that_were_not(send, till, household, coat, hung):
    send(written(till, card_of(household), hung(coat).label, at=at(10) + timedelta(days=900)))

    assert Slip.objects.get().taken_at <= timezone.now()


# --- a person decides ---------------------------------------------------------------------------------------------
@pytest.fixture
def slip(send, till, household, kind_of, hung, wardrobe):
    send(written(till, card_of(household), hung(kind_of("evening", points=170)).label))
    return tills.to_look_at(wardrobe).get()


def test_the_desk_lets_go_what_is_owed_with_a_note(slip, amina, household, wardrobe):
    tills.decide(slip, amina, "Her wedding.", let_go=True)

    slip.refresh_from_db()
    assert (slip.state, slip.note, slip.decided_by) == ("decided", "Her wedding.", amina)
    assert purse.owed_by(household) == 0
    assert not tills.to_look_at(wardrobe).exists()


def test_or_leaves_it_to_the_next_points(slip, amina, household):
    tills.decide(slip, amina, "They know.")

    assert purse.owed_by(household) == 20


def test_nothing_is_decided_without_a_note_twice_or_by_whoever_only_hands_out(slip, amina, tomas, household):
    with pytest.raises(ValidationError, match="Write what"):
        tills.decide(slip, amina, " ", let_go=True)
    with pytest.raises(Refused, match="not for you"):
        tills.decide(slip, tomas, "It is fine.", let_go=True)
    tills.decide(slip, amina, "They know.")
    with pytest.raises(Refused, match="already"):
        tills.decide(slip, amina, "Her wedding.", let_go=True)

    assert purse.owed_by(household) == 20


def test_what_a_closed_card_owes_is_let_go(slip, amina, household):
    households.close(household, amina, "They moved.")

    assert purse.owed_by(household) == 0
    assert book.balance(household.debts) == 0

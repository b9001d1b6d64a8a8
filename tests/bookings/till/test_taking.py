"""At the till: a card, labels, one tap; all of it or nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from bookings import messaging
from bookings import till as tills
from bookings.kinds.states import DONE
from bookings.models import Booking, Piece
from marketplace.ledger.models import Account
from marketplace.lives.engine import Actor, take
from marketplace.refusals import Refused
from services.models import Quota
from services.models.garment import GIVEN, RACK
from services.wardrobe import households, intake
from tests.cast import at
from tests.folding import each
from tests.racing import at_once
from tests.wardrobes import LONG_AGO, card_of, next_year, of_wardrobe, points


@pytest.fixture
def take_home(wardrobe, tomas, household):
    """take_home(garment, ...): Tomas takes them for Nadia's card."""

    def go(*garments, card="", nonce="", **told):
        labels = [getattr(garment, "label", garment) for garment in garments]
        return tills.take_home(wardrobe, tomas, card or card_of(household), labels, nonce or str(uuid4()), **told)

    return go


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def test_one_tap_takes_all_and_its_points(take_home, household, nadia, tomas, coat, kind_of, hung, wardrobe):
    garment, sweater = hung(coat), hung(kind_of("sweater", points=10))

    booking = take_home(garment, sweater)

    assert (booking.status, booking.customer, booking.last_change.actor) == (DONE, nadia, tomas)
    assert {fresh(garment).status, fresh(sweater).status} == {GIVEN}
    assert points(household) == 110
    assert of_wardrobe(wardrobe, Account.Kind.EARNED) == 40
    assert of_wardrobe(wardrobe, Account.Kind.PROMISED) == 0
    assert set(booking.pieces.values_list("outcome", flat=True)) == {"taken"}


def test_the_same_nonce_takes_once(take_home, household, coat, hung):
    garment, nonce = hung(coat), str(uuid4())

    assert take_home(garment, nonce=nonce) == take_home(garment, nonce=nonce)

    assert points(household) == 120
    assert Booking.objects.count() == 1


def test_a_label_is_read_however_it_is_typed(take_home, coat, hung):
    garment = hung(coat)

    take_home(f" {garment.label.replace('-', '').lower()} ", garment.label)

    assert fresh(garment).status == GIVEN


@each(("labels", "says"), [(["ZZZ-ZZZZ"], "no garment ZZZ-ZZZZ"), ([], "Read a label"), (["\0"], "no garment")])
def test_what_is_no_label_takes_nothing(take_home, labels, says):
    with pytest.raises(ValidationError, match=says):
        take_home(*labels)

    assert not Booking.objects.exists()


def test_twenty_one_at_a_time_are_too_many(take_home):
    with pytest.raises(ValidationError, match="twenty"):
        take_home(*(f"AAA-{number:04}" for number in range(21)))


@each("card", ["", "nothing", "\0"])
def test_a_card_that_is_none_is_said(wardrobe, tomas, coat, hung, card):
    with pytest.raises(ValidationError, match="not good"):
        tills.take_home(wardrobe, tomas, card, [hung(coat).label], str(uuid4()))


def test_a_lost_card_is_dead_at_once(take_home, household, nadia, coat, hung):
    old = card_of(household)
    households.new_card(household, nadia)

    with pytest.raises(ValidationError, match="not good"):
        take_home(hung(coat), card=old)


def test_the_card_of_a_closed_household_is_dead(take_home, household, amina, coat, hung):
    old = card_of(household)
    households.close(household, amina, "They moved.")

    with pytest.raises(ValidationError, match="not good"):
        take_home(hung(coat), card=old)


def test_whoever_does_not_work_there_takes_nothing(wardrobe, household, nadia, dora, coat, hung):
    for user in (nadia, dora):
        with pytest.raises(Refused, match="not for you"):
            tills.take_home(wardrobe, user, card_of(household), [hung(coat).label], str(uuid4()))


def test_too_few_points_take_nothing_at_all(take_home, household, kind_of, hung):
    shirt, evening = hung(kind_of("shirt", points=10)), hung(kind_of("evening", points=141))

    with pytest.raises(Refused, match="points"):
        take_home(shirt, evening)

    assert (fresh(shirt).status, fresh(evening).status) == (RACK, RACK)
    assert points(household) == 150
    assert not Piece.objects.exists()


def test_more_of_a_type_than_the_rules_allow_needs_a_reason(take_home, household, coat, hung):
    first, second = hung(coat), hung(coat)

    with pytest.raises(ValidationError, match="Of this type"):
        take_home(first, second)
    booking = take_home(first, second, excuse="The first one is for the mountains.")

    assert points(household) == 90
    assert set(booking.pieces.values_list("excuse", flat=True)) == {"The first one is for the mountains."}


def test_an_excuse_is_no_way_around_the_points(take_home, kind_of, hung):
    with pytest.raises(Refused, match="points"):
        take_home(hung(kind_of("evening", points=151)), excuse="Her wedding.")


def test_people_without_a_home_have_their_quota_here_as_well(wardrobe, amina, tomas, dora, coat, hung):
    quota = Quota.objects.create(wardrobe=wardrobe, number=1, days=90, valid_from=LONG_AGO)
    quota.types.set([coat])
    card = card_of(households.admit(wardrobe, amina, "no_home", next_year(), [dora]))

    booking = tills.take_home(wardrobe, tomas, card, [hung(coat).label], str(uuid4()))

    assert booking.pieces.get().points == 0
    with pytest.raises(ValidationError, match="90 days"):
        tills.take_home(wardrobe, tomas, card, [hung(coat).label], str(uuid4()))


def test_what_is_in_the_wash_goes_only_with_a_reason(take_home, tomas, coat, hung):
    garment = intake.move(hung(coat), "wash", tomas)

    with pytest.raises(ValidationError, match="Say why"):
        take_home(garment)

    assert take_home(garment, excuse="It is clean.").status == DONE


@each("how", ["given", "put aside", "recycled"])
def test_what_somebody_has_or_what_is_gone_is_not_taken(
    how, take_home, wardrobe, amina, tomas, dora, choose, coat, hung
):
    garment, other = hung(coat), households.admit(wardrobe, amina, "means", next_year(), [dora])
    if how == "given":
        tills.take_home(wardrobe, tomas, card_of(other), [garment.label], str(uuid4()))
    if how == "put aside":
        choose(dora, garment)
    if how == "recycled":
        intake.move(garment, "recycle", tomas)

    with pytest.raises(ValidationError, match="does not hang"):
        take_home(garment, excuse="She holds it in her hands.")


@pytest.mark.django_db(transaction=True)
def test_two_tills_with_the_same_garment_give_it_once(wardrobe, amina, tomas, nadia, dora, coat, hung):
    label = hung(coat).label
    cards = [card_of(households.admit(wardrobe, amina, "means", next_year(), [user])) for user in (nadia, dora)]

    answers = at_once(
        *(lambda card=card: tills.take_home(wardrobe, tomas, card, [label], str(uuid4())) for card in cards)
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["Booking", "ValidationError"]
    assert of_wardrobe(wardrobe, Account.Kind.EARNED) == 30


# --- put aside before ---------------------------------------------------------------------------------------------
@pytest.fixture
def today(household, nadia, coat, hung, choose, now_is):
    """A coat that Nadia comes to try on, now."""
    booking = take(choose(nadia, hung(coat)), "book", Actor(nadia), {"time": at(10).isoformat()})
    now_is(at(10))
    return booking


def test_what_is_put_aside_for_today_is_handed_over_with_one_tap(today, household, wardrobe, tomas):
    card = card_of(household)
    (aside,) = tills.basket(wardrobe, tomas, card).aside

    booking = tills.hand_over(wardrobe, tomas, card, aside.pk, str(uuid4()))

    assert booking.status == DONE
    assert of_wardrobe(wardrobe, Account.Kind.EARNED) == 30
    assert points(household) == 120


def test_what_is_put_aside_for_another_day_is_not_shown(today, household, wardrobe, tomas, now_is):
    now_is(today.starts_at - timedelta(days=1))

    assert tills.basket(wardrobe, tomas, card_of(household)).aside == []


def test_what_is_put_aside_for_another_card_is_not_handed_over(today, wardrobe, amina, tomas, dora):
    other = households.admit(wardrobe, amina, "means", next_year(), [dora])

    with pytest.raises(Refused, match="not put aside"):
        tills.hand_over(wardrobe, tomas, card_of(other), today.pk, str(uuid4()))


def test_whoever_works_in_the_wardrobe_sees_no_bookings_for_that(today, tomas):
    assert today.roles_of(tomas) == {"staff"}
    assert not Booking.objects.visible_to(tomas).exists()
    with pytest.raises(Refused, match="take part"):
        messaging.post(today, Actor(tomas), "Your coat is ready.")


def test_the_hat_of_staff_costs_no_query_more(today, amina, django_assert_num_queries):
    booking = fresh(today)

    with django_assert_num_queries(2):  # her roles, and the crew
        assert {"staff", "provider"} <= booking.roles_of(amina)

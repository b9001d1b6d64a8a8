"""What a household had put aside itself, and what is more than one tap takes: it has left all the same."""

from bookings import till as tills
from bookings.models import Piece, Slip
from marketplace.ledger.models import Account
from services.models import Garment
from services.wardrobe import purse
from tests.bookings.till.test_late import fresh
from tests.wardrobes import card_of, of_wardrobe, points, written


def test_what_a_household_had_put_aside_itself_is_taken_with_its_points(
    till, tomas, household, nadia, coat, kind_of, hung, choose, wardrobe
):
    garment, tee = hung(coat), hung(kind_of("tee", points=5))
    choose(nadia, garment)

    answers = tills.settle(till, tomas, [written(till, card_of(household), garment.label, tee.label)])

    assert list(answers.values()) == ["settled"]
    assert (fresh(garment).status, fresh(tee).status) == ("given", "given")
    assert points(household) == 115
    assert (of_wardrobe(wardrobe, Account.Kind.PROMISED), of_wardrobe(wardrobe, Account.Kind.EARNED)) == (0, 35)
    assert set(Piece.objects.values_list("outcome", flat=True)) == {"taken"}


def test_more_than_one_tap_takes_is_written_down_all_the_same(till, tomas, household, kind_of, hung):
    sock = kind_of("sock", points=1)
    labels = [hung(sock).label for _number in range(21)]

    tills.settle(till, tomas, [written(till, card_of(household), *labels)])

    assert Garment.objects.filter(status="given").count() == 21
    assert points(household) == 129


def test_letting_go_one_slip_leaves_what_another_owes(till, tomas, amina, household, kind_of, hung):
    suit = kind_of("suit", points=200)
    for _slip in range(2):
        tills.settle(till, tomas, [written(till, card_of(household), hung(suit).label)])
    first, second = Slip.objects.order_by("pk")
    assert household.debts.postings.count() == 2

    tills.decide(first, amina, "A fire.", let_go=True)

    assert purse.owed_by(household) == 200
    assert fresh(second).state == "look"


def test_a_hand_over_keeps_what_else_lies_on_the_till(
    client, tomas, wardrobe, household, nadia, coat, kind_of, hung, choose
):
    client.cookies["language"] = "en"
    client.force_login(tomas)
    booking, tee = choose(nadia, hung(coat)), hung(kind_of("tee", points=5))
    told = {"card": card_of(household), "label": [tee.label], "hand_over": str(booking.pk)}

    answer = client.post("/desk/till/", told | {"key": "11111111-1111-4111-8111-111111111111"})

    assert fresh(booking).status == "done"
    assert tee.label in answer.content.decode()
    assert fresh(tee).status == "rack"

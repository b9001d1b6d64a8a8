"""What became of a bag: in words, and told to its donor once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from marketplace.lives.engine import CLOCK, take
from marketplace.notices.models import Notice
from services.models import Bag
from services.tasks import every_morning
from services.wardrobe import bags, fate, intake


@pytest.fixture
def pieces(bag, wardrobe, tomas, coat):
    """pieces(3): so many coats of the bag have arrived."""
    told = {"type": coat, "size": "M"}
    return lambda number: [intake.take_in(wardrobe, tomas, told, bag=bag) for _number in range(number)]


@pytest.fixture
def days_later(now_is):
    def move(days: int) -> None:
        now_is(timezone.now() + timedelta(days=days))

    return move


def give(garment):
    for step in ("reserve", "give"):
        take(garment, step, CLOCK)


def sort_all(pieces, tomas):
    """Seven given, three on the rack, two recycled."""
    for number, garment in enumerate(pieces(12)):
        intake.move(garment, "recycle" if number >= 10 else "hang", tomas)
        if number < 7:
            give(garment)


def test_it_is_said_in_one_sentence_that_adds_up(bag, pieces, tomas):
    sort_all(pieces, tomas)

    assert fate.told_of(bag) == "Of your 12 pieces 7 were given, 3 hang on the rack, and 2 were recycled."


def test_what_is_not_entered_yet_is_being_sorted(bag, pieces, tomas):
    assert fate.told_of(bag) == "Of your 12 pieces 12 are being sorted."

    intake.move(pieces(1)[0], "hang", tomas)

    assert fate.told_of(bag) == "Of your 12 pieces 1 hangs on the rack and 11 are being sorted."


def test_what_has_no_label_is_counted_or_weighed(wardrobe, tomas, kind_of):
    bag = bags.receive(wardrobe, tomas, {}, "loose")
    rags, socks = kind_of("rags"), kind_of("socks")
    bags.add_bulk(bag, tomas, {"type": rags, "unit": "grams", "total": 1500, "recycled": 700, "sent_on": 800}, "a")
    bags.add_bulk(bag, tomas, {"type": socks, "unit": "pieces", "total": 4, "hung": 3, "recycled": 1}, "b")

    assert fate.told_of(bag).replace("\xa0", " ") == (
        "Of your 4 pieces 3 hang on the rack and 1 was recycled. "
        "Of 1.5 kg that were not counted 700 g were recycled and 800 g were sent on."
    )


def test_an_empty_bag_is_not_sorted_yet(wardrobe, tomas):
    assert fate.told_of(bags.receive(wardrobe, tomas, {}, "empty")) == "Your bag has arrived. It is not sorted yet."


def test_it_is_told_in_the_language_of_the_donor(bag, pieces, tomas, dora, days_later):
    type(dora).objects.filter(pk=dora.pk).update(language="it")
    sort_all(pieces, tomas)
    days_later(31)

    with translation.override("en"):
        fate.tell_all()

    assert Notice.objects.get(cause=f"bag:{bag.pk}").text.startswith("Di 12 capi portati, 7 sono andati")


def test_the_donor_is_told_once_when_each_piece_has_found_its_place(bag, pieces, tomas, dora, days_later):
    for garment in pieces(12):
        intake.move(garment, "recycle", tomas)
    assert fate.tell_all() == 0  # somebody may still be at it

    days_later(4)
    for _morning in range(3):
        every_morning(0)

    notice = Notice.objects.get(cause=f"bag:{bag.pk}")
    assert (notice.reader, notice.life_id) == (dora, bag.life_id)
    assert notice.text == "Of your 12 pieces 12 were recycled."


def test_what_hangs_for_two_weeks_is_not_waited_for(bag, pieces, tomas, days_later):
    sort_all(pieces, tomas)
    days_later(13)
    assert fate.tell_all() == 0

    days_later(2)

    assert fate.tell_all() == 1


def test_after_thirty_days_the_donor_is_told_how_far_it_is(bag, pieces, days_later):
    pieces(2)
    days_later(29)
    assert fate.tell_all() == 0

    days_later(2)

    assert fate.tell_all() == 1
    assert "12 are being sorted" in Notice.objects.get(cause=f"bag:{bag.pk}").text


def test_a_bag_without_a_booking_is_told_to_nobody(wardrobe, tomas, days_later):
    bags.receive(wardrobe, tomas, {}, "nobody's")
    days_later(40)

    assert fate.tell_all() == 0
    assert not Notice.objects.exists()


def test_a_bag_that_cannot_be_told_stops_no_other_and_is_tried_again(
    bag, pieces, wardrobe, tomas, days_later, monkeypatch
):
    [coat] = pieces(1)
    first = Bag.objects.create(wardrobe=wardrobe, by=tomas, key="first", life=coat, came_at=bag.came_at)
    Bag.objects.filter(pk=first.pk).update(came_at=bag.came_at - timedelta(days=1))
    days_later(31)

    def broken(one):
        if one == first:
            raise ZeroDivisionError
        return True

    with monkeypatch.context() as patch:
        patch.setattr(fate, "overdue", broken)
        assert fate.tell_all() == 1

    assert list(Bag.objects.to_tell()) == [first]
    assert Notice.objects.filter(cause=f"bag:{bag.pk}").exists()


def test_the_morning_asks_nothing_of_bags_that_are_told(bag, wardrobe, tomas, days_later):
    days_later(31)
    fate.tell_all()
    bags_told = [Bag(wardrobe=wardrobe, by=tomas, key=f"old {number}") for number in range(50)]
    Bag.objects.bulk_create(bags_told)

    with CaptureQueriesContext(connection) as queries:
        fate.tell_all()

    assert len(queries) == 1

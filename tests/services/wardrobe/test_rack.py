"""What hangs on the rack: found by one index, the newest first, and not counted further than anybody reads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings import pieces
from services.lives import GARMENT
from services.models import Garment
from services.models.garment import RACK
from services.wardrobe import intake, rack
from tests.folding import each


def fresh(garment):
    return Garment.objects.get(pk=garment.pk)


def found(wardrobe, **filters):
    return rack.found(wardrobe, rack.Filters(**filters))


@each(("name", "target"), [(name, step.target) for name, step in GARMENT.steps.items() if name != "give"])
def test_each_step_says_whether_it_hangs(name, target, coat, wardrobe):
    garment = Garment(wardrobe=wardrobe, type=coat, hangs=name not in ("hang", "release", "receive"))

    for effect in GARMENT.steps[name].effects:
        effect(garment, {})

    assert garment.hangs == (target == RACK)


def test_what_is_hung_back_stands_where_it_was_and_what_comes_from_the_wash_is_new(
    coat, hung, wardrobe, tomas, nadia, household, choose, now_is
):
    old, new = hung(coat), hung(coat)
    booking = choose(nadia, old)
    assert found(wardrobe).garments == [new]

    pieces.hang_back(booking, booking.pieces.all())
    assert found(wardrobe).garments == [new, old]

    intake.move(fresh(old), "wash", tomas)
    assert found(wardrobe).garments == [new]
    now_is(timezone.now() + timedelta(minutes=1))
    intake.move(fresh(old), "hang", tomas)

    assert found(wardrobe).garments == [old, new]


def test_the_next_page_begins_after_the_last_one_also_where_that_was_chosen(
    kind_of, hung, wardrobe, tomas, monkeypatch
):
    monkeypatch.setattr(rack, "PAGE", 2)
    tee = kind_of("tee")
    garments = [hung(tee) for _number in range(5)][::-1]
    Garment.objects.update(hung_at=timezone.now())  # in the same moment

    first = found(wardrobe)
    intake.move(fresh(garments[1]), "recycle", tomas)
    second = found(wardrobe, before=first.further)

    assert first.garments == garments[:2]
    assert second.garments == garments[2:4]
    assert found(wardrobe, before=second.further).garments == garments[4:]


def test_after_a_garment_that_there_never_was_it_begins_anew(coat, hung, wardrobe):
    garment = hung(coat)

    assert found(wardrobe, before=999_999).garments == [garment]


def test_nobody_counts_further_than_people_read(kind_of, hung, wardrobe, monkeypatch, client):
    monkeypatch.setattr(rack, "MOST", 2)
    tee = kind_of("tee")
    client.cookies["language"] = "en"
    for number, more in ((2, False), (3, True)):
        while Garment.objects.count() < number:
            hung(tee)
        page = found(wardrobe)
        assert (page.number, page.more) == (2, more)

    assert "<b>More than 2 pieces</b>" in client.get(wardrobe.get_absolute_url()).content.decode()


def test_their_sizes_narrow_the_rows_that_they_named_alone(coat, kind_of, hung, wardrobe):
    fits, shoes = hung(coat, size="M"), hung(kind_of("shoes", sizing="shoe"), size="38")
    hung(coat, size="XL")
    sizes = {"adult": ["M"]}

    assert set(found(wardrobe, sizes=sizes).garments) == {fits, shoes}
    assert found(wardrobe, sizes=sizes, type=coat).garments == [fits]
    assert found(wardrobe, sizes=sizes, type=shoes.type).garments == [shoes]


@pytest.mark.parametrize(("before", "queries"), [(False, 2), (True, 3)])
def test_the_rack_asks_twice_and_a_later_page_once_more(
    before, queries, coat, hung, wardrobe, django_assert_num_queries
):
    garment = hung(coat)

    with django_assert_num_queries(queries):
        found(wardrobe, before=garment.pk if before else None, type=coat, season="winter", sizes={"adult": ["M"]})


def test_what_the_tailor_gets_leaves_the_rack_and_may_come_back(coat, hung, tomas):
    garment = hung(coat)

    away = intake.move(garment, "tailor", tomas)
    found_away, left = (away.status, away.hangs), Garment.objects.hanging().count()
    intake.move(away, "hang", tomas)

    assert (found_away, left) == (("tailoring", False), 0)
    assert Garment.objects.hanging().count() == 1

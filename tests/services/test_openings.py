"""What a desk may write of the work that it has."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from marketplace.casework.questions import DEMANDS
from marketplace.organisations import profile
from marketplace.refusals import Refused
from services import openings
from services.models import Opening
from tests.folding import each

pytestmark = pytest.mark.django_db
GOOD = {"name": {"it": "Aiuto nei traslochi"}, "form": "presto", "hourly_cents": 1000, "places": 2}


def new(biagio, elena, **told) -> Opening:
    return openings.write(Opening(organisation=biagio), elena, GOOD | told)


def test_the_desk_writes_work_and_changes_it(biagio, elena):
    opening = new(biagio, elena, levels={"it": 2}, demands=["lifting"], name={"it": " Aiuto ", "en": "", "xx": "?"})

    openings.write(opening, elena, {"places": 3})

    opening.refresh_from_db()
    assert (opening.name, opening.places, opening.levels) == ({"it": "Aiuto"}, 3, {"it": 2})
    assert opening.place == biagio.place


@each(
    ("wrong", "field"),
    [
        ({"name": {}}, "name"), ({"name": {"en": "Helper"}}, "name"), ({"name": {"it": "x" * 81}}, "name"),
        ({"tasks": {"it": "x" * 1001}}, "tasks"), ({"form": "slavery"}, "form"), ({"places": 0}, "places"),
        ({"hourly_cents": 0}, "hourly_cents"), ({"form": "volunteer"}, "hourly_cents"),
        ({"hourly_cents": 20_001}, "hourly_cents"), ({"weekday": 5}, "opens"), ({"opens": "09:00"}, "weekday"),
        ({"weekday": 5, "opens": "13:00", "closes": "09:00"}, "closes"), ({"demands": ["dragons"]}, "demands"),
        ({"levels": {"it": 4}}, "levels"), ({"levels": {"tlh": 1}}, "levels"), ({"levels": [1]}, "levels"),
        ({"address": "Nowhere street 1"}, "address"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_by_field(biagio, elena, wrong, field):
    with pytest.raises(ValidationError) as told:
        new(biagio, elena, **wrong)

    assert field in told.value.message_dict
    assert not Opening.objects.exists()


def test_an_offer_of_somebody_else_is_not_theirs(biagio, elena, make_offer, dora):
    other = make_offer(organisation=profile.found(dora, {"name": "Abito"}))

    with pytest.raises(ValidationError, match="not yours"):
        new(biagio, elena, offer=other)


def test_work_for_bookings_has_no_day_and_no_place_of_its_own(biagio, elena, make_offer):
    offer = make_offer()

    opening = new(biagio, elena, offer=offer)

    assert opening.place is None
    with pytest.raises(ValidationError, match="leave the day empty"):
        openings.write(opening, elena, {"weekday": 5, "opens": time(9), "closes": time(13)})


def test_nobody_else_writes(biagio, samira, dora):
    for stranger in (samira, dora):
        with pytest.raises(Refused):
            openings.write(Opening(organisation=biagio), stranger, GOOD)


def test_work_asks_for_what_people_may_say_that_they_cannot_do():
    assert list(openings.DEMANDS) == [code for code, _label in DEMANDS]

"""What a wardrobe needs now, and what it takes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marketplace.refusals import Refused
from services.models import Sought
from services.wardrobe import rack, wishes
from tests.cast import ROME
from tests.folding import each


@pytest.fixture
def today():
    return timezone.localdate(timezone=ROME)


@pytest.fixture
def wish(wardrobe, amina, coat, today):
    first = today - timedelta(days=3)
    return wishes.write(Sought(wardrobe=wardrobe), amina, {"type": coat, "sizes": ["L", "XL"], "valid_from": first})


def test_what_is_written_is_shown_at_once(wish, wardrobe):
    assert rack.sought(wardrobe) == [wish]


def test_what_is_not_needed_any_more_is_shown_no_longer_and_stays_known(wish, wardrobe, amina, today):
    wishes.end(wish, amina)

    assert rack.sought(wardrobe) == []
    assert Sought.objects.get().valid_to == today - timedelta(days=1)


def test_what_was_never_shown_goes_without_a_trace(wish, amina, today):
    wishes.write(wish, amina, {"type": wish.type, "valid_from": today + timedelta(days=3)})

    wishes.end(wish, amina)

    assert not Sought.objects.exists()


@each("wrong", [{"sizes": ["38"]}, {"valid_from": None}, {"type": None}, {"valid_to": "before"}])
def test_what_cannot_be_is_not_written(wrong, wish, amina, today):
    told = {"type": wish.type, "valid_from": today} | wrong
    if wrong.get("valid_to"):
        told["valid_to"] = today - timedelta(days=1)

    with pytest.raises(ValidationError):
        wishes.write(wish, amina, told)

    assert Sought.objects.get().sizes == ["L", "XL"]


def test_what_is_taken_is_said_in_each_language(wardrobe, amina):
    wishes.say_takes(wardrobe, amina, {"it": "Vestiti puliti", "en": " "})

    wardrobe.refresh_from_db()
    assert wardrobe.takes == {"it": "Vestiti puliti"}
    with pytest.raises(ValidationError) as no:
        wishes.say_takes(wardrobe, amina, {"it": "x" * 1001})
    assert "takes_it" in no.value.message_dict


def test_only_the_desk_writes(wish, wardrobe, tomas, dora, today):
    for other in (tomas, dora):
        for deed in (
            lambda who: wishes.write(wish, who, {"type": wish.type, "valid_from": today}),
            lambda who: wishes.end(wish, who),
            lambda who: wishes.say_takes(wardrobe, who, {}),
        ):
            with pytest.raises(Refused):
                deed(other)

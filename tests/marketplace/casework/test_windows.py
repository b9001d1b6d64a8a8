"""The card of a person: a code and a PIN that open her page, and nothing that could be read back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketplace.casework import tasks, windows
from marketplace.casework.models import WindowKey
from marketplace.casework.models.window import MOST_TRIES
from marketplace.lives.engine import CLOCK, Actor, take
from marketplace.refusals import Refused
from tests.casework import PIN
from tests.folding import each

WRONG = "5831"


def refused(code: str, pin: str) -> str:
    with pytest.raises(Refused) as refusal:
        windows.open_with(code, pin)
    return str(refusal.value)


def test_code_and_pin_open_it_however_they_are_typed(card, fatou):
    for code, pin in ((card, PIN), (f" {card[:4].lower()} {card[4:8]}-{card[8:]}", "٧٢٩٤"), (card, f" {PIN} ")):
        assert windows.open_with(code, pin).participant == fatou

    assert WindowKey.objects.get().last_used_at


def test_neither_code_nor_pin_is_kept(card):
    with connection.cursor() as cursor:
        cursor.execute("SELECT it::text FROM casework_windowkey AS it")
        [(row,)] = cursor.fetchall()

    assert len(card) == windows.LENGTH
    assert card not in row
    assert PIN not in row.replace("-", " ").split(",")
    assert WindowKey.objects.get().pin_hash != windows.hashed("", PIN)  # bound to its code


def test_an_unknown_code_a_wrong_pin_and_a_locked_card_are_told_alike_after_the_same_questions(card):
    unknown = windows.new_code()

    with CaptureQueriesContext(connection) as first:
        said = refused(unknown, PIN)
    with CaptureQueriesContext(connection) as second:
        wrong = refused(card, WRONG)
    for _try in range(MOST_TRIES):
        refused(card, WRONG)
    with CaptureQueriesContext(connection) as third:
        locked = refused(card, PIN)

    assert said == wrong == locked
    assert len(first) == len(second) == len(third)
    assert [one["sql"][:20] for one in first] == [one["sql"][:20] for one in second]


def test_five_wrong_pins_lock_it_and_the_desk_unlocks_it(card, fatou, chiara):
    for _try in range(MOST_TRIES):
        refused(card, WRONG)
    key = WindowKey.objects.get()
    assert key.locked_at
    assert windows.held(str(key.pk)) is None
    refused(card, PIN)

    windows.unlock(fatou, chiara)

    assert windows.open_with(card, PIN).participant == fatou


def test_the_right_pin_sets_the_count_back(card):
    for _round in range(3):
        for _try in range(MOST_TRIES - 1):
            refused(card, WRONG)
        windows.open_with(card, PIN)

    assert WindowKey.objects.get().tries == 0


@each("pin", ["", "123", "123456789", "1234", "9876", "8901", "0000", "77777", "12a4", "٣٣٣٣"])
def test_a_pin_that_anybody_would_try_is_refused(fatou, chiara, pin):
    with pytest.raises(ValidationError):
        windows.issue(fatou, chiara, pin)

    assert not WindowKey.objects.exists()


def test_a_new_card_ends_the_one_before_and_whoever_was_in_by_it_is_out(card, fatou, chiara):
    before = str(WindowKey.objects.get().pk)

    windows.issue(fatou, chiara, "60617")

    refused(card, PIN)
    assert windows.held(before) is None


def test_only_those_who_work_with_her_make_unlock_and_end_a_card(card, fatou, luca, rita, dario):
    for by in (luca, rita, dario, fatou.person):
        for deed in (lambda by: windows.issue(fatou, by, PIN), lambda by: windows.unlock(fatou, by)):
            with pytest.raises(Refused):
                deed(by)
        with pytest.raises(Refused):
            windows.end(fatou, by)

    assert windows.open_with(card, PIN)


def test_the_card_of_a_forgotten_file_is_gone(card, fatou, chiara):
    take(fatou, "end", Actor(chiara), {"why": "moved"})

    take(fatou, "anonymise", CLOCK)

    assert not WindowKey.objects.exists()
    refused(card, PIN)


def test_what_nobody_uses_for_a_year_is_forgotten(card, fatou, chiara):
    WindowKey.objects.update(made_at=timezone.now() - timedelta(days=367), last_used_at=timezone.now())
    tasks.every_night(0)
    assert WindowKey.objects.exists()

    WindowKey.objects.update(last_used_at=timezone.now() - timedelta(days=367))
    tasks.every_night(0)

    assert not WindowKey.objects.exists()


@pytest.mark.parametrize("pk", ["", "x", "7", "00000000-0000-0000-0000-000000000000"])
def test_a_session_with_nonsense_holds_nothing(db, pk):
    assert windows.held(pk) is None

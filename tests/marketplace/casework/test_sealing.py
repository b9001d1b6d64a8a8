"""What is sealed opens with its key and in its place alone; anything else is loud."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from marketplace.casework import files, rotating, sealing
from marketplace.casework.models import Reading, Written
from tests.casework import MARKER
from tests.folding import each

OLD, NEW = "o" * 40, "n" * 40


@pytest.fixture
def keys(settings):
    def use(*words: str) -> None:
        settings.CASEWORK_KEYS = list(words)

    use(OLD)
    return use


def test_a_seal_says_nothing_to_whoever_prints_it(fatou, write):
    write("limits", other_limits=MARKER)
    row = Written.objects.get(part="limits")

    shown = f"{row.sealed} {row.sealed!r} {row} {fatou} {row.__dict__}"

    assert MARKER not in shown
    assert "Fatou" not in shown


def test_what_nobody_sealed_is_refused(fatou, chiara):
    with pytest.raises(TypeError, match="Seal it first"):
        Written.objects.create(participant=fatou, part="limits", sealed=MARKER, by=chiara)


def test_no_table_says_in_plain_text_what_was_told(fatou, write, chiara):
    for code, question in [("limits", "other_limits"), ("story", "story"), ("strengths", "skills")]:
        write(code, **{question: f"{MARKER} {code}"})
    files.keep_draft(fatou, chiara, "wishes", {"wishes": {"value": MARKER}}, 0)

    with connection.cursor() as cursor:
        found = [name for name in connection.introspection.table_names(cursor) if holds(cursor, name, MARKER)]

    assert found == []


def holds(cursor, table: str, word: str) -> bool:
    cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" AS it WHERE it::text ILIKE %s)', [f"%{word}%"])
    return cursor.fetchone()[0]


def test_a_text_that_was_moved_to_another_part_does_not_open(fatou, write, chiara):
    write("limits", other_limits="no ladders")
    write("story", story="a long way")
    moved = Written.objects.get(part="limits").sealed

    Written.objects.filter(part="story").update(sealed=moved)

    with pytest.raises(sealing.Unreadable, match="does not belong there"):
        files.open_file(fatou.number, chiara, "page").answers("story")


def test_without_its_key_nothing_is_shown_as_empty(keys, fatou, write, chiara):
    write("limits", other_limits="no ladders")

    keys(NEW)

    with pytest.raises(sealing.Unreadable, match="is missing"):
        files.open_file(fatou.number, chiara, "page").answers("limits")


def test_a_key_that_is_too_short_is_no_key(keys, fatou, write):
    keys("short")

    with pytest.raises(ImproperlyConfigured, match="32 characters"):
        write("limits", other_limits="no ladders")


def test_the_first_key_seals_and_all_open(keys, fatou, write, chiara):
    write("limits", other_limits="no ladders")

    keys(NEW, OLD)
    write("story", story="a long way")

    file = files.open_file(fatou.number, chiara, "page")
    assert file.answers("limits")["other_limits"]["value"] == "no ladders"
    assert file.written["limits"].sealed.key != file.written["story"].sealed.key


def test_everything_is_sealed_anew_and_the_old_key_can_go(keys, fatou, write, chiara):
    for code, question in [("limits", "other_limits"), ("story", "story")]:
        write(code, **{question: code})
    keys(NEW, OLD)

    call_command("rotate_keys", batch=1, verbosity=0)
    keys(NEW)

    file = files.open_file(fatou.number, chiara, "page")
    assert [file.answers(code)[name]["value"] for code, name in (("limits", "other_limits"), ("story", "story"))] == [
        "limits", "story"
    ]  # fmt: skip
    assert file.entry()["born"]["value"] == 1994
    assert list(rotating.rotate()) == []


def test_stopped_half_way_it_goes_on_where_it_was(keys, fatou, write, chiara):
    for code, question in [("limits", "other_limits"), ("story", "story")]:
        write(code, **{question: code})
    keys(NEW, OLD)

    next(rotating.rotate(batch=1))
    half = {row.sealed.key for row in Written.objects.all()}
    done = sum(number for _table, number in rotating.rotate(batch=1))

    assert len(half) == 2
    assert done == 2  # the other part, and the first day
    assert {row.sealed.key for row in Written.objects.all()} == {sealing.ring().first}


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


def test_a_new_key_in_the_file_is_found_while_the_city_runs(folder, fatou, write, chiara):
    write("limits", other_limits="no ladders")
    before = sealing.ring().first

    call_command("rotate_keys", new=True, verbosity=0)

    assert sealing.ring().first != before
    assert files.open_file(fatou.number, chiara, "page").answers("limits")["other_limits"]["value"] == "no ladders"
    assert (folder / sealing.FILE).stat().st_mode & 0o077 == 0


def test_where_the_environment_has_the_keys_none_is_made(keys):
    with pytest.raises(ImproperlyConfigured, match="CASEWORK_KEYS"):
        sealing.add_key()


@pytest.mark.parametrize(
    "deed", [lambda: Reading.objects.update(outcome="refused"), lambda: Reading.objects.all().delete()]
)
def test_nobody_changes_who_read(fatou, chiara, deed):
    files.open_file(fatou.number, chiara, "page")

    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        deed()


@each("sql", [
    "UPDATE casework_snapshot SET taken_on = '2020-01-01'",
    "UPDATE casework_snapshot SET sealed = 'x'",
    "DELETE FROM casework_snapshot",
])  # fmt: skip
def test_what_was_said_on_the_first_day_stays(fatou, sql):
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

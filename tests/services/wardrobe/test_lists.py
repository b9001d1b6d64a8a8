"""Garments from a file: every wrong line is told, and what is right goes in once, whatever happens meanwhile."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob

from marketplace.organisations.models import Membership
from marketplace.refusals import Refused
from services.models import Garment, GarmentList
from services.tasks import enter_garments
from services.wardrobe import bags, files, lists
from tests.folding import each

HEAD = "type,size,season,condition,colour,number\n"
FAULTS = [
    "hat,M,winter,good,black,1", "coat,38,winter,good,black,1", "coat,M,spring,good,black,1",
    "coat,M,winter,torn,black,1", "coat,M,winter,good,purple,1", "coat,M,winter,good,black,0",
    "coat,M,winter,good,black,-3", "coat,M,winter,good,black,51", "coat,M,winter,good,black,two",
    ",M,winter,good,black,1", "coat,,winter,good,black,1", "=1+1,M,winter,good,black,1",
    "+coat,M,winter,good,black,1", "-coat,M,winter,good,black,1", "@coat,M,winter,good,black,1",
    'coat,M,winter,good,"=HYPERLINK(""http://x.example"")",1', "coat,M,winter,good,black,1,more",
]  # fmt: skip


def upload(text, name="garments.csv"):
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


@pytest.fixture
def send(wardrobe, tomas, coat):
    return lambda text, bag=None: lists.send_in(wardrobe, tomas, upload(text), bag)


def run(made):
    enter_garments(made.pk)
    made.refresh_from_db()
    return made


def test_a_right_file_is_entered_by_a_task_that_waits_with_it(send):
    made = send(HEAD + "coat,M,winter,as_new,blue,2\ncoat,l,,,,\n")

    job = ProcrastinateJob.objects.get(task_name="services.enter_garments")
    assert (job.args, made.wrong, Garment.objects.count()) == ({"list_id": made.pk}, [], 0)

    assert run(made).whole
    told = Garment.objects.order_by("pk").values_list("size", "season", "condition", "colour", "points", "status")
    assert list(told) == [
        ("M", "winter", "as_new", "blue", 30, "arrived"),
        ("M", "winter", "as_new", "blue", 30, "arrived"),
        ("L", "all", "good", "mixed", 30, "arrived"),
    ]
    assert len(set(Garment.objects.values_list("label", flat=True))) == 3


def test_each_garment_has_a_life_that_says_who_took_it_in(send, tomas):
    run(send(HEAD + "coat,M,,,,\n"))

    change = Garment.objects.get().changes.get()
    assert (change.step, change.actor) == ("receive", tomas)


@each("line", FAULTS)
def test_a_wrong_line_is_told_with_its_number_and_nothing_is_entered(line, send):
    made = send(f"{HEAD}coat,M,winter,good,black,1\n{line}\n")

    assert [number for number, _why in made.wrong] == [3]
    assert made.wrong[0][1]
    assert not made.begun_at
    assert not ProcrastinateJob.objects.filter(task_name="services.enter_garments").exists()


def test_of_five_thousand_lines_all_37_wrong_ones_are_told(send):
    wrong = {2 + 131 * number: FAULTS[number % len(FAULTS)] for number in range(37)}
    lines = [wrong.get(number, f"coat,{'SML'[number % 3]},winter,good,black,1") for number in range(2, 5002)]

    made = send(HEAD + "\n".join(lines))

    assert [number for number, _why in made.wrong] == sorted(wrong)
    assert (len(made.lines), made.entered, made.begun_at) == (4963, 0, None)


def test_the_right_lines_alone_are_entered_when_somebody_says_so(send, tomas):
    made = send(HEAD + "coat,M,,,,\ncoat,XXXXL,,,,\ncoat,L,,,,\n")

    for _click in range(2):
        made = lists.begin(made, tomas)

    assert ProcrastinateJob.objects.filter(task_name="services.enter_garments").count() == 1
    assert run(made).whole
    assert sorted(Garment.objects.values_list("size", flat=True)) == ["L", "M"]


def test_a_task_that_runs_again_enters_nothing_twice(send):
    made = send(HEAD + "coat,M,,,,3\n")

    for _run in range(3):
        run(made)

    assert Garment.objects.count() == 3


def test_a_kill_in_the_middle_loses_nothing_and_enters_nothing_twice(send, monkeypatch):
    made = send(HEAD + "coat,M,,,,30\n" * 5)
    arrived, seen = lists.intake.arrived, []

    def dies(*told):
        seen.append(told)
        if len(seen) == 70:
            raise KeyboardInterrupt
        return arrived(*told)

    monkeypatch.setattr(lists.intake, "arrived", dies)
    with pytest.raises(KeyboardInterrupt):
        run(made)
    made.refresh_from_db()
    assert (made.entered, Garment.objects.count()) == (2, 60)

    assert run(made).whole
    assert Garment.objects.count() == 150


def test_the_same_file_sent_again_answers_with_the_list_made_before(send):
    first = run(send(HEAD + "coat,M,,,,2\n"))

    second = send(HEAD + "coat,M,,,,2\n")

    assert second == first
    run(second)
    assert Garment.objects.count() == 2


def test_the_same_file_for_another_bag_is_another_list(send, wardrobe, tomas):
    one, other = (bags.receive(wardrobe, tomas, {}, key) for key in "ab")

    for bag in (one, other, other):
        run(send(HEAD + "coat,M,,,,\n", bag))

    assert (one.garments.count(), other.garments.count()) == (1, 1)


def test_a_wrong_file_is_looked_at_anew_once_the_wardrobe_has_points_for_it(send, kind_of):
    made = send(HEAD + "hat,M,,,,\n")
    assert made.wrong

    kind_of("hat")

    again = send(HEAD + "hat,M,,,,\n")
    assert (again.pk, again.wrong) == (made.pk, [])


@each("encode", ["utf-8", "utf-8-sig", "iso-8859-1"])
@each("separator", [",", ";"])
def test_encodings_and_separators_of_programs_are_read(encode, separator, send, kind_of):
    kind_of("coat-é")
    text = (HEAD + "coat-é,M,winter,good,black,1\r\n\r\n").replace(",", separator)

    made = send(text.encode(encode))

    assert (made.wrong, len(made.lines)) == ([], 1)


@each(
    "content",
    [
        "", "\n\n", HEAD, "coat,M\n", "type,colour\ncoat,red\n", "type,size,price\ncoat,M,1\n", "type,type,size\n",
        b"PK\x03\x04\x00\x00", b"\x89PNG\r\n\x1a\n\x00", HEAD + '"' + "x" * 200_000, b"x" * 1_000_001,
        HEAD + "coat,M,,,,\n" * 5001,
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_not_taken(content, send):
    with pytest.raises(ValidationError) as no:
        send(content)

    assert set(no.value.message_dict) == {"file"}
    assert not GarmentList.objects.exists()


def test_what_does_not_fit_into_its_bag_stops_the_list_and_is_said(send, wardrobe, tomas):
    bag = bags.receive(wardrobe, tomas, {"number": 50}, "key")

    made = run(send(HEAD + "coat,M,,,,40\n" * 2, bag))

    assert (made.entered, bag.garments.count()) == (1, 40)
    assert "80 pieces would be entered of this bag, and 50 came in" in made.stopped
    assert run(made).entered == 1


def test_who_left_meanwhile_enters_nothing_more(send, tomas):
    made = send(HEAD + "coat,M,,,,\n")
    Membership.objects.filter(user=tomas).delete()

    assert (run(made).entered, made.stopped) == (0, "This is not for you to do.")


def test_a_list_whose_sender_has_left_is_gone_on_with_by_a_colleague(send, tomas, amina):
    made = send(HEAD + "coat,M,,,,\n")
    Membership.objects.filter(user=tomas).delete()
    run(made)

    lists.begin(made, amina)

    assert (run(made).entered, made.stopped) == (1, "")
    assert made.by == amina


def test_outsiders_send_nothing_in_and_begin_nothing(wardrobe, dora, send):
    made = send(HEAD + "coat,M,,,,\nhat,M,,,,\n")

    for deed in (lambda: lists.send_in(wardrobe, dora, upload(HEAD)), lambda: lists.begin(made, dora)):
        with pytest.raises(Refused):
            deed()


def test_a_file_without_a_right_line_is_not_begun(send, tomas):
    made = send(HEAD + "hat,M,,,,\n")

    with pytest.raises(Refused, match="no right line"):
        lists.begin(made, tomas)


def test_a_long_value_is_shown_in_short():
    assert len(files.shown("x" * 500)["value"]) == files.LONGEST + 1


@pytest.mark.soak
def test_five_thousand_garments_with_37_wrong_lines_are_entered_through_kills(send, tomas, monkeypatch):
    wrong = range(2, 5002, 136)
    lines = ["hat,M,,,,1" if number in wrong else "coat,M,,,,1" for number in range(2, 5002)]
    made = lists.begin(send(HEAD + "\n".join(lines)), tomas)
    arrived, count = lists.intake.arrived, iter(range(10**6))

    def dies_now_and_then(*told):
        if next(count) % 999 == 998:
            raise KeyboardInterrupt
        return arrived(*told)

    monkeypatch.setattr(lists.intake, "arrived", dies_now_and_then)
    for _life in range(8):
        with suppress(KeyboardInterrupt):
            run(made)
    made.refresh_from_db()

    assert (made.whole, made.stopped) == (True, "")
    assert len(wrong) == len(made.wrong) == 37
    assert Garment.objects.count() == 4963

"""The three columns and their order: the same facts, the same list; what is not known is never a no."""

import random
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.matching import judging
from bookings.matching.facts import Ceiling, Held, Paper, PaperAsked, Use
from bookings.matching.reason import FITS, FITS_IF, NO, NOT_NOW, UNKNOWN, known
from tests.matching import AURORA, FIRST, SAN_DONATO, START, TODAY, need, someone

LIBRETTO = Ceiling("libretto", {"en": "Libretto"}, "cent", 500_000, TODAY.replace(month=1), TODAY.replace(month=12))
ASKING = need(
    demands=frozenset({"lifting"}), languages={"it": 2}, ceilings=(LIBRETTO,), nice=("packing",),
    papers=(PaperAsked("driving", {"en": "driving licence"}),), groups={"carrying": "moving", "lifting": "moving"},
    with_mate=True, for_whom={"customer": 1},
)  # fmt: skip
BLANK = {  # how each thing looks when nobody has asked it
    "point": None, "minutes": None, "mode": None, "levels": {}, "skills": None, "wishes": None,
    "goals": None, "hours": None, "most_hours": None, "limits": None, "papers": {}, "right_to_work": None,
    "permitted": None, "open": None, "uses": {}, "forms_here": None, "employed_here_until": None,
    "days_since_kept": None,
}  # fmt: skip
SLUGS = st.none() | st.frozensets(st.sampled_from(["carrying", "packing", "lifting", "cooking"]))
PAPERS = st.builds(
    Paper, st.none() | st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=60)), st.booleans(), st.booleans()
)
HELD = st.builds(
    lambda start, long: Held(START + timedelta(minutes=start), START + timedelta(minutes=start + long), SAN_DONATO),
    st.integers(-900, 900), st.integers(15, 600),
)  # fmt: skip
PEOPLE = st.fixed_dictionaries({
    "point": st.sampled_from([None, AURORA, SAN_DONATO]),
    "minutes": st.none() | st.integers(0, 90),
    "mode": st.sampled_from([None, "", "foot", "bike", "transit"]),
    "levels": st.dictionaries(st.sampled_from(["it", "en"]), st.none() | st.integers(0, 3)),
    "skills": SLUGS, "wishes": SLUGS, "goals": SLUGS,
    "hours": st.none() | st.integers(0, 40),
    "most_hours": st.none() | st.integers(0, 60),
    "limits": st.none() | st.frozensets(st.sampled_from(["lifting", "stairs"])),
    "papers": st.dictionaries(st.just("driving"), PAPERS),
    "right_to_work": st.none() | PAPERS,
    "open": st.sampled_from([None, (), ((START, START + timedelta(hours=3, minutes=50)),)]),
    "held": st.lists(HELD, max_size=3).map(tuple),
    "uses": st.dictionaries(
        st.just((LIBRETTO.code, LIBRETTO.since)),
        st.builds(Use, st.integers(0, 600_000), st.none() | st.integers(0, 600_000)),
    ),
    "forms_here": st.none() | st.frozensets(st.sampled_from(["volunteer", "employee"])),
    "weeks_minutes": st.dictionaries(st.sampled_from([4, 12]), st.integers(0, 20_000)),
    "days_since_kept": st.none() | st.integers(0, 100),
    "done_alike": st.integers(0, 5),
    "again": st.booleans(),
})  # fmt: skip


@given(PEOPLE, st.sampled_from(sorted(BLANK)))
def test_to_know_less_of_somebody_never_makes_a_new_no(told, forgotten):
    person = someone(**told)

    before = {(one.code, one.what) for one in judging.judge(ASKING, person, FIRST).gates if one.verdict == NO}
    less = judging.judge(ASKING, replace(person, **{forgotten: BLANK[forgotten]}), FIRST)

    after = {(one.code, one.what) for one in less.gates if one.verdict == NO}
    # Without her own wish what she named as the most stands for it.
    assert after - before <= ({("weekly_hours", "wish")} if forgotten == "hours" else set())


def test_of_whom_nothing_is_known_one_asks_everything_and_nothing_is_a_no():
    verdict = judging.judge(ASKING, someone(**BLANK), FIRST)

    assert verdict.column == FITS_IF
    assert NO not in {one.verdict for one in verdict.gates}
    assert sum(one.verdict == UNKNOWN for one in verdict.gates) >= 8


@given(st.lists(PEOPLE, min_size=2, max_size=12), st.randoms(use_true_random=False), st.booleans())
def test_shuffled_rows_give_the_same_list(told, chance, ranked):
    people = [someone(key, random.Random(key).choice(["Ada", "Ugo"]), **one) for key, one in enumerate(told)]
    shuffled = chance.sample(people, len(people))

    first = judging.in_columns(ASKING, people, FIRST, ranked)
    second = judging.in_columns(ASKING, shuffled, FIRST, ranked)

    assert first == second
    assert sum(map(len, first.values())) == len(people)


@given(PEOPLE)
def test_a_verdict_can_be_kept_as_json_and_read_again(told):
    verdict = judging.judge(ASKING, someone(**told), FIRST)

    assert [known(one.plain()) for one in verdict.gates + verdict.reasons] == [*verdict.gates, *verdict.reasons]


@pytest.mark.parametrize("people", [[], [someone(permitted=False)]])
def test_where_nobody_fits_the_columns_are_empty_and_nothing_breaks(people):
    columns = judging.in_columns(need(), people, FIRST)

    assert list(columns) == [FITS, FITS_IF, NOT_NOW]
    assert columns[FITS] == columns[FITS_IF] == []


def test_of_equal_points_who_received_less_comes_first_and_then_the_lot_of_the_day():
    busy = someone(1, weeks_minutes={4: 60 * 80}, hours=20)
    people = [busy, *(someone(key) for key in range(2, 9))]

    today = [one.person.key for one in judging.in_columns(need(), people, FIRST)[FITS]]
    tomorrow = [
        one.person.key for one in judging.in_columns(need(today=TODAY + timedelta(days=1)), people, FIRST)[FITS]
    ]

    assert today[-1] == tomorrow[-1] == 1
    assert sorted(today) == sorted(tomorrow)
    assert today != tomorrow


def test_ranking_switched_off_goes_by_first_name():
    people = [someone(1, "Zoe", again=True), someone(2, "ada"), someone(3, "Bea")]

    ranked = judging.in_columns(need(for_whom={"customer": 1}), people, FIRST)[FITS]
    plain = judging.in_columns(need(), people, FIRST, ranked=False)[FITS]

    assert ranked[0].person.name == "Zoe"
    assert [one.person.name for one in plain] == ["ada", "Bea", "Zoe"]


def test_each_field_that_may_be_blank_is_tried_above():
    maybe = {spot.name for spot in fields(someone()) if "None" in str(spot.type)}

    assert maybe <= set(BLANK)

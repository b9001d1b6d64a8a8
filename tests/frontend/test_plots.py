"""A line over days, as figures that a browser draws: level while nothing happens, upright where a sum comes in."""

from datetime import date

import pytest

from frontend import plots

DAY = date(2026, 11, 1)


def day(number):
    return date(2026, 11, number)


def test_what_was_held_stays_until_it_changes():
    drawn = plots.line([(day(1), 1000), (day(11), 500)], day(21), None)

    corners = [tuple(map(float, corner.split(","))) for corner in drawn.points.split()]
    assert [y for _x, y in corners] == [20.0, 20.0, 116.0, 116.0]
    assert (corners[0][0], corners[-1][0]) == (plots.LEFT, plots.RIGHT)
    assert (drawn.last, drawn.anchor) == (("424.0", "116.0"), "end")
    assert drawn.ahead == ""


def test_the_dashed_line_leads_from_today_to_nothing():
    drawn = plots.line([(day(1), 1000)], day(11), day(21))

    assert drawn.ahead == "241.0,20.0 424.0,212.0"


def test_one_day_and_nothing_left_can_be_drawn():
    assert plots.line([(day(1), 0)], day(1), None).points == "58.0,212.0"


@pytest.mark.parametrize(("most", "step"), [(0, 1), (4, 1), (1000, 500), (10_000, 5000), (75_000, 20_000)])
def test_the_lines_behind_stand_at_amounts_that_people_count_in(most, step):
    assert plots.step_of(most) == step


def test_no_language_puts_a_comma_into_a_number():
    drawn = plots.line([(day(1), 1000), (day(4), 333)], day(8), None)

    assert all(part.count(",") == 1 for part in drawn.points.split())


def test_the_longest_bar_is_as_wide_as_the_paper_and_the_others_in_proportion():
    drawn = plots.bars([("Aurora", 9000), ("Centro", 3000)])

    assert [(bar.name, bar.width) for bar in drawn.rows] == [("Aurora", "440.0"), ("Centro", "146.7")]
    assert (drawn.rows[0].top, drawn.rows[1].top, drawn.height) == ("25", "75", "100")


def test_nothing_has_no_bars_and_nothing_is_as_long_as_nothing():
    assert plots.bars([]).rows == []
    assert plots.bars([("Aurora", 0)]).rows[0].width == "0.0"

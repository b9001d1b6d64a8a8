"""A wardrobe in numbers: right, prepared at night, and with nobody behind them."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from bookings import figures
from bookings.figures import Part
from bookings.models import Piece
from marketplace.lives.engine import CLOCK, take
from services.models import Garment, Household, Missed, PointsMoved, Served
from services.wardrobe import households
from tests.wardrobes import next_year

PARTS = st.lists(st.tuples(st.sampled_from(["", "A", "B", "C", "D"]), st.integers(1, 12)), unique_by=lambda one: one[0])


@pytest.fixture
def served(wardrobe, amina, person, kind_of, hung, choose, aurora):
    """served(6): so many households of Aurora took something home last month."""

    def serve(number: int, area=aurora):
        tee = kind_of(f"tee-{Household.objects.count()}", points=10)
        for _turn in range(number):
            one = person(f"P{Household.objects.count()}")
            household = households.admit(wardrobe, amina, "means", next_year(), [one], area=area)
            booking = choose(one, hung(tee))
            for piece in booking.pieces.all():
                take(piece.garment, "give", CLOCK)
            day = figures.whole_months(wardrobe)[0] + timedelta(days=3)
            household.pieces.update(outcome="taken", on=day)
        figures.prepare_all()
        figures.prepare_all()  # a night that comes twice

    return serve


def test_stock_stands_beside_what_was_not_found(wardrobe, coat, kind_of, hung):
    hung(coat, size="M")
    hung(kind_of("hat"), size="M")
    today = wardrobe.today()
    for days in (0, 10, 95):
        Missed.objects.create(wardrobe=wardrobe, type=coat, size="L", day=today - timedelta(days=days), number=2)

    rows = [(row.name, row.size, row.hanging, row.missed) for row in figures.stock(wardrobe)]

    assert [(str(coat), "L", 0, 4), (str(coat), "M", 1, 0)] == [row for row in rows if row[0] == str(coat)]
    assert rows[0][3] == 4


def test_what_is_not_taken_here_is_missed_by_its_name(wardrobe, kind_of):
    skis = kind_of("skis")
    wardrobe.tags.all().delete()
    Missed.objects.create(wardrobe=wardrobe, type=skis, day=wardrobe.today(), number=3)

    assert figures.stock(wardrobe) == [figures.Stock(str(skis), "", 0, 3)]


def test_what_hangs_is_counted_by_how_long_it_has_been_hanging(wardrobe, kind_of, hung):
    tee = kind_of("tee")
    for days in (0, 29, 31, 100, 500):
        Garment.objects.filter(pk=hung(tee).pk).update(hung_at=timezone.now() - timedelta(days=days))

    assert [number for _words, number in figures.ages(wardrobe)] == [2, 1, 1, 1]


def test_a_month_says_whom_it_served(wardrobe, served, aurora):
    served(5)

    month = figures.months(wardrobe)[0]

    assert (month.households, month.members, month.pieces) == (5, 5, 5)
    assert figures.areas(wardrobe, month.first) == [Part(aurora.name, 5, 5, 5)]
    assert len(figures.months(wardrobe)) == 12


def test_fewer_than_five_households_are_not_told(wardrobe, served):
    served(4)

    month = figures.months(wardrobe)[0]

    assert (month.households, month.members, month.pieces, month.spent) == (None, None, None, None)
    assert [part.households for part in figures.areas(wardrobe, month.first)] == [None]


def test_the_month_that_runs_is_not_told(wardrobe, served):
    served(5)
    Household.objects.get(pk=Household.objects.first().pk).pieces.update(on=wardrobe.today())
    figures.prepare_all()

    assert not Served.objects.filter(month=wardrobe.today().replace(day=1)).exists()


def test_a_month_that_cannot_be_prepared_stops_no_other(wardrobe, monkeypatch):
    whole, [broken, *others] = figures.prepare, figures.whole_months(wardrobe)

    def prepare(here, month):
        if month == broken:
            raise ZeroDivisionError
        whole(here, month)

    monkeypatch.setattr(figures, "prepare", prepare)
    figures.prepare_all()

    assert set(PointsMoved.objects.values_list("month", flat=True)) == set(others)


def test_points_are_told_by_month(wardrobe, served, now_is):
    served(5)
    now_is(timezone.localtime() + relativedelta(months=1))  # of the month here
    Piece.objects.update(on=figures.whole_months(wardrobe)[0])
    figures.prepare_all()

    month = figures.months(wardrobe)[0]

    assert (month.given_out, month.spent) == (750, 0)  # what was put aside is spent when it is handed over


def test_points_of_a_month_in_which_nobody_came_are_not_told(wardrobe, household, now_is):
    """They came to one household, and would say how large it is."""
    now_is(timezone.localtime() + relativedelta(months=1))  # of the month here
    figures.prepare_all()

    assert PointsMoved.objects.get(month=figures.whole_months(wardrobe)[0]).given_out == 150
    month = figures.months(wardrobe)[0]
    assert (month.households, month.given_out, month.spent) == (None, None, None)


@given(PARTS)
def test_no_number_and_no_difference_leads_to_few_households(counts):
    parts = [Part(name, number, number, number) for name, number in counts]

    told = figures.folded(parts)

    numbers = [part.households for part in told if part.households is not None]
    whole = sum(number for _name, number in counts)
    assert all(number >= figures.FEW for number in numbers)
    assert sum(numbers) == whole if whole >= figures.FEW else numbers == []
    assert [part.name for part in told].count("") == 0

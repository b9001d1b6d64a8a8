"""Nor is a small number hemmed in: by the least and the most that it can be, in all that was told, exactly."""

from fractions import Fraction

from hypothesis import given

from marketplace.programme.suppression import FEW
from tests.marketplace.programme.test_suppression import CELLS, TIMES, Book

DEAR = 10**6  # more than all sums together: what is no cell is worth nothing


@given(TIMES)
def test_between_the_least_and_the_most_that_a_small_number_may_be_lie_five(times):
    book = Book()
    for cells in times:
        book.edition(cells)

    for part in parts(book):
        assert spread(book, part) >= FEW


def parts(book):
    """What came to each cell of project and neighbourhood at a time, and in all, where that is few people."""
    each = [{key} for key in book.came] + [{key for key in book.came if key[1] == cell} for cell in CELLS]
    return [part for part in each if 0 < book.amount(part) < FEW]


def spread(book, part):
    keys = sorted(book.came, key=repr)
    rows = [[Fraction(key in cells) for key in keys] for cells, _number in book.told]
    sums, aim = [Fraction(number) for _cells, number in book.told], [Fraction(key in part) for key in keys]
    return most(rows, sums, aim) + most(rows, sums, [-one for one in aim])


# --- the simplex method, in fractions -----------------------------------------------------------------------------
def most(rows, sums, aim):
    """Of what is none or more in each cell and adds up to these sums."""
    extra = [[Fraction(row == other) for other in range(len(rows))] for row in range(len(rows))]
    table = [[*row, *more, total] for row, more, total in zip(rows, extra, sums, strict=True)]
    worth = [*aim, *[Fraction(-DEAR)] * len(rows)]
    base = list(range(len(aim), len(worth)))
    while (column := better(table, base, worth)) is not None:
        enter(table, base, column)
    return sum(worth[one] * row[-1] for one, row in zip(base, table, strict=True))


def better(table, base, worth):
    """The first that is worth more than what it would take the place of: so it never goes round in circles."""
    for column, own in enumerate(worth):
        if own > sum(worth[one] * row[column] for one, row in zip(base, table, strict=True)):
            return column
    return None


def enter(table, base, column):
    ends = [(row[-1] / row[column], base[number], number) for number, row in enumerate(table) if row[column] > 0]
    place = min(ends)[2]
    base[place], pivot = column, table[place][column]
    table[place] = [value / pivot for value in table[place]]
    for number, row in enumerate(table):
        if number != place and row[column]:
            table[number] = [value - row[column] * other for value, other in zip(row, table[place], strict=True)]


def test_the_least_and_the_most_are_found():
    one = Fraction(1)
    rows, sums = [[one, one, 0, 0], [0, 0, one, one], [one, 0, one, 0], [0, one, 0, one]], [7, 5, 7, 5]

    assert most(rows, sums, [one, 0, 0, 0]) == 7
    assert -most(rows, sums, [-one, 0, 0, 0]) == 2

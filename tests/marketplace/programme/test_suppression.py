"""Whatever is told, of however many editions, leads to nobody: tried with all that arithmetic can do."""

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from marketplace.programme import suppression
from marketplace.programme.suppression import FEW, New, Table

PROJECTS, AREAS = ("p", "q"), ("a", None)
CELLS = tuple(product(PROJECTS, AREAS))
# What comes to each cell before each of three editions: new people.
TIMES = st.lists(st.fixed_dictionaries({cell: st.integers(0, 7) for cell in CELLS}), min_size=1, max_size=3)
LONGER = st.lists(
    st.fixed_dictionaries({(1, area): st.integers(0, 6) for area in ("a", "b", "c", None)}), min_size=1, max_size=3
)


def seen(people):
    return New(len(people), frozenset(sorted(people, key=repr)[:FEW]))


class Book:
    """What is told, edition after edition, beside the cells that each number counts."""

    def __init__(self):
        self.now, self.waits = 0, {}
        self.came: dict[tuple, int] = {}  # (batch, cell) -> people
        self.after: dict[tuple, set] = {}  # (by, line) -> after which batches it was told
        self.told: list[tuple[frozenset, int]] = []  # the cells behind a number, and the number

    def edition(self, cells):
        """What waited for the whole comes with it, in one batch."""
        self.waits = {cell: people + self.waits.get(cell, 0) for cell, people in cells.items()}
        if sum(self.waits.values()) < FEW:
            return
        self.now += 1
        self.came |= {(self.now, cell): people for cell, people in self.waits.items()}
        self.waits = {}
        self.tell("whole", 0)
        for by in (0, 1):
            table = self.table(by)
            for line in suppression.lines(table):
                self.tell(by, line)

    def table(self, by):
        came = {}
        for (batch, cell), people in self.came.items():
            came.setdefault(cell[by], {}).setdefault(batch, set()).update((batch, cell, one) for one in range(people))
        news = {line: {batch: seen(people) for batch, people in rows.items()} for line, rows in came.items()}
        return Table(news, {line: frozenset(self.after.get((by, line), ())) for line in news}, self.now)

    def amount(self, keys):
        return sum(self.came[key] for key in keys)

    def tell(self, by, line):
        self.after.setdefault((by, line), set()).add(self.now)
        keys = [key for key in self.came if by == "whole" or key[1][by] == line]
        self.told.append((frozenset(keys), self.amount(keys)))

    def found(self):
        """Each set of cells whose sum follows from what is told, with that sum. Where it is nobody, the cells are known
        to be empty, and more may follow."""
        empty = set()
        while True:
            known = list(self.following(sorted(self.came.keys() - empty, key=repr)))
            more = set().union(*(cells for cells, people in known if not people))
            if not more:
                return [people for _cells, people in known]
            empty |= more

    def following(self, unknown):
        """A sum follows where it is the same in all that the told numbers leave open."""
        rows = reduced([[Fraction(key in cells) for key in unknown] for cells, _number in self.told])
        open_ways = [way(rows, column, len(unknown)) for column in range(len(unknown)) if column not in rows]
        for cells in subsets(list(zip(*open_ways, strict=True)) or [()] * len(unknown)):
            keys = {unknown[number] for number in cells}
            yield keys, self.amount(keys)


def reduced(rows):
    """As pivots: {column: row}, each with nothing under and over it."""
    pivots = {}
    for row in rows:
        for column, pivot in pivots.items():
            row = [value - row[column] * other for value, other in zip(row, pivot, strict=True)]
        column = next((number for number, value in enumerate(row) if value), None)
        if column is not None:
            row = [value / row[column] for value in row]
            pivots = {
                other: [value - pivot[column] * mine for value, mine in zip(pivot, row, strict=True)]
                for other, pivot in pivots.items()
            } | {column: row}
    return pivots


def way(pivots, column, length):
    """How the cells may change together with this one, so that every told number stays."""
    return [Fraction(number == column) if number not in pivots else -pivots[number][column] for number in range(length)]


def subsets(columns, number=0, chosen=(), sums=None):
    """Those whose columns add up to nothing, but for the empty one."""
    sums = sums or tuple(Fraction(0) for _row in (columns or [()])[0])
    if number == len(columns):
        if chosen and not any(sums):
            yield chosen
        return
    yield from subsets(columns, number + 1, chosen, sums)
    more = tuple(value + other for value, other in zip(sums, columns[number], strict=True))
    yield from subsets(columns, number + 1, (*chosen, number), more)


@given(TIMES)
def test_no_sum_that_follows_from_two_tables_over_three_editions_counts_few_people(times):
    book = Book()
    for cells in times:
        book.edition(cells)

    assert all(people >= FEW for people in book.found())


@given(LONGER)
def test_nor_does_any_that_follows_from_one_longer_table(times):
    book = Book()
    for cells in times:
        book.edition(cells)

    assert all(people >= FEW for people in book.found())


@given(st.dictionaries(st.sampled_from(["a", "b", "c", None]), st.sets(st.integers(1, 9)), min_size=1))
def test_what_moves_and_what_waits_have_five_people_behind_them_or_nobody(people):
    moving = suppression.lines(Table({line: {1: seen(who)} for line, who in people.items()}, {}, 1))

    waits = frozenset().union(*(who for line, who in people.items() if line not in moving))
    assert None not in moving
    assert all(len(people[line]) >= FEW for line in moving)
    assert not moving or not waits or len(waits) >= FEW


def test_everything_that_can_be_told_is_told():
    many, more, few = (
        {1: New(9, frozenset(range(5)))},
        {1: New(8, frozenset(range(9, 14)))},
        {1: New(3, frozenset({50}))},
    )

    assert suppression.lines(Table({"a": many}, {}, 1)) == {"a"}
    assert suppression.lines(Table({"a": many, "b": more, "c": few}, {}, 1)) == {"a"}
    assert suppression.lines(Table({"a": many, "b": few}, {}, 1)) == set()


def test_what_was_too_little_is_told_with_what_comes_later():
    little, rest = New(3, frozenset({1, 2, 3})), New(9, frozenset(range(10, 19)))
    came = {"a": {1: little, 2: New(2, frozenset({4, 5}))}, "b": {1: rest, 2: rest}, None: {1: rest, 2: rest}}

    table = Table(came, {"b": frozenset({1})}, 2)

    assert suppression.lines(table) == {"a", "b"}
    assert table.since("a") == 5

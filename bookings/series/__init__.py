"""The same again every week or two: looking ahead, asking for all its dates, and what happens to several at once."""

from bookings.series.asking import Choices, ask, extend, unfinished
from bookings.series.listing import Standing, standings
from bookings.series.longer import end_of, look_longer, prolong
from bookings.series.planning import Occurrence, Plan, preview
from bookings.series.reaching import ALL, ONE, ONWARD, REACHES, Summary, move, out_of, reached, take_each, ways_out

__all__ = [
    "ALL",
    "ONE",
    "ONWARD",
    "REACHES",
    "Choices",
    "Occurrence",
    "Plan",
    "Standing",
    "Summary",
    "ask",
    "end_of",
    "extend",
    "look_longer",
    "move",
    "out_of",
    "preview",
    "prolong",
    "reached",
    "standings",
    "take_each",
    "unfinished",
    "ways_out",
]

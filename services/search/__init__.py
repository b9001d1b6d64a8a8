"""Person, words, place and time: which offers there are. Pages and API read their filters here."""

from services.search.counts import MOST, counted, counts_by_area
from services.search.found import WRITTEN, by_facts, hours_of, search, with_next_start
from services.search.meant import meant
from services.search.titles import title_of
from services.search.wishes import FARTHEST, Wish, WishForm

__all__ = [
    "FARTHEST",
    "MOST",
    "WRITTEN",
    "Wish",
    "WishForm",
    "by_facts",
    "counted",
    "counts_by_area",
    "hours_of",
    "meant",
    "search",
    "title_of",
    "with_next_start",
]

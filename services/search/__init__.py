"""Person, words, place and time: which offers there are. Pages and API read their filters here."""

from services.search.composed import Finding, first_found
from services.search.counts import MOST, SHORTLY, bounded, counted, counts_by_area, listed
from services.search.crowds import in_crowd
from services.search.drawn import drawn, newest_edition, whole
from services.search.facets import Facet, counts_by_filter
from services.search.found import WRITTEN, by_access, by_facts, hours_of, search, with_next_start
from services.search.lengths import by_length
from services.search.lifting import raised
from services.search.loosened import Number, found_by_each, with_fewer_words, without
from services.search.meant import meant
from services.search.offered import aimed, busiest, filled, numbers_of
from services.search.prices import UP_TO, by_price
from services.search.spots import MOST_SHOWN, Spot, spots_of
from services.search.titles import title_of
from services.search.traits import by_traits
from services.search.wishes import (
    DEAREST,
    FARTHEST,
    LONGEST_STAY,
    LONGEST_WAY,
    SHORTEST_STAY,
    SHORTEST_WAY,
    Wish,
    WishForm,
)

__all__ = [
    "DEAREST",
    "FARTHEST",
    "LONGEST_STAY",
    "LONGEST_WAY",
    "MOST",
    "MOST_SHOWN",
    "SHORTEST_STAY",
    "SHORTEST_WAY",
    "SHORTLY",
    "UP_TO",
    "WRITTEN",
    "Facet",
    "Finding",
    "Number",
    "Spot",
    "Wish",
    "WishForm",
    "aimed",
    "bounded",
    "busiest",
    "by_access",
    "by_facts",
    "by_length",
    "by_price",
    "by_traits",
    "counted",
    "counts_by_area",
    "counts_by_filter",
    "drawn",
    "filled",
    "first_found",
    "found_by_each",
    "hours_of",
    "in_crowd",
    "listed",
    "meant",
    "newest_edition",
    "numbers_of",
    "raised",
    "search",
    "spots_of",
    "title_of",
    "whole",
    "with_fewer_words",
    "with_next_start",
    "without",
]

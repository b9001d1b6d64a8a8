"""When an offer can be had, and taking it. Knows holds, not bookings."""

from services.availability.free import (
    Day,
    Time,
    bookable,
    check,
    check_ahead,
    free_for,
    free_spans,
    next_free,
    on_grid,
    open_days,
    openings,
    starts_in,
    starts_on,
    times,
    with_buffers,
)
from services.availability.holds import free_lanes, hold, hold_all, release, take_team
from services.availability.pieces import pieces_left, with_pieces_left
from services.availability.spans import Span, midnight, moment, write_out, write_out_soon
from services.availability.teams import by_turn, complete, hours_held, slots_of, team

__all__ = [
    "Day",
    "Span",
    "Time",
    "bookable",
    "by_turn",
    "check",
    "check_ahead",
    "complete",
    "free_for",
    "free_lanes",
    "free_spans",
    "hold",
    "hold_all",
    "hours_held",
    "midnight",
    "moment",
    "next_free",
    "on_grid",
    "open_days",
    "openings",
    "pieces_left",
    "release",
    "slots_of",
    "starts_in",
    "starts_on",
    "take_team",
    "team",
    "times",
    "with_buffers",
    "with_pieces_left",
    "write_out",
    "write_out_soon",
]

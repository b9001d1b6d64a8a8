"""The till of a wardrobe: a card, labels, one tap; and what it wrote down while the line was away."""

from bookings.till.late import decide, settle, to_look_at
from bookings.till.opening import close, mine, open_one, open_ones
from bookings.till.taking import Basket, basket, hand_over, take_home

__all__ = [
    "Basket",
    "basket",
    "close",
    "decide",
    "hand_over",
    "mine",
    "open_one",
    "open_ones",
    "settle",
    "take_home",
    "to_look_at",
]

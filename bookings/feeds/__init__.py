"""Bookings as iCalendar: feeds under secret addresses, single bookings, and invitations in mails."""

from bookings.feeds.invitations import invitation
from bookings.feeds.keys import MOST, address_of, choices, find, keys_of, make, notice, revoke, revoke_all
from bookings.feeds.writing import file_of, read

__all__ = [
    "MOST",
    "address_of",
    "choices",
    "file_of",
    "find",
    "invitation",
    "keys_of",
    "make",
    "notice",
    "read",
    "revoke",
    "revoke_all",
]

"""Calendars that people keep elsewhere, read as busy time. Neither the address nor the text is trusted."""

from services.outside.busy import add, claim_due, clashes, hand_out, may_enter, read, remove
from services.outside.fetching import NotRead, fetch

__all__ = ["NotRead", "add", "claim_due", "clashes", "fetch", "hand_out", "may_enter", "read", "remove"]

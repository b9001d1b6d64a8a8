"""A reason as a value: which rule, what it says, and the facts for a sentence. Words are made when it is read."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

YES, IF, NO, UNKNOWN = "yes", "if", "no", "unknown"
FITS, FITS_IF, NOT_NOW = "fits", "fits_if", "not_now"
NOTHING: Mapping[str, Any] = {}


class Reason(NamedTuple):
    """`what` tells apart the several things that one rule may say. The facts are plain enough for JSON."""

    code: str
    verdict: str
    what: str = ""
    points: float = 0.0
    facts: Mapping[str, Any] = NOTHING

    def plain(self) -> dict[str, Any]:
        return self._asdict() | {"facts": dict(self.facts)}


def column(reasons: Iterable[Reason]) -> str:
    """Any no: not now. Else something to mend or to ask: fits if. An unknown is never a no."""
    verdicts = {reason.verdict for reason in reasons}
    if NO in verdicts:
        return NOT_NOW
    return FITS_IF if IF in verdicts or UNKNOWN in verdicts else FITS


def known(told: Mapping[str, Any]) -> Reason:
    """One that was kept as JSON."""
    return Reason(**told)

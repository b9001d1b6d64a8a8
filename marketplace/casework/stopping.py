"""What stops with a person: when she pauses, leaves, takes a permission back or is forgotten, nothing may be proposed
to her any more. Rooms above hang in what they have to stop, and what they have to forget."""

from collections.abc import Callable

from marketplace.casework.models import Participant
from marketplace.organisations.models import CredentialKind

PAUSED, CONSENT, FORGOTTEN = "paused", "consent", "forgotten"
STOP: list[Callable[[Participant, str], None]] = []
MISS: list[Callable[[Participant, CredentialKind], None]] = []


def stop(participant: Participant, why: str) -> None:
    """In the transaction of what stops it."""
    for deed in STOP:
        deed(participant, why)


def miss(participant: Participant, kind: CredentialKind) -> None:
    """She has this paper no more: what needs it ends."""
    for deed in MISS:
        deed(participant, kind)

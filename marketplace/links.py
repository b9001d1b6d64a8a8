"""Links for whoever has no account: signed, good for some days, with the random number of one row and nothing else."""

from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.http import Http404


def token(number: UUID, salt: str) -> str:
    return signing.dumps(number.hex, salt=salt)


def number_in(text: str, salt: str, lasts: timedelta) -> UUID:
    """Raises Http404 for a link that nobody signed for this, or whose time is over."""
    try:
        return UUID(hex=signing.loads(text, salt=salt, max_age=lasts))
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None

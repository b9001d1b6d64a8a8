"""What is counted against whoever guesses at passwords and codes, and which code was used already: a table."""

from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connection


class Tries(DatabaseCache):
    """Django's cache in the database, which never throws out what still counts."""

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:
        """Only what is over goes, as if there were none too many: else whoever tries a thousand names would put out
        what was counted for one of them."""
        super()._cull(db, cursor, now, 0)  # type: ignore[misc]


def forget() -> None:
    """What is over holds addresses and nobody asks for it again."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cache WHERE expires < now()")

"""Who opened a file, and why, in the words of the person whose it is: what one of them did on one day is one line."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace import wording
from marketplace.casework.models import Reading
from marketplace.casework.questions import LABELS

WHY = {
    "team": _("works with you"),
    "permitted": _("by your permission"),
    "override": _("in an emergency, without asking you: an officer of the City looks at it"),
    "person": _("this is you"),
    "none": _("tried, and it stayed closed"),
}


@dataclass
class Line:
    """One reader on one day."""

    first: Reading
    times: int
    parts: list[Any] = field(default_factory=list)

    @property
    def why(self) -> Any:
        return WHY[self.first.ground]


def told(rows: list[Reading]) -> list[Line]:
    """The newest first, as they came."""
    return [line(list(group)) for _key, group in groupby(rows, same)]


def same(row: Reading) -> tuple[Any, ...]:
    return wording.local(row.at).date(), row.reader_id, row.body_id, row.ground


def line(rows: list[Reading]) -> Line:
    parts = dict.fromkeys(code for row in rows for code in row.parts)
    return Line(rows[0], len(rows), [LABELS[code] for code in parts if code in LABELS])

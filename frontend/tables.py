"""Tables as files that spreadsheets open."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from django.http import HttpResponse

MARK = "\ufeff"  # by it spreadsheets know that it is UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def answer(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A file under that name: comma-separated, and nobody on the way keeps it."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(MARK + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def harmless(cell: Any) -> Any:
    """Words that a spreadsheet would take for a formula stay words."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell

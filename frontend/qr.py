"""QR codes as SVG: one path, inked by the page, with words beside it for whoever does not see it."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET = 2  # modules of paper around the code


def svg(text: str, label: str) -> SafeString:
    """The code of this text; `label` says what it is. Errors are mended up to a quarter: labels get dirty."""
    rows = segno.make(text, error="q", micro=False).matrix
    side = len(rows) + 2 * QUIET
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}"><path d="{2}" fill="currentColor"/></svg>',
        side, label, path(rows),
    )  # fmt: skip


def path(rows: tuple[bytearray, ...]) -> str:
    """A box for each run of dark modules in a row."""
    return "".join(
        f"M{QUIET + start} {QUIET + number}h{length}v1h-{length}z"
        for number, row in enumerate(rows)
        for start, length in runs(row)
    )


def runs(row: bytearray) -> list[tuple[int, int]]:
    """Where the dark runs of a row begin, and how long they are."""
    found: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((place, 1))
    return found

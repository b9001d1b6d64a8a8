"""The colours of the style sheets, for what is told to a browser outside of them."""

import re
from functools import cache
from pathlib import Path

SHEET = Path(__file__).resolve().parent / "styles" / "tokens.css"
COLOUR = re.compile(r"--(?P<name>[\w-]+): *(?P<value>#[0-9a-f]{6})\b")


@cache
def colours() -> dict[str, str]:
    """Every colour that is a token, by its name without dashes before it."""
    return {match["name"]: match["value"] for match in COLOUR.finditer(SHEET.read_text(encoding="utf-8"))}

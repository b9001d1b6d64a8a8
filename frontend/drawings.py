"""The drawings: one sprite, read once. A page inlines only the symbols it uses; fragments point to the sprite."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

SPRITE = Path(__file__).resolve().parent / "drawings.svg"
SYMBOL = re.compile(r'<symbol id="(?P<name>[^"]+)" viewBox="(?P<box>[^"]+)".*?</symbol>', re.DOTALL)


class Symbol(NamedTuple):
    box: str  # the viewBox, since <use> alone has no size
    markup: str


@cache
def symbols() -> dict[str, Symbol]:
    """Every drawing by its name."""
    found = SYMBOL.finditer(SPRITE.read_text(encoding="utf-8"))
    return {match["name"]: Symbol(match["box"], match[0]) for match in found}

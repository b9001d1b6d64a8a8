"""The typefaces of receipts: ours, and for names in other letters one that has them, on those receipts alone."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from django.conf import settings
from fontTools.ttLib import TTFont
from fpdf import FPDF

OURS = "titillium-web-latin"
STYLES = {"": "400", "B": "700"}
Typeface = dict[str, Any]
UNPACKING = Lock()  # else one thread would read what another is writing


def provide(page: FPDF, words: Iterable[str]) -> None:
    """Have these words drawn: with our typeface, and whatever else they need."""
    others = beyond(words)
    for typeface in (named(OURS), *others):
        for style, weight in STYLES.items():
            page.add_font(typeface["name"], style, unpacked(file(typeface, weight)))
    page.set_fallback_fonts([typeface["name"] for typeface in others])
    # Letters that join, and words from right to left. Not for all: it changes how every line is written.
    page.set_text_shaping(not all(typeface["name"].startswith(OURS) for typeface in others))


def unpacked(packed: Path) -> Path:
    """A copy that is quick to read. Unpacking takes longer than all else of a receipt: each process does it once."""
    with UNPACKING:
        return copy_of(packed)


@cache
def copy_of(packed: Path) -> Path:
    copy = Path(copies().name) / f"{packed.stem}.ttf"
    with TTFont(packed, recalcTimestamp=False, lazy=True) as font:
        font.flavor = None
        font.save(copy)
    return copy


@cache
def copies() -> TemporaryDirectory[str]:
    """They go with the process."""
    return TemporaryDirectory(prefix="cortile-typefaces-")


def beyond(words: Iterable[str]) -> list[Typeface]:
    """Which have the letters of these words that ours lacks."""
    wanted = {ord(letter) for word in words for letter in word}
    found = []
    for typeface in every():
        if has := wanted & said_of(typeface["name"]) and wanted & letters_of(typeface["name"]):
            found.append(typeface)
            wanted -= has
    return [typeface for typeface in found if typeface["name"] != OURS]


def named(name: str) -> Typeface:
    return next(typeface for typeface in every() if typeface["name"] == name)


@cache
def letters_of(name: str) -> frozenset[int]:
    """The numbers of the letters that it has: fewer than are said of it."""
    typeface = named(name)
    with TTFont(file(typeface, typeface["weights"][0]), lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def said_of(name: str) -> frozenset[int]:
    """U+0370-0377,U+0384 as the numbers of letters: quicker than to look into a hundred files."""
    parts = [part.removeprefix("U+").split("-") for part in named(name)["range"].split(",")]
    return frozenset(code for part in parts for code in range(int(part[0], 16), int(part[-1], 16) + 1))


@cache
def every() -> list[Typeface]:
    """What vite.config.ts has found, ours first."""
    return json.loads((folder() / "typefaces.json").read_text())


def file(typeface: Typeface, weight: str) -> Path:
    """Of this weight, or of the only one that there is."""
    weights = typeface["weights"]
    return folder() / f"{typeface['name']}-{weight if weight in weights else weights[0]}.woff2"


def folder() -> Path:
    return Path(str(settings.DJANGO_VITE["default"]["manifest_path"])).parent / "typefaces"

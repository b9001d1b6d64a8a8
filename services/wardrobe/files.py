"""Reads a file of garments (CSV) as programs for tables write it, and says of each line what is wrong with it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from services.models import Garment, GarmentType
from services.models.sizes import SIZES

MOST_BYTES, MOST_ROWS, MOST_OF_A_LINE = 1_000_000, 5_000, 50
LONGEST = 40  # letters of a value that are shown again
COLUMNS = ("type", "size", "season", "condition", "colour", "number")
NEEDED = ("type", "size")
CHOICES = {"season": Garment.Season, "condition": Garment.Condition, "colour": Garment.Colour}
OTHERWISE = {"season": Garment.Season.ALL, "condition": Garment.Condition.GOOD, "colour": Garment.Colour.MIXED}
Line = list[Any]


@dataclass
class Checked:
    """`right`: [number of the line, type, size, season, condition, colour, points, pieces]; `wrong`: [number, why]."""

    right: list[Line] = field(default_factory=list)
    wrong: list[Line] = field(default_factory=list)


class Wrong(Exception):
    """What is wrong with a line, for people."""


def checked(content: bytes, points: dict[str, tuple[GarmentType, int]]) -> Checked:
    """Every line of the file. `points`: what each type that is taken here costs, by its slug.

    Raises ValidationError ("file") for what is no such file at all."""
    found = Checked()
    for number, row in rows_of(decoded(content)):
        try:
            found.right.append([number, *read(row, points)])
        except Wrong as no:
            found.wrong.append([number, str(no)])
    if not (found.right or found.wrong):
        raise no_file(_("There is no garment in this file."))
    return found


def decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, else as older programs write (ISO-8859-1)."""
    if len(content) > MOST_BYTES:
        raise no_file(_("This file is too large: up to 1 MB fits. Send it in parts."))
    if b"\0" in content:
        raise no_file(_("This is no CSV file. Save the table as CSV, then send that."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("iso-8859-1")


def rows_of(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line that is not empty, with its number in the file, by the names of the columns."""
    lines = lines_of(text)
    names = headed(next(lines, (0, []))[1])
    for count, (number, values) in enumerate(lines):
        if count >= MOST_ROWS:
            say = _("This file has too many lines: up to %(most)d fit. Send it in parts.")
            raise no_file(say % {"most": MOST_ROWS})
        yield number, dict(zip(names, values, strict=False)) | {"more": "".join(values[len(names) :])}


def lines_of(text: str) -> Iterator[tuple[int, list[str]]]:
    head, _end, _rest = text.lstrip("\r\n").partition("\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    for row in safely(reader):
        values = [value.strip() for value in row]
        if any(values):
            yield reader.line_num, values


def safely(reader: Any) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:
        raise no_file(_("This is no CSV file. Save the table as CSV, then send that."))


def headed(values: list[str]) -> list[str]:
    names = [value.lower() for value in values]
    missing = [name for name in NEEDED if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing or unknown or len(set(names)) < len(names):
        say = _("The first line has to name the columns: %(columns)s. The first two are needed.")
        raise no_file(say % {"columns": ", ".join(COLUMNS)})
    return names


def read(row: dict[str, str], points: dict[str, tuple[GarmentType, int]]) -> Line:
    """Only what stands in our own lists gets through: a formula is a word that no list has."""
    if row["more"]:
        raise Wrong(_("There are more values than columns."))
    slug = row.get("type", "").lower()
    if slug not in points:
        raise Wrong(_("The type “%(value)s” is not taken here.") % shown(slug))
    kind, worth = points[slug]
    size = sized(row.get("size", ""), kind)
    return [kind.pk, size, *(choice(name, row.get(name, "")) for name in CHOICES), worth, pieces(row.get("number", ""))]


def sized(value: str, kind: GarmentType) -> str:
    """M and m are the same, 6M and 6m as well; one size need not be written."""
    if kind.sizing == "one" and not value:
        return "one"
    for size in SIZES[kind.sizing]:
        if size.lower() == value.lower():
            return size
    raise Wrong(_("The type %(type)s has no size “%(value)s”.") % {"type": kind.slug, **shown(value)})


def choice(name: str, value: str) -> str:
    """Said in the word of our list; left empty it is what most are."""
    value = value.lower().replace(" ", "_")
    if not value:
        return str(OTHERWISE[name])
    if value not in CHOICES[name].values:
        say = _("“%(value)s” is no %(column)s: it can be %(choices)s.")
        raise Wrong(say % {"column": name, "choices": ", ".join(CHOICES[name].values), **shown(value)})
    return value


def pieces(value: str) -> int:
    if not value:
        return 1
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 0
    if not 1 <= number <= MOST_OF_A_LINE:
        raise Wrong(_("“%(value)s” is no number from 1 to %(most)d.") % {"most": MOST_OF_A_LINE, **shown(value)})
    return number


def shown(value: str) -> dict[str, str]:
    return {"value": value if len(value) <= LONGEST else f"{value[:LONGEST]}…"}


def no_file(text: str) -> ValidationError:
    return ValidationError({"file": text})

"""A gazetteer from CSV: all of it or, when a line is wrong, nothing; loading again corrects and adds."""

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.places.areas import area_among, areas
from marketplace.places.models import Area, Street
from marketplace.places.names import fold

OWN = Path(__file__).resolve().parents[2] / "data" / "streets.csv"
Row = tuple[int, dict[str, str]]


class Command(BaseCommand):
    help = "Load streets or addresses from CSV: name,lat,lon[,area]. Lines that begin with # are comments."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=OWN, help="CSV; left out: the demo's streets")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        streets, wrong = check(read(path))
        if wrong or not streets:
            raise CommandError("\n".join([f"Nothing was loaded from {path}:", *(wrong or ["no lines"])]))
        Street.objects.bulk_create(
            streets, batch_size=5000, update_conflicts=True, unique_fields=["folded", "area"],
            update_fields=["name", "lat", "lon"],
        )  # fmt: skip
        self.stdout.write(f"{len(streets)} streets loaded.")


def read(path: Path) -> list[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip() and line[0] != "#"]
    return list(rows(lines))


def rows(lines: list[tuple[int, str]]) -> Iterator[Row]:
    """Each line by its column names, with its number in the file."""
    table = csv.reader(line for _number, line in lines)
    columns = [column.strip().lower() for column in next(table, [])]
    if not {"name", "lat", "lon"} <= set(columns):
        raise CommandError("The first line must name the columns: name,lat,lon and, if you like, area.")
    for (number, _line), cells in zip(lines[1:], table, strict=False):
        yield number, dict(zip(columns, (cell.strip() for cell in cells), strict=False))


def check(table: list[Row]) -> tuple[list[Street], list[str]]:
    """The streets to load, and what is wrong, line by line."""
    known, first, wrong = list(areas()), dict[tuple[str, int | None], int](), list[str]()
    streets = []
    for number, cells in table:
        try:
            street = street_in(cells, known)
            unique(street, number, first)
            streets.append(street)
        except ValidationError as error:
            wrong.append(f"line {number}: {' '.join(error.messages)}")
    return streets, wrong


def street_in(cells: dict[str, str], known: list[Area]) -> Street:
    lat, lon = coordinate(cells, "lat"), coordinate(cells, "lon")
    street = Street(name=cells.get("name", ""), lat=lat, lon=lon)
    street.clean()
    street.full_clean(exclude=["area"], validate_unique=False, validate_constraints=False)
    if not street.folded:
        raise ValidationError("name: no letters in it.")
    street.area = area_named(cells["area"], known) if cells.get("area") else area_among(known, lat, lon)
    return street


def coordinate(cells: dict[str, str], column: str) -> float:
    try:
        number = float(cells.get(column, ""))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValidationError(f"{column}: {cells.get(column, '')!r} is not a number.")
    return number


def area_named(name: str, known: list[Area]) -> Area:
    found = next((area for area in known if fold(name) in {fold(area.code), fold(area.name)}), None)
    if not found:
        raise ValidationError(f"area: {name!r} is not known; load the areas first.")
    return found


def unique(street: Street, number: int, first: dict[tuple[str, int | None], int]) -> None:
    before = first.setdefault((street.folded, street.area_id), number)
    if before != number:
        raise ValidationError(f"name: the same street in the same area stands in line {before}.")

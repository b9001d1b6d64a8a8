"""The embedded geocoder: the city's own areas and streets, asked in a hurry, without the network."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from marketplace.places.areas import areas
from marketplace.places.models import Area, Street
from marketplace.places.names import fold, fold_street, kind_of, number_of, street_of, without_kind

LONGEST = 200  # characters of a question; nobody's address is longer


@dataclass(frozen=True)
class Found:
    """A place on the map. `precise`: at least the street is known, not only the neighbourhood."""

    label: str
    lat: float
    lon: float
    area: Area | None
    precise: bool


def find(text: str) -> Found | None:
    """What is meant by "via Cecchi 18", "cecchi", "c.so Vercelli, Barriera di Milano" or "Aurora"."""
    parts = meaningful(text)
    named = {part: area for part in parts if (area := area_called(part))}
    for part in parts:
        street = None if part in named else street_called(part, [*named.values()])
        if street:
            return of_street(street, number_of(readable(text)))
    return next(map(of_area, named.values()), None)


def suggest(text: str, limit: int = 8) -> list[Found]:
    """Areas and streets that begin like this, areas first; nothing for less than two letters."""
    typed = readable(text)
    start = fold_street(street_of(typed) or typed)
    if len(fold(typed)) < 2:
        return []
    near = [of_area(area) for area in areas() if f" {fold(area.name)}".find(f" {start}") >= 0]
    begun = Q(folded__startswith=start) | Q(folded__contains=f" {without_kind(start)}")
    same_kind = Q(folded__startswith=kind_of(start))
    streets = Street.objects.select_related("area").filter(begun & same_kind)[:limit]
    return [*near, *(of_street(street, number_of(typed)) for street in streets)][:limit]


def readable(text: str) -> str:
    """Without what no address holds and no database takes."""
    return " ".join(text[:LONGEST].replace("\0", " ").split())


def meaningful(text: str) -> list[str]:
    """The parts between commas, without the city's own name."""
    parts = [part.strip() for part in readable(text).split(",")]
    city = fold(settings.CITY)
    return [part for part in parts if fold(part).lstrip("0123456789 ") not in {"", city}]


def area_called(part: str) -> Area | None:
    wanted = fold(part)
    return next((area for area in areas() if wanted in {fold(area.name), fold(area.code)}), None)


def street_called(part: str, named: Sequence[Area | None]) -> Street | None:
    """The best line of the gazetteer: the whole address, else its street, else one that bears this name."""
    line, street = fold_street(part), fold_street(street_of(part))
    bare = f" {without_kind(street)}"
    if len(bare) < 4:
        return None
    alike = Q(folded__in=(line, street)) | Q(folded__endswith=bare) | Q(folded__contains=f"{bare} ")
    candidates = Street.objects.select_related("area").filter(alike).order_by("pk")

    def rank(found: Street) -> tuple[bool, ...]:
        same_kind = kind_of(found.folded) == kind_of(street)
        whole, same, ends = found.folded == line, found.folded == street, found.folded.endswith(bare)
        return whole, same, same_kind, ends, found.area in named

    return max(candidates, key=rank, default=None)


def of_street(street: Street, number: str) -> Found:
    name = street.name if number_of(street.name) or not number else f"{street.name} {number}"
    label = f"{name}, {street.area.name}" if street.area else name
    return Found(label, street.lat, street.lon, street.area, precise=True)


def of_area(area: Area) -> Found:
    return Found(area.name, area.centre_lat, area.centre_lon, area, precise=False)

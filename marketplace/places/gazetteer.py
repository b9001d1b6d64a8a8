"""The embedded geocoder: the city's own areas and streets, asked in a hurry, without the network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q

from marketplace.places.areas import areas
from marketplace.places.models import Area, Street
from marketplace.places.names import fold, fold_street, kind_of, number_of, street_of, without_kind

LONGEST = 200  # characters of a question; nobody's address is longer


@dataclass(frozen=True)
class Found:
    """A place on the map. `precise`: at least the street is known, not only the neighbourhood. `here`: a position, and
    the label says in which neighbourhood."""

    label: str
    lat: float
    lon: float
    area: Area | None
    precise: bool
    here: bool = False


def find(text: str, known: Sequence[Area] = ()) -> Found | None:
    """What is meant by "via Cecchi 18", "cecchi", "c.so Vercelli, Barriera di Milano" or "Aurora"."""
    return find_all([text], known)[text]


def find_all(texts: Iterable[str], known: Sequence[Area] = ()) -> dict[str, Found | None]:
    """What each of these means, in two queries, however many they are; in one where the areas are `known`."""
    asked = {text: meaningful(text) for text in texts}
    known = known or (areas() if any(asked.values()) else ())
    called = {part: area_called(part, known) for parts in asked.values() for part in parts}
    streets = streets_like([part for part, area in called.items() if not area])
    return {text: among(text, {part: called[part] for part in parts}, streets) for text, parts in asked.items()}


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


def area_called(part: str, known: Sequence[Area]) -> Area | None:
    wanted = fold(part)
    return next((area for area in known if wanted in {fold(area.name), fold(area.code)}), None)


def streets_like(parts: Sequence[str]) -> list[Street]:
    """All that any of these parts of addresses may mean."""
    alike = [is_like for part in parts if (is_like := Wanted(part).alike())]
    return list(Street.objects.select_related("area").filter(reduce(or_, alike)).order_by("pk")) if alike else []


def among(text: str, called: dict[str, Area | None], streets: Sequence[Street]) -> Found | None:
    """What a text means, of whose parts some are called like an area: a street, else an area."""
    named = [area for area in called.values() if area]
    for part, area in called.items():
        street = None if area else Wanted(part).best(streets, named)
        if street:
            return of_street(street, number_of(readable(text)))
    return next(map(of_area, named), None)


class Wanted:
    """A part of an address as streets are looked for by it."""

    def __init__(self, part: str) -> None:
        self.line, self.street = fold_street(part), fold_street(street_of(part))
        self.bare = f" {without_kind(self.street)}"

    def alike(self) -> Q | None:
        """None: it is too short to say anything."""
        if len(self.bare) < 4:
            return None
        same, ends = Q(folded__in=(self.line, self.street)), Q(folded__endswith=self.bare)
        return same | ends | Q(folded__contains=f"{self.bare} ")

    def is_like(self, found: Street) -> bool:
        """The same question, of a street that was read for several at once."""
        return found.folded in (self.line, self.street) or f"{self.bare} " in f"{found.folded} "

    def best(self, streets: Sequence[Street], named: Sequence[Area]) -> Street | None:
        """The whole address, else its street, else one that bears this name."""
        if len(self.bare) < 4:
            return None
        return max(filter(self.is_like, streets), key=lambda found: self.rank(found, named), default=None)

    def rank(self, found: Street, named: Sequence[Area]) -> tuple[bool, ...]:
        same_kind = kind_of(found.folded) == kind_of(self.street)
        whole, same, ends = found.folded == self.line, found.folded == self.street, found.folded.endswith(self.bare)
        return whole, same, same_kind, ends, found.area in named


def of_street(street: Street, number: str) -> Found:
    name = street.name if number_of(street.name) or not number else f"{street.name} {number}"
    label = f"{name}, {street.area.name}" if street.area else name
    return Found(label, street.lat, street.lon, street.area, precise=True)


def of_area(area: Area) -> Found:
    return Found(area.name, area.centre_lat, area.centre_lon, area, precise=False)

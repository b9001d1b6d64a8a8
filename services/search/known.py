"""What searches name in the database, looked up for a whole list of them at once."""

from collections.abc import Mapping, Sequence
from datetime import date

from marketplace.places import geocoding
from marketplace.places.areas import areas
from marketplace.places.models import TravelSpeed
from services.models import Category


class Known:
    """The categories, places and speeds that these name, in at most four queries, however many they are."""

    def __init__(self, asked: Sequence[Mapping[str, str]]) -> None:
        slugs, lines = (values(asked, name) for name in ("category", "near"))
        self.categories = Category.objects.in_bulk(slugs, field_name="slug") if slugs else {}
        self.areas = areas() if lines else ()
        self.places = geocoding.find_all(lines, self.areas)
        self.speeds = list(TravelSpeed.objects.all()) if values(asked, "minutes") else []

    def place(self, line: str) -> geocoding.Found | None:
        return self.places[line] if line in self.places else geocoding.find(line)

    def speed(self, mode: str, day: date) -> TravelSpeed | None:
        return next((speed for speed in self.speeds if speed.mode == mode and speed.counts_on(day)), None)


def values(asked: Sequence[Mapping[str, str]], name: str) -> set[str]:
    return {said for query in asked if (said := query.get(name, "").strip())}

"""What hangs on racks and is called so: for whoever looks for a coat where services are looked for."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q
from django.db.models.expressions import RawSQL

from services.models import Category, Garment, GarmentType, Wardrobe

MOST = 1000  # garments that are counted
SHOWN = 5  # racks that are named; a large city has hundreds
# By the stems of their names, as offers are found by those of their category.
CALLED = """
SELECT type.id FROM services_garmenttype AS type, jsonb_each_text(type.name) AS said(language, words)
WHERE services_stems(words) @@ services_asked(%s, true)
"""


class Hanging(NamedTuple):
    """Garments of a type on a rack that everybody may see; of no type: all that hang there."""

    wardrobe: Wardrobe
    type: GarmentType | None
    number: int


class Named(NamedTuple):
    """The racks with most of them, on how many there are some, and how many in all: of the first MOST."""

    racks: list[Hanging]
    places: int
    garments: int


def named(words: Sequence[str], category: Category | None = None) -> Named:
    """Garments whose type has all of these words in its name; without words, all that hang at the wardrobes whose
    fitting is of this category. One query, three where there are some."""
    racks = Wardrobe.objects.published()
    racks = racks.filter(offer__category=category) if category else racks
    called = Q(type__in=RawSQL(CALLED, [list(words)])) if words else Q()
    hanging = Garment.objects.hanging().filter(called, wardrobe__in=racks)
    rows = hanging.values_list("wardrobe", "type")[:MOST]
    numbers = Counter((rack, kind if words else None) for rack, kind in rows)
    shown = dict(numbers.most_common(SHOWN))
    return Named(with_names(shown) if shown else [], len(numbers), numbers.total())


def with_names(numbers: dict[tuple[int, int | None], int]) -> list[Hanging]:
    racks = Wardrobe.objects.in_bulk([rack for rack, _kind in numbers])
    types = GarmentType.objects.in_bulk([kind for _rack, kind in numbers if kind])
    return [Hanging(racks[rack], types[kind] if kind else None, number) for (rack, kind), number in numbers.items()]

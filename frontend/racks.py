"""Beside the services that were found: garments on racks that are called so, for those are no services."""

from dataclasses import replace
from typing import Any, NamedTuple

from services.search import Wish
from services.search.words import words_of
from services.wardrobe.named import MOST, named

# What may be wished of a garment, too; whoever asks for a day, a price or a language does not ask for one.
OF_GARMENTS: dict[str, Any] = {
    "words": "", "category": None, "points": False, "eligible": False, "person": None,
    "near": None, "within": None, "minutes": None, "speed": None,
}  # fmt: skip


class Rack(NamedTuple):
    """Where they hang, with the rack's address narrowed to them."""

    label: str
    href: str
    number: int


def racks_for(wish: Wish) -> dict[str, Any]:
    """The racks, and how many garments hang on all of them: at least so many, where there are `more`."""
    asked = (wish.words or wish.category) and replace(wish, **OF_GARMENTS) == Wish()
    hanging = named(words_of(wish), wish.category) if asked else []
    racks = [
        Rack(
            f"{each.type}, {each.wardrobe}" if each.type else str(each.wardrobe),
            each.wardrobe.get_absolute_url() + (f"?type={each.type.slug}" if each.type else ""),
            each.number,
        )
        for each in hanging
    ]
    number = sum(rack.number for rack in racks)
    return {"racks": racks, "garments": number, "more_garments": number == MOST}

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
    """Some racks, how many others there are, and how many garments hang on all of them: at least so many, where there
    are `more`."""
    if not (wish.words or wish.category) or replace(wish, **OF_GARMENTS) != Wish():
        return {}
    found = named(words_of(wish), wish.category)
    racks = [
        Rack(
            f"{each.type}, {each.wardrobe}" if each.type else str(each.wardrobe),
            each.wardrobe.get_absolute_url() + (f"?type={each.type.slug}" if each.type else ""),
            each.number,
        )
        for each in found.racks
    ]
    others = found.places - len(racks)
    return {"racks": racks, "other_racks": others, "garments": found.garments, "more_garments": found.garments == MOST}

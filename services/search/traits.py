"""What offers of a category say of themselves: one choice of a trait is enough, and each trait that is named counts."""

from itertools import groupby

from services.models.offer import OfferQuerySet
from services.search.wishes import Wish


def by_traits(found: OfferQuerySet, wish: Wish, column: str = "listing__traits") -> OfferQuerySet:
    """Of what search reads; a desk that looks for its own, listed or not, names the offer's `column`."""
    for values in asked_by_trait(wish).values():
        found = found.filter(**{f"{column}__overlap": values})
    return found


def asked_by_trait(wish: Wish) -> dict[str, list[str]]:
    """The wished values, which stand in the order of their category, by the slug of their trait."""
    return {trait: list(values) for trait, values in groupby(wish.traits, trait_of)}


def trait_of(value: str) -> str:
    return value.partition(":")[0]

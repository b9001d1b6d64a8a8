"""What somebody may have: without the offers that she would be refused for who she is."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q

from services.models.offer import OfferQuerySet
from services.search.wishes import Wish

# Which offers a person may ask for, on a day where one is wished: entered by the room above, which knows bookings.
RULES: list[Callable[[Any, date | None], Q]] = []


def by_person(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    """Of nobody in particular it means nothing."""
    return found.filter(*(rule(wish.person, wish.on) for rule in RULES)) if wish.person else found

"""What is made of an offer for everybody, a card or its shape in JSON: made once for each edition of its listing."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from services.models import Offer

AGE = 86_400  # seconds
LIVE = ("next_start", "later", "seats_left", "pieces_left", "lift")  # of every booking or night: found anew each time
FOUND = {"edition", "distance", *LIVE}  # what searching says of an offer, besides its own


def drawn(offers: Sequence[Offer], way: str, draw: Callable[[Offer], Any], *, live: bool = True) -> list[Any]:
    """For each of these, which are `light` and carry what `with_next_start` adds, what `draw` makes of it
    in the language of the reader. `way`: under which name it is kept, in this process; `live`: whether it shows what
    changes with every booking.

    A fixed number of queries for those that are not kept, none for the others."""
    keys = {offer.pk: key_of(offer, way, LIVE if live else ()) for offer in offers}
    kept = caches["drawn"].get_many(keys.values())
    missing = [offer for offer in offers if keys[offer.pk] not in kept]
    made = {keys[offer.pk]: draw(offer) for offer in whole(missing)} if missing else {}
    caches["drawn"].set_many(made, AGE)
    known = kept | made
    return [known[keys[offer.pk]] for offer in offers]


def newest_edition() -> int:
    """Another number whenever a listing has come, changed or gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM services_listing_edition")
        return cursor.fetchone()[0]


def key_of(offer: Any, way: str, facts: Sequence[str]) -> str:
    shown = [way, get_language(), offer.pk, offer.edition]
    if facts:
        # The hour, for a card says "tomorrow": in some zone a day begins with each of them.
        shown += [f"{timezone.now():%Y-%m-%dT%H}", *(getattr(offer, name, None) for name in facts)]
    return "|".join(str(value).replace(" ", "_") for value in shown)


def whole(offers: Sequence[Offer]) -> list[Offer]:
    """The same offers with all that a card shows; those that are not `light` any more stay as they are."""
    lean = [offer.pk for offer in offers if offer.get_deferred_fields()]
    found = Offer.objects.for_cards().prefetch_related("resources").in_bulk(lean) if lean else {}
    for offer in offers:
        vars(found.get(offer.pk, offer)).update({name: vars(offer)[name] for name in FOUND & vars(offer).keys()})
    return [found.get(offer.pk, offer) for offer in offers]

"""Person, words, place and time: which offers there are, in one SQL and in which order."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from marketplace.places import points
from services.availability import NextStart, Span, midnight, next_free
from services.models import Occasion, Offer, OpenSpan
from services.models.offer import OfferQuerySet
from services.search.wishes import LONGEST, Wish
from services.search.words import by_words, rank, words_of

ANYWHERE = (Offer.Where.PHONE, Offer.Where.REMOTE)


class StartBetween(NextStart):
    """The same for few days: looked for in all of them at once."""

    function = "services_start_between"


class NextDate(NextStart):
    """The same of an offer that takes place on dates of its own."""

    function = "services_next_date"


def search(user: Any, wish: Wish) -> OfferQuerySet:
    """The published offers that answer the wish, in the order that the page "How we order the results" explains.

    Each carries, near a place, `distance` in metres; on a wished day, `next_start`. Without a day that is asked for
    the cards shown alone (`with_next_start`): it costs about a millisecond each.
    """
    found = Offer.objects.visible_to(user).published()
    for narrow in (by_words, by_facts, by_place):
        found = narrow(found, wish)
    return ordered(by_day(found, wish), wish)


def by_facts(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    facts = {
        "category": wish.category,
        "where": wish.where,
        "price": Offer.Price.FREE if wish.free else "",
        "organisation__languages__contains": [wish.language] if wish.language else "",
    }
    return found.filter(**{name: value for name, value in facts.items() if value})


def by_place(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    """Near a place: with its distance, without those who do not come to that neighbourhood, and not farther than
    wished. What is done by phone or online has no distance and is near everywhere."""
    if not wish.near:
        return found
    lat, lon = wish.near.lat, wish.near.lon
    away = Case(When(where__in=ANYWHERE, then=None), default=points.distance("location", lat, lon))
    found = found.annotate(distance=away)
    if wish.near.area:
        served = Offer.areas.through.objects.filter(offer=OuterRef("pk"))
        comes = ~Exists(served) | Exists(served.filter(area=wish.near.area))
        found = found.filter(~Q(where=Offer.Where.AT_HOME) | comes)
    if wish.within:
        found = found.filter(Q(where__in=ANYWHERE) | points.within("location", lat, lon, wish.within))
    return found


def by_day(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    """On a wished day, only those that are really free on it, notice and buffers kept, with their first start.

    Whether somebody works at all that day is cheap to know, so it is asked first: CASE keeps the order, WHERE does not.
    """
    if not wish.on:
        return found
    since, until = window(wish.on, wish.on)
    span = (F("pk"), Value(timezone.now()), Value(since), Value(until))
    dated = When(Exists(Occasion.objects.filter(offer=OuterRef("pk"))), then=NextDate(*span))
    open_then = When(Exists(open_between(since, until)), then=StartBetween(*span))
    found = found.annotate(next_start=Case(dated, open_then, default=None))
    return found.filter(next_start__isnull=False)


def open_between(since: datetime, until: datetime) -> Any:
    """Hours of those who do an offer. They are written out by the day, so none that counts began long before."""
    begins = {"period__startswith__gte": since - timedelta(days=2), "period__startswith__lt": until}
    spans = OpenSpan.objects.filter(period__overlap=TimestamptzRange(since, until), **begins)
    return spans.filter(resource__active=True, resource__offers=OuterRef("pk"))


def window(first: date, last: date) -> Span:
    zone = timezone.get_default_timezone()
    return midnight(first, zone), midnight(last + timedelta(days=1), zone)


def ordered(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    """Nearest first; without a place, on a day who is free soonest, with words what fits them best, else the newest.
    What has no distance comes last. The page about the order says the same."""
    if wish.near:
        return found.order_by(F("distance").asc(nulls_last=True), "pk")
    if wish.on:
        return found.order_by(F("next_start").asc(nulls_last=True), "pk")
    if words_of(wish):
        return found.annotate(rank=rank(wish)).order_by(F("rank").desc(), "pk")
    return found.order_by("-pk")


def with_next_start(offers: Iterable[Offer]) -> list[Offer]:
    """These offers, each with the next start within its horizon, and where it is a date the seats left there.

    Two queries for all cards of a page."""
    offers = list(offers)
    missing = [offer for offer in offers if not hasattr(offer, "next_start")]
    starts = next_free(missing, days=LONGEST.days) if missing else {}
    for offer in missing:
        offer.next_start = starts.get(offer.pk)  # type: ignore[attr-defined]
    left = seats_left(offers)
    for offer in offers:
        offer.seats_left = left.get((offer.pk, offer.next_start))  # type: ignore[attr-defined]
    return offers


def seats_left(offers: Iterable[Offer]) -> dict[tuple[int, datetime | None], int]:
    """By offer and moment: how many seats are left on each date that one may still book."""
    dates = Occasion.objects.filter(offer__in=[offer.pk for offer in offers]).bookable().with_left()
    return {(date.offer_id, date.starts_at): date.left for date in dates}  # type: ignore[attr-defined]


COUNTS = """
WITH found(id, at, location) AS MATERIALIZED ({found})
SELECT area.id, count(*)
FROM places_area AS area
CROSS JOIN LATERAL (
    SELECT circle(
        point({radius} * radians(area.centre_lon), {radius} * asinh(tan(radians(area.centre_lat)))),
        %s / cos(radians(area.centre_lat))
    ) AS around
) AS near
JOIN found ON found.at IN ('phone', 'remote') OR (
    found.location <@ near.around AND (
        found.at <> 'at_home'
        OR NOT EXISTS (SELECT FROM services_offer_areas WHERE offer_id = found.id)
        OR EXISTS (SELECT FROM services_offer_areas WHERE offer_id = found.id AND area_id = area.id)
    )
)
GROUP BY area.id
"""


def counts_by_area(user: Any, wish: Wish, within: int) -> dict[int, int]:
    """How many offers each neighbourhood would show for this wish, `within` metres around its centre. One query."""
    found = search(user, replace(wish, near=None, within=None)).order_by().values("pk", "where", "location")
    inner, params = found.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(found=inner, radius=points.RADIUS), [*params, within])
        return dict(cursor.fetchall())

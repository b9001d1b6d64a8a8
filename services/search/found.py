"""Person, words, place and time: which offers there are, in one SQL and in which order."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from marketplace.places import points
from services.availability import Span, midnight, next_free, with_pieces_left
from services.models import DATED, Occasion, Offer
from services.models.offer import OfferQuerySet
from services.search.crowds import NO_PLACE, bound, nearest_alone
from services.search.eligible import by_person
from services.search.lengths import by_length
from services.search.lifting import with_lift
from services.search.prices import by_price
from services.search.starts import first_start, possible
from services.search.traits import by_traits
from services.search.wishes import LONGEST, Wish
from services.search.words import by_words, rank, words_of

POINT = "listing__location"  # none where it is done by phone or online, or nobody knows where they start from
LISTED = {
    "category": "listing__category__contains",
    "where": "listing__where",
    "price_cents": "listing__price_cents",
    "languages": "listing__languages__contains",
}
BEST = F("rank").desc()  # what fits the words best
WRITTEN = {
    "category": "category",
    "where": "where",
    "price_cents": "price_cents",
    "languages": "organisation__languages__contains",
}


def search(wish: Wish) -> OfferQuerySet:
    """The offers that answer the wish, for everybody, in the order that the page "How we order the results" explains.

    Each carries `lift`; near a place, `distance` in metres; on a wished day, `next_start`. Without a day that is
    asked for the cards shown alone (`with_next_start`), and `raised` puts each page in its own order.
    """
    found = sought(wish)
    return found.filter(Q(next_start__isnull=False)) if by_start(wish) else found


def by_start(wish: Wish) -> bool:
    """Is only found what has a start, on a day or on any?"""
    return bool(wish.on or wish.seats)


def sought(wish: Wish) -> OfferQuerySet:
    """The same, with those whose `next_start` turns out to be none."""
    found = Offer.objects.filter(listing__isnull=False)  # what everybody finds, as search reads it
    for narrow in (by_words, by_facts, by_traits, by_access, by_price, by_length, by_person, by_place):
        found = narrow(found, wish)
    return with_lift(ordered(by_day(found, wish), wish))


def by_facts(found: OfferQuerySet, wish: Wish, columns: Mapping[str, str] = LISTED) -> OfferQuerySet:
    """Of what search reads; a desk that looks for its own, listed or not, names the offer's `columns`."""
    facts = {
        "category": wish.category and wish.category.pk,
        "where": wish.where,
        "price_cents": 0 if wish.free else None,  # known before the offer is read; `by_price` has the rule
        "languages": [wish.language] if wish.language else None,
    }
    return found.filter(**{columns[name]: value for name, value in facts.items() if value not in (None, "")})


def by_access(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    """Where one gets in without steps. What is done at one's home, by phone or online is in nobody's way."""
    return found.filter(~Q(where=Offer.Where.AT_PLACE) | Q(step_free=True)) if wish.accessible else found


def by_place(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    """Near a place: with its distance, without those who do not come to that neighbourhood, and not farther than
    wished. What is done by phone or online, or by a body without an address, has no distance and is near everywhere."""
    if not wish.near:
        return found
    lat, lon = wish.near.lat, wish.near.lon
    apart, distance = points.nearest(POINT, lat, lon), points.distance(POINT, lat, lon)
    found = found.annotate(apart=apart, distance=distance)
    if wish.near.area:
        everywhere = ~Q(listing__where=Offer.Where.AT_HOME) | Q(listing__areas=None)
        found = found.filter(everywhere | Q(listing__areas__contains=[wish.near.area.pk]))
    if wish.reach:
        found = found.filter(Q(listing__location=None) | points.within(POINT, lat, lon, wish.reach))
    return near_first(found, wish) if nearest_alone(wish) else found


def near_first(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    """In a crowd the nearest, with a place of their own; elsewhere all."""
    metres = bound(wish)
    if not wish.near or metres is None:
        return found
    return found.filter(points.within(POINT, wish.near.lat, wish.near.lon, metres))


def sorted_near(found: OfferQuerySet) -> OfferQuerySet:
    """In the same order, and not by walking from one to the next: quicker where few fit."""
    return found.order_by((F("apart") + 0.0).asc(nulls_last=True), "pk")


def by_day(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    """On a wished day, with the first start in the wished hours, notice and buffers kept: whoever has one is really
    free. For some seats, with the first date that has so many left, or the first time at which so many places are
    free, on the day or on any."""
    if not by_start(wish):
        return found
    since, until = hours_of(wish)
    start = first_start(since, until, wish.seats, wish.lasting)
    return possible(found, since, until, wish.seats).annotate(next_start=start)


def hours_of(wish: Wish) -> Span:
    """The time in which it is to begin, so early that what lasts so long ends in the wished hours, and not in the past;
    without a day, from now on as far ahead as anything can be booked."""
    now = timezone.now()
    if not wish.on:
        return now, now + LONGEST
    first, end = window(wish.on, wish.on)
    zone = timezone.get_default_timezone()
    since = datetime.combine(wish.on, wish.since, zone) if wish.since else first
    until = latest(datetime.combine(wish.on, wish.until, zone), wish.lasting) if wish.until else end
    return max(since, min(now, until)), until


def latest(end: datetime, minutes: int | None) -> datetime:
    """Before this it has to begin. What lasts so long may end at the very end."""
    return end - timedelta(minutes=minutes) + timedelta.resolution if minutes else end


def window(first: date, last: date) -> Span:
    zone = timezone.get_default_timezone()
    return midnight(first, zone), midnight(last + timedelta(days=1), zone)


def ordered(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    """Nearest first; without a place, on a day who is free soonest, with words what fits them best, else the newest.
    What has no distance comes last. The page about the order says the same."""
    order = order_of(wish)
    return (found.annotate(rank=rank(wish)) if order[0] == BEST else found).order_by(*order)


def order_of(wish: Wish) -> list[Any]:
    if wish.near:
        return ["pk"] if wish.where in NO_PLACE else [F("apart").asc(nulls_last=True), "pk"]
    if wish.on:
        return [F("next_start").asc(nulls_last=True), "pk"]
    return [BEST, "pk"] if words_of(wish) else ["-pk"]


def with_next_start(offers: Iterable[Offer], lasting: int | None = None) -> list[Offer]:
    """These offers, each with the next start within its horizon for so many minutes, or its shortest stay, and where it
    is a date the seats left there; where it is sold by the piece, the pieces left.

    One query for all cards of a page, one more where something takes place on dates, or is sold by the piece."""
    offers = list(offers)
    missing = [offer for offer in offers if not hasattr(offer, "next_start")]
    starts = next_free(missing, days=LONGEST.days, minutes=lasting) if missing else {}
    for offer in missing:
        offer.next_start = starts.get(offer.pk)  # type: ignore[attr-defined]
    left = seats_left([offer for offer in offers if DATED.get(offer.kind)])
    for offer in offers:
        offer.seats_left = left.get((offer.pk, offer.next_start))  # type: ignore[attr-defined]
    return with_pieces_left(offers)


def seats_left(offers: Sequence[Offer]) -> dict[tuple[int, datetime | None], int]:
    """By offer and moment: how many seats are left on each date that one may still book."""
    if not offers:
        return {}
    dates = Occasion.objects.filter(offer__in=[offer.pk for offer in offers]).bookable().with_left()
    return {(date.offer_id, date.starts_at): date.left for date in dates}  # type: ignore[attr-defined]

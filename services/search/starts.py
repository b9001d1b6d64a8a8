"""When an offer can be had on a wished day: the database's own answer, asked of one candidate after the other."""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, Exists, F, Func, Q, QuerySet, Value
from django.db.models.lookups import LessThan
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from services.models import SHARED, Occasion, Offer, OpenSpan
from services.models.occasion import OPEN
from services.models.offer import OfferQuerySet

SOON = timedelta(days=2)  # farther ahead nearly everybody can still be asked
FEW = 20  # hours of people: so many are sooner looked at one by one than all offers of a city


class FirstStart(Func):
    """The first start of an offer in a span of time, looked for in all of it at once: written out in the query."""

    template = "(SELECT min(at) FROM services_starts(%(expressions)s))"
    output_field = DateTimeField(null=True)


class Noticed(Func):
    """The moment from which an offer can be had, if it is asked for now."""

    template, arg_joiner = "(%(expressions)s)", " + interval '1 minute' * "
    output_field = DateTimeField()


def first_start(since: datetime, until: datetime, seats: int | None = None, minutes: int | None = None) -> FirstStart:
    """The first start in this time for so many minutes, or the shortest stay, notice and buffers kept; NULL where there
    is none. With `seats`, the first date that has so many left, or the first time at which so many places are free.

    All in one function, who works at all too: where that were asked beside it, the planner would put together whoever
    works that day in the whole city before it looks at the nearest."""
    return FirstStart(F("listing__pk"), Value(timezone.now()), Value(since), Value(until), Value(seats), Value(minutes))


def possible(found: OfferQuerySet, since: datetime, until: datetime, seats: int | None = None) -> OfferQuerySet:
    """Those that may have a start in this time, where that is cheap to know: late in the day most want to be asked
    sooner, on a day of rest few work, and nobody else's free time has to be worked out to know that there is none. For
    seats, those with a date, or with a resource that has so many."""
    now = timezone.now()
    if until - now < SOON:
        found = found.filter(LessThan(Noticed(Value(now), F("notice_minutes")), Value(until)))
    dated = Occasion.objects.filter(status=OPEN, starts_at__gte=since, starts_at__lt=until).values("offer")
    if seats:
        return found.filter(listing__in=roomy(seats).union(dated))
    at_work = OpenSpan.objects.filter(period__overlap=TimestamptzRange(since, until)).values("resource")
    theirs = Offer.resources.through.objects.filter(resource__in=at_work[:FEW]).values("offer")
    return found.filter(Exists(at_work[FEW : FEW + 1]) | Q(listing__in=theirs.union(dated)))


def roomy(seats: int) -> QuerySet:
    """Where one takes several places at a time, if one resource has so many; it has at least two."""
    kinds = [kind for kind, shared in SHARED.items() if shared]
    several = Offer.resources.through.objects.filter(
        resource__active=True, resource__lanes__gt=1, offer__kind__in=kinds
    )
    return several.filter(resource__lanes__gte=seats).values("offer")

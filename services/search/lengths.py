"""For how long: what one can have for so many minutes."""

from datetime import timedelta

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Greatest, Mod
from django.utils import timezone

from services.models import DATED, PICKED, Occasion, Offer
from services.models.occasion import OPEN
from services.models.offer import OfferQuerySet
from services.search.wishes import Wish


def by_length(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    """What lets one choose this length (`Offer.durations`), or has a date that lasts so long. Of what is done in the
    time that it takes nobody knows before for how long one has it."""
    if not wish.lasting:
        return found
    picked, dated = ([kind for kind, yes in kinds.items() if yes] for kinds in (PICKED, DATED))
    step = Greatest(
        Case(When(price=Offer.Price.SLICE, then=F("slice_minutes")), default=F("every_minutes")),
        Value(5),
        output_field=IntegerField(),
    )
    over = Mod(Value(wish.lasting) - F("min_minutes"), step, output_field=IntegerField())
    stays = Q(kind__in=picked, min_minutes__lte=wish.lasting, max_minutes__gte=wish.lasting, past_a_step=0)
    return found.alias(past_a_step=over).filter(stays | Q(kind__in=dated) & Exists(dates_of(wish.lasting)))


def dates_of(minutes: int) -> QuerySet[Occasion]:
    coming = Occasion.objects.filter(offer=OuterRef("pk"), status=OPEN, starts_at__gt=timezone.now())
    return coming.filter(ends_at=F("starts_at") + timedelta(minutes=minutes))

"""Who is new and who is little asked, by the dated rule: worked out every night, so that search only has to look."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.utils import timezone

from bookings.models import Booking
from marketplace.lives.models import Change
from marketplace.lives.tables import NEW
from services.models import Lift, LiftRule, Offer

BATCH = 200  # organisations that are counted together
Pair = tuple[int, int]  # an organisation, a category
NEW_HERE, LITTLE_ASKED = Lift.Why.NEW.value, Lift.Why.LITTLE_ASKED.value


def lift_all() -> None:
    """Done once more it changes nothing. Without a rule for today nobody is lifted."""
    rule = LiftRule.objects.today()
    write(who(rule) if rule else {})


def welcome(organisation: int) -> None:
    """As soon as an offer of it is published: whoever is new does not wait for the night."""
    rule = LiftRule.objects.today()
    if rule and new_among([organisation], rule):
        enter(dict.fromkeys(offered([organisation]), NEW_HERE))


def who(rule: LiftRule) -> dict[Pair, str]:
    offers: Counter[Pair] = Counter()
    asked: Counter[Pair] = Counter()
    new: set[int] = set()
    for some in batches(list(Offer.objects.published().values_list("organisation", flat=True).distinct())):
        offers.update(offered(some))
        asked.update(asked_of(some, timezone.now() - timedelta(days=rule.asked_days)))
        new |= new_among(some, rule)
    little = dict.fromkeys(little_asked(offers, asked, rule.asked_percent), LITTLE_ASKED)
    return little | {pair: NEW_HERE for pair in offers if pair[0] in new}


def little_asked(offers: Counter[Pair], asked: Counter[Pair], percent: int) -> Iterator[Pair]:
    """Those that are asked less, for each of their offers, than so much of what is usual in the category. Where nobody
    is asked, or there is nobody else, nobody is asked less."""
    all_offers, all_asked = by_category(offers), by_category(asked)
    for pair, number in offers.items():
        if asked[pair] * all_offers[pair[1]] * 100 < percent * all_asked[pair[1]] * number:
            yield pair


def by_category(numbers: Counter[Pair]) -> Counter[int]:
    summed: Counter[int] = Counter()
    for (_organisation, category), number in numbers.items():
        summed[category] += number
    return summed


def batches(organisations: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(organisations), BATCH):
        yield organisations[start : start + BATCH]


def offered(organisations: Sequence[int]) -> dict[Pair, int]:
    """How many of their offers are published."""
    theirs = Offer.objects.published().filter(organisation__in=organisations).order_by()
    numbers = theirs.values_list("organisation", "category").annotate(Count("pk"))
    return {(organisation, category): number for organisation, category, number in numbers}


def asked_of(organisations: Sequence[int], since: datetime) -> dict[Pair, int]:
    """How often they were asked, whatever came of it; for what they offer no more, too."""
    theirs = Booking.objects.filter(organisation__in=organisations, born_at__gte=since).exclude(status=NEW).order_by()
    numbers = theirs.values_list("organisation", "offer__category").annotate(Count("pk"))
    return {(organisation, category): number for organisation, category, number in numbers}


def new_among(organisations: Sequence[int], rule: LiftRule) -> set[int]:
    """Those whose first offer came out so lately."""
    of = "life__as_offer__organisation"
    came_out = Change.objects.filter(step="publish", **{f"{of}__in": organisations}).order_by()
    since = timezone.now() - timedelta(days=rule.new_days)
    return set(came_out.values(of).annotate(first=Min("at")).filter(first__gt=since).values_list(of, flat=True))


def write(lifted: dict[Pair, str]) -> None:
    """Only what is otherwise than it was."""
    had = {(one.organisation_id, one.category_id): one for one in Lift.objects.all()}
    gone = [one.pk for pair, one in had.items() if pair not in lifted]
    for some in batches(gone):
        Lift.objects.filter(pk__in=some).delete()
    enter({pair: why for pair, why in lifted.items() if pair not in had or had[pair].why != why})


def enter(lifted: dict[Pair, str]) -> None:
    rows = [Lift(organisation_id=pair[0], category_id=pair[1], why=why) for pair, why in lifted.items()]
    Lift.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["organisation", "category"],
        update_fields=["why"],
    )

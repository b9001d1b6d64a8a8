"""What another rule of a wardrobe would change, and for whom: said before it is written."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from bookings.models import Piece
from services.models import AccessRule, GarmentType, Household, OwnGarment, Quota, Recharge, SwapRule, Tag
from services.models.garment import ON_THE_WAY, RACK
from services.models.household import OPEN
from services.models.swap import SEEN
from services.wardrobe import rules
from services.wardrobe.ruling import Draft

HERE = (*ON_THE_WAY, RACK)  # what is on its way to somebody: it has its points on its label already


@dataclass(frozen=True)
class Size:
    """Households of one size, and the points of one of them in a period."""

    grown: int
    children: int
    households: int
    before: int
    after: int


@dataclass(frozen=True)
class Preview:
    """Of a recharge: how many households, by size, and the points of all together in a period; `cut`: the day on which
    the period that runs then would have ended by itself. Of a type: pieces whose label says other points, and keeps
    them. Of a type and of a quota: people for whom it counts, and households that have had more already."""

    households: int = 0
    people: int = 0
    sizes: tuple[Size, ...] = ()
    before: int = 0
    after: int = 0
    cut: date | None = None
    pieces: int = 0
    beyond: int = 0


def preview(draft: Draft) -> Preview:
    return FORESEEN[type(draft.rule)](draft.rule, draft.types)


def of_recharge(rule: Recharge, types: list[GarmentType]) -> Preview:
    old: Any = rule.follows
    sizes = tuple(
        Size(grown, children, number, points(old, grown, children), points(rule, grown, children))
        for (grown, children), number in sorted(by_size(rule).items())
    )
    return Preview(
        households=sum(size.households for size in sizes),
        people=sum(size.households * (size.grown + size.children) for size in sizes),
        sizes=sizes,
        before=sum(size.households * size.before for size in sizes),
        after=sum(size.households * size.after for size in sizes),
        cut=cut_by(rule),
    )


def by_size(rule: Recharge) -> Counter[tuple[int, int]]:
    """How many open households have so many grown-ups and so many children."""
    counted = with_card(rule, without_home=False).annotate(
        grown=Count("members", filter=Q(members__until=None, members__child=False)),
        children=Count("members", filter=Q(members__until=None, members__child=True)),
    )
    return Counter(counted.values_list("grown", "children"))


def with_card(rule: Any, without_home: bool) -> QuerySet[Household]:
    return Household.objects.filter(wardrobe=rule.wardrobe_id, status=OPEN, without_home=without_home).order_by()


def points(rule: Recharge | None, grown: int, children: int) -> int:
    return rule.points_for(grown, children) if rule else 0


def cut_by(rule: Recharge) -> date | None:
    """A rule begins a period of its own: the one that runs on the day before may end earlier than was said."""
    old: Any = rule.follows
    if not old:
        return None
    ends = rules.period_of(old, rule.valid_from - timedelta(days=1)).last
    return ends if ends >= rule.valid_from else None


def of_tag(rule: Tag, types: list[GarmentType]) -> Preview:
    period = rules.period_on(rule.wardrobe, rule.wardrobe.today())
    since = period.first if period else rule.wardrobe.today()
    labelled = rule.wardrobe.garments.filter(type=rule.type, status__in=HERE).exclude(points=rule.points)
    cards = with_card(rule, without_home=False)
    return Preview(
        households=cards.count(),
        pieces=labelled.count(),
        beyond=more_than(cards, [rule.type], since, rule.most) if rule.most else 0,
    )


def of_quota(rule: Quota, types: list[GarmentType]) -> Preview:
    cards = with_card(rule, without_home=True)
    since = rule.wardrobe.today() - timedelta(days=rule.days - 1)
    return Preview(
        households=cards.count(),
        people=cards.aggregate(people=Count("members", filter=Q(members__until=None)))["people"],
        beyond=more_than(cards, types, since, rule.number),
    )


def of_swaps(rule: SwapRule, types: list[GarmentType]) -> Preview:
    """People who show something there, and how many of them more than one may then."""
    showing = OwnGarment.objects.filter(wardrobe=rule.wardrobe, status__in=SEEN).order_by().values("resident")
    counted = showing.annotate(number=Count("pk"))
    return Preview(people=counted.count(), beyond=counted.filter(number__gt=rule.most_shown).count())


def of_access(rule: AccessRule, types: list[GarmentType]) -> Preview:
    """Households with a card, and how many of them have put something aside now: they come as they were told."""
    open_ones = Household.objects.filter(wardrobe=rule.wardrobe_id, status=OPEN).order_by()
    aside = open_ones.filter(pieces__outcome=Piece.Outcome.ASIDE).distinct()
    return Preview(households=open_ones.count(), beyond=aside.count())


def more_than(cards: QuerySet[Household], types: Iterable[GarmentType], since: date, most: int) -> int:
    """How many households have had more of these types since that day than so many for each of their members."""
    counts = Q(pieces__garment__type__in=list(types), pieces__on__gte=since)
    had = Count("pieces", filter=counts & ~Q(pieces__outcome=Piece.Outcome.LEFT), distinct=True)
    members = Count("members", filter=Q(members__until=None), distinct=True)
    return cards.annotate(had=had, number=members).filter(had__gt=F("number") * most).count()


FORESEEN: dict[type, Callable[[Any, list[GarmentType]], Preview]] = {
    Recharge: of_recharge,
    Tag: of_tag,
    Quota: of_quota,
    SwapRule: of_swaps,
    AccessRule: of_access,
}

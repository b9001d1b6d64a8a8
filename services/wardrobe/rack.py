"""What hangs on the rack: by type, size, season and colour, the newest first, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from services.models import Garment, GarmentType, Household, Sought, Wardrobe
from services.models.sizes import SIZES

PAGE, MOST = 24, 1000
CHOICES = {"season": Garment.Season, "colour": Garment.Colour}


@dataclass(frozen=True)
class Filters:
    """What of the rack is asked for. What makes no sense counts as not asked."""

    type: GarmentType | None = None
    size: str = ""
    season: str = ""
    colour: str = ""
    sizes: Mapping[str, list[str]] = field(default_factory=dict)  # the household's own: {"adult": ["M"]}
    before: int | None = None  # the last garment of the page before

    @property
    def others(self) -> Q:
        """Of each row of sizes that the household has named, those alone; types of another row are all there."""
        wrong = Q()
        for sizing, sizes in self.sizes.items():
            wrong |= Q(type__sizing=sizing) & ~Q(size__in=sizes)
        return wrong


@dataclass(frozen=True)
class Page:
    garments: list[Garment]
    number: int  # of all that were found, up to MOST
    further: int | None  # where the next page begins after; None: there is none
    more: bool = False  # than MOST


def filters_of(told: Mapping[str, str], household: Household | None = None) -> Filters:
    """From an address. Their own sizes are asked for with `ours`."""
    slug = told.get("type", "")
    kind = GarmentType.objects.filter(slug=slug).first() if slug and slug.replace("-", "").isalnum() else None
    size = told.get("size", "")
    known = {name: told.get(name, "") if told.get(name) in CHOICES[name].values else "" for name in CHOICES}
    ours = household.sizes if household and told.get("ours") else {}
    before = told.get("before", "")
    return Filters(
        type=kind,
        size=size if kind and size in SIZES[kind.sizing] else "",
        sizes=ours,
        before=int(before) if before.isascii() and before.isdecimal() and len(before) < 16 else None,
        **known,
    )


def found(wardrobe: Wardrobe, filters: Filters) -> Page:
    """Two queries, a later page three, however much was given before. Nobody counts further than MOST."""
    hanging = matching(wardrobe, filters)
    page = list(after(hanging, filters.before).select_related("type").order_by("-hung_at", "-pk")[: PAGE + 1])
    number = hanging.order_by().values("pk")[: MOST + 1].count()  # without joining all lives
    return Page(page[:PAGE], min(number, MOST), page[PAGE - 1].pk if len(page) > PAGE else None, number > MOST)


def after(hanging: QuerySet[Garment], last: int | None) -> QuerySet[Garment]:
    """What comes after that garment, also where it was chosen meanwhile."""
    hung_at = Garment.objects.filter(pk=last).values_list("hung_at", flat=True).first() if last else None
    if not hung_at:
        return hanging
    return hanging.filter(Q(hung_at__lt=hung_at) | Q(pk__lt=last), hung_at__lte=hung_at)


def matching(wardrobe: Wardrobe, filters: Filters) -> QuerySet[Garment]:
    hanging = Garment.objects.hanging().filter(wardrobe=wardrobe)
    wanted: dict[str, Any] = {
        "type": filters.type, "size": filters.size, "season": filters.season, "colour": filters.colour,
    }  # fmt: skip
    hanging = hanging.filter(**{name: value for name, value in wanted.items() if value})
    if filters.type and filters.type.sizing in filters.sizes:
        return hanging.filter(size__in=filters.sizes[filters.type.sizing])
    return hanging.exclude(filters.others) if filters.sizes and not filters.type else hanging


def sought(wardrobe: Wardrobe) -> list[Sought]:
    """What is needed now, for whoever might give it."""
    today = wardrobe.today()
    return list(Sought.objects.on(today).filter(wardrobe=wardrobe).select_related("type").order_by("type__position"))

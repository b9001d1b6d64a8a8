"""What the rules of a wardrobe say on a day: points, how many, and the periods in which they are counted."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.models import GarmentType, Quota, Recharge, Tag, Wardrobe
from services.models.wardrobe import Rule


@dataclass(frozen=True)
class Period:
    """From its first day until before the first of the next."""

    first: date
    following: date

    @property
    def last(self) -> date:
        return self.following - relativedelta(days=1)


def tag_of(wardrobe: Wardrobe, kind: GarmentType, day: date) -> Tag | None:
    """What a type costs on that day; None: it is not taken here."""
    return Tag.objects.on(day).filter(wardrobe=wardrobe, type=kind).first()


def points_of(wardrobe: Wardrobe, kind: GarmentType, day: date) -> int:
    """Raises ValidationError ("type") where the wardrobe has said nothing for this day."""
    tag = tag_of(wardrobe, kind, day)
    if not tag:
        raise ValidationError({"type": _("The wardrobe has no points for this type. Write them first.")})
    return tag.points


def types_on(wardrobe: Wardrobe, day: date) -> QuerySet[GarmentType]:
    """What is taken here on that day."""
    tags = Tag.objects.on(day).filter(wardrobe=wardrobe)
    return GarmentType.objects.filter(pk__in=tags.values("type")).order_by("position", "slug")


def recharge_of(wardrobe: Wardrobe, day: date) -> Recharge | None:
    return Recharge.objects.on(day).filter(wardrobe=wardrobe).first()


def period_of(rule: Recharge, day: date) -> Period:
    """The period of this rule in which the day lies; the rule counts on that day."""
    since = relativedelta(day, rule.valid_from)
    number = (since.years * 12 + since.months) // rule.months
    first = rule.valid_from + relativedelta(months=number * rule.months)
    following = rule.valid_from + relativedelta(months=(number + 1) * rule.months)
    ends = rule.valid_to + relativedelta(days=1) if rule.valid_to else following
    return Period(first, min(following, ends))


def period_on(wardrobe: Wardrobe, day: date) -> Period | None:
    """The period that counts on that day; None: the wardrobe gives no points then."""
    rule = recharge_of(wardrobe, day)
    return period_of(rule, day) if rule else None


def quotas_of(wardrobe: Wardrobe, day: date) -> list[Quota]:
    return list(Quota.objects.on(day).filter(wardrobe=wardrobe).prefetch_related("types").order_by("pk"))


def standing(model: type[Rule], wardrobe: Wardrobe, day: date) -> QuerySet[Any]:
    """The rules of a sort that count on that day, and those to come."""
    return model.objects.standing(day).filter(wardrobe=wardrobe).order_by("valid_from", "pk")

"""Bags: what came in at once, how much of it is entered, and what of it gets no label of its own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.lives import engine
from marketplace.lives.models import Life
from marketplace.organisations.membership import must_have
from services.models import Bag, Bulk, Wardrobe
from services.models.wardrobe import STAFF

TOLD = ("grams", "number", "note")
BULK = ("type", "unit", "total", "hung", "recycled", "sent_on")


@transaction.atomic
def receive(wardrobe: Wardrobe, by: User, told: dict[str, Any], key: str, life: Life | None = None) -> Bag:
    """A bag that was brought, with the booking it came with. `told`: grams, number, note; none of them need be known.

    A repeated `key`, or a booking that has brought its bag already, answers with that. Raises ValidationError,
    Refused."""
    stand_in_line(wardrobe, by)
    same = Q(key=key, by=by) | Q(life=life.pk) if life else Q(key=key, by=by)
    if made := Bag.objects.filter(same, wardrobe=wardrobe).first():
        return made
    bag = Bag(wardrobe=wardrobe, by=by, key=key, life_id=life.pk if life else None, came_at=timezone.now())
    return saved(bag, told)


@transaction.atomic
def correct(bag: Bag, by: User, told: dict[str, Any]) -> Bag:
    """Other figures. Raises ValidationError when less came in than is entered, Refused."""
    stand_in_line(bag.wardrobe, by)
    return saved(Bag.objects.select_for_update().get(pk=bag.pk), told)  # else it undoes that its donor was told


@transaction.atomic
def add_bulk(bag: Bag, by: User, told: dict[str, Any], key: str) -> Bulk:
    """So much of a type, and what became of it. Raises ValidationError when it does not add up, or is more than came
    in; Refused."""
    stand_in_line(bag.wardrobe, by)
    if made := bag.bulk.filter(key=key, by=by).first():
        return made
    bulk = Bulk(bag=bag, by=by, key=key, **{name: told[name] for name in BULK if told.get(name) is not None})
    bulk.full_clean(exclude=("bag", "by"))
    bulk.save()
    must_fit(Bag.objects.get(pk=bag.pk))
    return bulk


@transaction.atomic
def drop_bulk(bag: Bag, by: User, pk: int) -> None:
    """It was entered wrongly."""
    stand_in_line(bag.wardrobe, by)
    bag.bulk.filter(pk=pk).delete()


def stand_in_line(wardrobe: Wardrobe, by: User) -> None:
    """Whoever works here, one after the other: a double click waits for itself, and figures stand still meanwhile."""
    must_have(wardrobe.organisation, by, *STAFF)
    engine.lock(wardrobe.organisation)


def saved(bag: Bag, told: dict[str, Any]) -> Bag:
    for name in TOLD:
        setattr(bag, name, told.get(name, "" if name == "note" else None))
    bag.clean_fields(exclude=("wardrobe", "life", "by"))
    bag.save()
    must_fit(bag)
    return bag


def must_fit(bag: Bag) -> None:
    """Raises ValidationError where more is entered than came in, of what was counted or weighed."""
    pieces, grams = entered(bag)
    if bag.number is not None and pieces > bag.number:
        say = _("%(pieces)d pieces would be entered of this bag, and %(number)d came in. Correct the number first.")
        raise ValidationError({"number": say % {"pieces": pieces, "number": bag.number}})
    if bag.grams is not None and grams > bag.grams:
        say = _("%(entered)d g would be entered of this bag, and %(grams)d g came in. Correct the weight first.")
        raise ValidationError({"grams": say % {"entered": grams, "grams": bag.grams}})


def entered(bag: Bag) -> tuple[int, int]:
    """How many pieces, and how many grams that were not counted."""
    sums = bag.bulk.aggregate(
        pieces=Sum("total", filter=Q(unit=Bulk.Unit.PIECES)), grams=Sum("total", filter=Q(unit=Bulk.Unit.GRAMS))
    )
    return bag.garments.count() + (sums["pieces"] or 0), sums["grams"] or 0

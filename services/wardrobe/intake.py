"""Taking clothes in: each garment with its type, size and points, a label of its own, and a life from then on."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, take, take_locked
from marketplace.lives.models import Change
from services.models import Bag, Garment, Wardrobe
from services.models.sizes import SIZES
from services.pictures import as_webp
from services.wardrobe import bags, rules

TOLD = ("type", "size", "season", "condition", "colour")


@transaction.atomic
def take_in(
    wardrobe: Wardrobe,
    by: User,
    told: dict[str, Any],
    upload: Any = None,
    key: str | None = None,
    bag: Bag | None = None,
) -> Garment:
    """A garment that has arrived, with the points of its type today. `told`: type, size, season, condition, colour;
    `bag`: the one that it came in.

    A repeated `key` answers with the garment made before. Raises ValidationError by field, Refused."""
    bags.stand_in_line(wardrobe, by)
    if key and (made := made_before(by, key)):
        return made
    given = {name: told[name] for name in TOLD if told.get(name)}
    garment = Garment(wardrobe=wardrobe, points=0, bag=bag, **given)
    garment.clean_fields(exclude=("life_ptr", "species", "status", "wardrobe", "bag"))
    must_be_size(garment)
    today = wardrobe.today()
    garment.points = rules.points_of(wardrobe, garment.type, today)
    if upload:
        garment.picture = as_webp(upload)
    garment = arrived(garment, by, key)
    if bag:
        bags.must_fit(bag)
    return garment


def arrived(garment: Garment, by: User, key: str | None = None) -> Garment:
    garment.save()
    return take_locked(garment, "receive", Actor(by), key=key)


def made_before(by: User, key: str) -> Garment | None:
    change = Change.objects.filter(key=key, actor=by, life__species="services.garment").first()
    return Garment.objects.get(pk=change.life_id) if change else None


def must_be_size(garment: Garment) -> None:
    if garment.size not in SIZES[garment.type.sizing]:
        raise ValidationError({"size": _("This type has no such size. Choose one of the list.")})


def move(garment: Garment, name: str, by: User) -> Garment:
    """To the rack, the wash, the mender, the recycling. Raises Refused."""
    return take(garment, name, Actor(by))

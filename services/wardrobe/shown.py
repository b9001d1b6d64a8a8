"""What residents show each other to swap under the name of a wardrobe."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, lock, take_locked
from marketplace.lives.models import Change
from marketplace.refusals import Refused
from services.models import OwnGarment, SwapRule, Wardrobe
from services.models.swap import SEEN
from services.pictures import as_webp
from services.wardrobe.intake import TOLD, must_be_size
from services.wardrobe.rack import Filters

EVERYTHING = Filters()
MOST = 10  # that one may show where no rule says how many


@transaction.atomic
def show(wardrobe: Wardrobe, by: User, told: dict[str, Any], upload: Any = None, key: str | None = None) -> OwnGarment:
    """A garment of hers, from now on for everybody to see. `told`: type, size, season, condition, colour, remark.

    A repeated `key` answers with the garment made before. Raises ValidationError by field, Refused."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # one after the other: so that they can be counted
    if key and (made := made_before(by, key)):
        return made
    must_be_open(wardrobe)
    must_be_room(wardrobe, by)
    given = {name: told[name] for name in (*TOLD, "remark") if told.get(name)}
    garment = OwnGarment(wardrobe=wardrobe, resident=by, points=0, **given)
    garment.clean_fields(exclude=("life_ptr", "species", "status", "wardrobe", "resident"))
    must_be_size(garment)
    if upload:
        garment.picture = as_webp(upload)
    garment.save()
    return take_locked(garment, "show", Actor(by), key=key)


@transaction.atomic
def hang(garment: OwnGarment, by: User, upload: Any) -> OwnGarment:
    """Another picture of what she shows. Raises ValidationError for the field "picture", Refused."""
    garment = lock(garment)
    if "resident" not in garment.roles_of(by):
        raise Refused(_("This is not for you to do."))
    if garment.status not in SEEN:
        raise Refused(_("This is not shown any more."))
    garment.picture = as_webp(upload)
    garment.save()
    return garment


def made_before(by: User, key: str) -> OwnGarment | None:
    change = Change.objects.filter(key=key, actor=by, life__species="services.owngarment").first()
    return OwnGarment.objects.get(pk=change.life_id) if change else None


def must_be_open(wardrobe: Wardrobe) -> None:
    """Raises Refused where residents do not swap."""
    if not wardrobe.swaps_are_open:
        raise Refused(_("Here residents do not swap now."))


def must_be_room(wardrobe: Wardrobe, by: User) -> None:
    rule = rule_on(wardrobe, wardrobe.today())
    most = rule.most_shown if rule else MOST
    if OwnGarment.objects.filter(wardrobe=wardrobe, resident=by, status__in=SEEN).count() >= most:
        text = ngettext(
            "You show %(number)d garment already. Take it off first.",
            "You show %(number)d garments already. Take one off first.",
            most,
        )
        raise ValidationError({"type": text % {"number": most}})


def rule_on(wardrobe: Wardrobe, day: date) -> SwapRule | None:
    """By which rule residents swap there on that day; None: not coming has no consequence."""
    return SwapRule.objects.on(day).filter(wardrobe=wardrobe).first()


def found(wardrobe: Wardrobe, filters: Filters = EVERYTHING) -> QuerySet[OwnGarment]:
    """What is shown there and not promised, the newest first."""
    wanted: dict[str, Any] = {"type": filters.type, "size": filters.size, "season": filters.season}
    shown = OwnGarment.objects.shown().filter(
        wardrobe=wardrobe, **{name: value for name, value in wanted.items() if value}
    )
    return shown.select_related("type", "resident").order_by("-pk")


def of(person: User, wardrobe: Wardrobe) -> QuerySet[OwnGarment]:
    """What she shows there, promised or not, the newest first."""
    hers = OwnGarment.objects.filter(wardrobe=wardrobe, resident=person, status__in=SEEN)
    return hers.select_related("type").order_by("-pk")

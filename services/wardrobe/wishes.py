"""What a wardrobe needs now, and what it takes: the lists that everybody reads who might give."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.organisations.membership import must_have
from services.models import Sought, Wardrobe
from services.models.sizes import SIZES

TOLD = ("type", "sizes", "valid_from", "valid_to")
LONGEST = 1000


def listed(wardrobe: Wardrobe) -> QuerySet[Sought]:
    """What is needed today, and what will be."""
    return wardrobe.sought.standing(wardrobe.today()).select_related("type").order_by("type__position", "valid_from")


@transaction.atomic
def write(wish: Sought, by: User, told: dict[str, Any]) -> Sought:
    """A new wish, or other words for one. Raises ValidationError by field, Refused."""
    must_have(wish.wardrobe.organisation, by)
    for name in TOLD:
        setattr(wish, name, told.get(name) or ([] if name == "sizes" else None))
    wish.sizes = [size[:10] for size in wish.sizes]
    wish.full_clean(exclude=("wardrobe",))
    wish.sizes = known(wish)
    wish.save()
    return wish


def known(wish: Sought) -> list[str]:
    """Its sizes as our lists write them, each once; l is L. Raises ValidationError for one that the type has not."""
    listed_as = {size.lower(): size for size in SIZES[wish.type.sizing]}
    if wrong := [size for size in wish.sizes if size.lower() not in listed_as]:
        say = _("This type has no such size: %(sizes)s.")
        raise ValidationError({"sizes": say % {"sizes": ", ".join(wrong)}})
    return list(dict.fromkeys(listed_as[size.lower()] for size in wish.sizes))


@transaction.atomic
def end(wish: Sought, by: User) -> None:
    """It is not needed any more. What stood there before stays known. Raises Refused."""
    must_have(wish.wardrobe.organisation, by)
    today = wish.wardrobe.today()
    if wish.valid_from >= today:
        wish.delete()
        return
    wish.valid_to = today - timedelta(days=1)
    wish.save()


@transaction.atomic
def say_takes(wardrobe: Wardrobe, by: User, texts: dict[str, str]) -> None:
    """What is taken, by language. Raises ValidationError by language, Refused."""
    must_have(wardrobe.organisation, by)
    clean = {code: texts.get(code, "").replace("\0", "").strip() for code, _name in settings.LANGUAGES}
    too_long = [code for code, text in clean.items() if len(text) > LONGEST]
    if too_long:
        say = _("This is too long: up to %(longest)d letters fit.") % {"longest": LONGEST}
        raise ValidationError({f"takes_{code}": say for code in too_long})
    Wardrobe.objects.filter(pk=wardrobe.pk).update(takes={code: text for code, text in clean.items() if text})

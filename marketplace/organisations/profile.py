"""Founding an organisation, and writing what it says of itself."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.lives.engine import Actor
from marketplace.organisations.membership import known_by, lock, marked, must_have
from marketplace.organisations.models import Membership, Organisation
from marketplace.places import geocoding
from marketplace.places.models import Place

WRITTEN = ("name", "about", "languages", "email", "phone", "website", "tax_code")
TONGUES = {  # by their own names: what an organisation says that it speaks
    "it": "Italiano", "en": "English", "fr": "Français", "es": "Español", "ro": "Română", "ar": "العربية",
    "zh": "中文", "bn": "বাংলা", "uk": "Українська", "sq": "Shqip", "pt": "Português",
}  # fmt: skip
LONGEST_ABOUT = 4000
CHECKED = ("name", "tax_code")  # what the City looks at when it verifies a body


@transaction.atomic
def found(user: User, fields: dict[str, Any], key: str | None = None) -> Organisation:
    """A new organisation, a draft; whoever founds it owns it. `fields` as in `write`. One of which the `key` is known
    of her is there already. Raises ValidationError."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if known := known_by(Organisation.objects, kept := marked(user, key)):
        return known
    organisation = Organisation(slug=free_slug(str(fields.get("name") or "")), key=kept)
    fill(organisation, fields)
    organisation.save()
    Membership.objects.create(organisation=organisation, user=user, role="owner")
    return organisation


@transaction.atomic
def write(organisation: Organisation, actor: Actor, fields: dict[str, Any]) -> Organisation:
    """Change the profile. `fields`: those of WRITTEN, and address and area (of the head office).

    What the City has checked stays as it was checked. Raises ValidationError by field, Refused."""
    organisation = lock(organisation)
    if actor.user:
        must_have(organisation, actor.user, "owner")
    must_stay(organisation, fields)
    fill(organisation, fields)
    organisation.save()
    return organisation


def must_stay(organisation: Organisation, fields: dict[str, Any]) -> None:
    if organisation.state.turn == "owner":
        return
    changed = [name for name in CHECKED if name in fields and fields[name] != getattr(organisation, name)]
    if changed:
        text = _("The City has this before it or has checked it: ask the City to change it.")
        raise ValidationError(dict.fromkeys(changed, text))


def fill(organisation: Organisation, fields: dict[str, Any]) -> None:
    for name in WRITTEN:
        if name in fields:
            setattr(organisation, name, cleaned(fields[name]))
    organisation.clean_fields(exclude=("life_ptr", "species", "status", "place", "about", "languages", "born_at"))
    organisation.about = about(organisation.about)
    line = cleaned(fields.get("address") or "")
    if line and (not organisation.place or line != organisation.place.line):
        organisation.place = place_at(line, fields.get("area"))


def about(texts: dict[str, str]) -> dict[str, str]:
    """What a body says of itself, by language; what is empty is left out. Raises ValidationError ("about_it")."""
    written = {language: words for language, text in texts.items() if (words := cleaned(text))}
    if long := [language for language, words in written.items() if len(words) > LONGEST_ABOUT]:
        sentence = _("This is too long: up to %(most)d characters fit.") % {"most": LONGEST_ABOUT}
        raise ValidationError({f"about_{language}": sentence for language in long})
    return written


def place_at(line: str, area: Any = None, extra: str = "") -> Place:
    """The address as a place that stays. Raises ValidationError ("address"), as `geocoding.place_at` does."""
    place = geocoding.place_at(line, area)
    place.extra = extra
    try:
        place.full_clean()
    except ValidationError as error:
        raise ValidationError({"address": error.messages})
    place.save()
    return place


def cleaned(value: Any) -> Any:
    return value.replace("\0", "").strip() if isinstance(value, str) else value


def free_slug(name: str) -> str:
    """The name as an address, with a number behind it when another body has it."""
    base = slugify(name)[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)

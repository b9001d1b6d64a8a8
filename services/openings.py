"""What a desk may write of the work that it has for supported people. Jobs that are announced keep what held then."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.accounts.models import User
from marketplace.organisations import profile
from marketplace.organisations.membership import must_have
from marketplace.organisations.models import Organisation
from services.models import Opening

PLAIN = (
    "name", "tasks", "form", "hourly_cents", "offer", "places", "all_together", "demands", "levels",
    "support_on_site", "mate", "weekday", "opens", "closes", "valid_until", "active",
)  # fmt: skip
MANY = ("needed", "nice", "credentials")
LANGUAGES = ("it", "en")  # in which it is written
TONGUES = ("it", "en", "fr", "es", "ar", "ro", "uk")
LEVELS = {1: gettext_lazy("a little"), 2: gettext_lazy("well"), 3: gettext_lazy("as one’s own")}
# By the codes in which people say what they must not be asked.
DEMANDS = {
    "lifting": gettext_lazy("lifting"),
    "stairs": gettext_lazy("stairs"),
    "heights": gettext_lazy("heights"),
    "dogs": gettext_lazy("dogs"),
    "alone": gettext_lazy("working alone"),
    "nights": gettext_lazy("nights"),
    "driving": gettext_lazy("driving"),
}
LONGEST = {"name": 80, "tasks": 1000}
MOST_CENTS = 20_000  # an hour


@transaction.atomic
def write(opening: Opening, by: User, told: dict[str, Any], key: str | None = None) -> Opening:
    """Write a new opening, not saved yet, or change one; what is not told stays. `told`: by the names of PLAIN and
    MANY, and `address` (empty: where the organisation is). A new one of which the `key` is known is there already.
    Raises ValidationError by field, Refused."""
    must_have(opening.organisation, by)
    if opening.pk is None and key:
        if known := written_with(opening, key):
            return known
        opening.key = key
    for name in PLAIN:
        if name in told:
            setattr(opening, name, in_languages(told[name]) if name in LONGEST else told[name])
    check(opening, told)
    opening.save()
    for name in MANY:
        if name in told:
            getattr(opening, name).set(told[name])
    return opening


def written_with(opening: Opening, key: str) -> Opening | None:
    """Looked for with its organisation locked: of two clicks the second waits for the first."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=opening.organisation_id)
    return Opening.objects.filter(organisation=opening.organisation_id, key=key).first()


def in_languages(texts: Any) -> dict[str, str]:
    """The languages in which something is written."""
    words = {language: profile.cleaned(text) for language, text in (texts or {}).items() if language in LANGUAGES}
    return {language: text for language, text in words.items() if text}


def check(opening: Opening, told: dict[str, Any]) -> None:
    """Every mistake at once."""
    errors: dict[str, Any] = {}
    own = {"organisation", "place", "offer", "name", "tasks"}
    looks: list[Callable[[], None]] = [
        lambda: opening.clean_fields(exclude=own),
        lambda: check_words(opening),
        lambda: check_offer(opening),
        lambda: check_pay(opening),
        lambda: check_week(opening),
        lambda: check_codes(opening),
        lambda: settle(opening, told),
    ]
    for look in looks:
        try:
            look()
        except ValidationError as error:
            errors = {**error.update_error_dict({}), **errors}
    if errors:
        raise ValidationError(errors)


def check_words(opening: Opening) -> None:
    if not opening.name.get("it"):
        raise ValidationError({"name": _("Write in Italian what it is.")})
    for name, most in LONGEST.items():
        if any(len(text) > most for text in getattr(opening, name).values()):
            raise ValidationError({name: _("At most %(most)d signs, please.") % {"most": most}})


def check_offer(opening: Opening) -> None:
    if opening.offer and opening.offer.organisation_id != opening.organisation_id:
        raise ValidationError({"offer": _("This offer is not yours.")})
    if opening.offer and opening.weekday is not None:
        raise ValidationError({"weekday": _("Work for bookings is on the days of the bookings: leave the day empty.")})


def check_pay(opening: Opening) -> None:
    if opening.hourly_cents and not opening.is_paid:
        raise ValidationError({"hourly_cents": _("Voluntary work and a trial day are not paid: leave it empty.")})
    if opening.is_paid and not 0 < opening.hourly_cents <= MOST_CENTS:
        raise ValidationError({"hourly_cents": _("Write what is paid for an hour, up to 200 euros.")})


def check_week(opening: Opening) -> None:
    """A day with both hours, or none of them."""
    hours = (opening.opens, opening.closes)
    if opening.weekday is None and any(hour is not None for hour in hours):
        raise ValidationError({"weekday": _("Choose the day for these hours, or leave them empty.")})
    if opening.weekday is not None and any(hour is None for hour in hours):
        raise ValidationError({"opens": _("Write from when until when.")})
    if opening.opens and opening.closes and opening.closes <= opening.opens:
        raise ValidationError({"closes": _("The end must come after the start.")})


def check_codes(opening: Opening) -> None:
    if not set(opening.demands) <= DEMANDS.keys():
        raise ValidationError({"demands": _("Choose from the list.")})
    pairs = opening.levels.items() if isinstance(opening.levels, dict) else [("", 0)]
    if not all(language in TONGUES and level in LEVELS for language, level in pairs):
        raise ValidationError({"levels": _("Choose from the list.")})


def settle(opening: Opening, told: dict[str, Any]) -> None:
    """Where it is: work for a booking is where that is. Raises ValidationError ("address")."""
    if opening.offer:
        opening.place = None
    elif "address" in told or not opening.place:
        opening.place = place_of(opening, profile.cleaned(told.get("address") or ""))


def place_of(opening: Opening, address: str) -> Any:
    if opening.place and opening.place.line == address:
        return opening.place
    return profile.place_at(address) if address else opening.organisation.place

"""What every page knows: the city and its front desk, the languages, and what waits for the person who looks."""

from functools import cache
from typing import Any

import phonenumbers
from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bookings import messaging
from frontend.ways import rooms
from marketplace.environment import BROKER
from marketplace.organisations import proving

NAME = "Cortile"


def site(request: HttpRequest) -> dict[str, Any]:
    """For every template. Nothing here asks the database before a page shows it."""
    return {
        "cortile": city() | languages() | mine(getattr(request, "user", None)),
        "demo_people": demo_people(),
        "demo_cards": demo_cards(),
    }


def city() -> dict[str, Any]:
    """The same for everybody; also what the page of our own faults may ask."""
    return {
        "name": NAME,
        "city": settings.CITY,
        "demo": settings.DEMO,
        "broker": BROKER if settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] else "",
        "phone": settings.FRONT_DESK_PHONE,
        "phone_href": dialled(settings.FRONT_DESK_PHONE),
        "desk_address": settings.FRONT_DESK_ADDRESS,
        "desk_hours": hours_of_desk(),
        "socket_url": settings.SOCKET_URL,
    }


@cache
def dialled(phone: str) -> str:
    """As a link dials it from anywhere; as it stands where it is no number (the page of our faults must not fail)."""
    try:
        number = phonenumbers.parse(phone, settings.PHONENUMBER_DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return phone.replace(" ", "")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def hours_of_desk() -> Any:
    """What the City wrote, in the order of the languages; a sentence without a twin stands for all of them."""
    told = [part.strip() for part in settings.FRONT_DESK_HOURS.split("|")]
    codes = [code for code, _name in settings.LANGUAGES]
    here = dict(zip(codes, told, strict=False)).get(get_language() or "", told[0])
    return here or _("Monday to Saturday, 9:30 to 18:00")


def languages() -> dict[str, Any]:
    here = get_language()
    return {
        "languages": settings.LANGUAGES,
        "other_languages": [pair for pair in settings.LANGUAGES if pair[0] != here],
    }


def mine(user: Any) -> dict[str, Any]:
    """What waits for this person, counted only where a page shows it."""
    if user is None or not user.is_authenticated:
        return {"unread": 0, "work": []}
    return {
        "prover": SimpleLazyObject(lambda: proving.is_asked(user)),
        "must_prove": SimpleLazyObject(lambda: proving.is_asked(user, settings.SECOND_PROOF)),
        "unread": SimpleLazyObject(lambda: messaging.unread_count(user)),
        "work": SimpleLazyObject(lambda: rooms(user)[:-1]),
    }


def demo_people() -> Any:
    """Whom a visitor of the demo city can be, with one press."""
    return SimpleLazyObject(people_of_demo) if settings.DEMO else []


def demo_cards() -> Any:
    return SimpleLazyObject(cards_of_demo) if settings.DEMO else []


def cards_of_demo() -> list[Any]:
    from frontend.demo.people import CARDS

    return list(CARDS)


def people_of_demo() -> list[Any]:
    # Imported only in the demo: a city's own installation never loads its people.
    from frontend.demo.people import PEOPLE

    return list(PEOPLE)

"""Who goes, as people say it: what each booking of an offer takes, and with whom somebody goes."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import Booking
from marketplace import wording
from services.models import Need, Offer


def takes(offer: Offer) -> str:
    """3 people and van: of an offer that needs a team; empty where one of those who do it is enough."""
    needs = list(offer.needs.all())
    people = sum(need.number for need in needs if is_of_people(need, offer))
    said = [ngettext("%(number)d person", "%(number)d people", people) % {"number": people}] if people else []
    return wording.listed([*said, *(several(need) for need in needs if not is_of_people(need, offer))]) if needs else ""


def is_of_people(need: Need, offer: Offer) -> bool:
    """Whether it is people who can do this, as far as those of the offer go."""
    able = [one for one in offer.pool if need.skill_id in {skill.pk for skill in one.skills.all()}]
    return not able or any(one.user_id for one in able)


def several(need: Need) -> str:
    return f"{need.number} \N{MULTIPLICATION SIGN} {need.skill}" if need.number > 1 else str(need.skill)


def mates(booking: Booking, user: Any) -> str:
    """Who and what goes with somebody who goes herself; empty where she goes alone."""
    others = [one for one in booking.crew.all() if one.user_id != user.pk]
    others.sort(key=lambda one: (one.user_id is None, one.pk))  # people first; the database promises no order
    names = [one.user.given_name if one.user else one.name for one in others]
    return _("with %(names)s") % {"names": wording.listed(names)} if names else ""

"""What an offer lacks before it can be shown: words, people, and whoever could ever make the team that it needs."""

from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from marketplace.organisations.models import Credential
from services.availability import complete, slots_of
from services.models import IN_WARDROBES, Resource, Wardrobe


def lacks(offer: Any) -> list[str]:
    """Sentences for the desk, none when it may be sent to the City."""
    dated = offer.occasions.exists()  # who leads it is said of each date
    wanting = {
        _("Write it in Italian."): not offer.texts.filter(language="it").exists(),
        _("Whoever runs the site has to say of which wardrobe this is."): in_no_wardrobe(offer),
        _("Choose who does it."): not dated and not offer.resources.filter(active=True).exists(),
    }
    missing = [sentence for sentence, is_so in wanting.items() if is_so]
    return missing or ([] if dated else team_lacks(offer))


def in_no_wardrobe(offer: Any) -> bool:
    """One chooses clothes from a wardrobe, and nobody has said from which."""
    return bool(IN_WARDROBES.get(offer.kind)) and not Wardrobe.objects.filter(offer=offer).exists()


def team_lacks(offer: Any) -> list[str]:
    return [*needs_lack(offer), *papers_lack(offer)]


def needs_lack(offer: Any) -> list[str]:
    """Why those who do it can never make its team."""
    pool = list(offer.resources.filter(active=True).prefetch_related("skills"))
    short = [few(need, pool) for need in offer.needs.select_related("skill") if number_with(need, pool) < need.number]
    if not short and not complete(slots_of(offer), pool):
        short = [_("Those who do it are too few together: nobody fills two places.")]
    return short


def number_with(need: Any, pool: list[Resource]) -> int:
    return sum(need.skill_id in {skill.pk for skill in one.skills.all()} for one in pool)


def few(need: Any, pool: list[Resource]) -> str:
    facts = {"skill": need.skill, "needed": need.number, "number": number_with(need, pool)}
    return capfirst(_("%(skill)s: %(needed)d are needed, %(number)d of those who do it can.") % facts)


def papers_lack(offer: Any) -> list[str]:
    """Papers that nobody who does it has shown, or that have ended. A van needs none."""
    people = offer.resources.filter(active=True).exclude(user=None).values("user")
    today = timezone.localdate(timezone=offer.tz)
    shown = set(
        Credential.objects.filter(
            user__in=people, organisation=offer.organisation_id, valid_until__gte=today
        ).values_list("kind", flat=True)
    )  # fmt: skip
    asked = [kind for kind in offer.credentials.all() if kind.pk not in shown] if people else []
    return [_("Nobody who does it has shown this: %(paper)s.") % {"paper": kind} for kind in asked]

"""Those who book: most by themselves, a few on the phone, with the desk acting for them."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from frontend.demo import data
from frontend.demo.organisations import details
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor
from marketplace.organisations import membership
from marketplace.organisations.models import Organisation
from marketplace.places.models import Area

PHONE_DESK = "biagio"  # whose desk acts for those who have no e-mail


@dataclass(frozen=True)
class Neighbour:
    """A resident, her address, and what she answers when a booking asks."""

    user: User
    actor: Actor  # herself, or the desk for her
    address: dict[str, Any]
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def by_phone(self) -> bool:
        return not self.user.reachable_by_mail


def enter() -> dict[str, Neighbour]:
    """By first name."""
    return {row["name"]: neighbour(row) for row in data.table("residents")["residents"]}


def neighbour(row: dict[str, Any]) -> Neighbour:
    address = {"address": row["address"], "door": row["door"], "area": Area.objects.get(name=row["area"])}
    actor = signed_up(row) if row.get("mail", True) else entered_at_desk(row)
    return Neighbour(actor.person, actor, address, row.get("answers", {}))  # type: ignore[arg-type]


def signed_up(row: dict[str, Any]) -> Actor:
    who = details(row)
    return Actor(User.objects.create_user(who.pop("email"), date_joined=timezone.now(), **who))


def entered_at_desk(row: dict[str, Any]) -> Actor:
    """Somebody who rings the counter: a person of her own, and her word that the desk may act for her."""
    desk = Organisation.objects.get(slug=PHONE_DESK)
    elena = User.objects.get(given_name="Elena")
    who = {"given_name": row["name"], "family_name": row["family_name"], "phone": row["phone"]}
    mandate = membership.enter_person(desk, elena, who, how="Al telefono, con Elena")
    return Actor(elena, acting_for=mandate.person)

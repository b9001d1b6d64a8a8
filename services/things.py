"""Vans, rooms and benches as the desk enters them, and what people and things are good for."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.types.range import TimestamptzRange

from marketplace.accounts.models import User
from marketplace.organisations.membership import must_have
from marketplace.organisations.models import Organisation
from services import availability
from services.models import Hold, Resource, Skill

WRITTEN = ("name", "lanes", "active")
MOST_LANES = 100
NAMED = 5  # bookings that a refusal names; the rest are counted


@transaction.atomic
def enter(organisation: Organisation, by: User, fields: dict[str, Any]) -> Resource:
    """A new thing with a calendar. `fields`: name, lanes, skills. Raises ValidationError by field, Refused."""
    must_have(organisation, by)
    return write(Resource(organisation=organisation), fields)


@transaction.atomic
def change(resource: Resource, by: User, fields: dict[str, Any]) -> Resource:
    """Change what `fields` names: name, lanes, skills, active. Of somebody who works here: what she can do.

    Raises ValidationError by field, also with the bookings that fewer lanes would put out; Refused."""
    must_have(resource.organisation, by)
    resource = Resource.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=resource.pk)
    if resource.user_id:
        must_stay_one(fields)
    if fields.get("lanes", resource.lanes) != resource.lanes:
        close_ranks(resource, number(fields["lanes"]))
    back_in_use = fields.get("active") and not resource.active
    resource = write(resource, fields)
    if back_in_use:
        availability.write_out(resource)  # nights write out only what is in use
    return resource


def write(resource: Resource, fields: dict[str, Any]) -> Resource:
    for name in WRITTEN:
        if name in fields:
            setattr(resource, name, fields[name])
    resource.name = resource.name.replace("\0", "").strip()
    resource.lanes = number(resource.lanes)
    resource.clean_fields(exclude=("organisation", "user"))
    resource.save()
    if "skills" in fields:
        resource.skills.set(known(fields["skills"]))
    return resource


def known(skills: Iterable[Skill]) -> list[Skill]:
    return list(Skill.objects.filter(pk__in=[skill.pk for skill in skills]))


def number(lanes: Any) -> int:
    if type(lanes) is not int or not 1 <= lanes <= MOST_LANES:
        text = _("Choose a number from %(least)d to %(most)d.")
        raise ValidationError({"lanes": text % {"least": 1, "most": MOST_LANES}})
    return lanes


def must_stay_one(fields: dict[str, Any]) -> None:
    """A person is in one place at a time, and works here as long as the role says so."""
    if fields.get("lanes", 1) != 1:
        raise ValidationError({"lanes": _("A person is in one place at a time.")})
    if "active" in fields:
        raise ValidationError({"active": _("Give or take away the role of this person instead.")})


def close_ranks(resource: Resource, lanes: int) -> None:
    """What is held ahead in a lane that goes moves to one that stays. Raises ValidationError that names the rest."""
    left_over = []
    for hold in ahead(resource).filter(lane__gte=lanes).order_by("period"):
        period = TimestamptzRange(hold.period.lower, hold.period.upper)
        free = availability.free_lanes(Resource(pk=resource.pk, lanes=lanes), period, 1)
        if free:
            Hold.objects.filter(pk=hold.pk).update(lane=free[0])
        else:
            left_over.append(hold)
    if left_over:
        raise ValidationError({"lanes": no_place(left_over)})


def ahead(resource: Resource) -> QuerySet[Hold]:
    coming = Q(period__endswith__gt=timezone.now()) | Q(period__upper_inf=True)
    return resource.holds.filter(coming, active=True).select_related("life")


def no_place(holds: list[Hold]) -> str:
    lives = {hold.life_id: hold.life for hold in holds}
    named = "; ".join(life.concrete().title for life in list(lives.values())[:NAMED])
    if len(lives) > NAMED:
        named += "; " + _("and %(number)d more") % {"number": len(lives) - NAMED}
    return _("These would have no place any more: %(bookings)s.") % {"bookings": named}


def of(organisation: Organisation) -> QuerySet[Resource]:
    """People and things of an organisation, in use or not. The seats of a date are no calendar."""
    return Resource.objects.of_staff().filter(organisation=organisation, occasion=None)

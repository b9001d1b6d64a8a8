"""Letting somebody in to work: a role in the organisation and, for those who do the jobs, a calendar."""

from typing import Any

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.organisations import membership
from marketplace.organisations.models import Membership, Organisation
from services.models import OutsideCalendar, Resource


@transaction.atomic
def let_in(organisation: Organisation, by: User, role: str, who: dict[str, Any], key: str | None = None) -> Membership:
    """As `membership.let_in`; a worker gets a calendar, or the one he had before. Raises ValidationError, Refused."""
    given = membership.let_in(organisation, by, role, who, key)
    if role == Membership.Role.WORKER:
        name = membership.plain(str(who.get("given_name") or "")) or given.user.given_name
        calendar = Resource.objects.get_or_create(
            organisation=organisation, user=given.user, defaults={"name": name[:80]}
        )[0]
        Resource.objects.filter(pk=calendar.pk).update(active=True)
    return given


@transaction.atomic
def end(given: Membership, by: User) -> None:
    """Take the role away; nobody can book the time of somebody who has left. Bookings made before stand; what her
    other calendars say is forgotten."""
    membership.end(given, by)
    if given.role == Membership.Role.WORKER:
        calendars = Resource.objects.filter(organisation=given.organisation, user=given.user)
        OutsideCalendar.objects.filter(resource__in=calendars).delete()
        calendars.update(active=False)

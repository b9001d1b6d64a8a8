"""Addresses of pages: where somebody goes on after a form was accepted, and where one works."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from marketplace.organisations.membership import CASEWORKER
from marketplace.organisations.models import CITY, DESK, Membership


def onward(request: HttpRequest, otherwise: str) -> str:
    """The page that the form names as `next`, if it is one of ours."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else otherwise


def address_of(name: str) -> str:
    """Where the page of this name is; empty when this site has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def rooms(user: Any) -> list[str]:
    """The rooms that this person may want first; the last is everybody's."""
    held = [(role, kind) for role, kind, since in roles_of(user) if role != CASEWORKER or since]
    roles, city = {role for role, _kind in held}, {role for role, kind in held if kind == "city"} & set(CITY)
    work = ["officer"] * bool(city) + ["desk"] * bool(roles & set(DESK)) + ["shifts"] * ("worker" in roles)
    work += ["casework"] * (CASEWORKER in roles) + ["casework_overrides"] * ("protection" in roles)
    return [*work, "bookings"]


def roles_of(user: Any) -> Any:
    """Each with the kind of its body, and the day since which that keeps files."""
    return Membership.objects.of(user).values_list("role", "organisation__kind", "organisation__keeps_files_since")

"""What the City of the demo carries a part of, and since when."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from frontend.demo import data
from frontend.demo.past import Past
from marketplace.accounts.models import User
from marketplace.organisations.models import Organisation
from marketplace.places.models import Area
from marketplace.programme import funding
from marketplace.programme.models import Fund, Programme, Subsidy

LATER = timedelta(days=12)  # before now: when the second sum is put into a fund


def enter(past: Past, city: Organisation) -> None:
    officer = User.objects.get(given_name="Gianni")
    for row in data.table("programme")["programmes"]:
        programme = Programme.objects.create(slug=row["slug"], name=row["name"], funder=city)
        for about in row["funds"]:
            fill(past, Fund.objects.create(programme=programme, name=about["name"]), about, officer)
        for who in row["admitted"]:
            until = timezone.localdate(past.now) + timedelta(days=who["days"])
            funding.admit(programme, User.objects.get(given_name=who["name"]), until, officer)


def fill(past: Past, fund: Fund, about: dict[str, Any], officer: User) -> None:
    first, *later = about["cents"]
    funding.put_aside(fund, first, officer, "1")
    for number, cents in enumerate(later, 2):
        past.then(past.now - LATER, partial(funding.put_aside, fund, cents, officer, str(number)))
    for rule in about["subsidies"]:
        areas = Area.objects.filter(name__in=rule.pop("areas", []))
        Subsidy.objects.create(fund=fund, **rule).areas.set(areas)

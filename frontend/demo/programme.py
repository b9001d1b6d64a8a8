"""What the City of the demo carries a part of, and since when."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from frontend.demo import data
from frontend.demo.past import Past
from marketplace.accounts.models import User
from marketplace.organisations.models import Organisation
from marketplace.places.models import Area
from marketplace.programme import editions, funding
from marketplace.programme.models import Fund, Involved, Programme, Project, Subsidy

NIGHT = time(3, 45)
NIGHTS = (22, 15, 8, 1, 0)  # before now: each publishes what the one before has prepared
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
    fund_projects(past)


def fund_projects(past: Past) -> None:
    """Each body has a project of its own, which counts what it does."""
    for row in data.table("projects")["projects"]:
        programme = Programme.objects.get(slug=row["programme"])
        project = Project.objects.create(
            programme=programme, slug=row["slug"], name=row["name"], grant_cents=row["euros"] * 100
        )
        for slug in row["bodies"]:
            Involved.objects.create(project=project, organisation=Organisation.objects.get(slug=slug))
    tonight = datetime.combine(timezone.localdate(past.now), NIGHT, timezone.get_current_timezone())
    for days in NIGHTS:
        past.then(tonight - timedelta(days=days), editions.nightly)


def fill(past: Past, fund: Fund, about: dict[str, Any], officer: User) -> None:
    first, *later = about["cents"]
    funding.put_aside(fund, first, officer, "1")
    for number, cents in enumerate(later, 2):
        past.then(past.now - LATER, partial(funding.put_aside, fund, cents, officer, str(number)))
    for rule in about["subsidies"]:
        areas = Area.objects.filter(name__in=rule.pop("areas", []))
        Subsidy.objects.create(fund=fund, **rule).areas.set(areas)

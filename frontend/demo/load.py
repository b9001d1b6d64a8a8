"""The demo city: loaded whole or not at all, and seen to be of today."""

from datetime import date, datetime, time, timedelta
from io import StringIO
from typing import Any

from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone, translation

from bookings import lifting
from frontend.demo import (
    banking,
    casework,
    crews,
    data,
    gatherings,
    moving,
    neighbours,
    offers,
    organisations,
    paying,
    programme,
    settling,
    stories,
    swaps,
    wardrobe,
    weekly,
    work,
)
from frontend.demo.episodes import Episode
from frontend.demo.hand import in_hand
from frontend.demo.past import Past, clock_at
from marketplace import live, wording
from marketplace.accounts.models import User
from marketplace.organisations.models import Organisation
from marketplace.places.models import Area
from services import availability
from services.models import Offer, Resource
from services.search import vocabulary

FOUNDED = timedelta(days=40)  # how long ago everybody had come to Cortile
STAY = (
    {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}
    | {f"places_{table}" for table in ("area", "street", "water", "travelspeed")}
    | {"services_liftrule"}
)


def loaded_on() -> date | None:
    """The day on which the demo city in this database was loaded; None where there is none."""
    mark = data.table("city")
    city = Organisation.objects.filter(slug=mark["slug"], email=mark["email"]).first()
    return wording.local(city.born_at, city.tz).date() if city else None


def is_empty() -> bool:
    return not User.objects.exists()


@live.mute()
@transaction.atomic
def load(now: datetime | None = None) -> None:
    """Into an empty database: the city as it is at this moment, with the four weeks that led to it."""
    load_map()
    with in_hand() as hand:
        live_through(Past(now or timezone.now(), hand))


def live_through(past: Past) -> None:
    now = past.now
    with clock_at(now):
        city = organisations.found_city()
    beginning = morning(now - FOUNDED, city)
    with translation.override("it"), clock_at(beginning):
        settle(past, city)
        plan_episodes(past, city, wording.local(now, city.tz).date())
    organisations.write_hours_out(beginning)
    past.live()
    organisations.write_hours_out(now)
    vocabulary.count_words()
    lifting.lift_all()


def load_map() -> None:
    if not Area.objects.exists():
        for command in ("load_areas", "load_addresses"):
            call_command(command, stdout=StringIO())


def morning(moment: datetime, city: Organisation) -> datetime:
    return availability.moment(wording.local(moment, city.tz).date(), time(9), city.tz)


def settle(past: Past, city: Organisation) -> None:
    """Everybody comes, and the City looks at who offers what."""
    organisations.close_on_holidays(past.now.year - 1, past.now.year + 1)
    organisations.staff_city(city)
    organisations.enter(past)
    organisations.take_days_off(wording.local(past.now, city.tz).date())
    crews.enter(past)
    offers.enter_categories()
    offers.enter(past)


def plan_episodes(past: Past, city: Organisation, today: date) -> None:
    known = neighbours.enter()
    casework.enter(past, city)
    may_sign_in()
    programme.enter(past, city)
    settling.enter(past)
    gatherings.enter(past, known)
    moving.enter(past, known)
    wardrobe.enter(past)
    swaps.enter(past)
    work.enter(past)
    by_title = {offer.title: offer for offer in Offer.objects.published().for_cards()}
    weekly.enter(past, known, by_title)
    paying.enter(past, known, by_title)
    banking.enter(past, known, by_title)
    desks = {body.pk: offers.desk(body) for body in Organisation.objects.published()}
    calendars = Resource.objects.select_related("user")
    workers = {calendar.pk: calendar.user for calendar in calendars if calendar.user}
    for occasion in stories.occasions(today):
        offer = by_title[occasion.story.offer]
        Episode(past, occasion, offer, known[occasion.name], desks[offer.organisation_id], workers).plan()


def may_sign_in() -> None:
    """Their e-mails count as confirmed: a code sent there lets them in."""
    reachable = User.objects.exclude(email=None).order_by("pk")
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in reachable
    )


@transaction.atomic
def empty() -> None:
    """Forget everything but the map, with what visitors added. For a demo city only."""
    ours = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - STAY
    tables = ", ".join(connection.ops.quote_name(table) for table in sorted(ours | {"procrastinate_jobs"}))
    with connection.cursor() as cursor:
        guard(cursor, "DISABLE")
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
        guard(cursor, "ENABLE")


def guard(cursor: Any, switch: str) -> None:
    """The book and receipts cannot be emptied by anybody; a demo city's owner takes their guards off first, in the same
    transaction."""
    cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'never_emptied' ORDER BY 1")
    for (table,) in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {table} {switch} TRIGGER never_emptied")

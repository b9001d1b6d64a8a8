"""The small cast that tests play with: people, Biagio, an area, an offer, a booking."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from bookings import lifecycle
from bookings.models import Booking
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Membership, Organisation
from marketplace.places.models import Area, Place, Street
from marketplace.places.names import fold_street
from marketplace.places.points import project
from services import availability
from services.models import Category, Offer, OfferText, Resource, WeeklyHours

ROME = ZoneInfo("Europe/Rome")


@pytest.fixture(autouse=True)
def english():
    """Sentences in tests are English, whatever the site's default language."""
    with translation.override("en"):
        yield


@pytest.fixture
def person(db) -> Callable[..., User]:
    def make(name: str, **fields: Any) -> User:
        fields.setdefault("email", f"{name.lower()}@example.org")
        return User.objects.create_user(given_name=name, language="en", **fields)

    return make


@pytest.fixture
def nadia(person) -> User:
    """A resident who books."""
    return person("Nadia", family_name="Haddad")


@pytest.fixture
def dora(person) -> User:
    """A resident with nothing to do with Nadia: the outsider."""
    return person("Dora")


@pytest.fixture
def gianni(person, city) -> User:
    """An officer of the City."""
    user = person("Gianni")
    Membership.objects.create(organisation=city, user=user, role="officer")
    return user


@pytest.fixture
def operator(person) -> User:
    """Olga operates the site for the City."""
    return person("Olga", is_staff=True, is_superuser=True)


@pytest.fixture
def elena(person, biagio) -> User:
    """Owns and coordinates Biagio."""
    user = person("Elena")
    for role in ("owner", "coordinator"):
        Membership.objects.create(organisation=biagio, user=user, role=role)
    return user


@pytest.fixture
def samira(person, biagio) -> User:
    """Works with Biagio."""
    user = person("Samira")
    Membership.objects.create(organisation=biagio, user=user, role="worker")
    return user


@pytest.fixture
def aurora(db) -> Area:
    ring = [[7.68, 45.078], [7.70, 45.078], [7.70, 45.09], [7.68, 45.09], [7.68, 45.078]]
    area = Area.objects.create(
        code="C7-aurora", name="Aurora", district=7, rings=[ring], centre_lat=45.083, centre_lon=7.689
    )
    Street.objects.create(name="via Cecchi", folded="via cecchi", area=area, lat=45.0835, lon=7.6853)
    return area


@pytest.fixture
def city(db) -> Organisation:
    return settled(Organisation.objects.create(name="Città di Torino", slug="torino", kind="city"), "verified")


@pytest.fixture
def biagio(db, aurora) -> Organisation:
    """A verified body with a desk in Aurora."""
    place = Place.objects.create(line="piazza della Repubblica 1", area=aurora, lat=45.0765, lon=7.684)
    return settled(
        Organisation.objects.create(
            name="Biagio",
            slug="biagio",
            place=place,
            phone="+390115550101",
            about={"it": "Portineria di comunità.", "en": "Community concierge."},
            languages=["it", "en", "ar"],
        ),
        "verified",
    )


def settled(life: Any, status: str) -> Any:
    """A life brought to a status without walking there: tests of the walk itself do not use this."""
    type(life).objects.filter(pk=life.pk).update(status=status)
    life.refresh_from_db()
    return life


@pytest.fixture
def babysitting(db) -> Category:
    ages = {"name": "ages", "type": "text", "label": {"it": "Età dei bambini", "en": "Ages of the children"}}
    return Category.objects.create(
        slug="babysitting",
        name={"it": "Babysitter", "en": "Babysitting"},
        words="bambini tata baby sitter nanny",
        drawing="cat-babysitting",
        questions=[ages | {"required": True, "max": 100}],
    )


@pytest.fixture
def ages(babysitting) -> Category:
    """Babysitting whose offers say for which ages they are, and whether homework is done."""
    names = {"0-2": "0 to 2 years", "3-5": "3 to 5 years", "6-10": "6 to 10 years"}
    years = [{"slug": slug, "name": {"it": f"{slug} anni", "en": name}} for slug, name in names.items()]
    helps = [{"slug": "yes", "name": {"it": "Aiuta con i compiti", "en": "Helps with homework"}}]
    babysitting.traits = [
        {"slug": "ages", "name": {"it": "Di che età", "en": "For which ages"}, "choices": years},
        {"slug": "homework", "name": {"it": "Compiti", "en": "Homework"}, "choices": helps},
    ]
    babysitting.full_clean()
    babysitting.save()
    return babysitting


@pytest.fixture
def worker(samira, biagio) -> Resource:
    """Samira's calendar: every day, 9 to 18."""
    resource = Resource.objects.create(organisation=biagio, user=samira, name="Samira")
    hours = {"resource": resource, "opens": time(9), "closes": time(18)}
    WeeklyHours.objects.bulk_create(WeeklyHours(weekday=weekday, **hours) for weekday in range(7))
    availability.write_out(resource)
    return resource


@pytest.fixture
def make_offer(biagio, babysitting, worker) -> Callable[..., Offer]:
    """A published offer of Biagio's that Samira does; `status`, `title` and any field may be named."""

    def make(title: str = "Babysitter at your home", status: str = "published", **fields: Any) -> Offer:
        base = {
            "organisation": biagio,
            "category": babysitting,
            "price": "hourly",
            "price_cents": 1200,
            "min_minutes": 60,
            "max_minutes": 240,
            "every_minutes": 30,
            "notice_minutes": 60,
        }
        place = fields.get("place") or biagio.place
        base |= {"location": project(place.lat, place.lon)}
        base |= {"street": fold_street(place.street)} if fields.get("place") else {}
        offer = Offer.objects.create(**{**base, **fields})
        for language, words in (("en", title), ("it", f"{title} (it)")):
            OfferText.objects.create(offer=offer, language=language, title=words, summary="Somebody who knows how.")
        offer.resources.add(worker)
        return settled(offer, status)

    return make


@pytest.fixture
def offer(make_offer) -> Offer:
    return make_offer()


def at(hour: int, minute: int = 0, days: int = 2) -> datetime:
    """A moment on Turin's clock, `days` from today."""
    day = timezone.localdate(timezone=ROME) + timedelta(days=days)
    return datetime.combine(day, time(hour, minute), ROME)


@pytest.fixture
def now_is(monkeypatch) -> Callable[[datetime], None]:
    """The core takes this moment for now; the database keeps its own clock. No test hangs on the hour it is run at."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def slot() -> Callable[..., tuple[datetime, datetime]]:
    """slot() is the day after tomorrow, 10 to 12 on Turin's clock; hour, minutes and days may be named."""

    def make(hour: int = 10, minutes: int = 120, days: int = 2) -> tuple[datetime, datetime]:
        return at(hour, days=days), at(hour, days=days) + timedelta(minutes=minutes)

    return make


@pytest.fixture
def wishes(slot) -> Callable[..., dict]:
    """What a resident fills in for the babysitting offer."""

    def make(**other: Any) -> dict:
        starts_at, ends_at = slot()
        base = {"starts_at": starts_at, "ends_at": ends_at, "address": "via Cecchi 18", "ages": "3 and 6", "note": ""}
        return base | other

    return make


@pytest.fixture
def booking(offer, nadia, elena, wishes) -> Booking:
    """Asked by Nadia, for Elena to answer."""
    return lifecycle.ask(offer, Actor(nadia), wishes())


@pytest.fixture
def confirmed(booking, elena) -> Booking:
    return take(booking, "accept", Actor(elena))

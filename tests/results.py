"""Projects that were given money, and bookings that are done: what editions are made of."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bookings.models import Booking
from marketplace.lives.models import Change
from marketplace.organisations.models import Organisation
from marketplace.places.models import Area, Place
from marketplace.programme import editions
from marketplace.programme.models import Edition, Involved, Project
from tests.cast import settled

YESTERDAY = timedelta(days=1)


@pytest.fixture
def project(programme, biagio) -> Project:
    """What Biagio does is counted for it, since long ago."""
    made = Project.objects.create(programme=programme, slug="biagio", name={"en": "Biagio"}, grant_cents=14_000_000)
    take_part(made, biagio)
    return made


def take_part(project: Project, body: Organisation) -> None:
    Involved.objects.create(project=project, organisation=body)
    Involved.objects.filter(organisation=body).update(since=timezone.now() - timedelta(days=1000))


@pytest.fixture
def done(offer, person, aurora) -> Callable[..., list[Booking]]:
    """done(5): so many people have had two hours of Samira's done in Aurora, yesterday; another area, offer, number of
    days and who it was can be named."""

    def make(number: int, area: Area | None = aurora, days: int = 1, who: Any = None, of: Any = offer) -> list[Booking]:
        return [finished(of, who or person(f"P{Booking.objects.count()}x{one}"), area, days) for one in range(number)]

    return make


def finished(offer: Any, customer: Any, area: Area | None, days: int) -> Booking:
    at = timezone.now() - timedelta(days=days)
    place = Place.objects.create(line="via Cecchi 1", area=area, lat=45.08, lon=7.69)
    made = Booking.objects.create(
        kind=offer.kind, offer=offer, organisation=offer.organisation, customer=customer, place=place, starts_at=at,
        ends_at=at + timedelta(hours=2), species="bookings.booking", version=1,
    )  # fmt: skip
    made.crew.set(offer.resources.all())
    made.last_change = Change.objects.create(life=made, step="finish", source="finished", target="done", at=at)
    made.save()
    return settled(made, "done")


@pytest.fixture
def published(gianni) -> Callable[[], Edition]:
    """published(): what the night prepares, and Gianni publishes."""

    def publish() -> Edition:
        edition = editions.prepare()
        assert edition
        editions.publish(edition, gianni)
        return Edition.objects.get(pk=edition.pk)

    return publish

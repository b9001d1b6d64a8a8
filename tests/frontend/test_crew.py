"""Who goes, as pages say it."""

from datetime import time

import pytest
from django.urls import reverse

from bookings import lifecycle
from frontend import crew
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import CredentialKind
from services import hours, team, things
from services.models import Need, Offer, Skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def removal(offer, biagio, elena, worker) -> Offer:
    """Two who carry and a van: Samira, Ahmed and the Ducato."""
    carry, van = (Skill.objects.create(slug=slug, name={"en": slug}) for slug in ("carrying", "van"))
    team.let_in(biagio, elena, "worker", {"given_name": "Ahmed", "email": "ahmed@example.org"})
    ahmed = biagio.resources.get(name="Ahmed")
    ducato = things.enter(biagio, elena, {"name": "Ducato", "skills": [van]})
    for one in (ahmed, ducato):
        hours.add_weekly(one, elena, range(7), time(9), time(18))
    for one in (ahmed, worker):
        things.change(one, elena, {"skills": [carry]})
    offer.resources.set([worker, ahmed, ducato])
    Need.objects.create(offer=offer, skill=carry, number=2)
    Need.objects.create(offer=offer, skill=van, number=1)
    return Offer.objects.get(pk=offer.pk)


@pytest.fixture
def booked(removal, nadia, elena, wishes):
    return take(lifecycle.ask(removal, Actor(nadia), wishes()), "accept", Actor(elena))


def test_an_offer_says_what_each_booking_takes(removal, make_offer):
    assert crew.takes(removal) == "2 people and van"
    assert crew.takes(make_offer()) == ""


def test_the_offers_page_names_the_team_and_the_papers_but_shows_none(client, removal, nadia):
    client.force_login(nadia)
    removal.credentials.add(CredentialKind.objects.create(slug="minors", name={"en": "Check for minors"}))

    page = client.get(reverse("offer", args=[removal.pk])).content.decode()

    assert "Biagio sends a team: 2 people and van." in page
    assert "Check for minors: Biagio has seen it of everybody who comes" in page


def test_a_worker_reads_who_goes_with_her(client, booked, samira):
    client.force_login(samira)

    assert "With Ahmed and Ducato" in client.get(reverse("shifts")).content.decode()
    assert "Samira, Ahmed, and Ducato" in client.get(booked.get_absolute_url()).content.decode()


def test_the_desk_reads_the_whole_crew_of_a_day(desk_of_elena, booked):
    day = f"{reverse('desk_week')}?day={booked.starts_at.date()}"

    assert "Samira, Ahmed, and Ducato with Nadia" in desk_of_elena.get(day).content.decode()


def test_whoever_booked_learns_one_name_alone(client, booked, nadia):
    client.force_login(nadia)

    page = client.get(booked.get_absolute_url()).content.decode()

    assert "Ducato" not in page


@pytest.fixture
def desk_of_elena(client, elena):
    client.force_login(elena)
    return client

"""An organisation books: who works at its desk asks for it, and all of its desk are the customer."""

import pytest
from django.core.exceptions import ValidationError

from bookings import lifecycle, series
from bookings.models import Booking
from bookings.models.series import Rule
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Membership, Organisation
from tests.cast import at, settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def abito(nadia, dora) -> Organisation:
    """Nadia and Dora work at its desk."""
    made = settled(Organisation.objects.create(name="Abito", slug="abito"), "verified")
    for user in (nadia, dora):
        Membership.objects.create(organisation=made, user=user, role="coordinator")
    return made


def test_an_organisation_books_and_a_colleague_leads_it_on(offer, abito, nadia, dora, wishes):
    booking = lifecycle.ask(offer, Actor(nadia), wishes(client=abito))

    withdrawn = take(booking, "withdraw", Actor(dora))

    assert (booking.client, booking.customer) == (abito, nadia)
    assert withdrawn.status == "cancelled"


def test_nobody_books_for_an_organisation_at_whose_desk_she_does_not_work(offer, biagio, abito, nadia, samira, wishes):
    for user, client in ((nadia, biagio), (samira, biagio), (samira, abito)):
        with pytest.raises(ValidationError, match="at whose desk you work"):
            lifecycle.ask(offer, Actor(user), wishes(client=client))

    assert not Booking.objects.exists()


def test_what_one_person_may_have_does_not_bind_an_organisation(make_offer, abito, nadia, wishes):
    offer = make_offer(most_a_month=1, one_at_a_time=True)
    times = [{"starts_at": at(hour), "ends_at": at(hour + 1)} for hour in (10, 12, 14)]

    for time in times[:2]:
        lifecycle.ask(offer, Actor(nadia), wishes(client=abito, **time))
    lifecycle.ask(offer, Actor(nadia), wishes(**times[2]))

    assert Booking.objects.count() == 3


def test_each_date_of_a_series_is_the_organisations(make_offer, abito, nadia, wishes):
    first = at(10)
    rule = Rule(first.date(), at(10, days=16).date(), first.time(), 60, 1, (first.weekday(),))
    told = {name: value for name, value in wishes(client=abito).items() if name not in ("starts_at", "ends_at")}

    made = series.ask(make_offer(most_a_month=1), Actor(nadia), rule, told)

    assert made.client == abito
    assert {booking.client for booking in made.bookings.all()} == {abito}
    assert made.bookings.count() > 1

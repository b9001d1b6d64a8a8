"""Whom and what an offer takes, as its desk writes it, and what it lacks before it can be shown."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Credential, CredentialKind
from marketplace.refusals import Refused
from services.models import Skill
from services.readiness import lacks
from tests.folding import each


@pytest.fixture
def carry():
    return Skill.objects.create(slug="carry", name={"en": "carrying", "it": "portare"})


@pytest.fixture
def minors():
    return CredentialKind.objects.create(slug="minors", name={"en": "Check for work with minors"})


def test_an_offer_says_whom_and_what_it_takes_and_how_it_is_booked(write, carry, minors):
    offer = write(needs=[(carry, 2)], credentials=[minors], choice="customer", request_blocks=False)

    offer.refresh_from_db()
    assert [(need.skill, need.number) for need in offer.needs.all()] == [(carry, 2)]
    assert (offer.choice, offer.request_blocks, list(offer.credentials.all())) == ("customer", False, [minors])


def test_needs_that_are_not_named_stay(write, carry):
    offer = write(needs=[(carry, 2)])

    write(offer)

    assert offer.needs.count() == 1


@each("numbers", [[0], [13], [1, 1]])
def test_needs_that_cannot_be_are_told(write, carry, numbers):
    with pytest.raises(ValidationError) as error:
        write(needs=[(carry, number) for number in numbers])

    assert set(error.value.message_dict) == {"needs"}


def test_an_unknown_kind_is_told_beside_its_field(write):
    with pytest.raises(ValidationError) as error:
        write(kind="no-such-kind")

    assert set(error.value.message_dict) == {"kind"}


def test_an_offer_whose_team_can_never_come_about_is_not_sent(write, elena, worker, carry):
    offer = write(needs=[(carry, 2)])

    with pytest.raises(Refused):
        take(offer, "submit", Actor(elena))
    assert lacks(offer) == ["Carrying: 2 are needed, 0 of those who do it can."]

    worker.skills.add(carry)
    write(offer, needs=[(carry, 1)])
    assert take(offer, "submit", Actor(elena)).status == "review"


def test_nobody_fills_two_places_of_a_team_that_is_asked_for(write, worker, carry):
    drive = Skill.objects.create(slug="drive", name={"en": "driving"})
    worker.skills.set([carry, drive])

    assert lacks(write(needs=[(carry, 1), (drive, 1)])) == [
        "Those who do it are too few together: nobody fills two places."
    ]


def test_an_offer_that_asks_for_a_paper_nobody_has_shown_is_not_sent(write, elena, worker, minors):
    offer = write(credentials=[minors])
    assert lacks(offer) == ["Nobody who does it has shown this: Check for work with minors."]

    show(minors, worker, elena)

    assert not lacks(offer)


def show(paper, worker, by):
    day, body = timezone.localdate(), worker.organisation
    Credential.objects.create(
        user=worker.user, kind=paper, organisation=body, valid_from=day, valid_until=day, seen_by=by
    )


def test_other_needs_and_papers_are_read_again(write, published, gianni, worker, carry, minors, elena):
    worker.skills.add(carry)

    assert write(published, needs=[(carry, 1)]).status == "review"
    take(published, "publish", Actor(gianni))
    assert write(published, needs=[(carry, 1)]).status == "published"
    show(minors, worker, elena)
    assert write(published, credentials=[minors]).status == "review"


def test_an_offer_that_people_find_keeps_a_team_that_can_come_about(write, published, carry, minors):
    with pytest.raises(ValidationError) as error:
        write(published, needs=[(carry, 2)], credentials=[minors])

    assert set(error.value.message_dict) == {"needs", "credentials"}
    assert not published.needs.exists()

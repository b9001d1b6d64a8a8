"""Only the City makes a body one that keeps files of supported people: an officer, by name, from a day on."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marketplace.lives.engine import Actor, take
from marketplace.organisations import membership
from marketplace.organisations.models import Membership, Organisation
from marketplace.refusals import Refused
from tests.cast import settled
from tests.folding import each

LINA = {"given_name": "Lina", "email": "lina@example.org"}


@pytest.fixture
def entrusted(biagio, gianni) -> Organisation:
    return take(biagio, "entrust", Actor(gianni))


def test_an_officers_decision_has_a_day_and_a_name(entrusted, gianni):
    change = entrusted.last_change

    assert (entrusted.status, entrusted.keeps_files) == ("verified", True)
    assert entrusted.keeps_files_since == timezone.localdate()
    assert (change.step, change.actor) == ("entrust", gianni)


@each("outsider", ["elena", "operator", "nadia", "dora", "auditor", "dario"])
def test_nobody_else_decides_it(biagio, city, person, request, outsider):
    who = looking_on(person, city) if outsider == "auditor" else request.getfixturevalue(outsider)

    with pytest.raises(Refused):
        take(biagio, "entrust", Actor(who))

    biagio.refresh_from_db()
    assert not biagio.keeps_files


def looking_on(person, city):
    user = person("Paola")
    Membership.objects.create(organisation=city, user=user, role="auditor")
    return user


@each("status", ["new", "submitted", "refused", "suspended"])
def test_first_a_body_is_verified(biagio, gianni, status):
    with pytest.raises(Refused):
        take(settled(biagio, status), "entrust", Actor(gianni))


def test_once_is_enough_and_the_city_itself_keeps_none(entrusted, city, gianni):
    for body in (entrusted, settled(city, "verified")):
        with pytest.raises(Refused):
            take(body, "entrust", Actor(gianni))


def test_its_owner_names_social_workers_from_then_on(biagio, elena, gianni):
    with pytest.raises(Refused):
        membership.let_in(biagio, elena, "caseworker", LINA)
    assert "caseworker" not in membership.roles_to_give(biagio, elena)

    given = membership.let_in(take(biagio, "entrust", Actor(gianni)), elena, "caseworker", LINA)

    assert given.role == "caseworker"


def test_what_the_city_takes_back_has_a_reason(entrusted, elena, gianni):
    member = membership.let_in(entrusted, elena, "caseworker", LINA)
    with pytest.raises(ValidationError, match="required"):
        take(entrusted, "discharge", Actor(gianni))

    body = take(entrusted, "discharge", Actor(gianni), {"reason": "It has no social worker any more."})

    assert (body.status, body.keeps_files_since) == ("verified", None)
    membership.end(member, elena)  # whom it had let in may still be let go
    assert not Membership.objects.filter(role="caseworker").exists()


def test_a_suspended_body_keeps_none_until_it_is_verified_again(entrusted, gianni):
    suspended = take(entrusted, "suspend", Actor(gianni), {"reason": "Who answers there?"})

    assert not suspended.keeps_files
    assert take(suspended, "verify", Actor(gianni)).keeps_files

"""Who may let whom in, and for whom a desk may act."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.organisations import membership
from marketplace.organisations.models import Membership, may_act_for
from marketplace.refusals import Refused
from tests.folding import each

CARLO = {"given_name": "Carlo", "family_name": "Bianchi", "phone": "011 555 0199"}


@pytest.fixture
def mario(person, biagio):
    """Coordinates Biagio and does not own it."""
    user = person("Mario")
    Membership.objects.create(organisation=biagio, user=user, role="coordinator", since=timezone.localdate())
    return user


def test_a_known_mail_is_the_person_who_has_it(biagio, elena, nadia):
    given = membership.let_in(biagio, elena, "worker", {"given_name": "N.", "email": nadia.email.upper()})

    assert given.user == nadia


def test_a_second_mail_that_somebody_has_confirmed_is_hers_too(biagio, elena, nadia):
    EmailAddress.objects.create(user=nadia, email="haddad@example.org", verified=True)

    given = membership.let_in(biagio, elena, "worker", {"given_name": "N.", "email": "Haddad@example.org"})

    assert given.user == nadia


def test_a_mail_that_somebody_only_claims_is_not_hers(biagio, elena, nadia):
    EmailAddress.objects.create(user=nadia, email="haddad@example.org", verified=False)

    given = membership.let_in(biagio, elena, "worker", {"given_name": "H.", "email": "haddad@example.org"})

    assert given.user != nadia


def test_an_unknown_mail_is_a_new_person_who_can_sign_in_by_code(biagio, elena):
    given = membership.let_in(biagio, elena, "coordinator", {"given_name": "Ileana", "email": "Ileana@Example.org"})

    assert given.user.email == "ileana@example.org"
    assert not given.user.has_usable_password()


def test_a_coordinator_lets_in_workers_only(biagio, mario):
    membership.let_in(biagio, mario, "worker", {"given_name": "Florin"})

    with pytest.raises(Refused):
        membership.let_in(biagio, mario, "coordinator", {"given_name": "Ada", "email": "ada@example.org"})


@each("role", ["officer", "auditor", "king"])
def test_nobody_gives_a_role_that_is_not_the_organisations(biagio, elena, role):
    with pytest.raises(Refused):
        membership.let_in(biagio, elena, role, {"given_name": "Ada", "email": "ada@example.org"})


def test_outsiders_and_workers_let_nobody_in(biagio, dora, samira):
    for somebody in (dora, samira):
        with pytest.raises(Refused):
            membership.let_in(biagio, somebody, "worker", {"given_name": "Ada"})


def test_the_same_role_twice_is_told(biagio, elena, samira):
    with pytest.raises(ValidationError, match="already"):
        membership.let_in(biagio, elena, "worker", {"given_name": "Samira", "email": samira.email})


@each(
    ("who", "field"),
    [({"given_name": ""}, "given_name"), ({"given_name": "A", "email": "no"}, "email"),
     ({"given_name": "A", "phone": "12"}, "phone"), ({"given_name": "A" * 100}, "given_name")],
)  # fmt: skip
def test_what_is_wrong_about_a_person_is_told_beside_its_field(biagio, elena, who, field):
    with pytest.raises(ValidationError) as told:
        membership.let_in(biagio, elena, "worker", who)

    assert field in told.value.error_dict


def test_a_role_ends_at_once_and_stays_known(biagio, elena, samira):
    role = Membership.objects.get(user=samira)
    Membership.objects.filter(pk=role.pk).update(since=timezone.localdate() - timedelta(days=30))
    role.refresh_from_db()

    membership.end(role, elena)

    assert not Membership.objects.of(samira).exists()
    assert Membership.objects.filter(pk=role.pk).exists()


def test_the_last_owner_stays(biagio, elena):
    with pytest.raises(Refused, match="needs an owner"):
        membership.end(Membership.objects.get(user=elena, role="owner"), elena)


def test_an_owner_may_go_when_there_is_another(biagio, elena, dora):
    membership.let_in(biagio, elena, "owner", {"given_name": "Dora", "email": dora.email})

    membership.end(Membership.objects.get(user=elena, role="owner"), dora)

    assert not Membership.objects.of(elena, "owner").exists()


def test_the_desk_acts_for_somebody_who_has_no_mail(biagio, elena):
    mandate = membership.enter_person(biagio, elena, CARLO, "On the phone on 3 March")

    assert mandate.person.email is None
    assert mandate.entered_by == elena
    assert may_act_for(elena, mandate.person)


def test_a_number_that_somebody_tells_opens_nobodys_account(biagio, elena, nadia):
    User.objects.filter(pk=nadia.pk).update(phone="+390115550199")

    mandate = membership.enter_person(biagio, elena, CARLO, "On the phone")

    assert mandate.person != nadia
    assert not may_act_for(elena, nadia)


def test_the_same_number_is_entered_once(biagio, elena):
    membership.enter_person(biagio, elena, CARLO, "On the phone")

    with pytest.raises(ValidationError, match="in your list already"):
        membership.enter_person(biagio, elena, CARLO, "On the phone")

    assert User.objects.filter(given_name="Carlo").count() == 1


@pytest.mark.parametrize(("who", "how", "field"), [(CARLO, " ", "how"), ({"given_name": "Carlo"}, "By phone", "phone")])
def test_how_it_was_agreed_and_a_number_are_needed(biagio, elena, who, how, field):
    with pytest.raises(ValidationError) as told:
        membership.enter_person(biagio, elena, who, how)

    assert field in told.value.error_dict


def test_a_mandate_ends_by_either_side_and_by_nobody_else(biagio, elena, dora):
    mandate = membership.enter_person(biagio, elena, CARLO, "On the phone")
    with pytest.raises(Refused):
        membership.end_mandate(mandate, dora)

    membership.end_mandate(mandate, mandate.person)

    assert not may_act_for(elena, mandate.person)


def test_workers_and_outsiders_enter_nobody(biagio, samira, dora):
    for somebody in (samira, dora):
        with pytest.raises(Refused):
            membership.enter_person(biagio, somebody, CARLO, "On the phone")


def test_a_form_that_is_sent_twice_enters_one_person(biagio, elena):
    first = membership.enter_person(biagio, elena, CARLO, "On the phone", "a-key")

    assert membership.enter_person(biagio, elena, CARLO, "On the phone", "a-key") == first
    assert User.objects.filter(given_name="Carlo").count() == 1


def test_the_same_number_from_another_form_is_in_the_list_already(biagio, elena):
    membership.enter_person(biagio, elena, CARLO, "On the phone", "a-key")

    with pytest.raises(ValidationError, match="in your list already"):
        membership.enter_person(biagio, elena, CARLO, "On the phone", "another")


def test_a_known_form_leads_nobody_in_who_may_not_enter(biagio, elena, dora):
    membership.enter_person(biagio, elena, CARLO, "On the phone", "a-key")

    with pytest.raises(Refused):
        membership.enter_person(biagio, dora, CARLO, "On the phone", "a-key")


@each("who", [CARLO, {"given_name": "Ileana", "email": "ileana@example.org"}])
def test_a_form_that_is_sent_twice_lets_one_person_in(biagio, elena, who):
    first = membership.let_in(biagio, elena, "worker", who, "a-key")

    assert membership.let_in(biagio, elena, "worker", who, "a-key") == first
    assert User.objects.filter(given_name=who["given_name"]).count() == 1


def test_a_known_form_tells_nobody_of_a_member_who_may_let_nobody_in(biagio, elena, dora):
    membership.let_in(biagio, elena, "worker", CARLO, "a-key")

    with pytest.raises(Refused):
        membership.let_in(biagio, dora, "worker", CARLO, "a-key")

"""A body without an account sends a household: by a link that runs out, answered once; and what it wrote goes."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.refusals import Refused
from services import tasks
from services.models import Admission, Household, Introduction
from services.wardrobe import introductions
from tests.folding import each
from tests.racing import at_once
from tests.wardrobes import next_year


@pytest.fixture
def sent(wardrobe, amina) -> Introduction:
    return introductions.invite(wardrobe, amina, "Mensa del Borgo", "mensa@example.org")


@pytest.fixture
def told() -> dict:
    return {
        "given_name": "Fatou", "phone": "011 000 999", "language": "it", "seen": "no_home",
        "seen_on": timezone.localdate() - timedelta(days=2), "grown": 1, "children": 2,
    }  # fmt: skip


@pytest.fixture
def answered(sent, told) -> Introduction:
    return introductions.answer(sent, told)


def kept_of(row: Introduction) -> set:
    row.refresh_from_db()
    return {row.given_name, str(row.phone or ""), row.seen, row.seen_on, row.grown, row.children}


# --- the link -----------------------------------------------------------------------------------------------------
def test_the_body_gets_a_link_and_the_mail_names_nobody(sent, nadia):
    tasks.introduce(str(sent.pk))

    [letter] = mail.outbox
    assert letter.to == ["mensa@example.org"]
    [token] = re.findall(r"/introduce/(\S+)/", letter.body)  # signed again each second, and not each time the same
    assert introductions.behind(token) == sent
    assert nadia.given_name not in letter.body


@each("who", ["dora", "tomas", "elena"])
def test_only_the_desk_of_the_wardrobe_sends_links(wardrobe, request, who):
    with pytest.raises(Refused):
        introductions.invite(wardrobe, request.getfixturevalue(who), "Mensa", "mensa@example.org")
    assert not Introduction.objects.exists()


def test_what_is_no_address_is_said(wardrobe, amina):
    with pytest.raises(ValidationError) as error:
        introductions.invite(wardrobe, amina, "Mensa", "tomorrow")

    assert set(error.value.message_dict) == {"email"}


def test_a_forged_a_late_and_a_withdrawn_link_lead_nowhere(sent, amina):
    token = introductions.token(sent)
    assert introductions.behind(token) == sent
    wrong = [token[:-2] + "xx", ""]
    for text in wrong:
        with pytest.raises(Http404):
            introductions.behind(text)

    introductions.withdraw(sent, amina)
    with pytest.raises(Http404):
        introductions.behind(token)
    Introduction.objects.update(withdrawn_at=None, expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Http404):
        introductions.behind(token)


# --- the answer ---------------------------------------------------------------------------------------------------
def test_an_answer_makes_nobody_and_no_card(answered):
    assert answered.to_decide
    assert not Household.objects.exists()
    assert not User.objects.filter(given_name="Fatou").exists()


def test_a_link_is_answered_once(answered, told):
    with pytest.raises(Refused):
        introductions.answer(answered, told | {"given_name": "Bob"})
    assert Introduction.objects.get().given_name == "Fatou"


@each(("wrong", "field"), [
    ({"seen_on": timezone.localdate() + timedelta(days=3)}, "seen_on"),
    ({"seen_on": timezone.localdate() - timedelta(days=400)}, "seen_on"),
    ({"grown": 0}, "grown"),
    ({"children": 300}, "children"),
    ({"seen": "referral"}, "seen"),
    ({"phone": "12"}, "phone"),
])  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(sent, told, wrong, field):
    with pytest.raises(ValidationError) as error:
        introductions.answer(sent, told | wrong)

    assert set(error.value.message_dict) == {field}
    assert Introduction.objects.get().answered_at is None


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts(sent, told):
    results = at_once(*(lambda: introductions.answer(sent, told) for _press in range(2)))

    assert sorted(type(result).__name__ for result in results) == ["Introduction", "Refused"]


# --- what comes of it ---------------------------------------------------------------------------------------------
def test_only_what_an_admission_keeps_is_kept(answered, amina):
    who = {"given_name": "Fatou", "phone": "011 000 999", "language": "it"}

    household = introductions.admit(answered, amina, next_year(), who, children=["Awa", "Ibou"])

    row = Admission.objects.get()
    assert (row.basis, row.valid_until, row.officer) == ("referral", next_year(), amina)
    assert (household.without_home, household.members.count()) == (True, 3)
    assert kept_of(answered) == {"", None}
    assert answered.closed_at


def test_somebody_whom_the_desk_knows_is_the_same_person(answered, amina, nadia):
    household = introductions.admit(answered, amina, next_year(), nadia)

    assert household.members.get().person == nadia


def test_where_no_card_comes_of_it_what_was_written_goes(answered, amina):
    introductions.set_aside(answered, amina)

    assert kept_of(answered) == {"", None}
    with pytest.raises(Refused):
        introductions.admit(answered, amina, next_year(), {"given_name": "Fatou"})
    assert not Household.objects.exists()


@each("who", ["dora", "tomas", "elena"])
def test_nobody_else_decides(answered, request, who):
    user = request.getfixturevalue(who)

    for deed in (
        lambda: introductions.admit(answered, user, next_year(), {"given_name": "Fatou"}),
        lambda: introductions.set_aside(answered, user),
        lambda: introductions.withdraw(answered, user),
    ):
        with pytest.raises(Refused):
            deed()
    assert Introduction.objects.get().to_decide


def test_a_card_that_cannot_be_leaves_everything_as_it_was(answered, amina, nadia, household):
    with pytest.raises(ValidationError):
        introductions.admit(answered, amina, next_year(), nadia)

    assert Introduction.objects.get().to_decide


def test_the_database_lets_no_name_stay_where_it_is_decided(answered):
    with pytest.raises(IntegrityError), transaction.atomic():
        Introduction.objects.update(closed_at=timezone.now())


def test_whoever_waits_in_vain_is_forgotten_and_so_are_bodies_that_never_answered(answered, wardrobe, amina, now_is):
    introductions.invite(wardrobe, amina, "Parrocchia", "parrocchia@example.org")

    tasks.forget_introductions(0)
    assert Introduction.objects.answered().count() == 1
    now_is(timezone.now() + timedelta(days=90))
    tasks.forget_introductions(0)

    assert not Introduction.objects.answered().exists()
    assert not Introduction.objects.filter(sender="Parrocchia").exists()

"""Somebody with a card and an e-mail has an account from then on: her own row, and nobody else's."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from marketplace.accounts.models import User
from marketplace.casework import claiming, tasks, windows
from marketplace.casework.models import Claim, WindowKey
from marketplace.refusals import Refused
from tests.casework import PIN
from tests.folding import each

EMAIL = "amir@example.org"


@pytest.fixture
def amir(admitted_too):
    return admitted_too


@pytest.fixture
def code(amir, chiara) -> str:
    """Of the card of Amir, who has no e-mail so far."""
    return windows.issue(amir, chiara, PIN)


@pytest.fixture
def claim(code) -> Claim:
    return claiming.ask(code, PIN, EMAIL)


def tie(claim: Claim, keep: bool = True) -> User:
    return claiming.tie(str(claim.pk), claiming.sent_code(claim), keep)


def test_the_code_goes_to_the_address_and_stands_in_no_table_and_no_task(claim):
    [job] = ProcrastinateJob.objects.filter(task_name="casework.send_code")
    sent = claiming.sent_code(claim)

    tasks.send_code(**job.args)

    [letter] = mail.outbox
    assert letter.to == [EMAIL]
    assert sent in letter.body
    assert not {word for word in ("Amir", "Rahmani", sent) if word in letter.subject}
    assert "Amir" not in letter.body
    assert sent not in str(job.args)
    assert sent not in {str(value) for value in vars(Claim.objects.get()).values()}


@pytest.mark.parametrize("keep", [True, False])
def test_the_same_row_signs_in_by_e_mail_and_the_card_is_kept_or_stopped(amir, claim, keep):
    person = tie(claim, keep)

    assert (person, person.email) == (amir.person, EMAIL)
    address = EmailAddress.objects.get(user=person)
    assert (address.email, address.verified, address.primary) == (EMAIL, True, True)
    assert (WindowKey.objects.get().revoked_at is None) == keep
    assert not Claim.objects.exists()


def test_a_code_is_good_once_for_a_quarter_of_an_hour_and_five_tries(claim, now_is):
    wrong = f"{(int(claiming.sent_code(claim)) + 1) % 10**6:06d}"
    now_is(timezone.now() + timedelta(minutes=16))
    with pytest.raises(ValidationError):
        tie(claim)
    now_is(claim.at)
    for _try in range(claiming.MOST_TRIES):
        with pytest.raises(ValidationError):
            claiming.tie(str(claim.pk), wrong, True)

    with pytest.raises(ValidationError):
        tie(claim)

    assert not User.objects.filter(email=EMAIL).exists()


def test_only_the_latest_code_of_a_card_is_good(code, claim):
    later = claiming.ask(code, PIN, EMAIL)

    with pytest.raises(ValidationError):
        tie(claim)

    assert tie(later).email == EMAIL


@pytest.mark.parametrize("pk", ["", "x", "3f0e2a52-7c3b-4c0e-9a51-6f1d2b8c4e07"])
def test_a_claim_that_never_was_is_told_like_a_wrong_code(pk, db):
    with pytest.raises(ValidationError, match="not right"):
        claiming.tie(pk, "123456", True)


def test_after_three_letters_one_waits(code, claim):
    for _letter in range(claiming.MOST_LETTERS - 1):
        claiming.ask(code, PIN, EMAIL)

    with pytest.raises(Refused, match="within an hour"):
        claiming.ask(code, PIN, EMAIL)


def test_a_wrong_pin_counts_against_the_card(code):
    for _try in range(5):
        with pytest.raises(Refused):
            claiming.ask(code, "5831", EMAIL)

    with pytest.raises(Refused, match="do not go together"):
        claiming.ask(code, PIN, EMAIL)
    assert not Claim.objects.exists()


def test_who_has_an_e_mail_already_keeps_it(card):
    with pytest.raises(Refused, match="already"):
        claiming.ask(card, PIN, EMAIL)


def test_a_card_taken_out_of_use_meanwhile_ties_nothing(amir, chiara, claim):
    windows.end(amir, chiara)

    with pytest.raises(Refused, match="opens nothing"):
        tie(claim)


def test_who_only_signed_up_by_this_e_mail_gives_way(amir, claim):
    other = User.objects.create_user(EMAIL, given_name="Amir")
    EmailAddress.objects.create(user=other, email=EMAIL, verified=True, primary=True)

    assert tie(claim) == amir.person

    assert not User.objects.filter(pk=other.pk).exists()
    assert User.objects.filter(email=EMAIL).count() == 1


@each("who", ["elena", "chiara", "fatou"])
def test_who_has_anything_here_stays_and_nothing_is_merged(amir, code, request, who):
    known = request.getfixturevalue(who)
    other = known.person if who == "fatou" else known
    claim = claiming.ask(code, PIN, other.email)

    with pytest.raises(Refused, match="other things"):
        tie(claim)

    amir.person.refresh_from_db()
    assert amir.person.email is None
    assert User.objects.filter(pk=other.pk).exists()


def test_an_operator_is_never_taken_away(amir, code):
    User.objects.create_superuser(EMAIL, given_name="Operator")

    with pytest.raises(Refused):
        tie(claiming.ask(code, PIN, EMAIL))


def test_what_nobody_finished_goes_by_night(claim):
    Claim.objects.update(at=timezone.now() - timedelta(days=2))

    tasks.every_night(0)

    assert not Claim.objects.exists()

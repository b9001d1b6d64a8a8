"""Somebody with a card has an e-mail now: she signs in by it from then on. Her row and her file stay as they are, they
get one more way in; nothing is merged, and an account of anybody else is never touched."""

from datetime import timedelta
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as tasks

from marketplace.accounts.language import SPOKEN
from marketplace.accounts.models import User
from marketplace.casework import windows
from marketplace.casework.models import Claim, Participant
from marketplace.refusals import Refused

LASTS, HOUR, FORGOTTEN = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
MOST_LETTERS, MOST_TRIES = 3, 5  # of one card in an hour; of one code
SALT, DIGITS = "casework.claim", 6
BARE = (EmailAddress, UserSession)  # all that there is of somebody who only signed up


def ask(code: str, pin: str, email: str) -> Claim:
    """A code goes to this address. Whether somebody signs in by it already is not said here.

    `code` and `pin` of her card, whoever is in: the phone may have been left open. Raises Refused."""
    key = windows.open_with(code, pin)
    with transaction.atomic():
        participant = Participant.objects.select_for_update(of=("self",)).select_related("person").get(
            pk=key.participant_id
        )  # fmt: skip
        must_be_without(participant.person)
        if key.claims.filter(at__gt=timezone.now() - HOUR).count() >= MOST_LETTERS:
            raise Refused(
                _("We have written to you several times within an hour. Wait a little, or call the front desk.")
            )
        claim = Claim.objects.create(key=key, email=email.strip().lower())
        tasks.configure_task("casework.send_code").defer(claim_id=str(claim.pk))
    return claim


def must_be_without(person: Any) -> None:
    if person is None or person.email:
        raise Refused(_("Your page has an e-mail already: sign in with it."))


def sent_code(claim: Claim) -> str:
    """Six digits, which nobody works out without the key of the site."""
    digest = salted_hmac(SALT, str(claim.pk), algorithm="sha256").hexdigest()
    return f"{int(digest, 16) % 10**DIGITS:0{DIGITS}d}"


def mail(claim: Claim) -> None:
    """In her language. Nothing in it says what it opens, or whose."""
    person = claim.key.participant.person
    language = person.language if person and person.language in dict(SPOKEN) else settings.LANGUAGE_CODE
    with translation.override(language):
        text = _("Your code: %(code)s. It is good for a quarter of an hour. If you did not ask for it, do nothing.")
        address = urljoin(settings.SITE_URL, reverse("window_account_code"))
        words = f"{text % {'code': sent_code(claim)}}\n\n{address}\n"
        EmailMessage(_("Your code"), words, to=[claim.email]).send()


def tie(pk: str, code: str, keep_card: bool) -> User:
    """Her account from now on. Raises ValidationError for a code that is not right or not good any more, Refused."""
    claim = tried(pk, windows.digits(code))
    if not claim:
        raise ValidationError({"code": _("This code is not right, or not good any more. Ask for another one.")})
    try:
        return tied(claim, keep_card)
    except IntegrityError as error:  # somebody signs up by it in this very moment
        raise Refused(_("This did not work. Try it once more.")) from error


@transaction.atomic
def tried(pk: str, code: str) -> Claim | None:
    """One try, counted whatever becomes of the request. Only the card's latest code is good, and only while it is."""
    claim = Claim.objects.select_for_update(of=("self",)).filter(pk__in=number(pk)).select_related("key").first()
    latest = claim and claim.key.claims.order_by("at").last()
    if not claim or claim != latest or claim.tries >= MOST_TRIES or claim.at < timezone.now() - LASTS:
        return None
    if constant_time_compare(sent_code(claim), code):
        return claim
    claim.tries += 1
    claim.save(update_fields=["tries"])
    return None


def number(pk: str) -> list[UUID]:
    try:
        return [UUID(pk)]
    except ValueError:
        return []


@transaction.atomic
def tied(claim: Claim, keep_card: bool) -> User:
    participant = Participant.objects.select_for_update(of=("self",)).get(pk=claim.key.participant_id)
    person: Any = User.objects.select_for_update().filter(pk=participant.person_id or 0).first()
    if claim.key.revoked_at or claim.key.locked_at:
        raise Refused(_("This card opens nothing any more. Call the front desk."))
    must_be_without(person)
    make_room(claim.email)
    person.email = claim.email
    person.save(update_fields=["email"])
    EmailAddress.objects.create(user=person, email=claim.email, verified=True, primary=True)
    if not keep_card:
        participant.window_keys.filter(revoked_at=None).update(revoked_at=timezone.now())
    claim.key.claims.all().delete()
    return person


def make_room(email: str) -> None:
    """Who signed up by this e-mail first, and has nothing here yet, gives way: she has just shown that it is hers.

    Raises Refused where that account has anything of its own."""
    theirs = Q(email__iexact=email) | Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    for other in User.objects.filter(pk__in=User.objects.filter(theirs).values("pk")).select_for_update():
        if not is_bare(other):
            raise Refused(
                _("By this e-mail somebody signs in who has other things here already. Call the front desk: they help.")
            )
        other.delete()
    EmailAddress.objects.filter(email__iexact=email, verified=False).delete()


def is_bare(user: User) -> bool:
    """Whether no row of any table points at this person but the ways to sign in."""
    links: list[Any] = [one for one in User._meta.get_fields(include_hidden=True) if one.one_to_many or one.one_to_one]
    others = [one for one in links if one.auto_created and one.related_model not in BARE]
    pointing = (one.related_model._base_manager.filter(**{one.field.name: user}) for one in others)
    return not user.is_staff and not any(rows.exists() for rows in pointing)


def forget() -> None:
    Claim.objects.filter(at__lt=timezone.now() - FORGOTTEN).delete()

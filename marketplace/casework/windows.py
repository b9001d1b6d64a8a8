"""A person opens her own page without an e-mail: with the code of a card and a PIN that she chose at the desk."""

import itertools
import secrets
import unicodedata
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.casework.models import Participant, WindowKey
from marketplace.casework.models.participant import SIGNS
from marketplace.casework.models.window import MOST_TRIES
from marketplace.casework.reasons import ASKED
from marketplace.refusals import Refused

LENGTH = 12  # signs of 31 each: 59 bits, which nobody guesses
FEWEST, MOST = 4, 8  # digits of a PIN
UNUSED = timedelta(days=366)  # then a card is forgotten
SALT = "casework.window"
NOTHING = "0" * 64  # what no hash is


@transaction.atomic
def issue(participant: Participant, by: User, pin: str, code: str = "") -> str:
    """A new card; one that was there before opens nothing any more. Gives its code, which is known this once.

    `code`: for the demo, which prints it on its sign-in page. Raises Refused, ValidationError."""
    must_work_with(participant, by)
    if participant.status == ASKED:
        raise Refused(_("Talk to her or him first: a card is given to people who were admitted."))
    Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    pin, code = well_chosen(digits(pin)), code or new_code()
    end(participant, by)
    WindowKey.objects.create(participant=participant, made_by=by, code_hash=hashed(code), pin_hash=hashed(code, pin))
    return code


def must_work_with(participant: Participant, by: User) -> None:
    if "team" not in participant.roles_of(by):
        raise Refused(_("This is not for you to do."))


def new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))


def well_chosen(pin: str) -> str:
    """Raises ValidationError for a PIN that anybody would try first."""
    if not pin.isdecimal() or not FEWEST <= len(pin) <= MOST:
        raise ValidationError({"pin": _("From 4 to 8 digits.")})
    steps = {(int(after) - int(before)) % 10 for before, after in itertools.pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        raise ValidationError({"pin": _("This one is guessed at once: not the same digit again and again, no row.")})
    return pin


def hashed(*words: str) -> str:
    """With the key of the site: whoever has the table alone cannot try codes on it. A PIN is hashed with its code."""
    return salted_hmac(SALT, "\0".join(words), algorithm="sha256").hexdigest()


def digits(text: str) -> str:
    """Digits of any script as those of ours: phones write those of their keyboard."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text[:40].strip())


def plain(code: str) -> str:
    """As it was made, however somebody typed it."""
    return "".join(sign for sign in digits(code).upper() if sign.isalnum())


def end(participant: Participant, by: User) -> None:
    """The card opens nothing any more, and whoever is in by it is out. Raises Refused."""
    must_work_with(participant, by)
    participant.window_keys.filter(revoked_at=None).update(revoked_at=timezone.now())


def unlock(participant: Participant, by: User) -> None:
    """The person stands at the desk, and remembers. Raises Refused."""
    must_work_with(participant, by)
    participant.window_keys.filter(revoked_at=None).update(tries=0, locked_at=None)


def card_of(participant: Participant) -> WindowKey | None:
    return participant.window_keys.select_related("made_by").filter(revoked_at=None).first()


def open_with(code: str, pin: str) -> WindowKey:
    """The card that these open. Raises Refused, in the same words and after the same questions to the database, for a
    code that never was, a wrong PIN and a locked card."""
    key = tried(plain(code), digits(pin))
    if not key:
        raise Refused(_("This code and this PIN do not go together. After five wrong PINs a card is locked."))
    return key


@transaction.atomic
def tried(code: str, pin: str) -> WindowKey | None:
    """One try, counted whatever becomes of the request."""
    found = WindowKey.objects.valid().select_for_update(of=("self",)).filter(code_hash=hashed(code)).first()
    right = constant_time_compare(found.pin_hash if found else NOTHING, hashed(code, pin))
    opens = bool(found and right and not found.locked_at)
    told = opened() if opens else counted(found)
    WindowKey.objects.filter(pk=found.pk if found else uuid4()).update(**told)
    return found if opens else None


def opened() -> dict[str, Any]:
    return {"tries": 0, "last_used_at": timezone.now()}


def counted(key: WindowKey | None) -> dict[str, Any]:
    tries = min(MOST_TRIES, (key.tries if key else 0) + 1)
    locked = key.locked_at if key else None
    return {"tries": tries, "locked_at": locked or (timezone.now() if tries == MOST_TRIES else None)}


def held(pk: str) -> WindowKey | None:
    """The card by which somebody came in, while it is good."""
    try:
        number = UUID(pk)
    except ValueError:
        return None
    return WindowKey.objects.valid().select_related("participant__person").filter(pk=number, locked_at=None).first()


def forget_unused() -> None:
    """Cards that nobody has used for a year, and those that were taken back so long ago."""
    before = timezone.now() - UNUSED
    WindowKey.objects.filter(made_at__lt=before, last_used_at=None).delete()
    WindowKey.objects.filter(last_used_at__lt=before).delete()
    WindowKey.objects.filter(revoked_at__lt=before).delete()

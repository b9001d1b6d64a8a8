"""What tills took without a line. It has left the wardrobe: so it is written down as it was, by the rules of its day,
and what does not fit is never lost, but put before a person."""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from bookings import pieces
from bookings.models import Piece, Slip, Till
from bookings.till import taking
from marketplace.accounts.models import User
from marketplace.lives import engine
from marketplace.lives.engine import CLOCK, Actor, take, untied
from marketplace.organisations.membership import must_have
from marketplace.refusals import Refused
from services.models import Card, Garment, Household, Wardrobe
from services.models.garment import ON_THE_WAY, RACK, RESERVED, as_label
from services.models.household import ENDED, OPEN
from services.models.wardrobe import STAFF
from services.wardrobe import households, purse

MOST_SLIPS = 500  # that a till sends at a time
MOST_LABELS = 200  # of one slip: what has left is written down, also where it is more than a tap takes
REFUSED = "refused"
Trouble = Slip.Trouble
Troubles = list[tuple[str, str]]  # code, label


def settle(till: Till, by: User, told: Any) -> dict[str, str]:
    """Write down what a till sends, in its order: what became of each, by its nonce. A repeat is harmless.

    `told`: dicts of card, labels, taken_at, nonce and signature. One that is not signed by this till is refused, the
    others are settled. Raises Refused for a till that was closed, ValidationError for what is no queue."""
    must_have(till.wardrobe.organisation, by, *STAFF)
    if till.closed_at:
        raise Refused(_("This till was closed. Bring the device to the desk."))
    if not isinstance(told, list) or len(told) > MOST_SLIPS:
        raise ValidationError(_("This is no queue of a till."))
    return dict(settled(till, by, one) for one in told)


def settled(till: Till, by: User, one: Any) -> tuple[str, str]:
    nonce = str(one.get("nonce", "")) if isinstance(one, dict) else ""
    fields = fields_of(one) if signed(till, one) else None
    if not fields:
        return nonce, REFUSED
    at = min(max(fields["taken_at"], till.opened_at), timezone.now())  # by a clock of ours, not by the device's alone
    slip, _new = Slip.objects.get_or_create(till=till, nonce=fields.pop("nonce"), defaults=fields | {"taken_at": at})
    return nonce, enter(slip, by).state


# --- what was sent ------------------------------------------------------------------------------------------------
def signature(secret: str, one: dict[str, Any]) -> str:
    """HMAC-SHA256 over what was taken, a line each; the browser writes the same (islands/slips.ts)."""
    words = "\n".join([one["nonce"], one["taken_at"], one["card"], *one["labels"]])
    return hmac.new(secret.encode(), words.encode(), sha256).hexdigest()


def signed(till: Till, one: Any) -> bool:
    try:
        return hmac.compare_digest(signature(till.secret, one).encode(), str(one["signature"]).encode())
    except (KeyError, TypeError, AttributeError, UnicodeError):
        return False


def fields_of(one: dict[str, Any]) -> dict[str, Any] | None:
    """None where it is signed, but nothing that a till writes."""
    try:
        nonce, at = UUID(one["nonce"]), parse_datetime(one["taken_at"])
    except ValueError:
        return None
    labels = [str(label)[:20].replace("\0", "") for label in one["labels"]]
    if not at or timezone.is_naive(at) or not 0 < len(labels) <= MOST_LABELS:
        return None
    return {"nonce": nonce, "taken_at": at, "labels": labels, "card": one["card"][:40].replace("\0", "")}


# --- settling -----------------------------------------------------------------------------------------------------
@untied
def enter(slip: Slip, by: User) -> Slip:
    """Once. Plainly where that can be, else as it was."""
    slip = Slip.objects.select_for_update(of=("self",)).select_related("till__wardrobe__organisation").get(pk=slip.pk)
    if slip.state != Slip.State.ARRIVED:
        return slip
    try:
        with transaction.atomic():
            told = slip.till.wardrobe, by, slip.card, slip.labels, str(slip.nonce), slip.taken_at
            slip.booking = taking.take_home(*told)
    except (Refused, ValidationError):
        slip.troubles = write_down(slip, by)
    slip.state = Slip.State.LOOK if slip.troubles else Slip.State.SETTLED
    slip.save()
    return slip


def write_down(slip: Slip, by: User) -> Troubles:
    """What has left, as far as it is known whose it is and what. Answers with what a person has to look at."""
    wardrobe = slip.till.wardrobe
    card = card_of(wardrobe, slip.card)
    household = engine.lock(card.household) if card else None
    garments, theirs, troubles = sorted_out(wardrobe, slip.labels, household)
    if not household:
        for garment in garments:
            take(garment, "give", CLOCK)
        return [(Trouble.NO_CARD, ""), *troubles]
    for piece in theirs:
        pieces.take_aside(piece)
    if card and card.ended_at and card.ended_at <= slip.taken_at:
        troubles.append((Trouble.LOST, ""))
    if household.status != OPEN:
        troubles.append((Trouble.CLOSED, ""))
    return troubles + (book_late(slip, by, household, garments) if garments else [])


def card_of(wardrobe: Wardrobe, code: str) -> Card | None:
    """Whatever became of it since."""
    cards = Card.objects.filter(code=households.plain(code), household__wardrobe=wardrobe)
    return cards.select_related("household").first()


def sorted_out(
    wardrobe: Wardrobe, labels: Iterable[str], household: Household | None
) -> tuple[list[Garment], list[Piece], Troubles]:
    """Those that nobody has, locked; those that this household had put aside; what is the matter with the others."""
    named = list(dict.fromkeys(as_label(label) for label in labels))
    keys = list(wardrobe.garments.filter(label__in=named))
    found = {garment.label: garment for garment in taking.locked(keys)} if keys else {}
    free = [one for one in found.values() if one.status in (RACK, *ON_THE_WAY)]
    aside = Piece.objects.aside().filter(garment__in=found.values(), household=household)
    theirs = list(aside.select_related("booking", "garment", "household__wardrobe").order_by("garment"))
    known = {one.label for one in free} | {piece.garment.label for piece in theirs}
    others = [label for label in named if label not in known]
    return free, theirs, [(trouble_of(found.get(label)), label) for label in others]


def trouble_of(garment: Garment | None) -> str:
    if not garment:
        return Trouble.UNKNOWN
    return Trouble.ASIDE if garment.status == RESERVED else Trouble.TAKEN


def book_late(slip: Slip, by: User, household: Household, garments: list[Garment]) -> Troubles:
    owed = purse.owed_by(household)
    booking = taking.opened(slip.till.wardrobe, household, slip.taken_at)
    carried = pieces.carry(booking, household, garments)
    troubles: Troubles = [(Trouble.RULES, piece.garment.label) for piece in beyond(carried)]
    slip.booking = take(booking, "take_late", Actor(by), key=str(slip.nonce))
    return troubles + ([(Trouble.OWED, "")] if purse.owed_by(household) > owed else [])


def beyond(carried: Iterable[Piece]) -> Iterable[Piece]:
    """Those that the rules of that day do not allow. They are excused: nobody could know without a line. A closed card
    has no members any more by whom to count."""
    for piece in (piece for piece in carried if piece.household.status != ENDED):
        try:
            pieces.must_be_within_rules(piece.household, piece)
        except ValidationError:
            Piece.objects.filter(pk=piece.pk).update(excuse=_("Taken while the line was away"))
            yield piece


# --- a person decides ---------------------------------------------------------------------------------------------
def to_look_at(wardrobe: Wardrobe) -> QuerySet[Slip]:
    slips = Slip.objects.filter(till__wardrobe=wardrobe, state=Slip.State.LOOK)
    return slips.select_related("till__opened_by", "booking__fitting__household", "booking__customer")


@transaction.atomic
def decide(slip: Slip, by: User, note: str, let_go: bool = False) -> None:
    """Somebody of the desk has looked: with a note, and where she says so without the points that are owed.

    Raises ValidationError ("note"), Refused."""
    must_have(slip.till.wardrobe.organisation, by)
    if not note.strip():
        raise ValidationError({"note": _("Write what was decided.")})
    slip = Slip.objects.select_for_update(of=("self",)).select_related("booking__fitting").get(pk=slip.pk)
    if slip.state != Slip.State.LOOK:
        raise Refused(_("Somebody has decided this already."))
    if let_go and slip.booking:
        household = engine.lock(slip.booking.fitting.household)
        owed = pieces.owed_for(slip.booking, household)
        purse.write_off(household, f"slip:{slip.pk}:let_go", note.strip()[:200], by, most=owed)
    slip.state, slip.note = Slip.State.DECIDED, note.strip()[:200]
    slip.decided_by, slip.decided_at = by, timezone.now()
    slip.save()

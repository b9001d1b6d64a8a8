"""What the steps of a booking in a wardrobe do: put garments aside for a household's points, hang them back, give them.

Locks, after the booking and its offer: the household, then garments by primary key, then accounts. What somebody may
have is counted under the lock on the household; that nobody else has the same piece is said by the database.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bookings.models import Booking, Fitting, Piece
from marketplace import wording
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives import engine
from marketplace.lives.engine import CLOCK, take
from marketplace.lives.models import Life
from marketplace.refusals import Refused
from services.models import Garment, Household, Member, Wardrobe
from services.models.garment import RACK
from services.models.household import ENDED
from services.wardrobe import households, rules
from services.wardrobe.purse import must_be_open

ASIDE, BACK = gettext_noop("Put aside to try on"), gettext_noop("Left at the wardrobe")
GIVEN = gettext_noop("Taken home")
Facts = dict[str, Any]


# --- whose card ---------------------------------------------------------------------------------------------------
def household_of(person: Any, wardrobe: Wardrobe) -> Household:
    """The household for which she may choose here. Raises Refused."""
    household = households.of_grown_up(person, wardrobe)
    if not household:
        raise Refused(_("Here one chooses with the card of a household. Ask for an interview to have one."))
    return must_be_open(household)


def open_to(person: Any) -> Q:
    """The offers of the wardrobes where `household_of` would not refuse her."""
    hers = Member.objects.choosing(person).with_open_card().values("wardrobe")
    return Q(pk__in=Wardrobe.objects.filter(pk__in=hers, offer__isnull=False).values("offer"))


# --- putting aside ------------------------------------------------------------------------------------------------
def keep(booking: Booking, garments: Iterable[Garment]) -> None:
    """Write down for which household it is, and what was chosen; the first step puts it aside. Raises Refused."""
    household = must_be_open(engine.lock(household_of(booking.customer, booking.offer.wardrobe)))
    Fitting.objects.create(booking=booking, household=household)
    for garment in locked(garments):
        insert(piece_of(booking, household, garment))


def locked(garments: Iterable[Garment]) -> list[Garment]:
    """By primary key, before a row of ours says that they are taken: others lock them first and then write as well."""
    keys = [garment.pk for garment in garments]
    list(Life.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    return list(Garment.objects.filter(pk__in=keys).select_related("type").order_by("pk"))


def insert(piece: Piece, no: Callable[[], ValidationError] | None = None) -> None:
    """The database lets one have it. Raises ValidationError ("garment"), as `no` says it."""
    try:
        with transaction.atomic():
            piece.save(force_insert=True)
    except IntegrityError as error:
        raise (no or taken_already)() from error


def taken_already() -> ValidationError:
    return ValidationError({"garment": _("Somebody else is trying this on just now. Choose another one.")})


def keep_until(booking: Booking, facts: Facts) -> None:
    """What was chosen waits until then for a time to be booked."""
    booking.answer_by = booking.ends_at


def put_all_aside(booking: Booking, facts: Facts) -> None:
    """What the booking was opened with. Raises ValidationError ("garments"), Refused."""
    household = must_be_open(engine.lock(booking.fitting.household))
    for piece in booking.pieces.aside().select_related("garment__type").order_by("garment"):
        enter(piece, household)


def put_aside(booking: Booking, facts: Facts) -> None:
    """One more. Raises ValidationError ("garment"), Refused."""
    household = must_be_open(engine.lock(booking.fitting.household))
    must_still_belong(booking, household)
    [garment] = locked([facts["garment"]])
    piece = piece_of(booking, household, garment)
    insert(piece)
    enter(piece, household)
    facts["garment"] = str(piece.garment)


def must_still_belong(booking: Booking, household: Household) -> None:
    """Who has left a household chooses for it no more. Raises Refused."""
    if household_of(booking.customer, household.wardrobe) != household:
        raise Refused(_("This was begun with another card. Leave it, and choose anew."))


def piece_of(booking: Booking, household: Household, garment: Garment) -> Piece:
    """Not saved yet. People without a home pay no points: their quota says how many they may have."""
    points = 0 if household.without_home else garment.points
    return Piece(booking=booking, household=household, garment=garment, points=points, on=household.today())


def enter(piece: Piece, household: Household) -> None:
    """Take it off the rack and its points off the card. The household is locked, the piece is saved."""
    garment = engine.lock(piece.garment)
    if garment.status != RACK:
        raise taken_already()
    must_be_allowed(household, piece)
    take(garment, "reserve", CLOCK)
    move(piece, "aside", {household.account: -piece.points, promised(household): piece.points}, ASIDE)


def must_be_allowed(household: Household, piece: Piece) -> None:
    """Not more at a time than the wardrobe lets, nor more of a type in a period. The piece itself is counted."""
    wardrobe = household.wardrobe
    if household.pieces.aside().count() > wardrobe.most_chosen:
        text = _("You have put aside %(number)d pieces: try these on first, or leave one.")
        raise ValidationError({"garment": text % {"number": wardrobe.most_chosen}})
    must_be_within_rules(household, piece)


def must_be_within_rules(household: Household, piece: Piece) -> None:
    """What it may have in a period, by its points or its quotas; an excuse goes beyond."""
    if piece.excuse:
        return
    if household.without_home:
        must_be_within_quotas(household, piece)
    else:
        must_be_within_most(household, piece)


def must_be_within_most(household: Household, piece: Piece) -> None:
    tag = rules.tag_of(household.wardrobe, piece.garment.type, piece.on)
    if not tag or tag.most is None:
        return
    period = rules.period_on(household.wardrobe, piece.on)
    since = period.first if period else tag.valid_from
    most = tag.most * household.members.now().count()
    if had(household, [piece.garment.type_id], since) > most:
        raise ValidationError({"garment": said_most(most, period)})


def said_most(most: int, period: rules.Period | None) -> str:
    if not period:
        return _("Of this type your household may have %(number)d.") % {"number": most}
    facts = {"number": most, "day": wording.day(period.last)}
    return _("Of this type your household may have %(number)d until %(day)s.") % facts


def must_be_within_quotas(household: Household, piece: Piece) -> None:
    """Each quota that counts this type; what none counts is not for them without an exception."""
    quotas = [
        quota
        for quota in rules.quotas_of(household.wardrobe, piece.on)
        if any(kind.pk == piece.garment.type_id for kind in quota.types.all())
    ]
    number = household.members.now().count()
    for quota in quotas:
        since = piece.on - timedelta(days=quota.days - 1)
        if had(household, [kind.pk for kind in quota.types.all()], since) > quota.number * number:
            text = _("You may have %(number)d of this in %(days)d days.")
            raise ValidationError({"garment": text % {"number": quota.number * number, "days": quota.days}})
    if not quotas:
        raise ValidationError({"garment": _("This type is not for this card. Ask at the wardrobe.")})


def had(household: Household, types: Iterable[int], since: Any) -> int:
    return household.pieces.had().filter(garment__type__in=list(types), on__gte=since).count()


# --- and back -----------------------------------------------------------------------------------------------------
def leave(booking: Booking, facts: Facts) -> None:
    """One of several is left on the rack, and its points come back."""
    piece = facts["piece"]
    hang_back(booking, [piece])
    facts["piece"] = str(piece.garment)


def several(booking: Booking) -> bool:
    """Whoever leaves the last one lets the whole go."""
    return booking.pieces.aside().count() > 1


def hang_all_back(booking: Booking, facts: Facts) -> None:
    hang_back(booking, booking.pieces.aside().select_related("garment").order_by("garment"))


def hang_back(booking: Booking, pieces: Iterable[Piece]) -> None:
    household = engine.lock(booking.fitting.household)
    for piece in pieces:
        take(piece.garment, "release", CLOCK)
        give_points_back(piece, household)
        Piece.objects.filter(pk=piece.pk).update(outcome=Piece.Outcome.LEFT)


def give_points_back(piece: Piece, household: Household) -> None:
    """To the card; where that was closed meanwhile, to where points come from."""
    closed = household.status == ENDED
    to = household.wardrobe.account(Account.Kind.ISSUED) if closed else household.account
    move(piece, "back", {promised(household): -piece.points, to: piece.points}, BACK)


# --- taken home ---------------------------------------------------------------------------------------------------
def hand_over(booking: Booking, facts: Facts) -> None:
    """What fits is taken home, the rest hangs on the rack again. Raises Refused for a closed card."""
    household = engine.lock(booking.fitting.household)
    if household.status == ENDED:
        raise Refused(household.sentence(""))
    chosen = {piece.pk for piece in facts["taken"]}
    aside = list(booking.pieces.aside().select_related("garment").order_by("garment"))
    for piece in (piece for piece in aside if piece.pk in chosen):
        take_aside(piece)
    hang_back(booking, [piece for piece in aside if piece.pk not in chosen])
    facts["taken"] = len(chosen)


def take_aside(piece: Piece) -> None:
    """What had been put aside has left already, without a line. Household and garment are locked."""
    take(piece.garment, "give", CLOCK)
    earned = piece.household.wardrobe.account(Account.Kind.EARNED)
    move(piece, "given", {promised(piece.household): -piece.points, earned: piece.points}, GIVEN)
    Piece.objects.filter(pk=piece.pk).update(outcome=Piece.Outcome.TAKEN)


def owed_for(booking: Booking, household: Household) -> int:
    """Points that the card did not hold for what this booking took."""
    postings = household.debts.postings.filter(entry__about=booking.topic)
    return -(postings.aggregate(sum=Sum("amount"))["sum"] or 0)


# --- at the till --------------------------------------------------------------------------------------------------
def carry(booking: Booking, household: Household, garments: Iterable[Garment], excuse: str = "") -> list[Piece]:
    """What is in their hands, written down. Household and garments are locked. Raises ValidationError ("garment")."""
    day = timezone.localdate(booking.starts_at, household.tz)
    carried = [piece_of(booking, household, garment) for garment in garments]
    for piece in carried:
        piece.outcome, piece.on, piece.excuse = Piece.Outcome.TAKEN, day, excuse
    try:
        with transaction.atomic():
            return Piece.objects.bulk_create(carried)
    except IntegrityError as error:
        raise taken_already() from error


def take_home(booking: Booking, facts: Facts) -> None:
    """What was carried to the till is theirs. Raises ValidationError ("garment"), Refused for too few points."""
    household = must_be_open(engine.lock(booking.fitting.household))
    card, earned = household.account, household.wardrobe.account(Account.Kind.EARNED)
    for piece in carried_in(booking):
        must_be_within_rules(household, piece)
        take(piece.garment, "give", CLOCK)
        move(piece, "given", {card: -piece.points, earned: piece.points}, GIVEN)
    facts["taken"] = booking.pieces.count()


def take_home_late(booking: Booking, facts: Facts) -> None:
    """The same for what has left already: what the card does not hold is owed, until points come again."""
    household = engine.lock(booking.fitting.household)
    card, earned = household.account, household.wardrobe.account(Account.Kind.EARNED)
    left = book.balance(card)
    for piece in carried_in(booking):
        take(piece.garment, "give", CLOCK)
        paid = min(left, piece.points)
        left -= paid
        sides = {card: -paid, household.debts: paid - piece.points, earned: piece.points}
        move(piece, "given", {account: points for account, points in sides.items() if points}, GIVEN)
    facts["taken"] = booking.pieces.count()


def carried_in(booking: Booking) -> Iterable[Piece]:
    return booking.pieces.select_related("booking", "garment__type").order_by("garment")


def move(piece: Piece, how: str, lines: dict[Account, int], why: str) -> None:
    """What costs no points leaves nothing in the book."""
    if piece.points:
        book.post(f"{piece.topic}:{how}", lines, why=why, about=piece.booking.topic)


def promised(household: Household) -> Account:
    return household.wardrobe.account(Account.Kind.PROMISED)

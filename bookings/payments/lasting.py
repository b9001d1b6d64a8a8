"""The card of a series: which one it is, how long it is needed, and another one instead. No network here.

All of it happens under the lock on the series; then come its bookings, then their charges, as everywhere.
"""

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import Charge, SavedCard, Series
from bookings.payments.states import AWAITING, CHARGING, OPEN, SAVED, STARTING, UNKNOWN
from bookings.payments.waking import wake
from marketplace import live
from marketplace.accounts.models import User
from marketplace.lives.engine import CLOCK, lock, take
from marketplace.lives.models import Life
from marketplace.refusals import Refused

UNSAVED = (STARTING, OPEN, UNKNOWN)
BEGUN = Q(wish__in=(Charge.Wish.SAVE, Charge.Wish.HOLD), until=None)
# Charges that have still to be tried with the saved card; what a bank refused is paid on a page of its own.
NEEDS = BEGUN & Q(status__in=(AWAITING, SAVED, CHARGING, UNKNOWN))


def locked(number: int) -> Series:
    """The series of this key."""
    return Series.objects.select_for_update(of=("self",)).select_related("offer__organisation").get(pk=number)


def card_of(series: Series) -> SavedCard | None:
    """The card that pays its dates, or is about to: the newest that is saved, else one whose page is open."""
    rows = [card for card in series.cards.filter(wanted=True).order_by("-pk") if not card.state.final]
    return next((card for card in rows if card.status == SAVED), rows[0] if rows else None)


def begin(series: Series) -> SavedCard:
    """A card of its own row, committed before Stripe hears of it. The series is locked."""
    return take(SavedCard.objects.create(series=series), "begin", CLOCK)


def card_for(series: Series) -> SavedCard:
    return card_of(series) or begin(series)


def page_of(series: Series) -> SavedCard | None:
    """The card whose page is open now, the newest."""
    return series.cards.filter(wanted=True, status=OPEN).exclude(page="").order_by("-pk").first()


def standing(series: Series) -> tuple[SavedCard | None, SavedCard | None]:
    """The card that pays its dates, was to, or did; and the one whose page is open now. For pages, in one question."""
    rows = list(series.cards.order_by("-pk")) if series.by_card else []
    saved = next((card for card in rows if card.status == SAVED), rows[0] if rows else None)
    return saved, next((card for card in rows if card.wanted and card.status == OPEN and card.page), None)


@transaction.atomic
def another(series: Series, by: User) -> SavedCard:
    """She gives another card for all dates that are to come: a page is prepared. A repeat answers the one that is open.

    Raises Refused."""
    series = locked(series.pk)
    if by != series.customer:
        raise Refused(_("Only whoever booked it can give another card."))
    if made := series.cards.filter(wanted=True, status__in=UNSAVED).order_by("-pk").first():
        return made
    if not may_change(series):
        raise Refused(_("No date of this series needs a card any more."))
    return begin(series)


def may_change(series: Series) -> bool:
    """Whether a card is saved, and still needed."""
    return series.cards.filter(wanted=True, status=SAVED).exists() and is_needed(series)


def is_needed(series: Series, besides: Charge | None = None) -> bool:
    """Whether a date has still to be charged, or will be asked for."""
    charges = Charge.objects.filter(NEEDS, booking__series=series)
    others = charges.exclude(pk=besides.pk) if besides else charges
    return others.exists() or has_dates_to_come(series)


def is_to_last(charge: Charge) -> bool:
    """Whether the card that pays this date on a page pays later ones, too."""
    series = charge.booking and charge.booking.series
    return bool(series and series.by_card and charge.until and is_needed(series, besides=charge))


def has_dates_to_come(series: Series) -> bool:
    asked = set(series.bookings.values_list("series_on", flat=True))
    now = timezone.now()
    return any(on not in asked and series.span_on(on)[0] > now for on in series.planned())


def look_again(series: Series) -> None:
    """Something has ended: have it asked whether its cards are still needed."""
    for card in series.cards.filter(wanted=True, status__in=(*UNSAVED, SAVED)):
        wake(card, {})


@transaction.atomic
def loosen(card: SavedCard) -> SavedCard:
    """Let go of a card that nothing needs any more. Where she did not save it, nothing more is asked for."""
    series = locked(card.series_id)
    card = lock(card)
    if card.status not in (*UNSAVED, SAVED) or not card.wanted or serves(card, series):
        return card
    if card.status != SAVED and card.charges.exists():
        stop(card)
    return take(card, "let_go", CLOCK)


def serves(card: SavedCard, series: Series) -> bool:
    """Whether charges wait for it; the newest serves the dates to come, one that is to be given instead serves all."""
    if card.charges.filter(NEEDS).exists():
        return True
    if card.status == SAVED:
        return card == card_of(series) and has_dates_to_come(series)
    return not card.charges.exists() and is_needed(series)


def stop(card: SavedCard) -> None:
    """She did not save it: the dates that waited for it are over, and no later one is asked for. All is locked."""
    series = Series.objects.get(pk=card.series_id)
    first = card.charges.aggregate(first=Min("booking__series_on"))["first"]
    series.stopped_from = min(series.stopped_from or first, first)
    series.save(update_fields=["stopped_from"])
    live.publish(series.topic)


def put_instead(card: SavedCard) -> None:
    """From now on it pays what was not tried yet; what was tried stays with the card it was tried with, so that it is
    found there again. The series is locked."""
    untried = Charge.objects.filter(status=SAVED, saved__series=card.series_id).exclude(saved=card)
    lives = Life.objects.select_for_update().filter(pk__in=untried.values("pk"))
    found = list(lives.order_by("pk").values_list("pk", flat=True))
    untried.filter(pk__in=found).update(saved=card)
    for old in card.series.cards.filter(wanted=True).exclude(pk=card.pk):
        wake(old, {})


@transaction.atomic
def adopt(charge: Charge, payer: str, method: str, name: str) -> None:
    """The card that paid one date pays the later ones too. Once: it may be told twice."""
    series = locked(charge.its_booking.series_id)  # type: ignore[arg-type]  # only dates of a series ask for it
    if SavedCard.objects.filter(payer=payer).exists():
        return
    card = SavedCard.objects.create(series=series, payer=payer, method=method, label=name)
    put_instead(take(card, "adopt", CLOCK))
    live.publish(series.topic)

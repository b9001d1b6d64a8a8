"""How charges live. Tasks take these steps as the clock, by what Stripe says is true."""

from django.utils.translation import gettext_lazy as _

from bookings.models import Charge, SavedCard
from bookings.payments import buying, entries, later, states
from bookings.payments.refunding import REFUND
from bookings.payments.states import (
    AWAITING,
    CAPTURED,
    CAPTURING,
    CHARGING,
    DISPUTED,
    FORGETTING,
    FORGOTTEN,
    HELD,
    LAPSED,
    LOST,
    OPEN,
    RELEASED,
    RELEASING,
    SAVED,
    STARTING,
    UNKNOWN,
)
from bookings.payments.transferring import REVERSAL, TRANSFER
from bookings.payments.waking import CLOCK, Facts, wake
from marketplace.lives.tables import NEW, Step, Table


def want_capture(charge: Charge, facts: Facts) -> None:
    charge.wish = Charge.Wish.CAPTURE


def want_release(charge: Charge, facts: Facts) -> None:
    charge.wish = Charge.Wish.RELEASE


def want_no_more(card: SavedCard, facts: Facts) -> None:
    card.wanted, card.page = False, ""


def is_wanted(card: SavedCard) -> bool:
    return card.wanted


def is_to_be_held(charge: Charge) -> bool:
    return charge.wish == Charge.Wish.HOLD


CHARGE = Table(
    states=states.CHARGE,
    steps={
        "begin": Step(_("Begin"), (NEW,), STARTING, CLOCK, effects=(wake,)),
        "call": Step(
            _("Ask to pay"),
            (NEW,),
            STARTING,
            CLOCK,
            effects=(later.call, wake),
            told=("customer",),
            said=_(
                "Open your booking and pay %(amount)s there by card, by %(until_day)s at %(until_hour)s; else the "
                "price is paid on site."
            ),
        ),
        "wait": Step(_("Wait for the card"), (NEW,), AWAITING, CLOCK),
        "opened": Step(_("Open the page"), (STARTING, UNKNOWN), OPEN, CLOCK, when=later.is_begun),
        "renew": Step(
            _("Open another page"), (OPEN,), STARTING, CLOCK, when=later.has_time, effects=(later.turn_page, wake)
        ),
        "remind": Step(
            _("Remind to pay"),
            (OPEN,),
            OPEN,
            CLOCK,
            due=later.a_day_before,
            told=("customer",),
            said=_("Reminder: %(amount)s can be paid by card until %(until_day)s at %(until_hour)s."),
        ),
        "too_late": Step(
            _("Not paid in time"),
            (STARTING, OPEN, UNKNOWN),
            RELEASING,
            CLOCK,
            when=later.is_begun,
            due=later.until,
            effects=(want_release, wake),
            told=("customer", "provider"),
            said=_("%(amount)s were not paid by card in time. The price is paid on site."),
        ),
        "save": Step(
            _("Save the card"),
            (STARTING, OPEN, AWAITING, UNKNOWN),
            SAVED,
            CLOCK,
            when=later.is_to_be_saved,
            effects=(later.saved,),
        ),
        "charge": Step(
            _("Charge the saved card"),
            (SAVED,),
            CHARGING,
            CLOCK,
            due=later.when_to_charge,
            effects=(later.want_hold, wake),
            told=("customer",),
            said=_("%(amount)s are now taken from the card that you saved."),
        ),
        "refused": Step(
            _("Refused by the bank"),
            (CHARGING, UNKNOWN),
            STARTING,
            CLOCK,
            when=is_to_be_held,
            effects=(later.to_page, wake),
            told=("customer",),
            said=_(
                "The bank did not let us charge your saved card. Open your booking and pay %(amount)s there by "
                "%(until_day)s at %(until_hour)s; else the price is paid on site."
            ),
        ),
        "hold": Step(_("Hold"), (STARTING, OPEN, CHARGING, UNKNOWN), HELD, CLOCK, when=is_to_be_held),
        "capture": Step(_("Take"), (HELD,), CAPTURING, CLOCK, effects=(want_capture, wake)),
        "captured": Step(
            _("Taken"), (HELD, CAPTURING, RELEASING, UNKNOWN), CAPTURED, CLOCK, effects=(entries.captured,)
        ),
        "release": Step(
            _("Let go"),
            (STARTING, OPEN, AWAITING, SAVED, CHARGING, HELD, UNKNOWN),
            RELEASING,
            CLOCK,
            when=later.is_begun,
            effects=(want_release, wake),
        ),
        "lapse": Step(_("Lapse"), (STARTING, OPEN, AWAITING, RELEASING, UNKNOWN), RELEASED, CLOCK),
        "released": Step(
            _("Let go"),
            (OPEN, HELD, RELEASING, UNKNOWN),
            RELEASED,
            CLOCK,
            told=("customer",),
            said=_("%(amount)s are free again on your card: nothing was taken."),
        ),
        "forget": Step(
            _("Forget the card"),
            (RELEASING, UNKNOWN),
            RELEASED,
            CLOCK,
            told=("customer",),
            said=_("Nothing was taken, and the card that you saved is forgotten."),
        ),
        "slipped": Step(
            _("Slip"),
            (CAPTURING, UNKNOWN),
            RELEASED,
            CLOCK,
            told=("customer", "provider"),
            said=_("The bank did not keep %(amount)s for us. %(instead)s"),
        ),
        "lose_sight": Step(_("Lose sight"), (STARTING, CHARGING, CAPTURING, RELEASING), UNKNOWN, CLOCK),
        "dispute": Step(
            _("Dispute"),
            (CAPTURED,),
            DISPUTED,
            CLOCK,
            told=("provider",),
            said=_("The holder of the card disputes the payment of %(amount)s, or a part of it."),
        ),
        "lose_part": Step(
            _("Lose a part"),
            (DISPUTED,),
            CAPTURED,
            CLOCK,
            effects=(entries.lost,),
            told=("provider",),
            said=_("The bank gave a part of the money back to the holder of the card."),
        ),
        "win": Step(
            _("Win"),
            (DISPUTED,),
            CAPTURED,
            CLOCK,
            told=("provider",),
            said=_("The bank decided for you: the payment stays."),
        ),
        "lose": Step(
            _("Lose"),
            (DISPUTED,),
            LOST,
            CLOCK,
            effects=(entries.lost,),
            told=("provider",),
            said=_("The bank gave the money back to the holder of the card."),
        ),
    },
)
CARD = Table(
    states=states.CARD,
    steps={
        "begin": Step(_("Begin"), (NEW,), STARTING, CLOCK, effects=(wake,)),
        "adopt": Step(_("Keep the card that paid"), (NEW,), SAVED, CLOCK, effects=(wake,)),
        "opened": Step(_("Open the page"), (STARTING, UNKNOWN), OPEN, CLOCK, when=is_wanted),
        "save": Step(_("Save the card"), (STARTING, OPEN, UNKNOWN), SAVED, CLOCK, when=is_wanted),
        "let_go": Step(
            _("Let go"),
            (STARTING, OPEN, SAVED, UNKNOWN),
            FORGETTING,
            CLOCK,
            when=is_wanted,
            effects=(want_no_more, wake),
        ),
        "lapse": Step(_("Lapse"), (STARTING, OPEN, FORGETTING, UNKNOWN), LAPSED, CLOCK),
        "forgotten": Step(_("Forget the card"), (FORGETTING, UNKNOWN), FORGOTTEN, CLOCK),
        "lose_sight": Step(_("Lose sight"), (STARTING, FORGETTING), UNKNOWN, CLOCK),
    },
)
BY_SPECIES = {
    "bookings.purchase": buying.PURCHASE,
    "bookings.savedcard": CARD,
    "bookings.charge": CHARGE,
    "bookings.refund": REFUND,
    "bookings.transfer": TRANSFER,
    "bookings.reversal": REVERSAL,
}

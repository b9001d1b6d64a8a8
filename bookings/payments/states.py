"""Where charges, refunds and transfers stand, and what people read of it."""

from django.utils.translation import gettext_lazy as _

from marketplace.lives.tables import NEW, State

STARTING, OPEN, HELD, UNKNOWN = "starting", "open", "held", "unknown"
SAVED, CHARGING, AWAITING = "saved", "charging", "awaiting"
FORGETTING, FORGOTTEN = "forgetting", "forgotten"
CAPTURING, CAPTURED, RELEASING, RELEASED = "capturing", "captured", "releasing", "released"
DISPUTED, LOST = "disputed", "lost"
ASKED, GIVEN, FAILED, OWED = "asked", "given", "failed", "owed"
PENDING, REPEATED, OUTSIDE = "pending", "repeated", "outside"
WAITING, SENDING, SENT, FROZEN, DROPPED = "waiting", "sending", "sent", "frozen", "dropped"
TAKEN, SHORT = "taken", "short"

IN_DOUBT = State(
    _("Not known yet"), {"": _("There is no answer about the payment yet. We ask again; nothing is paid twice.")}
)
# Of the purchase of a bundle, older than its charge.
PAYING, TAKING, BOUGHT, LAPSED, RETURNED = "paying", "taking", "bought", "lapsed", "returned"
PURCHASE = {
    NEW: State(_("Not begun")),
    PAYING: State(
        _("To be paid"),
        {"customer": _("Pay now: the page is open for 15 minutes."), "": _("%(customer)s is paying.")},
        turn="customer",
        tone="ochre",
    ),
    TAKING: State(_("Being taken"), {"": _("%(price)s are being taken from the card.")}),
    BOUGHT: State(
        _("Bought"),
        {
            "customer": _("It is yours. What is left of it stands among your money."),
            "": _("%(customer)s has bought it by card."),
        },
        tone="ok",
    ),
    LAPSED: State(_("Not bought"), {"": _("It was not paid. Nothing was taken from the card.")}, final=True),
    RETURNED: State(
        _("Taken back"),
        {"": _("The money goes back to the card, and what was left of the services was taken back.")},
        final=True,
    ),
}
CHARGE = {
    NEW: State(_("Not begun")),
    STARTING: State(_("Being prepared"), {"": _("The payment page is being prepared.")}),
    AWAITING: State(
        _("Waits for the card"), {"": _("%(amount)s: it waits for the card that is saved for all dates.")}, tone="ochre"
    ),
    OPEN: State(_("To be paid"), {"": _("The payment page is open.")}, tone="ochre"),
    SAVED: State(
        _("Card saved"), {"": _("The card is saved. %(amount)s are taken from it on %(charged_day)s, not before.")}
    ),
    CHARGING: State(_("Being charged"), {"": _("%(amount)s are being taken from the saved card.")}),
    HELD: State(_("Held on the card"), {"": _("%(amount)s are held on the card. Nothing is taken yet.")}),
    UNKNOWN: IN_DOUBT,
    CAPTURING: State(_("Being taken"), {"": _("%(amount)s are being taken from the card.")}),
    CAPTURED: State(_("Paid by card"), {"": _("%(amount)s are paid by card.")}, tone="ok"),
    RELEASING: State(_("Being let go"), {"": _("%(amount)s are being set free on the card.")}),
    RELEASED: State(_("Not taken"), {"": _("Nothing was taken from the card.")}, final=True),
    DISPUTED: State(
        _("Disputed"),
        {
            "": _(
                "The holder of the card disputes the payment: %(disputed)s. Until the bank has decided that part is not"
                " transferred."
            )
        },
        tone="cotto",
    ),
    LOST: State(_("Taken back by the bank"), {"": _("The bank gave the money back to the card.")}, final=True),
}
# Of the card that is saved for all dates of a series.
CARD = {
    NEW: State(_("Not begun")),
    STARTING: State(_("Being prepared"), {"": _("The page on which the card is saved is being prepared.")}),
    OPEN: State(_("To be saved"), {"": _("The page on which the card is saved is open.")}, tone="ochre"),
    UNKNOWN: State(_("Not known yet"), {"": _("There is no answer about the card yet. We ask again.")}),
    SAVED: State(_("Card saved"), {"": _("The card is saved. Each date is charged a week before it.")}, tone="ok"),
    FORGETTING: State(_("Being forgotten"), {"": _("The card is being forgotten.")}),
    FORGOTTEN: State(_("Forgotten"), {"": _("The card is forgotten: no date needs it any more.")}, final=True),
    LAPSED: State(_("Not saved"), {"": _("No card was saved.")}, final=True),
}
REFUND = {
    NEW: State(_("Not begun")),
    ASKED: State(_("On its way back"), {"": _("%(amount)s are on their way back to the card.")}),
    UNKNOWN: IN_DOUBT,
    OWED: State(
        _("Still owed"),
        {
            "": _(
                "%(amount)s have still to go back to the card. They were transferred, and the organisation's account at"
                " Stripe does not hold enough to take them back. We try again every day."
            )
        },
        tone="cotto",
    ),
    PENDING: State(_("With the bank"), {"": _("%(amount)s are with the bank, on their way back to the card.")}),
    # Nothing follows by itself; and yet the bank may say weeks later that it could not.
    GIVEN: State(
        _("Given back"), {"": _("%(amount)s went back to the card. The bank shows it within ten days.")}, final=True
    ),
    FAILED: State(
        _("Could not be given back"),
        {
            "": _(
                "The bank did not take %(amount)s back to the card. The money is still owed: %(organisation)s tries"
                " again, or gives it back in another way."
            )
        },
        turn="provider",
        tone="cotto",
    ),
    REPEATED: State(_("Tried again"), {"": _("%(amount)s did not reach the card. It was tried again.")}, final=True),
    OUTSIDE: State(
        _("Given back outside"), {"": _("%(organisation)s gave %(amount)s back in another way.")}, final=True
    ),
    DROPPED: State(_("Not needed"), {"": _("Nothing had to go back.")}, final=True),
}
TRANSFER = {
    NEW: State(_("Not begun")),
    WAITING: State(
        _("To be transferred"), {"": _("What was paid by card is transferred two days after all is settled.")}
    ),
    SENDING: State(_("Being transferred"), {"": _("%(amount)s are being transferred.")}),
    UNKNOWN: IN_DOUBT,
    SENT: State(_("Transferred"), {"": _("%(amount)s were transferred.")}, final=True),
    FROZEN: State(_("Kept back"), {"": _("Kept back until the bank has decided about the dispute.")}, tone="cotto"),
    DROPPED: State(_("Nothing to transfer"), {"": _("All of it went back: nothing is left to transfer.")}, final=True),
}
REVERSAL = {
    NEW: State(_("Not begun")),
    ASKED: State(_("Being taken back"), {"": _("%(amount)s are being taken back from the organisation's account.")}),
    UNKNOWN: IN_DOUBT,
    TAKEN: State(_("Taken back"), {"": _("%(amount)s were taken back from the organisation's account.")}, final=True),
    SHORT: State(
        _("Owed by the organisation"),
        {
            "": _(
                "The organisation owes %(amount)s of what was transferred: its account at Stripe does not hold enough."
                " We try again every day."
            )
        },
        tone="cotto",
    ),
    DROPPED: State(_("Not needed"), {"": _("Nothing had to come back.")}, final=True),
}

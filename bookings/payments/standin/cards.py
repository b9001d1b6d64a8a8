"""What a card does, by the numbers that Stripe publishes for tests. Nobody's real card is ever read here."""

from enum import Enum


class Does(Enum):
    PAY = "pay"
    ASK = "ask"  # for a second factor
    REFUSE = "refuse"
    DISPUTE = "dispute"  # it pays, and its holder disputes it later
    ASK_ONCE = "ask once"  # for a second factor when it is saved, or paid with by hand; not when it is charged later
    WAIT = "wait"  # it pays; what goes back to it is pending first
    BOUNCE = "bounce"  # it pays; what goes back to it fails afterwards
    SAVE = "save"  # it can be saved, and each charge of it is refused


CARDS: dict[str, tuple[Does, str]] = {
    "4242424242424242": (Does.PAY, "visa"),
    "5555555555554444": (Does.PAY, "mastercard"),
    "4000002760003184": (Does.ASK, "visa"),
    "4000002500003155": (Does.ASK_ONCE, "visa"),
    "4000000000000341": (Does.SAVE, "visa"),
    "4000000000000002": (Does.REFUSE, "card_declined"),
    "4000000000009995": (Does.REFUSE, "insufficient_funds"),
    "4000000000000069": (Does.REFUSE, "expired_card"),
    "4000000000000127": (Does.REFUSE, "incorrect_cvc"),
    "4000000000000259": (Does.DISPUTE, "visa"),
    "4000000000007726": (Does.WAIT, "visa"),
    "4000000000005126": (Does.BOUNCE, "visa"),
}


def read(number: str) -> tuple[Does, str]:
    """What this card does, and its brand or why it is refused."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return CARDS.get(digits, (Does.REFUSE, "incorrect_number"))


LATER = (Does.WAIT, Does.BOUNCE)  # the bank has its word on refunds a minute later
ASKS = (Does.ASK, Does.ASK_ONCE)  # whoever holds it is asked for a second factor
# Of a saved card the last digits are known, as at Stripe; they tell these apart.
BY_END = {number[-4:]: does for number, (does, _said) in CARDS.items() if does is not Does.REFUSE}
UNATTENDED = {Does.ASK: "authentication_required", Does.SAVE: "card_declined"}


def refuses_later(last4: str) -> str:
    """Why a saved card is refused while nobody is there; empty: it pays."""
    return UNATTENDED.get(BY_END[last4], "")

"""What a card does, by the numbers that Stripe publishes for tests. Nobody's real card is ever read here."""

from enum import Enum


class Does(Enum):
    PAY = "pay"
    ASK = "ask"  # for a second factor
    REFUSE = "refuse"
    DISPUTE = "dispute"  # it pays, and its holder disputes it later


CARDS: dict[str, tuple[Does, str]] = {
    "4242424242424242": (Does.PAY, "visa"),
    "5555555555554444": (Does.PAY, "mastercard"),
    "4000002760003184": (Does.ASK, "visa"),
    "4000000000000002": (Does.REFUSE, "card_declined"),
    "4000000000009995": (Does.REFUSE, "insufficient_funds"),
    "4000000000000069": (Does.REFUSE, "expired_card"),
    "4000000000000127": (Does.REFUSE, "incorrect_cvc"),
    "4000000000000259": (Does.DISPUTE, "visa"),
}


def read(number: str) -> tuple[Does, str]:
    """What this card does, and its brand or why it is refused."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return CARDS.get(digits, (Does.REFUSE, "incorrect_number"))

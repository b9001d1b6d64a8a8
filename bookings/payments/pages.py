"""What is asked of Stripe for a charge: the page on which somebody pays or saves a card, and a charge without her."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from bookings.models import Booking, Charge
from bookings.models.payment import charge_time
from marketplace import wording


def page_for(charge: Charge) -> Any:
    booked = charge.booked
    away = urljoin(settings.SITE_URL, booked.get_absolute_url())
    return {
        **(saving(charge) if charge.wish == Charge.Wish.SAVE else paying(charge)),
        "metadata": {"attempt": charge.topic},
        "success_url": urljoin(away, "paid/"),
        "cancel_url": away,
        **({"customer_email": booked.customer.email} if booked.customer.email else {}),
    }


def paying(charge: Charge) -> Any:
    booked = charge.booked
    return held_by_card(charge.cents, booked.title[:250], booked.topic, charge.topic)


def held_by_card(cents: int, title: str, group: str, attempt: str) -> Any:
    """A session of Checkout on which this many cents of a euro are held. `attempt`: the topic of our row."""
    price = {"currency": "eur", "unit_amount": cents, "product_data": {"name": title}}
    return {
        "mode": "payment",
        "allowed_payment_method_types": ["card"],
        "line_items": [{"quantity": 1, "price_data": price}],
        "payment_intent_data": {
            "capture_method": "manual", "metadata": {"attempt": attempt}, "transfer_group": group,
        },
    }  # fmt: skip


def saving(charge: Charge) -> Any:
    """Nothing is paid there. Stripe makes a customer of this charge alone, so that the card serves for nothing else."""
    with translation.override(charge.its_booking.customer.language):
        consent = mandate(charge.its_booking, charge.cents)
    return saved_card(charge.topic) | {"custom_text": {"submit": {"message": consent}}}


def saved_card(attempt: str) -> Any:
    """A session of Checkout on which a card is saved."""
    return {
        "mode": "setup",
        "allowed_payment_method_types": ["card"],
        "customer_creation": "always",
        "setup_intent_data": {"metadata": {"attempt": attempt}},
    }


def note(charge: Charge) -> str:
    """What she agrees to by saving her card, or until when she can pay."""
    if charge.is_to_be_saved:
        return mandate(charge.its_booking, charge.cents)
    text = _("You can pay by card until %(until_day)s at %(until_hour)s. After that the price is paid on site.")
    return text % charge.words() if charge.until else ""


def mandate(booking: Booking, cents: int) -> str:
    """What she agrees to by saving her card: how much is taken, when, and how she gets out of it."""
    facts = {
        "amount": wording.euro(cents),
        "day": wording.day(charge_time(booking), booking.tz),
        "organisation": booking.organisation.name,
    }
    return (
        _(
            "Nothing is taken now. You allow us to take %(amount)s from this card once, on %(day)s, or a week before "
            "the new date if it is moved, without asking you again, for your booking with %(organisation)s. If you "
            "cancel late, it is what the terms of your booking say. If you cancel in time, nothing is taken and the "
            "card is forgotten."
        )
        % facts
    )


def unattended(charge: Charge) -> Any:
    """A charge of the saved card while she is not there. It is held first, so that it can never be taken twice."""
    return held_unattended(charge.cents, charge.payer, charge.method, charge.its_booking.topic, charge.topic)


def held_unattended(cents: int, payer: str, method: str, group: str, attempt: str) -> Any:
    """An intent that holds this many cents of a euro on the saved card `method` of Stripe's customer `payer`."""
    return {
        "amount": cents,
        "currency": "eur",
        "customer": payer,
        "payment_method": method,
        "allowed_payment_method_types": ["card"],
        "capture_method": "manual",
        "confirm": True,
        "off_session": True,
        "metadata": {"attempt": attempt},
        "transfer_group": group,
    }

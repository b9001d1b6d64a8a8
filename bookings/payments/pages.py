"""What is asked of Stripe for a charge: the page on which somebody pays or saves a card, and a charge without her."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import Booking, Charge, SavedCard, Series
from bookings.models.payment import charge_time
from bookings.payments import lasting
from marketplace import wording

LATER_DATES = gettext_lazy(
    "This card is kept, and pays the later dates of the series with %(organisation)s: each a week before it."
)


def page_for(charge: Charge) -> Any:
    asked = saving(charge) if charge.wish == Charge.Wish.SAVE else paying(charge)
    return asked | framed(charge.booked, charge.topic, "paid/")


def framed(owner: Any, attempt: str, back: str) -> Any:
    """Whose page it is, by the topic of our row, and where it leads on to."""
    away = urljoin(settings.SITE_URL, owner.get_absolute_url())
    return {
        "metadata": {"attempt": attempt},
        "success_url": urljoin(away, back),
        "cancel_url": away,
        **({"customer_email": owner.customer.email} if owner.customer.email else {}),
    }


def paying(charge: Charge) -> Any:
    booked = charge.booked
    asked = held_by_card(charge.cents, booked.title[:250], booked.topic, charge.topic)
    return kept_for_later(asked, charge) if lasting.is_to_last(charge) else asked


def kept_for_later(asked: Any, charge: Charge) -> Any:
    """The same, with the card kept for the later dates of its series."""
    with translation.override(charge.its_booking.customer.written_in):
        consent = LATER_DATES % {"organisation": charge.its_booking.organisation.name}
    intent = asked["payment_intent_data"] | {"setup_future_usage": "off_session"}
    return asked | {
        "customer_creation": "always",
        "payment_intent_data": intent,
        "custom_text": {"submit": {"message": consent}},
    }


def page_for_series(card: SavedCard) -> Any:
    """A page on which one card is saved for all dates."""
    series = card.series
    with translation.override(series.customer.written_in):
        consent = {"custom_text": {"submit": {"message": series_mandate(series)}}}
    return saved_card(card.topic) | consent | framed(series, card.topic, "saved/")


def series_mandate(series: Series) -> str:
    """What she agrees to by saving one card for all dates: what is taken, when, and how she gets out of it."""
    text = _(
        "Nothing is taken now. You allow us to take from this card, without asking you again, what you pay of each "
        "date of this series with %(organisation)s, also of dates that are added or moved: a week before the date, or "
        "with the yes where it is nearer. If you cancel a date late, it is what its terms say; in time, nothing. When "
        "no date needs it any more the card is forgotten."
    )
    return text % {"organisation": series.offer.organisation.name}


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
    with translation.override(charge.its_booking.customer.written_in):
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
    if not charge.until:
        return ""
    text = _("You can pay by card until %(until_day)s at %(until_hour)s. After that the price is paid on site.")
    lasts = LATER_DATES % charge.words() if lasting.is_to_last(charge) else ""
    return f"{text % charge.words()} {lasts}".strip()


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
    booking, keeper = charge.its_booking, charge.keeper
    return held_unattended(charge.cents, keeper.payer, keeper.method, booking.topic, charge.topic)


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

"""Paid by bank transfer: to which account, how much, under which reference, and by when. What came says the desk."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import BankAccount, Booking, Share, Way
from bookings.models.bank import in_fours
from marketplace import wording
from marketplace.lives.models import Life
from marketplace.organisations.models import Membership, Organisation
from marketplace.refusals import Refused
from services import availability
from services.models import Offer

AT_LEAST = timedelta(days=7)  # from the yes on, or from what was decided later: banks are shut at weekends
NOON = time(12)


@dataclass(frozen=True)
class Slip:
    """What somebody copies into her bank's page. `by`: the last day."""

    iban: str
    holder: str
    cents: int
    reference: str
    by: date

    @property
    def account(self) -> str:
        return in_fours(self.iban)

    @property
    def spoken(self) -> str:
        return in_fours(self.reference)

    @property
    def words(self) -> str:
        """Line by line, for mails and for the phone."""
        facts = {"amount": wording.euro(self.cents), "day": wording.day(self.by)}
        lines = [
            _("What is left is the bank transfer of %(amount)s, by %(day)s:") % facts,
            _("IBAN: %(iban)s") % {"iban": self.account},
            _("To: %(name)s") % {"name": self.holder},
            _("Reference: %(reference)s") % {"reference": self.spoken},
        ]
        return "\n".join(lines)


def possible(offer: Offer) -> bool:
    """Whether the organisation takes bank transfers."""
    account = getattr(offer.organisation, "bank_account", None)
    return bool(account and account.open)


@transaction.atomic
def write_account(organisation: Organisation, user: Any, iban: str, holder: str, is_open: bool = True) -> BankAccount:
    """The account to which customers transfer from now on. Only an owner writes it. Raises ValidationError, Refused."""
    if not Membership.objects.of(user, "owner").filter(organisation=organisation).exists():
        raise Refused(_("Only an owner of the organisation can do this."))
    Life.objects.select_for_update().get(pk=organisation.pk)
    account = BankAccount.objects.filter(organisation=organisation).first() or BankAccount(organisation=organisation)
    account.iban, account.holder, account.open = iban, holder, is_open
    account.written_by, account.written_at = user, timezone.now()
    account.full_clean()
    account.save()
    return account


# --- what is to come ----------------------------------------------------------------------------------------------
def call(booking: Booking) -> None:
    """It is agreed: from now on the transfer is asked for."""
    if booking.way == Way.BANK:
        shares_of(booking).filter(due_on=None, kept_cents=None).update(due_on=last_day(booking))


def follow(booking: Booking) -> None:
    """The booking moves, or is over: so does the last day of what has not come."""
    if booking.way == Way.BANK:
        shares_of(booking).exclude(due_on=None).filter(paid_at=None).update(due_on=last_day(booking))


def shares_of(booking: Booking) -> Any:
    return booking.shares.filter(source=Share.Source.BANK)


def last_day(booking: Booking) -> date:
    """The day on which it takes place, and never less than a week."""
    today = timezone.localdate(timezone=booking.tz)
    return max(wording.date_of(booking.starts_at, booking.tz), today + AT_LEAST)


def slip(booking: Booking) -> Slip | None:
    """What is to be transferred for it now; None: nothing, not yet, or not any more."""
    share = shares_of(booking).exclude(due_on=None).filter(paid_at=None).first() if booking.way == Way.BANK else None
    if not share or not share.asked_cents:
        return None
    account = booking.organisation.bank_account
    return Slip(account.iban, account.holder, share.asked_cents, share.reference, share.due_on)


def afterword(booking: Booking, role: str) -> str:
    """What a mail about the booking says below its own words."""
    told = slip(booking) if role == "customer" else None
    return told.words if told else ""


# --- what came ----------------------------------------------------------------------------------------------------
def moment(on: date | None, booking: Booking) -> Any:
    """When it was, as the desk says; today is now. Raises ValidationError ("on")."""
    today = timezone.localdate(timezone=booking.tz)
    if on is None or on == today:
        return timezone.now()
    if on > today:
        raise ValidationError({"on": _("This day is still to come.")})
    if on < wording.date_of(booking.born_at, booking.tz):
        raise ValidationError({"on": _("On this day it was not booked yet.")})
    return availability.moment(on, NOON, booking.tz)

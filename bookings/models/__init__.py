"""Bookings and messages."""

from bookings.models.again import Again
from bookings.models.attendance import Attendance, Enrolment
from bookings.models.bank import BankAccount
from bookings.models.booking import Booking
from bookings.models.calendar import CalendarKey
from bookings.models.card import SavedCard
from bookings.models.followup import FollowUp
from bookings.models.given import GivenBack
from bookings.models.hours import MonthEnd, WorkedHours
from bookings.models.incident import Incident
from bookings.models.inventory import InventoryLine
from bookings.models.job import Job
from bookings.models.kept import Kept, KeptDate
from bookings.models.message import Message, ReadCursor, Unread
from bookings.models.parcel import Parcel, Proof, Tariff
from bookings.models.payment import Charge, Refund
from bookings.models.photo import Photo
from bookings.models.piece import Fitting, Piece
from bookings.models.plan import Plan, PlanChoice
from bookings.models.proposal import Considered, Proposal, RuleSet
from bookings.models.purchase import Purchase
from bookings.models.quote import Quote
from bookings.models.receipt import Receipt, ReceiptBook
from bookings.models.sale import Sale
from bookings.models.series import Gap, Series, Shift
from bookings.models.share import Share
from bookings.models.spread import Spread
from bookings.models.stop import Stop
from bookings.models.stripe import PayoutAccount, StripeEvent
from bookings.models.till import Slip, Till
from bookings.models.transfer import Reversal, Transfer
from bookings.models.waiting import Waiting
from bookings.models.way import Way

__all__ = [
    "Again",
    "Attendance",
    "BankAccount",
    "Booking",
    "CalendarKey",
    "Charge",
    "Considered",
    "Enrolment",
    "Fitting",
    "FollowUp",
    "Gap",
    "GivenBack",
    "Incident",
    "InventoryLine",
    "Job",
    "Kept",
    "KeptDate",
    "Message",
    "MonthEnd",
    "Parcel",
    "PayoutAccount",
    "Photo",
    "Piece",
    "Plan",
    "PlanChoice",
    "Proof",
    "Proposal",
    "Purchase",
    "Quote",
    "ReadCursor",
    "Receipt",
    "ReceiptBook",
    "Refund",
    "Reversal",
    "RuleSet",
    "Sale",
    "SavedCard",
    "Series",
    "Share",
    "Shift",
    "Slip",
    "Spread",
    "Stop",
    "StripeEvent",
    "Tariff",
    "Till",
    "Transfer",
    "Unread",
    "Waiting",
    "Way",
    "WorkedHours",
]

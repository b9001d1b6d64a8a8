"""Bookings and messages."""

from bookings.models.attendance import Attendance, Enrolment
from bookings.models.booking import Booking
from bookings.models.calendar import CalendarKey
from bookings.models.inventory import InventoryLine
from bookings.models.kept import Kept, KeptDate
from bookings.models.message import Message, ReadCursor, Unread
from bookings.models.parcel import Parcel, Proof, Tariff
from bookings.models.payment import Charge, Refund, Reversal, Transfer
from bookings.models.photo import Photo
from bookings.models.purchase import Purchase
from bookings.models.quote import Quote
from bookings.models.receipt import Receipt, ReceiptBook
from bookings.models.sale import Sale
from bookings.models.series import Gap, Series, Shift
from bookings.models.share import Share
from bookings.models.stop import Stop
from bookings.models.stripe import PayoutAccount, StripeEvent
from bookings.models.waiting import Waiting

__all__ = [
    "Attendance",
    "Booking",
    "CalendarKey",
    "Charge",
    "Enrolment",
    "Gap",
    "InventoryLine",
    "Kept",
    "KeptDate",
    "Message",
    "Parcel",
    "PayoutAccount",
    "Photo",
    "Proof",
    "Purchase",
    "Quote",
    "ReadCursor",
    "Receipt",
    "ReceiptBook",
    "Refund",
    "Reversal",
    "Sale",
    "Series",
    "Share",
    "Shift",
    "Stop",
    "StripeEvent",
    "Tariff",
    "Transfer",
    "Unread",
    "Waiting",
]

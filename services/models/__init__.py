"""What can be booked, who does it, and when."""

from services.models.bundle import Bundle
from services.models.hold import Hold
from services.models.hours import ClosedDay, HoursException, OpenSpan, WeeklyHours
from services.models.occasion import Occasion, Session
from services.models.offer import GO_OUT, KINDS, Category, Need, Offer, OfferText
from services.models.outside import BusySpan, OutsideCalendar
from services.models.policy import CancellationPolicy, Tier
from services.models.resource import Resource, Skill

__all__ = [
    "GO_OUT",
    "KINDS",
    "Bundle",
    "BusySpan",
    "CancellationPolicy",
    "Category",
    "ClosedDay",
    "Hold",
    "HoursException",
    "Need",
    "Occasion",
    "Offer",
    "OfferText",
    "OpenSpan",
    "OutsideCalendar",
    "Resource",
    "Session",
    "Skill",
    "Tier",
    "WeeklyHours",
]

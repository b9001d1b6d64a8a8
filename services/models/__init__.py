"""What can be booked, who does it, and when."""

from services.models.access import AccessRule
from services.models.aim import Aim
from services.models.bag import Bag, Bulk, GarmentList
from services.models.bundle import Bundle
from services.models.category import Category
from services.models.figures import Missed, PointsMoved, Served
from services.models.garment import Garment
from services.models.hold import Hold
from services.models.hours import ClosedDay, HoursException, OpenSpan, WeeklyHours
from services.models.household import Admission, Card, Household, Member
from services.models.introduction import Introduction
from services.models.kinds import COUNTED, DATED, GO_OUT, IN_WARDROBES, KINDS, PICKED, SHARED
from services.models.lift import Lift, LiftRule
from services.models.listing import Listing
from services.models.occasion import Occasion, Session
from services.models.offer import Need, Offer, OfferText
from services.models.opening import Opening
from services.models.outside import BusySpan, OutsideCalendar
from services.models.policy import CancellationPolicy, Tier
from services.models.resource import Resource, Skill, SkillGroup
from services.models.saved import SavedSearch
from services.models.swap import OwnGarment, SwapRule
from services.models.wardrobe import GarmentType, Quota, Recharge, Sought, Tag, Wardrobe
from services.models.word import Word

__all__ = [
    "COUNTED",
    "DATED",
    "GO_OUT",
    "IN_WARDROBES",
    "KINDS",
    "PICKED",
    "SHARED",
    "AccessRule",
    "Admission",
    "Aim",
    "Bag",
    "Bulk",
    "Bundle",
    "BusySpan",
    "CancellationPolicy",
    "Card",
    "Category",
    "ClosedDay",
    "Garment",
    "GarmentList",
    "GarmentType",
    "Hold",
    "HoursException",
    "Household",
    "Introduction",
    "Lift",
    "LiftRule",
    "Listing",
    "Member",
    "Missed",
    "Need",
    "Occasion",
    "Offer",
    "OfferText",
    "OpenSpan",
    "Opening",
    "OutsideCalendar",
    "OwnGarment",
    "PointsMoved",
    "Quota",
    "Recharge",
    "Resource",
    "SavedSearch",
    "Served",
    "Session",
    "Skill",
    "SkillGroup",
    "Sought",
    "SwapRule",
    "Tag",
    "Tier",
    "Wardrobe",
    "WeeklyHours",
    "Word",
]

"""The tables of casework."""

from marketplace.casework.models.ceiling import CeilingRule, CeilingUse
from marketplace.casework.models.claim import Claim
from marketplace.casework.models.note import Note
from marketplace.casework.models.paper import Paper
from marketplace.casework.models.participant import Participant, TeamMember
from marketplace.casework.models.permission import LegalBase, Permission
from marketplace.casework.models.profile import Profile, ReadBatch
from marketplace.casework.models.reading import Override, Reading
from marketplace.casework.models.referral import Referral
from marketplace.casework.models.tally import Tally
from marketplace.casework.models.window import WindowKey
from marketplace.casework.models.written import Draft, Snapshot, Written

__all__ = [
    "CeilingRule",
    "CeilingUse",
    "Claim",
    "Draft",
    "LegalBase",
    "Note",
    "Override",
    "Paper",
    "Participant",
    "Permission",
    "Profile",
    "ReadBatch",
    "Reading",
    "Referral",
    "Snapshot",
    "Tally",
    "TeamMember",
    "WindowKey",
    "Written",
]

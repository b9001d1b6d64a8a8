"""Programmes and their money; projects, and what is told of them."""

from marketplace.programme.models.funds import (
    FUNDERS,
    Eligibility,
    Fund,
    Programme,
    Subsidy,
    valid_on,
)
from marketplace.programme.models.results import Edition, Involved, Project, Told

__all__ = [
    "FUNDERS",
    "Edition",
    "Eligibility",
    "Fund",
    "Involved",
    "Programme",
    "Project",
    "Subsidy",
    "Told",
    "valid_on",
]

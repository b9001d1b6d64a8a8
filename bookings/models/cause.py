"""Why a booking was cancelled or called off, as a word that can be counted beside the words that people write."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cause(models.TextChoices):
    """What a customer may give as the cause."""

    ILLNESS = "illness", _("I am ill, or somebody in the family is")
    PLANS = "plans", _("Something else came up")
    FOUND = "found", _("I found another solution")
    MISTAKE = "mistake", _("I booked by mistake")
    OTHER = "other", _("Something else")


class ProviderCause(models.TextChoices):
    """What a provider may give as the cause."""

    ILL_WORKER = "ill_worker", _("Whoever was to come is ill")
    NO_PEOPLE = "no_people", _("We have nobody for it")
    EQUIPMENT = "equipment", _("Something broke: a van, a tool")
    WEATHER = "weather", _("The weather")
    CUSTOMER = "customer", _("Something with whoever booked")
    ELSE = "else", _("Something else")


def spoken_cause(value: str) -> str:
    """The words for either side's cause; empty for none and for one that is not known any more."""
    known = {**dict(Cause.choices), **dict(ProviderCause.choices)}
    return str(known.get(value, ""))

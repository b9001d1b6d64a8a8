"""What a delivery costs: an offer's price table, and what comes of it for a way with its pieces."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.kinds import stops
from bookings.models import Stop, Tariff
from marketplace.lives.engine import Actor, untied
from marketplace.lives.models import Life
from marketplace.lives.tables import Words
from marketplace.refusals import Refused
from services.models import Offer

Told = dict[str, Any]
DEAREST = 100_000  # cents


def cost(offer: Offer, where: list[Stop], parcels: list[Told], at: datetime) -> int:
    """In cents, by the price table of that day; without one, what the offer costs."""
    tariff = tariff_of(offer, at)
    return by_tariff(tariff, where, parcels) if tariff else offer.price_cents


def tariff_of(offer: Offer, at: datetime) -> Tariff | None:
    return Tariff.objects.on(timezone.localdate(at, offer.tz)).filter(offer=offer).first()


def name_of(field: str) -> Words:
    return Tariff._meta.get_field(field).verbose_name  # type: ignore[union-attr]


def by_tariff(tariff: Tariff, where: list[Stop], parcels: list[Told]) -> int:
    floors = sum(stop.carried for stop in where)
    pieces = sum(row["number"] * (tariff.piece_cents(row["size"]) + floors * tariff.floor_cents) for row in parcels)
    return tariff.base_cents + stops.kilometres(where) * tariff.km_cents + pieces


@untied
def set_prices(offer: Offer, actor: Actor, cents: dict[str, int]) -> Tariff:
    """A new price table from today on; what was asked before keeps its price. `cents`: each of Tariff.FIELDS.

    Raises ValidationError by field, Refused."""
    Life.objects.select_for_update().get(pk=offer.pk)
    if "provider" not in actor.roles(offer):
        raise Refused(_("This is not for you to do."))
    must_be_prices(cents)
    today = timezone.localdate(timezone=offer.tz)
    offer.tariffs.filter(valid_from__gte=today).delete()
    offer.tariffs.filter(valid_to=None).update(valid_to=today - timedelta(days=1))
    return Tariff.objects.create(offer=offer, valid_from=today, **{name: cents[name] for name in Tariff.FIELDS})


def must_be_prices(cents: dict[str, int]) -> None:
    wrong = [name for name in Tariff.FIELDS if not 0 <= cents.get(name, -1) <= DEAREST]
    if wrong:
        raise ValidationError({name: _("Write a price from 0 to 1000 euros.") for name in wrong})

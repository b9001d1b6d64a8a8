"""What is counted of what can be booked: the clothes that came in. Nobody stands behind a garment on a public rack."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from marketplace.programme.indicators import Indicator, Of
from services.models import Garment


def came_in() -> QuerySet[Any, tuple]:
    """At the wardrobe's own place. What residents show to each other is no stock."""
    nobody = Value(None, output_field=IntegerField())
    rows = Garment.objects.order_by("pk")
    return rows.values_list(
        "wardrobe__organisation", "wardrobe__organisation__place__area", nobody, "born_at", Value(1)
    )


ALL = (
    Indicator(
        "received",
        _("garments received"),
        _("garments"),
        _("Pieces that a wardrobe has taken in, on the day on which they were entered, in its own neighbourhood."),
        Of.THINGS,
        came_in,
        people=False,
    ),
)

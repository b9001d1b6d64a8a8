"""Which labels are printed, and that they were."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from services.models import Bag, Garment, Wardrobe

MOST = 120  # labels in one file: five sheets, drawn in a moment


def waiting(wardrobe: Wardrobe, bag: Bag | None = None) -> QuerySet[Garment]:
    """Those that have arrived and have no label yet, the oldest first; of one bag, if it is named."""
    fresh = Garment.objects.to_label().filter(wardrobe=wardrobe)
    return (fresh.filter(bag=bag) if bag else fresh).order_by("pk")


def all_of(bag: Bag) -> QuerySet[Garment]:
    """Whoever lost the sheet prints it again. Raises ValidationError for more than go into one file."""
    garments = bag.garments.order_by("pk")
    if garments.count() > MOST:
        say = _("These are too many for one file: up to %(most)d fit. Print those that have no label yet.")
        raise ValidationError({"which": say % {"most": MOST}})
    return garments


def taken(garments: QuerySet[Garment]) -> list[Garment]:
    """As many as go into one file, from now on printed; the others come with the next file."""
    chosen = list(garments.select_related("type")[:MOST])
    if not chosen:
        raise ValidationError({"which": _("There is no label to print.")})
    Garment.objects.filter(pk__in=[one.pk for one in chosen], printed_at=None).update(printed_at=timezone.now())
    return chosen

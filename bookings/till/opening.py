"""Which browsers are tills: opened by whoever works in the wardrobe, closed when a day is over or a device lost."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import Till
from marketplace.accounts.models import User
from marketplace.organisations.membership import must_have
from marketplace.refusals import Refused
from services.models import Wardrobe
from services.models.wardrobe import STAFF


def open_one(wardrobe: Wardrobe, by: User) -> Till:
    """Raises Refused."""
    must_have(wardrobe.organisation, by, *STAFF)
    if not wardrobe.offer_id:
        raise Refused(_("Write the offer for trying on first: what is taken is a booking of it."))
    return Till.objects.create(wardrobe=wardrobe, opened_by=by)


def close(till: Till, by: User) -> None:
    """Nothing that it signs counts any more. Closed twice is closed once. Raises Refused."""
    must_have(till.wardrobe.organisation, by, *STAFF)
    Till.objects.open().filter(pk=till.pk).update(closed_at=timezone.now())


def mine(wardrobe: Wardrobe, number: int | None) -> Till | None:
    """The one with this number, while it is a till of this wardrobe."""
    return Till.objects.open().filter(wardrobe=wardrobe, pk=number or 0).first()


def open_ones(wardrobe: Wardrobe) -> QuerySet[Till]:
    return Till.objects.open().filter(wardrobe=wardrobe).select_related("opened_by")

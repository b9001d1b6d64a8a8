"""One offer of which nothing is free: whoever wants to hear of it is told once, as soon as something is."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketplace.notices import telling
from marketplace.refusals import Refused
from marketplace.wording import clock, near_day
from services import availability
from services.models import DATED, PICKED, Offer, SavedSearch
from services.search.wishes import LONGEST, WishForm, written

PATIENCE = timedelta(days=90)  # after so long nobody waits for it any more
MOST_DIGITS = 18  # of a number that the database knows


def read(filters: Mapping[str, str]) -> Offer:
    """The offer that the filters name, and nothing else. Raises ValidationError by filter, Refused."""
    if any(written(filters, name) for name in WishForm().fields):
        raise ValidationError({"offer": _("Name the offer alone, without other filters.")})
    offer = Offer.objects.published().filter(pk=number(filters["offer"])).first()
    if not offer:
        raise ValidationError({"offer": _("There is no such offer.")})
    check(offer)
    return offer


def number(text: str) -> int:
    """Nonsense is the number of none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0


def check(offer: Offer) -> None:
    """Nobody waits for what is there, nor beside the line of those who wait for a date. Raises Refused."""
    if not (PICKED.get(offer.kind) or DATED.get(offer.kind)):
        raise Refused(_("Nobody chooses a free time here: ask on the page of the offer."))
    if offer.occasions.bookable().exists():
        raise Refused(_("There are dates: choose one on its page. Where it is full, you can join the waiting list."))
    if next_start(offer):
        raise Refused(_("Something is free: choose a time on its page."))


def next_start(offer: Offer) -> datetime | None:
    """For its shortest stay, as its page says."""
    return availability.next_free([offer], days=LONGEST.days).get(offer.pk)


def last_day() -> date:
    return timezone.localdate() + PATIENCE


def awaited(person: Any, offer: Offer) -> bool:
    """Whether she is told already, as soon as something is free."""
    return SavedSearch.objects.visible_to(person).filter(offer=offer).exists()


def title(offer: Offer) -> str:
    """Words that everybody may read: what the City reads just now is nobody's yet."""
    if not offer.is_published:
        return _("A free time of an offer that is not shown now")
    return _("A free time: %(offer)s, %(name)s") % {"offer": offer.title, "name": offer.organisation.name}


def look(saved: SavedSearch, offer: Offer) -> int:
    """Told once, it ends; without a word where the offer was withdrawn. What the City reads again may come back."""
    start = next_start(offer) if offer.is_published else None
    if start:
        tell(saved, offer, start)
    if start or offer.status == "withdrawn":
        saved.delete()
    return int(bool(start))


def tell(saved: SavedSearch, offer: Offer, start: datetime) -> None:
    reader = saved.person
    if not reader.reachable_by_mail:
        return
    with translation.override(reader.written_in):
        # Without its name: a subject is read over one's shoulder.
        subject = _("A time that you wait for is free")
        telling.write(reader, "reader", offer, f"search:{saved.pk}", subject, letter(offer, start))


def letter(offer: Offer, start: datetime) -> str:
    """Below it stands the address of the offer."""
    when = {"day": near_day(start, offer.tz), "hour": clock(start, offer.tz)}
    free = _("A time is free: %(day)s at %(hour)s. Others see it too, so do not wait long.") % when
    once = _("We tell you this once. If it is taken when you come, you can press again on its page.")
    return "\n".join([f"{offer.title}, {offer.organisation.name}", "", free, "", once])

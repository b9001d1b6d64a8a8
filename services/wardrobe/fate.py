"""What became of a bag, without names: on the page of its booking at any time, and told to its donor once."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace import wording
from marketplace.notices import telling
from services.lives import GARMENT
from services.models import Bag, Bulk, Garment
from services.models.garment import GIVEN, RACK, RECYCLED, RESERVED

SOONEST = timedelta(days=3)  # until then the bag may still be sorted
HANGS = timedelta(days=14)  # what hangs that long is not waited for
LATEST = timedelta(days=30)  # then the donor is told how far it is
log = logging.getLogger(__name__)
FINAL = [name for name, state in GARMENT.states.items() if state.final]


@dataclass(frozen=True)
class Parts:
    """Of pieces, or of grams."""

    given: int = 0
    hanging: int = 0
    recycled: int = 0
    sent_on: int = 0
    ahead: int = 0  # being prepared, or not sorted yet

    @property
    def whole(self) -> int:
        return self.given + self.hanging + self.recycled + self.sent_on + self.ahead


def of_life(life_id: int) -> Bag | None:
    """The bag that came with this booking."""
    return Bag.objects.filter(life=life_id).first()


def told_of(bag: Bag) -> str:
    """In sentences, in the reader's language."""
    pieces, grams = pieces_of(bag), grams_of(bag)
    found = [counted(pieces)] if pieces.whole else []
    found += [weighed(grams)] if grams.whole else []
    return " ".join(found) or _("Your bag has arrived. It is not sorted yet.")


def pieces_of(bag: Bag) -> Parts:
    """Labelled ones by their state now, the others as they were entered, and those that are not entered yet."""
    numbers = dict(bag.garments.order_by().values_list("status").annotate(number=Count("pk")))
    hung, recycled, sent_on = sums(bag, Bulk.Unit.PIECES)
    given, gone = numbers.pop(GIVEN, 0), numbers.pop(RECYCLED, 0)
    hangs = numbers.pop(RACK, 0) + numbers.pop(RESERVED, 0)
    prepared = sum(numbers.values())
    entered = given + gone + hangs + prepared + hung + recycled + sent_on
    missing = max((bag.number or 0) - entered, 0)
    return Parts(given, hangs + hung, gone + recycled, sent_on, prepared + missing)


def grams_of(bag: Bag) -> Parts:
    hung, recycled, sent_on = sums(bag, Bulk.Unit.GRAMS)
    return Parts(hanging=hung, recycled=recycled, sent_on=sent_on)


def sums(bag: Bag, unit: str) -> tuple[int, int, int]:
    """What was hung, recycled and sent on without labels."""
    names = ("hung", "recycled", "sent_on")
    found = bag.bulk.filter(unit=unit).aggregate(**{f"{name}_sum": Sum(name) for name in names})
    hung, recycled, sent_on = (found[f"{name}_sum"] or 0 for name in names)
    return hung, recycled, sent_on


def counted(parts: Parts) -> str:
    lines = [
        (parts.given, ngettext("%(number)s was given", "%(number)s were given", parts.given)),
        (parts.hanging, ngettext("%(number)s hangs on the rack", "%(number)s hang on the rack", parts.hanging)),
        (parts.ahead, ngettext("%(number)s is being sorted", "%(number)s are being sorted", parts.ahead)),
        (parts.recycled, ngettext("%(number)s was recycled", "%(number)s were recycled", parts.recycled)),
        (parts.sent_on, ngettext("%(number)s was sent on", "%(number)s were sent on", parts.sent_on)),
    ]
    said = wording.listed(words % {"number": number} for number, words in lines if number)
    whole = ngettext("Of your %(number)s piece %(parts)s.", "Of your %(number)s pieces %(parts)s.", parts.whole)
    return whole % {"number": parts.whole, "parts": said}


def weighed(parts: Parts) -> str:
    """What was not counted, by weight."""
    lines = [
        (parts.hanging, _("%(weight)s hang on the rack")),
        (parts.recycled, _("%(weight)s were recycled")),
        (parts.sent_on, _("%(weight)s were sent on")),
    ]
    said = wording.listed(words % {"weight": wording.weight(grams)} for grams, words in lines if grams)
    return _("Of %(weight)s that were not counted %(parts)s.") % {"weight": wording.weight(parts.whole), "parts": said}


# --- telling ------------------------------------------------------------------------------------------------------
def tell_all() -> int:
    """Tell the donors of all bags of which enough is known. Answers how many were told."""
    due = Bag.objects.to_tell().filter(came_at__lte=timezone.now() - SOONEST).order_by("came_at")
    return sum(told(pk) for pk in due.values_list("pk", flat=True))


def told(pk: int) -> bool:
    """What fails with one, stops no other: it is tried again the next morning."""
    try:
        return tell(pk)
    except Exception:
        log.exception("the donor of bag %s was not told", pk)
        return False


@transaction.atomic
def tell(pk: int) -> bool:
    """Once: a second task at the same moment waits, and finds that it is done."""
    bag = Bag.objects.select_for_update().get(pk=pk)
    if bag.told_at or not bag.life or not (overdue(bag) or settled(bag)):
        return False
    life = bag.life.concrete()
    for reader, role in life.readers(("customer",)):
        with translation.override(reader.written_in):
            telling.write(reader, role, life, f"bag:{bag.pk}", _("What became of your bag"), told_of(bag))
    bag.told_at = timezone.now()
    bag.save(update_fields=["told_at"])
    return True


def overdue(bag: Bag) -> bool:
    return bag.came_at <= timezone.now() - LATEST


def settled(bag: Bag) -> bool:
    """All of it is entered, and each piece has found somebody, is recycled, or has hung for long."""
    pieces, grams = pieces_of(bag), grams_of(bag)
    return bool(pieces.whole or grams.whole) and not pieces.ahead and not moving(bag).exists()


def moving(bag: Bag) -> QuerySet[Garment]:
    hangs = Q(hangs=True, hung_at__lte=timezone.now() - HANGS)  # whoever tries it on makes it no newer
    return bag.garments.exclude(status__in=FINAL).exclude(hangs)

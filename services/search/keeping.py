"""Searches that are kept: whoever keeps one is told by mail of what is new, and on a wished day, or of so many places,
of what is free after all; of one offer, once, that a time of it is free. Each is looked at in a task of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace import wording
from marketplace.accounts.models import User
from marketplace.lives.models import Change
from marketplace.notices import telling
from marketplace.places.positions import rounded
from marketplace.refusals import Refused
from services.models import Offer, SavedSearch
from services.models.offer import OfferQuerySet
from services.models.saved import LONGEST
from services.search import single
from services.search.counts import listed
from services.search.found import by_start, search
from services.search.known import Known
from services.search.titles import full_title
from services.search.wishes import IDLE_WITHOUT, Wish, WishForm, written

MOST = 20  # searches that one person keeps
LOOKED_THROUGH = 100  # offers of one search for what is free, the first ones
TOLD = 10  # of them in one letter by name
EVENING, MORNING = time(21), time(7, 40)  # nobody's phone rings between them
OVERLAP = timedelta(hours=1)
SOON = timedelta(hours=1)  # a free hour on a wished day does not wait until tomorrow


@transaction.atomic
def keep(person: User, filters: Mapping[str, str]) -> SavedSearch:
    """Tell her from now on; where `offer` is named, once, as soon as it is free. Kept twice it is the same one. Raises
    ValidationError by filter, Refused."""
    if filters.get("offer"):
        offer = single.read(filters)
        return keep_one(person, f"offer={offer.pk}", partial(facts_of_offer, offer))
    query, wish = read(filters)
    return keep_one(person, query, partial(facts_of, wish.of(person)))


def keep_one(person: User, query: str, facts: Callable[[], dict[str, Any]]) -> SavedSearch:
    User.objects.select_for_update().get(pk=person.pk)  # two at once must not make one too many
    mine = SavedSearch.objects.visible_to(person)
    if found := mine.filter(query=query).first():
        return found
    if not person.reachable_by_mail:
        raise Refused(_("Add an e-mail to your account first: we tell you there."))
    if mine.count() >= MOST:
        raise Refused(_("You keep %(number)s searches already. Stop one of them first.") % {"number": MOST})
    return SavedSearch.objects.create(person=person, query=query, **facts())


def facts_of(wish: Wish) -> dict[str, Any]:
    return {"until": wish.on, "known": lately(wish, timezone.now()), "next_at": next_look(wish.on)}


def facts_of_offer(offer: Offer) -> dict[str, Any]:
    until = single.last_day()
    return {"offer": offer, "until": until, "next_at": next_look(until)}


def read(filters: Mapping[str, str]) -> tuple[str, Wish]:
    """The filters in one order, the day written out, and what they mean. Raises ValidationError, Refused."""
    wish, errors = Wish.from_query(filters)
    if errors:
        raise ValidationError(errors)
    said = {"trait": ",".join(wish.traits), "near": rounded(written(filters, "near"))}
    said |= {"on": wish.on.isoformat()} if wish.on else {}
    given = {name: text for name in WishForm().fields if (text := said.get(name, written(filters, name)))}
    if not given.keys() - idle(wish):
        raise Refused(_("Say first what you are looking for: then we can tell you what is new."))
    query = urlencode(given)
    if len(query) > LONGEST:
        raise Refused(_("This search is too long to be kept. Use fewer words."))
    return query, wish


def idle(wish: Wish) -> set[str]:
    """The filters that mean nothing without another one."""
    return {name for needed, names in IDLE_WITHOUT.items() if not getattr(wish, needed) for name in names}


def known_of(kept: Sequence[SavedSearch]) -> Known:
    """What all of these name, for their titles: in a fixed number of queries."""
    return Known([QueryDict(saved.query) for saved in kept])


def wish_of(saved: SavedSearch, known: Known | None = None) -> Wish | None:
    """None where it asks for a category or a street that is no more: without it the search would be a wider one."""
    wish, errors = Wish.from_query(QueryDict(saved.query), known)
    return None if errors.keys() - {"on"} else replace(wish.of(saved.person), on=saved.until)


def title(saved: SavedSearch, known: Known | None = None) -> str:
    if saved.offer:
        return single.title(saved.offer)
    wish = wish_of(saved, known)
    return full_title(wish) if wish else _("A search for something that is no more here")


def next_look(until: date | None) -> datetime:
    """In an hour where it ends on a day, for what is free then may soon be taken; else in the morning. Never in the
    night."""
    now = wording.local(timezone.now())
    soon = now + SOON
    if until and MORNING <= soon.time() < EVENING:
        return soon
    day = now.date() + timedelta(days=now.time() >= MORNING)
    return datetime.combine(day, MORNING, now.tzinfo)


@transaction.atomic
def claim_due() -> list[int]:
    """Those whose turn it is, each handed out once, none in the night; what is over goes."""
    SavedSearch.objects.filter(until__lt=timezone.localdate()).delete()
    if not MORNING <= wording.local(timezone.now()).time() < EVENING:
        return []
    due = SavedSearch.objects.select_for_update(skip_locked=True, of=("self",))
    due = due.filter(next_at__lte=timezone.now(), person__is_active=True)
    rows = list(due.order_by("next_at", "pk")[:500])
    for saved in rows:
        saved.next_at = next_look(saved.until)
    SavedSearch.objects.bulk_update(rows, ["next_at"])
    return [saved.pk for saved in rows]


@transaction.atomic
def look(pk: int) -> int:
    """Look again, and tell what is new. Answers how much it was; none where it is kept no more."""
    saved = SavedSearch.objects.select_for_update().filter(pk=pk).first()
    if saved and saved.offer:
        return single.look(saved, saved.offer)
    wish = wish_of(saved) if saved else None
    return look_through(saved, wish) if saved and wish else 0


def look_through(saved: SavedSearch, wish: Wish) -> int:
    now, found = timezone.now(), lately(wish, saved.looked_at)
    if new := [] if enough(saved, wish) else news(found, saved.known):
        tell(saved, wish, new, now)
    SavedSearch.objects.filter(pk=saved.pk).update(known=found, looked_at=now)
    return len(new)


def enough(saved: SavedSearch, wish: Wish) -> bool:
    """Of a hundred that were free already one moves up when another is taken: that is no news."""
    return by_start(wish) and len(saved.known) >= LOOKED_THROUGH


def news(found: list[int], known: list[int]) -> list[int]:
    before = set(known)
    return [key for key in found if key not in before]


def lately(wish: Wish, looked_at: datetime) -> list[int]:
    """The first offers that are free on the wished day, or have so many places; of any other wish all that came since
    then and a little before: what was being published while we looked is not missed."""
    if by_start(wish):
        return [offer.pk for offer in listed(wish)[0][:LOOKED_THROUGH]]
    return list(fresh(search(wish), looked_at - OVERLAP).values_list("pk", flat=True))


def fresh(found: OfferQuerySet, since: datetime) -> OfferQuerySet:
    """Those that the City published since then for the first time: one that was edited, or comes back, is no news."""
    before = Change.objects.filter(life=OuterRef("pk"), step="publish", at__lte=since)
    return found.filter(~Exists(before), listing__since__gt=since)


def tell(saved: SavedSearch, wish: Wish, new: list[int], now: datetime) -> None:
    """One letter for all that is new."""
    reader, first = saved.person, Offer.objects.for_cards().in_bulk(new[:TOLD])
    if not reader.reachable_by_mail:
        return
    with translation.override(reader.written_in):
        # Without its words: a subject is read over one's shoulder.
        subject = _("Somebody is free on a day that you look for") if wish.on else _("New in a search that you keep")
        text = letter(saved, [first[key] for key in new[:TOLD]], len(new) - TOLD)
        telling.write(reader, "reader", first[new[0]], f"search:{saved.pk}:{now:%Y%m%d%H%M%S}", subject, text)


def letter(saved: SavedSearch, offers: list[Offer], more: int) -> str:
    """By name, where to see them all, and how to hear no more of it. Below it stands the address of the first."""
    names = [f"- {offer.title}, {offer.organisation.name}" for offer in offers]
    if more > 0:
        names.append(ngettext("and %(number)s more", "and %(number)s more", more) % {"number": more})
    here, stop = (urljoin(settings.SITE_URL, path) for path in (saved.get_absolute_url(), reverse("searches")))
    said = [_("See them all: %(address)s") % {"address": here}]
    said.append(_("To hear no more of this search: %(address)s") % {"address": stop})
    return "\n".join([f"{title(saved)}:", *names, "", *said, "", _("The first of them:")])

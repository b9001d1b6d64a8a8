"""Dates for several people: announced, moved, made larger or smaller, called off. Nobody who is in loses a seat."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as tasks
from psycopg.types.range import TimestamptzRange

from marketplace import wording
from marketplace.lives import engine
from marketplace.lives.engine import Actor, take, untied
from marketplace.organisations import profile
from marketplace.organisations.models import Credential
from marketplace.places.models import Place
from marketplace.refusals import Refused
from services import availability
from services.availability import Span
from services.models import Hold, Occasion, Offer, Resource, Session
from services.models.occasion import MOST_SEATS, MOST_SESSIONS, OPEN

AHEAD = timedelta(days=400)  # how far ahead a date may be announced
LONGEST = timedelta(hours=24)  # of one session
GROWN: list[Callable[[int], None]] = []  # hung in by the room above, for whoever waits: resource -> None


@untied
def announce(
    offer: Offer, actor: Actor, dates: Iterable[Span], seats: int, leaders: Iterable[Resource] = (), address: str = ""
) -> Occasion:
    """A new date of this offer, with its sessions and so many seats. Whoever leads it is taken for that time.

    An empty `address`: where the offer is. Raises ValidationError for dates, seats, leaders, address; Refused."""
    must_provide(offer, actor)
    spans = checked(dates)
    leading = led(offer, leaders, spans)
    resource = Resource(organisation=offer.organisation, name=offer.title[:80], lanes=number(seats), active=False)
    place = place_at(address)
    resource.save()
    begin, end = spans[0][0], spans[-1][1]
    occasion = Occasion.objects.create(offer=offer, resource=resource, starts_at=begin, ends_at=end, place=place)
    write_sessions(occasion, spans)
    take_leaders(occasion, leading)
    return take(occasion, "announce", actor)


@untied
def change(
    occasion: Occasion, actor: Actor, dates: Iterable[Span], seats: int, leaders: Iterable[Resource], address: str = ""
) -> Occasion:
    """Other sessions, another number of seats, other people who lead it, another place; all at once or nothing.

    Everybody who comes or waits is told of other days and another place. Raises as `announce` does."""
    occasion = engine.lock(occasion)
    must_be_ahead(occasion, actor)
    spans = checked(dates)
    leading = led(occasion.offer, leaders, spans)
    moved = spans != spans_of(occasion) or address_of(occasion) != address.strip()
    resized = resize(occasion, number(seats))
    if moved:
        move(occasion, spans, address)
    if take_leaders(occasion, leading):
        tell_those_who_come(occasion, "led")
    if moved:
        occasion = take(occasion, "move", actor)
        tell_those_who_come(occasion, "moved")
    return take(occasion, "resize", actor, {"seats": seats}) if resized else occasion


@untied
def call_off(occasion: Occasion, actor: Actor, reason: str, *, seen: int | None = None) -> Occasion:
    """It does not take place: those who lead it are free again, and every booking is called off by a task.

    Raises ValidationError for the reason, Refused."""
    occasion = take(occasion, "call_off", actor, {"reason": reason}, seen=seen)
    Resource.objects.select_for_update().get(pk=occasion.resource_id)  # whoever books now waits, and sees it after
    availability.release(occasion)
    tell_those_who_come(occasion, "called_off")
    return occasion


def tell_those_who_come(occasion: Occasion, step: str) -> None:
    """Each booking takes this step by itself, in the background."""
    change = occasion.last_change_id
    tasks.configure_task("bookings.follow_occasion").defer(occasion_id=occasion.pk, step=step, change_id=change)


# --- who may, and what may be -------------------------------------------------------------------------------------
def must_provide(offer: Offer, actor: Actor) -> None:
    if "provider" not in actor.roles(offer):
        raise Refused(_("This is not for you to do."))


def must_be_ahead(occasion: Occasion, actor: Actor) -> None:
    must_provide(occasion.offer, actor)
    if occasion.status != OPEN or occasion.begun:
        raise Refused(_("This date has begun or was called off: it cannot be changed any more."))


def checked(dates: Iterable[Span]) -> list[Span]:
    """The sessions in order. Raises ValidationError for what cannot be."""
    spans, now = sorted(dates), timezone.now()
    wrong = {
        _("Write at least one date."): not spans,
        _("Up to %(most)d dates fit into one course.") % {"most": MOST_SESSIONS}: len(spans) > MOST_SESSIONS,
        _("The end must come after the start."): any(end <= start for start, end in spans),
        _("A day of it lasts at most 24 hours."): any(end - start > LONGEST for start, end in spans),
        _("Two of these dates overlap."): any(a[1] > b[0] for a, b in pairwise(spans)),
        _("This time is past. Choose a later one."): any(start <= now for start, _end in spans),
        _("This is too far ahead: choose an earlier day."): any(end > now + AHEAD for _start, end in spans),
    }
    if sentences := [sentence for sentence, is_so in wrong.items() if is_so]:
        raise ValidationError({"dates": sentences[0]})
    return spans


def number(seats: Any) -> int:
    if not (isinstance(seats, int) and 1 <= seats <= MOST_SEATS):
        text = _("Choose a number from %(least)d to %(most)d.")
        raise ValidationError({"seats": text % {"least": 1, "most": MOST_SEATS}})
    return seats


def led(offer: Offer, leaders: Iterable[Resource], spans: Sequence[Span]) -> list[Resource]:
    leading = sorted(leaders, key=lambda one: one.pk)
    if any(one.organisation_id != offer.organisation_id or not one.user_id or not one.active for one in leading):
        raise ValidationError({"leaders": _("Choose among the people of this organisation.")})
    must_have_papers(offer, leading, {wording.local(start, offer.tz).date() for start, _end in spans})
    return leading


def must_have_papers(offer: Offer, leading: Sequence[Resource], days: set[date]) -> None:
    """On each of the days, each paper that the offer asks for."""
    kinds = list(offer.credentials.all())
    shown = Credential.objects.filter(kind__in=kinds, user__in=[one.user_id for one in leading])
    papers = [(paper.user_id, paper.kind_id, paper.valid_from, paper.valid_until) for paper in shown]
    for leader, kind, day in product(leading, kinds, sorted(days)):
        if not any((leader.user_id, kind.pk) == paper[:2] and paper[2] <= day <= paper[3] for paper in papers):
            text = _("%(name)s has not shown for %(day)s: %(paper)s.")
            facts = {"name": leader.name, "day": wording.day(day), "paper": kind}
            raise ValidationError({"leaders": text % facts})


def place_at(address: str) -> Place | None:
    return profile.place_at(address.strip()) if address.strip() else None


# --- what is kept -------------------------------------------------------------------------------------------------
def spans_of(occasion: Occasion) -> list[Span]:
    return [(session.starts_at, session.ends_at) for session in occasion.sessions.all()]


def address_of(occasion: Occasion) -> str:
    return occasion.place.line if occasion.place else ""


def write_sessions(occasion: Occasion, spans: Sequence[Span]) -> None:
    """One after the other into the rows there are: who was marked as present stays marked."""
    rows = list(occasion.sessions.all())
    for row, (start, end) in zip(rows, spans, strict=False):
        Session.objects.filter(pk=row.pk).update(starts_at=start, ends_at=end)
    Session.objects.filter(pk__in=[row.pk for row in rows[len(spans) :]]).delete()
    Session.objects.bulk_create(Session(occasion=occasion, starts_at=s, ends_at=e) for s, e in spans[len(rows) :])


def move(occasion: Occasion, spans: Sequence[Span], address: str) -> None:
    """All seats that are taken move together with it, so that nobody can slip in between."""
    if address_of(occasion) != address.strip():
        occasion.place = place_at(address)
    write_sessions(occasion, spans)
    occasion.starts_at, occasion.ends_at = spans[0][0], spans[-1][1]
    occasion.save()
    period = TimestamptzRange(occasion.starts_at, occasion.ends_at)
    Resource.objects.select_for_update().get(pk=occasion.resource_id)
    Hold.objects.filter(resource=occasion.resource_id, active=True).update(period=period)


def take_leaders(occasion: Occasion, leaders: list[Resource]) -> bool:
    """Those who lead it are nowhere else meanwhile; whether they are others than before.

    Raises ValidationError for whoever has something else to do."""
    others = set(occasion.leaders.all()) != set(leaders)
    availability.release(occasion)
    occasion.leaders.set(leaders)
    for leader in leaders:
        for start, end in spans_of(occasion):
            if not availability.hold(occasion, leader, start, end):
                text = _("%(name)s has something else to do at that time.")
                raise ValidationError({"leaders": text % {"name": leader.name}})
    return others


def resize(occasion: Occasion, seats: int) -> bool:
    """So many seats from now on; whether it was another number before. Raises ValidationError when more are taken."""
    resource = Resource.objects.select_for_update().get(pk=occasion.resource_id)
    if resource.lanes == seats:
        return False
    holds = list(resource.holds.filter(active=True).order_by("lane"))
    if len(holds) > seats:
        text = _("%(number)d places are taken already: fewer than that would put somebody out.")
        raise ValidationError({"seats": text % {"number": len(holds)}})
    close_ranks(holds, seats)
    Resource.objects.filter(pk=resource.pk).update(lanes=seats)
    for told in GROWN if seats > resource.lanes else ():
        told(resource.pk)
    return True


def close_ranks(holds: list[Hold], seats: int) -> None:
    """Who sits on a seat that goes sits down on one that stays."""
    free = sorted(set(range(seats)) - {hold.lane for hold in holds})
    for hold, lane in zip([hold for hold in holds if hold.lane >= seats], free, strict=False):
        Hold.objects.filter(pk=hold.pk).update(lane=lane)

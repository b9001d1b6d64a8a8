"""One offer: what it is, what it costs, and when it is free."""

import mimetypes
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import cancellation, kinds, waiting
from bookings.kinds import asked
from bookings.kinds.ways import PAYABLE
from bookings.lifecycle import answer_by, area_of
from bookings.payments import plan, purchases
from frontend.crew import takes
from frontend.parts import part
from frontend.split import lines
from marketplace import wording
from services import availability, questions
from services.availability import Day
from services.models import Occasion, Offer
from services.search import single

DAYS = 7  # shown at a time
FOR_EVER = "public, max-age=31536000, immutable"  # another picture has another name
PICTURES = {"image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"}


@dataclass(frozen=True)
class Choice:
    """What the address says was chosen: how long, from which day on, and a start. Nonsense counts as not chosen."""

    minutes: int
    first: date
    start: datetime | None
    seats: int

    @classmethod
    def of(cls, query: QueryDict, offer: Offer) -> "Choice":
        minutes = whole(query.get("minutes", ""))
        return cls(
            minutes if minutes in offer.durations else offer.min_minutes,
            day_of(query.get("from", ""), offer),
            moment(query.get("start", "")),
            min(max(whole(query.get("seats", "")) or 1, 1), kinds.of(offer).most_seats(offer)),
        )


def show(request: HttpRequest, pk: int) -> HttpResponse:
    offers = (
        Offer.objects.visible_to(request.user)
        .for_cards()
        .select_related(*PAYABLE)
        .prefetch_related("resources__skills", "needs__skill", "credentials")
    )
    [offer] = availability.with_pieces_left([get_object_or_404(offers, pk=pk)])
    choice = Choice.of(request.GET, offer)
    waits = {"awaited": partial(single.awaited, request.user, offer)}  # asked for where nothing is free alone
    return render(request, "offers/show.html", what(offer) | when(offer, choice, request.user) | waits)


def what(offer: Offer) -> dict[str, Any]:
    served = ", ".join(area.name for area in offer.areas.all())
    return {
        "offer": offer,
        "open": offer.is_published,
        "terms": cancellation.lines(cancellation.terms_of(offer)),
        "keeps": kinds.of(offer).keeps(offer),
        "seats": range(1, kinds.of(offer).most_seats(offer) + 1),
        "picks_time": kinds.of(offer).picks_time,
        "served": served or _("All of %(city)s") % {"city": settings.CITY},
        "asked": [field.label for field in questions.fields(kinds.of(offer).questions(offer)).values()],
        "times_part": part(offer.kind, "times", "offers/_times.html"),
        "dates": partial(dates_of, offer),  # asked for by the kinds that have them alone
        "takes": takes(offer),
        "bundles": purchases.on_sale().filter(offers=offer),
        "doers": len([doer for doer in offer.resources.all() if doer.active]),
    }


def dates_of(offer: Offer) -> list[tuple[Occasion, int]]:
    """The dates that one may choose, each with how many wait for it already."""
    dates = list(offer.occasions.bookable().for_lists().with_left())
    numbers = waiting.numbers(occasion.resource_id for occasion in dates)
    return [(occasion, numbers.get(occasion.resource_id, 0)) for occasion in dates]


def when(offer: Offer, choice: Choice, user: Any) -> dict[str, Any]:
    """The days with their times, and what the chosen one means."""
    days = availability.times(offer, choice.first, DAYS, choice.minutes, choice.seats)
    start = choice.start if choice.start in starts(days) else None
    price = kinds.of(offer).estimate(offer, {"seats": choice.seats}, choice.minutes)
    on = wording.local(start, offer.tz).date() if start else None
    wish = plan.Wish(offer, price, user, area=area_of(offer, {}), on=on)
    return {
        "choice": choice,
        "days": [(day, next_start(days, day)) for day in days],
        "number": len(starts(days)),
        "weeks": weeks(offer, choice, days),
        "start": start,
        "end": start and start + timedelta(minutes=choice.minutes),
        "lost": choice.start and not start,
        "price_cents": price,
        "split": lines(plan.work_out(wish), either=len(kinds.of(offer).ways(offer)) > 1),
        "hints": plan.hints(wish),
        "price_list": kinds.of(offer).price_list(offer),
        "answer_by": start and answer_by(offer, start),
    }


def starts(days: list[Day]) -> list[datetime]:
    return [time.starts_at for day in days for time in day.times]


def next_start(days: list[Day], day: Day) -> datetime | None:
    """What a day without free times points to."""
    later = starts([other for other in days if other.date > day.date])
    return later[0] if later and not day.times else None


def weeks(offer: Offer, choice: Choice, days: list[Day]) -> dict[str, Any]:
    """Where the days before and after these begin; where nothing is free, when the next time is."""
    today = timezone.localdate(timezone=offer.tz)
    last = availability.bookable(offer)[1].astimezone(offer.tz).date() - timedelta(days=1)
    before, after = choice.first - timedelta(days=DAYS), choice.first + timedelta(days=DAYS)
    soonest = None if starts(days) else availability.next_free([offer], days=offer.horizon_days + 1).get(offer.pk)
    return {
        "before": max(before, today) if choice.first > today else None,
        "after": after if after <= last else None,
        "soonest": soonest,
    }


def whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def day_of(text: str, offer: Offer) -> date:
    """The first day to show: as asked, but neither past nor beyond what can be booked."""
    today = timezone.localdate(timezone=offer.tz)
    try:
        return min(max(date.fromisoformat(text), today), today + timedelta(days=offer.horizon_days))
    except ValueError:
        return today


def moment(text: str) -> datetime | None:
    """A moment with its offset; nonsense is none."""
    try:
        return asked.moment(text) if text else None
    except ValidationError:
        return None


def picture(request: HttpRequest, name: str) -> FileResponse:
    """An offer's picture, to whoever may see the offer. Served as the picture it is, never as anything else."""
    named = Offer.objects.filter(picture=f"offers/{name}")
    everybodys = named.published().first()  # without looking at who asks: a shared cache may keep it for others
    offer = everybodys or get_object_or_404(named.visible_to(request.user))
    kind = mimetypes.guess_type(name)[0]
    response = FileResponse(offer.picture.open("rb"), content_type=kind if kind in PICTURES else "image/png")
    response.headers["Cache-Control"] = FOR_EVER if everybodys else "private, max-age=86400"
    return response

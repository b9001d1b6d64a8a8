"""The phone of somebody who works: the next job, where it is, start and done; what comes, what was."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bookings import kinds, queues
from bookings.models import Booking
from frontend.crew import mates
from frontend.forms import keys
from frontend.signed import SignedIn
from marketplace import wording
from marketplace.lives.engine import steps_for
from marketplace.organisations.models import Membership
from marketplace.places.travel import Words, travel_ways
from services import questions
from services.models import Resource

WAYS = 3  # on foot, by bicycle, by bus and tram: few have the car
NEAR = 15  # minutes on foot: for less nobody waits for a bus
WORKER = frozenset({"worker"})
LONGEST_LIST = 20


@login_required
def show(request: SignedIn) -> HttpResponse:
    """Raises Http404 for somebody who works nowhere."""
    if not works_somewhere(request.user):
        raise Http404
    to_do = list(queues.to_do_of(request.user)[: LONGEST_LIST + 1])
    context = {
        "job": job(to_do[0]) | {"mates": mates(to_do[0], request.user)} if to_do else None,
        "coming": [(booking, booking.place_for(WORKER), mates(booking, request.user)) for booking in to_do[1:]],
        "over": list(queues.done_by(request.user)[:LONGEST_LIST]),
        "today": timezone.localdate(),
    }
    return render(request, "shifts/show.html", context)


def works_somewhere(user: Any) -> bool:
    return Membership.objects.of(user, "worker").exists() or Resource.objects.filter(user=user, active=True).exists()


def job(booking: Booking) -> dict[str, Any]:
    """The next job with all that is needed on the way: where, for whom, what was said, and the steps open now."""
    return {
        "booking": booking,
        "sentence": booking.sentence("worker"),
        "place": booking.place_for(WORKER),
        "ways": ways(booking),
        "answers": kinds.of(booking).details(booking, WORKER)
        + questions.spoken(booking.offer.category.questions, booking.answers),
        "steps": [item for item in steps_for(booking, WORKER).items() if not item[1].tone],
        "key": keys.new(),
    }


def ways(booking: Booking) -> list[tuple[Words, int]]:
    """How long it takes from the desk to where the job is; nothing when it is at the desk or one of both is unknown."""
    desk, there = booking.organisation.place, booking.place
    if not desk or not there or desk == there:
        return []
    found = travel_ways(desk, there, wording.local(booking.starts_at, booking.tz).date())[:WAYS]
    return found[:1] if found and found[0][1] <= NEAR else found

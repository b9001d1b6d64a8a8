"""Asking for a booking, what somebody has booked, and the page of one booking."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import cancellation, kinds, lifecycle, messaging, queues
from bookings.jobs import again, coming
from bookings.kinds.ways import PAYABLE
from bookings.models import Booking
from bookings.payments import plan
from bookings.queues import statuses
from frontend.forms import drafts, keys, moments, series
from frontend.forms.messages import MessageForm
from frontend.forms.wishes import WishForm
from frontend.sight import SIDES, Sight
from frontend.signed import SignedIn
from frontend.split import bought, lines, would_return
from frontend.ways import onward
from marketplace import wording
from marketplace.lives.engine import Actor, refuse, take
from marketplace.organisations.models import DESK, Organisation
from marketplace.refusals import Refused, refusals_on
from services import availability
from services.models import Offer

COMING, PAST = 30, 10  # bookings on a page of each list


# --- asking -------------------------------------------------------------------------------------------------------
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Open to visitors: what they typed waits in the session until they have signed in."""
    offer = Offer.objects.visible_to(request.user).for_cards().select_related(*PAYABLE).filter(pk=pk).first()
    if offer is None:
        return gone(request, pk)
    if request.method == "POST":
        drafts.keep(request, pk)
    if request.method != "POST" or {"other", "plan"} & request.POST.keys():
        return ask_page(request, offer, WishForm(offer, initial=first_words(request, offer), desks=desks(request.user)))
    return send(request, offer, WishForm(offer, request.POST, desks=desks(request.user)))


def send(request: HttpRequest, offer: Offer, form: WishForm) -> HttpResponse:
    if form.is_valid():
        if not request.user.is_authenticated:
            return drafts.sign_in(request, reverse("ask", args=[offer.pk]))
        with refusals_on(form):
            booking = lifecycle.ask(offer, Actor(request.user), form.wishes, key=form.once)
            drafts.forget(request, offer.pk)
            return redirect(booking)
    return ask_page(request, offer, form, status=422)


def desks(user: Any) -> Any:
    """The organisations for which somebody may book."""
    return Organisation.objects.of(user, *DESK).order_by("name")


def gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdrawn while somebody wrote: the words are shown, and kept for whoever is signed in. It looks the same for
    an offer that never was."""
    if request.method == "POST" and request.user.is_authenticated:
        drafts.keep(request, pk)
    if request.method != "POST" and drafts.waiting(request) != pk:
        raise Http404
    kept = drafts.waiting(request) == pk
    told = drafts.words(request) if kept else drafts.posted(request)
    facts = {"words": drafts.wandering(told).values(), "kept": kept}
    return render(request, "bookings/gone.html", facts, status=404)


def first_words(request: HttpRequest, offer: Offer) -> dict[str, Any]:
    """What the form starts with: a booking to repeat, under what was typed before, under the time just chosen."""
    chosen = {"starts_at": request.GET.get("start"), "minutes": request.GET.get("minutes")}
    chosen |= {name: request.GET.get(name) for name in kinds.of(offer).fields(offer)}
    given = {name: value for name, value in chosen.items() if value and request.method == "GET"}
    key = {"key": drafts.key_for(request, offer), "minutes": offer.durations[0]}
    return key | words_again(request, offer) | drafts.words_for(request, offer) | given


def words_again(request: HttpRequest, offer: Offer) -> dict[str, Any]:
    """Address, answers and note of the booking that is booked again."""
    number = keys.number(request.GET.get("again", ""))
    if not (request.user.is_authenticated and number):
        return {}
    before = Booking.objects.of_customer(request.user).filter(offer=offer, pk=number).select_related("place").first()
    if not before:
        return {}
    words = {**before.answers, "note": before.note, "minutes": before.minutes}
    if before.place and offer.needs_address:
        words |= {"address": before.place.line, "door": before.place.extra, "area": before.place.area_id}
    return words


def ask_page(request: HttpRequest, offer: Offer, form: WishForm, status: int = 200) -> HttpResponse:
    taken = form.picks_time and not form.time_is_wrong and not still_free(offer, form)
    picking = form.picks_time and (taken or form.time_is_wrong or "other" in request.POST)
    wish = form.wish(request.user)
    shares = plan.work_out(wish)
    facts = {
        "offer": offer,
        "form": form,
        "split": lines(shares, either="pay_by" in form.fields),
        "own": plan.own(shares),
        "hints": plan.hints(wish),
        "step": kinds.first_step(offer),
        "taken": taken and form.chosen and "other" not in request.POST,
        "days": times_around(offer, form) if picking else [],
        "ends_at": form.ends_at,
        "price": form.price,
        "bought": bought(offer, form.length),
        "answer_by": form.chosen and lifecycle.answer_by(offer, form.chosen),
        "terms": cancellation.lines(cancellation.terms_of(offer)),
        "keeps": kinds.of(offer).keeps(offer),
        "kept": drafts.waiting(request) == offer.pk and request.method == "GET",
        "repeat": series.beside(offer, form, request.POST),
    }
    return render(request, "bookings/ask.html", facts | {"picking": picking}, status=status)


def still_free(offer: Offer, form: WishForm) -> bool:
    """Whether the time in the form can be had; when it cannot, others are shown at once."""
    if not form.chosen:
        return False
    first = wording.local(form.chosen, offer.tz).date()
    [day] = availability.times(offer, first, 1, form.length, form.seats, form.wanted)
    return form.chosen in [time.starts_at for time in day.times]


def times_around(offer: Offer, form: WishForm) -> list[availability.Day]:
    """The free times of a week, from the day that was wished for; where that has none, from the next one that has."""
    wished = [form.chosen] if form.chosen and form.chosen > timezone.now() else []
    for first in [*wished, *availability.next_free([offer]).values()]:
        begin = wording.local(first, offer.tz).date()
        days = availability.times(offer, begin, 7, form.length, form.seats, form.wanted)
        if some := [day for day in days if day.times]:
            return some
    return []


# --- what somebody has booked -------------------------------------------------------------------------------------
@login_required
def mine(request: SignedIn) -> HttpResponse:
    """Upcoming, waiting for an answer, past."""
    hers = Booking.objects.of_resident(request.user).for_lists()
    over = queues.over()
    now = queues.still_open(hers.exclude(status__in=over)).order_by("starts_at", "pk")
    open_ones = now.one_a_series(statuses() - over)
    coming = Paginator(open_ones, COMING).get_page(request.GET.get("coming"))
    page = Paginator(hers.filter(status__in=over).order_by("-starts_at", "-pk"), PAST).get_page(request.GET.get("page"))
    mark(request, [*coming, *page])
    parts: dict[str, list[Booking]] = {"waiting": [], "upcoming": []}
    for booking in coming:
        parts["waiting" if waits(booking, request.user) else "upcoming"].append(booking)
    return render(request, "bookings/mine.html", {**parts, "coming": coming, "page": page})


def waits(booking: Booking, user: Any) -> bool:
    """Whether somebody else has to answer."""
    others = {booking.customer_id: "partner", booking.partner_id: "customer"} if booking.partner_id else {}
    return booking.state.turn in {"provider", others.get(user.pk)}


def mark(request: SignedIn, bookings: list[Booking]) -> None:
    """Write beside each what is new there, and whether it can be booked again."""
    unread = messaging.unread_by_booking(request.user, bookings)
    offers = Offer.objects.visible_to(request.user).filter(pk__in={booking.offer_id for booking in bookings})
    known = set(offers.values_list("pk", flat=True))
    for booking in bookings:
        booking.unread = unread.get(booking.pk, 0)  # type: ignore[attr-defined]
        booking.again = booking.state.final and booking.offer_id in known and not booking.partner  # type: ignore[attr-defined]
        booking.other = booking.across(booking.hats(request.user, ()))  # type: ignore[attr-defined]


# --- one booking --------------------------------------------------------------------------------------------------
def seen_by(request: HttpRequest, pk: int) -> Booking:
    """The booking, if this person may see it; 404 to everybody else."""
    return get_object_or_404(coming.with_work(Booking.objects.visible_to(request.user).for_lists()), pk=pk)


@login_required
def show(request: SignedIn, pk: int) -> HttpResponse:
    booking = seen_by(request, pk)
    form = MessageForm(initial=drafts.message_for(request, booking.pk))
    return booking_page(request, booking, form)


def looking(request: HttpRequest, booking: Booking, mark: str) -> Sight:
    """With the end of the thread, which is then read, or with the earlier part that the address names."""
    sight = Sight(booking, request.user, before=messaging.Cursor.read(request.GET.get("before", "")), mark=mark)
    if sight.newest:
        messaging.mark_read(booking, request.user)
    return sight


def booking_page(request: HttpRequest, booking: Booking, form: MessageForm, status: int = 200) -> HttpResponse:
    sight = looking(request, booking, messaging.mark_of(booking))
    facts = {"booking": booking, "sight": sight, "form": form, "key": keys.new()}
    facts["organisation"] = booking.organisation  # whose desk the staff's header names
    facts["work"] = work_for(booking, sight) if booking.has_work else None  # type: ignore[attr-defined]
    return render(request, "bookings/show.html", facts, status=status)


def work_for(booking: Booking, sight: Sight) -> dict[str, Any]:
    """Who helps, by first name: to the desk with the jobs and what can still be asked for, to others once agreed. Whom
    it was for is asked afterwards whether the same person may come again."""
    jobs = coming.for_booking(booking)
    desk = "provider" in sight.roles and not sight.mine
    named = coming.to(jobs) if desk or sight.agreed else {}
    lines = [(job, named.get(job.pk, [])) for job in jobs]
    names = wording.listed(one.name for _job, comers in lines for one in comers)
    facts = {"desk": desk, "lines": lines, "names": names, "openings": coming.to_ask(booking, jobs) if desk else []}
    return facts | {"helped": again.helped(booking, sight.reader) if sight.mine and not sight.side else []}


@drafts.kept
def step(request: SignedIn, pk: int, name: str) -> HttpResponse:
    """Take a step. What it asks for, or that it cannot be undone, is shown on a page of its own first."""
    sight = eyes(request, pk)
    booking = sight.booking
    if name not in booking.table.steps:
        raise Http404
    if request.method == "POST":
        return press(request, sight, name)
    if name not in sight.steps:
        refuse(booking, name, sight.roles)
    form = drafts.fill(booking.facts_form(booking.table.steps[name]), request)
    return step_page(request, sight, name, form)


def press(request: SignedIn, sight: Sight, name: str) -> HttpResponse:
    booking = sight.booking
    form = booking.facts_form(booking.table.steps[name], request.POST, files=request.FILES)
    if form.is_valid():
        with refusals_on(form):
            seen, key = keys.seen(request.POST), keys.known(request.POST.get("key"))
            take(booking, name, sight.actor, form.cleaned_data, seen=seen, key=key)
            return redirect(onward(request, sight.home))
    return step_page(request, sight, name, form)


def eyes(request: SignedIn, pk: int) -> Sight:
    """One's own, or those of the side that is named. Raises Refused when the reader may not act for it."""
    side = next((side for side in SIDES if f"for_{side}" in request.GET.keys() | request.POST.keys()), "")
    if not side:
        return Sight(seen_by(request, pk), request.user)
    led = Booking.objects.led_by(request.user).for_lists()
    own = Sight(get_object_or_404(led, pk=pk), request.user)
    if twin := next((twin for twin in own.twins if twin.side == side), None):
        return twin
    raise Refused(_("You may not act for this person."))


def step_page(request: SignedIn, sight: Sight, name: str, form: Any) -> HttpResponse:
    booking = Booking.objects.for_lists().get(pk=sight.booking.pk)  # afresh: what is pressed next is decided on it
    now = Sight(booking, sight.reader, sight.side)
    facts = {"booking": booking, "sight": now, "name": name, "step": booking.table.steps[name], "form": form}
    facts |= {"open": name in now.steps, "key": keys.new(), "organisation": booking.organisation}
    facts["returns"] = would_return(booking) if facts["step"].tone == "no" else []
    facts["split"] = now.split if facts["step"].shown else []
    facts["week"] = moments.week_of(booking, form, request.POST.get("from") or request.GET.get("from", ""))
    return render(request, "bookings/step.html", facts, status=422 if form.errors else 200)

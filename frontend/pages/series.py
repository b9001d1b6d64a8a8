"""A series: looking at its dates before asking for them, and what happens to several of them at once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings import cancellation
from bookings import series as plans
from bookings.models import Booking, Series, Way
from bookings.models.known import operates
from bookings.models.series import Rule
from bookings.payments import cards
from bookings.series import Plan, Summary
from frontend.forms import drafts, keys
from frontend.forms.series import DatesForm, EndForm, HourForm, ReachForm, RepeatForm, once, reach_said
from frontend.forms.wishes import WishForm
from frontend.pages import bookings, series_cards
from frontend.signed import SignedIn
from frontend.split import summed
from marketplace.lives.engine import Actor, steps_for
from marketplace.lives.tables import Step
from marketplace.organisations.models import may_act_for
from marketplace.refusals import Refused, refusals_on
from services.models import Offer

DAY = timedelta(days=1)
SIDES = ("customer", "provider")
UNSENT = ("csrfmiddlewaretoken", "send", "own_seen")


# --- asking -------------------------------------------------------------------------------------------------------
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """All dates of a plan, with what clashes marked. A visitor signs in first; what was typed is kept."""
    if request.method != "POST":
        return redirect("ask", pk)
    offer = Offer.objects.visible_to(request.user).for_cards().filter(pk=pk).first()
    if offer is None:
        return bookings.gone(request, pk)
    drafts.keep(request, pk)
    if not request.user.is_authenticated:
        return drafts.sign_in(request, reverse("ask", args=[pk]))
    form = WishForm(offer, request.POST, desks=bookings.desks(request.user))
    return compose(request, form, Actor(request.user)) or bookings.ask_page(request, offer, form, status=422)


def compose(request: HttpRequest, form: WishForm, actor: Actor, frame: str = "base.html") -> HttpResponse | None:
    """The page with all dates, or on to the series that was asked for. None: the forms before it have to be mended."""
    repeat = RepeatForm(request.POST)
    if not (form.is_valid() & repeat.is_valid()):
        return None
    rule = repeat.rule(form)
    with refusals_on(form):
        plan = plans.preview(form.offer, actor, rule, form.wishes)
        return dates_page(request, form, actor, rule, plan, frame)
    return None


def dates_page(request: HttpRequest, form: WishForm, actor: Actor, rule: Rule, plan: Plan, frame: str) -> HttpResponse:
    def ask(dates: DatesForm) -> HttpResponse:
        made = plans.ask(form.offer, actor, rule, form.wishes, dates.chosen, key=once(form, rule))
        drafts.forget(request, form.offer.pk)
        return redirect(made)

    return chosen_page(request, form.offer, plan, ask, {"frame": frame, "person": actor.person})


def chosen_page(
    request: HttpRequest, offer: Offer, plan: Plan, ask: Callable[[DatesForm], HttpResponse], facts: dict[str, Any]
) -> HttpResponse:
    """What becomes of each date of this plan; sent, they are asked for."""
    dates = DatesForm(plan, offer.tz, request.POST)
    if "send" in request.POST and dates.is_valid():
        with refusals_on(dates):
            return ask(dates)
    facts |= {"offer": offer, "dates": dates, "plan": plan, "hidden": told(request), "to": request.get_full_path()}
    payer = "" if facts["person"] == request.user else facts["person"].given_name
    no_card = cards.possible(offer) and plan.wish.way == Way.ON_SITE  # though one can pay so here
    facts |= {"split": summed(dates.shares, payer), "payer": payer, "cards": no_card}
    return render(request, "series/preview.html", facts, status=422 if dates.errors else 200)


def told(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form before it told, to be sent again with this one."""
    names = [name for name in request.POST if name not in UNSENT and not name.startswith("on-")]
    return [(name, value) for name in names for value in request.POST.getlist(name)]


# --- one series ---------------------------------------------------------------------------------------------------
def seen_by(request: SignedIn, pk: int) -> Series:
    """One's own; those of a side that is named also as an operator, who leads on what she may not read otherwise."""
    known = Series.objects.led_by(request.user) if side_of(request) else Series.objects.visible_to(request.user)
    return get_object_or_404(known.for_pages(), pk=pk)


def side_of(request: SignedIn) -> str:
    """For whom somebody acts: "customer", "provider", or nobody."""
    return next((side for side in SIDES if f"for_{side}" in request.GET.keys() | request.POST.keys()), "")


def actor_of(request: SignedIn, series: Series) -> Actor:
    """Oneself, or for the person on the phone. Raises Refused when she has not let this desk act for her."""
    side = side_of(request)
    if not side:
        return Actor(request.user)
    person = series.stand_in(side)
    lets = operates(request.user) or (side == "customer" and may_act_for(request.user, person))
    if not person or not lets:
        raise Refused(_("You may not act for this person."))
    return Actor(request.user, person)


@login_required
def show(request: SignedIn, pk: int) -> HttpResponse:
    series = seen_by(request, pk)
    return render(request, "series/show.html", context(request, series))


def context(request: SignedIn, series: Series) -> dict[str, Any]:
    """The dates with what became of each, and what somebody with this hat may do to all."""
    actor, mine = actor_of(request, series), request.user == series.customer
    card = series_cards.facts(series, mine)  # first: what changes after it is fetched, with its dates, while it waits
    rows = plans.standings(series)
    open_ones = [row.booking for row in rows if row.booking and not row.booking.state.final]
    roles = actor.roles(open_ones[0]) if open_ones else frozenset()
    stranger = not mine and may_act_for(request.user, series.customer)
    return {
        "series": series,
        "rows": rows,
        "open": open_ones,
        "answers": answers(open_ones, roles),
        "hers": actor.person == series.customer and (mine or stranger),
        "may_end": bool(open_ones) or any(row.planned for row in rows),
        "mine": mine,
        "side": side_of(request),
        "may_act": stranger,
        "frame": frame_of(request, series),
        "key": keys.new(),
        "organisation": series.offer.organisation,
        **card,
        "next": next((row.on for row in rows if row.planned or row.booking in open_ones), series.first),
    }


def answers(bookings: list[Booking], roles: frozenset[str]) -> dict[str, Any]:
    """The steps without questions that one press takes for every date that waits for this person: the yes to all."""
    waiting = [booking for booking in bookings if booking.state.turn in roles]
    steps = steps_for(waiting[0], roles) if waiting else {}
    return {name: step for name, step in steps.items() if not step.asks and step.tone not in {"no", "rare"}}


@drafts.kept
def answer(request: SignedIn, pk: int, name: str) -> HttpResponse:
    """One press for all dates: accept them."""
    series = seen_by(request, pk)
    if request.method != "POST":
        return redirect(series)
    key = keys.known(request.POST.get("key"))
    summary = plans.take_each(series, name, actor_of(request, series), plans.ALL, series.first, key=key)
    return told_and_back(request, series, summary)


@drafts.kept
def end(request: SignedIn, pk: int) -> HttpResponse:
    """Cancel one date, from it on, or all: first what it means for each, then one press."""
    series, reach, on = wanted(request, pk)
    actor = actor_of(request, series)
    bookings = plans.reached(series, reach, on)
    form = facts_form(bookings, actor, request)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            key = keys.known(request.POST.get("key"))
            return told_and_back(request, series, plans.out_of(series, actor, reach, on, form.cleaned_data, key=key))
    facts = {"form": form, "lines": [line_of(one, actor) for one in bookings]}
    return scope_page(request, "series/end.html", series, reach, on, facts)


def line_of(booking: Booking, actor: Actor) -> tuple[Booking, Step | None, str]:
    """The step that ends this date, if there is one, and what that costs whoever booked."""
    step = next(iter(plans.ways_out(booking, actor).values()), None)
    pays = step and booking.agreed and "customer" in actor.roles(booking)
    return booking, step, cancellation.said(cancellation.cost(booking)) if pays else ""


def wanted(request: SignedIn, pk: int) -> tuple[Series, str, Any]:
    """The series and the dates that the address names; 404 for what no link of ours says."""
    series = seen_by(request, pk)
    form = ReachForm(request.GET)
    if not form.is_valid():
        raise Http404
    return series, form.cleaned_data["reach"], form.cleaned_data["on"]


def facts_form(bookings: list[Booking], actor: Actor, request: SignedIn) -> Form:
    """What the steps ask, each question once."""
    asked: dict[str, Any] = {}
    for booking in bookings:
        for step in list(plans.ways_out(booking, actor).values())[:1]:
            asked |= booking.facts_form(step).fields
    return type("FactsForm", (Form,), asked)(request.POST if request.method == "POST" else None)


@drafts.kept
def move(request: SignedIn, pk: int) -> HttpResponse:
    """Another day or hour for one date, from it on, or for all."""
    series, reach, on = wanted(request, pk)
    actor, shift = actor_of(request, series), series.shift_on(on)
    first = {"at": shift.at, "minutes": shift.minutes}
    form = HourForm(series, request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        with refusals_on(form):
            key = keys.known(request.POST.get("key"))
            summary = plans.move(series, actor, reach, on, **form.cleaned_data, key=key)
            return told_and_back(request, series, summary)
    return scope_page(request, "series/move.html", series, reach, on, {"form": form})


@drafts.kept
def longer(request: SignedIn, pk: int) -> HttpResponse:
    """Another end: a later one with the dates that it adds, an earlier one on the page that ends from there on."""
    series = seen_by(request, pk)
    actor = actor_of(request, series)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            last = plans.end_of(series, form.cleaned_data["until"], form.cleaned_data["number"])
            return sooner(actor, series, last) if last < series.end else added_page(request, series, actor, last)
    facts = {"series": series, "form": form, "to": request.get_full_path(), "frame": frame_of(request, series)}
    facts |= {"organisation": series.offer.organisation}
    return render(request, "series/longer.html", facts, status=422 if form.errors else 200)


def sooner(actor: Actor, series: Series, last: date) -> HttpResponse:
    query = {"reach": plans.ONWARD, "on": (last + DAY).isoformat()} | ({"for_customer": 1} if actor.acting_for else {})
    return redirect(f"{reverse('series_end', args=[series.pk])}?{urlencode(query)}")


def added_page(request: SignedIn, series: Series, actor: Actor, last: date) -> HttpResponse:
    """The dates that are added, with what clashes; a press that was repeated finds them asked for."""
    if "send" in request.POST and series.end == last:
        return redirect(series)

    def ask(dates: DatesForm) -> HttpResponse:
        seen = keys.number(request.POST.get("own_seen", ""))
        return redirect(plans.prolong(series, actor, last, dates.chosen, own_seen=seen))

    facts: dict[str, Any] = {"series": series, "person": actor.person, "frame": frame_of(request, series)}
    facts |= {"organisation": series.offer.organisation}
    return chosen_page(request, series.offer, plans.look_longer(series, actor, last), ask, facts)


def frame_of(request: SignedIn, series: Series) -> str:
    return "base.html" if request.user == series.customer else "base_staff.html"


def scope_page(
    request: SignedIn, template: str, series: Series, reach: str, on: Any, facts: dict[str, Any]
) -> HttpResponse:
    shared = {"series": series, "said": reach_said(reach, on), "key": keys.new(), "to": request.get_full_path()}
    shared |= {"frame": frame_of(request, series)}
    shared |= {"organisation": series.offer.organisation, "side": side_of(request)}
    return render(request, template, shared | facts, status=422 if facts["form"].errors else 200)


def told_and_back(request: SignedIn, series: Series, summary: Summary) -> HttpResponse:
    """One sentence for all that was done, and one for each date that stays as it was."""
    if number := len(summary.done):
        done = ngettext("Done for %(number)s date.", "Done for %(number)s dates.", number) % {"number": number}
        messages.success(request, done)
    for booking, why in summary.left:
        messages.warning(request, f"{booking.when}: {why}")
    if not summary.done and not summary.left:
        messages.success(request, _("Noted: nothing more is asked for."))
    side = side_of(request) if operates(request.user) else ""
    return redirect(f"{series.get_absolute_url()}?for_{side}=1" if side else series)

"""Booking for somebody who calls: whom, what, then when. Both names stay on the booking."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bookings import kinds, lifecycle
from bookings.models import Booking
from bookings.payments import plan
from frontend.forms.series import beside
from frontend.forms.wishes import WishForm
from frontend.pages import series
from frontend.pages.desk import where
from frontend.signed import SignedIn
from frontend.split import bought, lines
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor
from marketplace.organisations.models import Organisation
from marketplace.refusals import refusals_on
from services import availability
from services.models import Offer

DAYS_READ_OUT = 7  # days with free times that are listed: enough to choose from on the phone


class CallForm(forms.Form):
    """Who calls, and about what."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Who is it for?"), empty_label=_("Choose"))
    offer = forms.ModelChoiceField(Offer.objects.none(), label=_("What?"), empty_label=_("Choose"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        callers = User.objects.filter(mandates__organisation=organisation, mandates__until=None)
        published = Offer.objects.published().filter(organisation=organisation).for_cards().order_by("pk")
        self.fields["person"].queryset = callers.order_by("given_name", "family_name")  # type: ignore[attr-defined]
        self.fields["offer"].queryset = published  # type: ignore[attr-defined]


@login_required
def book(request: SignedIn) -> HttpResponse:
    """Person and offer stand in the address, so that going back or reloading loses nothing."""
    call = call_of(request)
    if not call.is_valid():
        return who_and_what(request, call)
    person, offer = call.cleaned_data["person"], call.cleaned_data["offer"]
    form = wish_form(request, person, offer)
    if form.is_valid() and "other" not in request.POST:
        with refusals_on(form):
            return redirect(lifecycle.ask(offer, Actor(request.user, person), form.wishes, key=form.once))
    return wish_page(request, call, form)


@login_required
def book_series(request: SignedIn) -> HttpResponse:
    """The same every week, for whoever calls: all dates first."""
    call = call_of(request)
    if not call.is_valid():
        return who_and_what(request, call)
    if request.method != "POST":
        return redirect(f"{reverse('desk_book')}?{request.GET.urlencode()}")
    person = call.cleaned_data["person"]
    form, actor = WishForm(call.cleaned_data["offer"], request.POST, customer=person), Actor(request.user, person)
    return series.compose(request, form, actor, "base_staff.html") or wish_page(request, call, form)


def call_of(request: SignedIn) -> CallForm:
    told = request.GET if {"person", "offer"} <= set(request.GET) else None
    return CallForm(told, organisation=where.my_desk(request))


def who_and_what(request: SignedIn, call: CallForm) -> HttpResponse:
    call.initial = request.GET.dict()
    return where.show(request, "book", where.my_desk(request), {"call": call}, where.answer(call))


def wish_page(request: SignedIn, call: CallForm, form: WishForm) -> HttpResponse:
    organisation, offer, person = where.my_desk(request), form.offer, call.cleaned_data["person"]
    context = {"call": call, "person": person, "offer": offer, "form": form, "bought": bought(offer, form.length)}
    shares = plan.work_out(form.wish(person))
    context |= {"split": lines(shares, person.given_name, either="pay_by" in form.fields)}
    context |= {"step": kinds.first_step(offer), "price": form.price, "repeat": beside(offer, form, request.POST)}
    context |= times(offer, form, where.chosen_day(request, organisation))
    context |= {"here": f"?{request.GET.urlencode()}"}
    return where.show(request, "book", organisation, context, where.answer(form))


def wish_form(request: SignedIn, person: User, offer: Offer) -> WishForm:
    """What was typed; a press that only asks for other times is not judged yet."""
    if request.method == "POST" and "other" not in request.POST:
        return WishForm(offer, request.POST, customer=person)
    typed = {name: value for name, value in request.POST.items() if value}
    return WishForm(offer, customer=person, initial=usual_address(person, offer) | typed)


def usual_address(person: User, offer: Offer) -> dict[str, Any]:
    """Where this desk went to for her the last time."""
    before = Booking.objects.filter(customer=person, organisation=offer.organisation, offer__where=Offer.Where.AT_HOME)
    last = before.select_related("place").order_by("-pk").first() if offer.needs_address else None
    if not (last and last.place):
        return {}
    return {"address": last.place.line, "door": last.place.extra, "area": last.place.area_id}


def times(offer: Offer, form: WishForm, first: date) -> dict[str, Any]:
    """A week's worth of days with free times from `first` on, and the day from which later ones are listed."""
    end = availability.bookable(offer)[1].astimezone(offer.tz).date()
    days = availability.times(offer, first, max(0, (end - first).days + 1), form.length, form.seats)
    free = [day for day in days if day.times]
    later = free[DAYS_READ_OUT].date if len(free) > DAYS_READ_OUT else None
    return {"days": free[:DAYS_READ_OUT], "later": later}

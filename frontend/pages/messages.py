"""The talk on a booking's page: what is new, and what somebody writes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bookings import messaging
from bookings.models import Booking
from frontend.forms import drafts, keys
from frontend.forms.messages import MessageForm
from frontend.pages.bookings import booking_page, looking, seen_by
from frontend.sight import Sight
from frontend.signed import SignedIn
from marketplace.lives.engine import Actor
from marketplace.refusals import refusals_on


@login_required
def stream(request: SignedIn, pk: int) -> HttpResponse:
    """The living parts of the page; 204 when there is nothing new after what it shows."""
    booking = seen_by(request, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{booking.get_absolute_url()}#stream")
    mark = messaging.mark_of(booking)
    if request.GET.get("after") == mark:
        return HttpResponse(status=204)
    facts = {"booking": booking, "sight": looking(request, booking, mark), "key": keys.new()}
    return render(request, "messages/_fresh.html", facts)


def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message. Whoever is signed out meanwhile finds the words again after signing in."""
    page = reverse("booking", args=[pk])
    if not request.user.is_authenticated:
        drafts.keep_message(request, pk)
        return drafts.sign_in(request, page)
    booking = seen_by(request, pk)
    if request.method != "POST":
        return redirect(f"{page}#write")
    form = MessageForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            messaging.post(booking, Actor(request.user), form.cleaned_data["text"], key=form.cleaned_data["key"])
            drafts.forget_message(request)
            return write_again(request, booking)
    return answer_wrong(request, booking, form)


def write_again(request: HttpRequest, booking: Booking) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{booking.get_absolute_url()}#stream")
    return render_form(request, booking, MessageForm())


def answer_wrong(request: HttpRequest, booking: Booking, form: MessageForm) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return booking_page(request, booking, form, status=422)
    return render_form(request, booking, form, status=422)


def render_form(request: HttpRequest, booking: Booking, form: MessageForm, status: int = 200) -> HttpResponse:
    facts = {"booking": booking, "sight": Sight(booking, request.user), "form": form}
    return render(request, "messages/_form.html", facts, status=status)

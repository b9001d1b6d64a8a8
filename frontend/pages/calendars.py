"""Bookings in people's own calendars, and people's own calendars here: feeds, files, and what is busy elsewhere."""

import hashlib
import time
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings import feeds
from bookings.models import Booking
from frontend.forms.calendars import FeedForm, OutsideForm
from frontend.signed import SignedIn
from marketplace.api import throttles
from marketplace.refusals import refusals_on
from services import outside
from services.models import OutsideCalendar, Resource

WINDOW = 3600  # seconds over which calls are counted
FOR_ADDRESS, FOR_FEED = 600, 60  # calls in it: from one caller, for one feed
TYPE = "text/calendar; charset=utf-8"


@login_required
@never_cache
def show(request: SignedIn) -> HttpResponse:
    """One's addresses. A new one is shown in the answer that makes it, and never again."""
    form, made = FeedForm(request.user, request.POST or None), ""
    if form.is_valid():
        with refusals_on(form):
            _key, secret = feeds.make(request.user, *form.chosen, discreet=form.cleaned_data["discreet"])
            made, form = feeds.address_of(secret), FeedForm(request.user)
    context = {
        "form": form,
        "made": made,
        "webcal": made.replace("https://", "webcal://", 1) if made.startswith("https://") else "",
        "keys": list(feeds.keys_of(request.user)),
        "resources": list(Resource.objects.filter(user=request.user, active=True).select_related("organisation")),
    }
    return render(request, "calendars/show.html", context, status=wrong(form))


@login_required
@require_POST
def revoke(request: SignedIn, pk: int) -> HttpResponse:
    feeds.revoke(get_object_or_404(feeds.keys_of(request.user), pk=pk), request.user)
    messages.success(request, _("Revoked: this address shows nothing any more."))
    return redirect("calendars")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Read by calendar programs, without sign-in: whoever has the address may. Anything else is not found."""
    if too_often(f"feeds:{throttles.address(request)}", FOR_ADDRESS):
        return later()
    key = feeds.find(secret)
    if not key:
        raise Http404
    if too_often(f"feed:{key.pk}", FOR_FEED):
        return later()
    feeds.notice(key)
    return calendar(request, feeds.read(key))


def too_often(who: str, most: int) -> bool:
    return throttles.count(who, int(time.time()) // WINDOW) > most


def later() -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(WINDOW - int(time.time()) % WINDOW)})


def calendar(
    request: HttpRequest, body: bytes, name: str = "cortile.ics", kept: str = "max-age=600"
) -> HttpResponseBase:
    """A calendar for this reader alone; whoever has it already is told so."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer = HttpResponse(body, content_type=TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["ETag"], answer["Cache-Control"] = etag, f"private, {kept}"
    return get_conditional_response(request, etag=etag, response=answer) or answer


@login_required
@require_safe
def booking(request: SignedIn, pk: int) -> HttpResponseBase:
    """One booking as a file, as its reader sees it."""
    seen = get_object_or_404(Booking.objects.visible_to(request.user), pk=pk)
    return calendar(request, feeds.file_of(seen, seen.roles_of(request.user)), f"{seen.reference}.ics", "no-store")


# --- what is busy elsewhere ---------------------------------------------------------------------------------------
@login_required
@never_cache
def elsewhere(request: SignedIn, pk: int) -> HttpResponse:
    """The outside calendars of one resource, for whose it is and for the desk. No address is ever shown again."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    form = OutsideForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            outside.add(resource, request.user, form.cleaned_data["url"])
            messages.success(request, _("Saved. It is read within a minute, then every half hour."))
            return redirect("outside_calendars", pk)
    context = {"form": form, "resource": resource, "calendars": list(resource.outside_calendars.all())}
    return render(request, "calendars/elsewhere.html", context | seen_from(request, resource), status=wrong(form))


def seen_from(request: SignedIn, resource: Resource) -> dict[str, Any]:
    """The frame that this reader knows, and what of hers is booked at a time that is busy elsewhere."""
    clashing = Booking.objects.visible_to(request.user).filter(pk__in=outside.clashes(resource).values("life"))
    own = resource.user_id == request.user.pk
    return {
        "clashing": list(clashing.for_lists().order_by("starts_at", "pk")[:20]),
        "own": own,
        "frame": "base.html" if own else "base_staff.html",
        "organisation": resource.organisation,
    }


def wrong(form: Any) -> int:
    return 422 if form.errors else 200


@login_required
@require_POST
def forget(request: SignedIn, pk: int) -> HttpResponse:
    calendar = get_object_or_404(OutsideCalendar.objects.visible_to(request.user).select_related("resource"), pk=pk)
    outside.remove(calendar, request.user)
    messages.success(request, _("Removed: what it said is busy is free again."))
    return redirect("outside_calendars", calendar.resource_id)

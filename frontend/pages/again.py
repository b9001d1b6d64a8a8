"""Whether the same person may come again: pressed on the page of a booking, by whoever the work was for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.jobs import again
from bookings.models import Booking
from frontend.forms import keys
from frontend.signed import SignedIn

ANSWERS = {"same": True, "other": False, "open": None}


@login_required
@require_POST
def say(request: SignedIn, pk: int) -> HttpResponse:
    booking = get_object_or_404(Booking.objects.visible_to(request.user), pk=pk)
    number, what = keys.number(request.POST.get("proposal", "")) or 0, request.POST.get("what", "")
    proposal = get_object_or_404(again.came_to(booking, request.user), pk=number)
    if what not in ANSWERS:
        raise Http404
    again.say(booking, proposal, request.user, ANSWERS[what])
    messages.success(request, _("Noted. It is told to nobody."))
    return redirect(booking)

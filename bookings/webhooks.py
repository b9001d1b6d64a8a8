"""The door for Stripe: it answers once the event is kept, and never says more than that."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bookings.payments import events, stripe_client


@csrf_exempt
@require_POST
def stripe(request: HttpRequest) -> HttpResponse:
    try:
        events.receive(request.body, request.headers.get("Stripe-Signature", ""))
    except stripe_client.Forged:
        return HttpResponse(status=400)
    return HttpResponse(status=200)

"""A receipt, to whoever it is for and to the desk that gave it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from bookings.models import Receipt
from bookings.payments import paper
from frontend.signed import SignedIn


@login_required
def show(request: SignedIn, pk: int) -> HttpResponse:
    """Always the same page, drawn from what was kept; 404 to everybody else."""
    known = Receipt.objects.visible_to(request.user).select_related("organisation", "corrects")
    receipt = get_object_or_404(known, pk=pk)
    return HttpResponse(paper.drawn(receipt), content_type="application/pdf", headers=paper.headers(receipt))

"""The pictures of a booking, to whoever sees the booking."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404

from bookings.models import Photo
from frontend.signed import SignedIn


@login_required
def show(request: SignedIn, pk: int, photo: int) -> FileResponse:
    """Always the WebP that we made of it; 404 to everybody else."""
    found = get_object_or_404(Photo.objects.visible_to(request.user), pk=photo, booking=pk)
    response = FileResponse(found.file.open("rb"), content_type="image/webp")
    response.headers["Cache-Control"] = "private, no-store"
    return response

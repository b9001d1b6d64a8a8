"""The letters of a demo city: none of them leaves the house."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.notices.models import Letter


def show(request: HttpRequest) -> HttpResponse:
    """Newest first; `to` shows what one person was sent."""
    if not settings.DEMO:
        raise Http404
    to = request.GET.get("to", "").replace("\0", "")[:320]
    letters = Letter.objects.filter(to__iexact=to) if to else Letter.objects.all()
    page = Paginator(letters, 20).get_page(request.GET.get("page"))
    return render(request, "outbox/show.html", {"page": page, "to": to})

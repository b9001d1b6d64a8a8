"""How work is proposed: the notice for whoever wants to know, printed from the rules themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bookings.matching.notice import notice


def show(request: HttpRequest) -> HttpResponse:
    return render(request, "matching/show.html", {"notice": notice()})

"""What all pages of casework have in common: signed in, kept by no cache, and loud where a key is missing."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from frontend.signed import SignedIn
from marketplace.casework import files, overrides, sealing
from marketplace.casework.models import Participant
from marketplace.casework.models.participant import CASEWORKER
from marketplace.organisations.models import Organisation

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


def readable(view: View) -> View:
    """What does not open is no empty field: the page says so, and whoever operates the site finds it in the log."""

    @wraps(view)
    def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except sealing.Unreadable as error:
            logger.error("A file does not open: %s", error)
            return render(request, "casework/unreadable.html", status=503)

    return guarded


def room(view: View) -> View:
    """Signed in, kept nowhere; what is posted stands in no report of a fault."""
    return never_cache(sensitive_post_parameters()(login_required(readable(view))))


def my_bodies(request: SignedIn) -> Any:
    """The bodies for which she keeps files today. Raises Http404 for everybody else."""
    mine = Organisation.objects.keeping_files().of(request.user, CASEWORKER).order_by("name")
    if not mine:
        raise Http404
    return mine


def show(request: SignedIn, name: str, facts: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"casework/{name}.html", {**around(request), **facts}, status=status)


def around(request: SignedIn) -> dict[str, Any]:
    """What the head of each page shows."""
    works = Organisation.objects.keeping_files().of(request.user, CASEWORKER).first()
    oversees = overrides.oversees(request.user)
    return {"body": works, "oversees": oversees, "layout": "base_staff.html" if works or oversees else "base.html"}


def own_file(request: SignedIn) -> Participant | None:
    return Participant.objects.filter(person=request.user).first()


def file_to_lead(request: SignedIn, number: str) -> Participant:
    """Of those who work with the person, or of herself."""
    own = own_file(request)
    return own if own and own.number == number else files.to_work_on(number, request.user)

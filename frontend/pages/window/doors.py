"""Who is in, by what, and in which language. Whoever came in by a card is a visitor to all other pages."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from frontend.pages.casework.doors import readable
from marketplace.accounts.language import SPOKEN, asked_for
from marketplace.casework import windows
from marketplace.casework.models import Participant, WindowKey

KEY, SEEN = "window_key", "window_seen"  # in the session: which card, and when it was last used, in seconds
IDLE, NOTICED_EVERY = 30 * 60, 60
View = Callable[..., HttpResponse]


class Inside(HttpRequest):
    """The request of somebody whose own page is open."""

    participant: Participant


def spoken(view: View) -> View:
    """In the person's language, kept nowhere; what is posted stands in no report of a fault."""

    @wraps(view)
    def said(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.participant = whose(request)
        with translation.override(tongue(request)):
            answer = view(request, *args, **kwargs)
            answer.headers["Content-Language"] = translation.get_language()
        return answer

    return never_cache(sensitive_post_parameters()(readable(said)))


def inside(view: View) -> View:
    """For whoever is in. Others are shown the door, whatever they asked for."""

    @wraps(view)
    def opened(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.participant is None:
            messages.info(request, _("Your page is closed. Open it once more."))
            return redirect("window")
        return view(request, *args, **kwargs)

    return spoken(opened)


def whose(request: HttpRequest) -> Participant | None:
    """Hers who is signed in; else that of the card."""
    if request.user.is_authenticated:
        return Participant.objects.select_related("person").filter(person=request.user).first()
    key = windows.held(request.session[KEY]) if KEY in request.session and still_used(request) else None
    return key.participant if key else None


def still_used(request: HttpRequest) -> bool:
    """After half an hour without a page it is as if she had left."""
    now = int(time.time())
    rest = now - request.session.get(SEEN, 0)
    if rest > IDLE:
        request.session.flush()
    elif rest > NOTICED_EVERY:
        request.session[SEEN] = now
    return rest <= IDLE


def let_in(request: HttpRequest, key: WindowKey) -> None:
    """A session of its own, for this page alone: it ends with the browser, and so does what was signed in here."""
    logout(request)
    request.session[KEY], request.session[SEEN] = str(key.pk), int(time.time())
    request.session.set_expiry(0)
    rotate_token(request)


def tongue(request: Any) -> str:
    """What the link or the form names before anybody is in; then the person's own."""
    own = request.participant.person.language if request.participant else ""
    named = request.POST.get("language") or request.GET.get("language") or ""
    wanted = own or named
    return wanted if wanted in dict(SPOKEN) else asked_for(request)


def show(request: Any, name: str, facts: dict[str, Any], status: int = 200) -> HttpResponse:
    here = translation.get_language()
    around = {"participant": request.participant, "spoken": SPOKEN, "here": here}
    return render(request, f"window/{name}.html", around | facts, status=status)

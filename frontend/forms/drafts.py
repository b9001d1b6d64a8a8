"""What a visitor has typed, kept in the session: it survives signing in, and an offer that was withdrawn meanwhile."""

import time
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from frontend.forms import keys
from frontend.pages import errors
from marketplace.api import throttles
from marketplace.refusals import came_from
from services.models import Offer

WANDERING = ("address", "door", "area", "note")  # what is as true for another offer
LONGEST = 20_000  # characters of one field: more than any field takes, so that the answer can say so
LARGEST = 64_000  # bytes of one draft
MOST = 200  # fields of one draft, and offers with a key
MOST_OPENED, WINDOW = 60, 3600  # sessions that drafts of one address may open, and in how many seconds
View = Callable[..., HttpResponse]
F = TypeVar("F", bound=BaseForm)


def keep(request: HttpRequest, offer: int) -> None:
    """Remember what was posted for this offer, which is there and may be seen, or by somebody who is signed in."""
    store(request, "draft", {"offer": offer, "words": posted(request)})


def posted(request: HttpRequest) -> dict[str, str]:
    return fitting((name, value[:LONGEST]) for name, value in request.POST.items() if name != "csrfmiddlewaretoken")


def fitting(told: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Of these fields, as many as fit into a draft."""
    taken: dict[str, Any] = {}
    room = LARGEST
    for name, value in told:
        size = len(f"{name}{value}".encode())
        if size <= room and len(taken) < MOST:
            taken[name], room = value, room - size
    return taken


def store(request: HttpRequest, name: str, draft: dict[str, Any]) -> None:
    """Whoever has a session may write into it; of those who have none, an address may open only so many."""
    if request.session.keys() or not too_many(request):
        request.session[name] = draft


def too_many(request: HttpRequest) -> bool:
    return throttles.count(f"drafts:{throttles.address(request)}", int(time.time()) // WINDOW) > MOST_OPENED


def words_for(request: HttpRequest, offer: Offer) -> dict[str, Any]:
    """What to fill in for this offer; of a draft for another one, only what does not hang on the offer."""
    return words(request) if waiting(request) == offer.pk else wandering(words(request))


def wandering(told: dict[str, str]) -> dict[str, str]:
    return {name: told[name] for name in WANDERING if told.get(name, "").strip()}


def words(request: HttpRequest) -> dict[str, str]:
    return (request.session.get("draft") or {}).get("words", {})


def waiting(request: HttpRequest) -> int | None:
    """The offer that somebody was about to ask for."""
    return (request.session.get("draft") or {}).get("offer")


def key_for(request: HttpRequest, offer: Offer) -> str:
    """One key for all tabs in which somebody fills in this form, until it was accepted. Visitors get no session."""
    if not request.user.is_authenticated:
        return keys.new()
    known = request.session.get("asking", {})
    if str(offer.pk) not in known:
        request.session["asking"] = dict(list(known.items())[-MOST:]) | {str(offer.pk): keys.new()}
    return request.session["asking"][str(offer.pk)]


def forget(request: HttpRequest, offer: int) -> None:
    """It was accepted: what is asked for next is something new."""
    request.session.pop("draft", None)
    known = request.session.get("asking", {})
    request.session["asking"] = {name: key for name, key in known.items() if name != str(offer)}


def keep_message(request: HttpRequest, booking: int) -> None:
    words = {name: request.POST.get(name, "")[:LONGEST] for name in ("text", "key")}
    if words["text"].strip():
        store(request, "message", {"booking": booking, "words": fitting(words.items())})


def message_for(request: HttpRequest, booking: int) -> dict[str, str]:
    """What somebody was about to send here when the session ended."""
    draft = request.session.get("message") or {}
    return draft["words"] if draft.get("booking") == booking else {}


def forget_message(request: HttpRequest) -> None:
    request.session.pop("message", None)


def kept(view: View) -> View:
    """Like `login_required`; what was posted after the session ended waits until `fill` shows it again."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        answer = view(request, *args, **kwargs)
        if request.method == "POST" and answer.status_code == 302:
            request.session.pop("typed", None)
        return answer

    return guarded


def sign_in(request: HttpRequest, back: str) -> HttpResponse:
    """The way there, and back to this address. Where no draft could be kept a page holds what was typed meanwhile."""
    unkept = request.method == "POST" and not request.session.keys()
    return errors.unkept(request, back) if unkept else redirect_to_login(back)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """And from there back to the page with the form, which is not always the address that it is sent to."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    told = [(name, [value[:LONGEST] for value in values[:MOST]]) for name, values in request.POST.lists()]
    store(request, "typed", {"to": request.path, "words": fitting(told)})
    back = urlsplit(came_from(request) or request.path)
    return sign_in(request, back._replace(scheme="", netloc="").geturl())


def fill(form: F, request: HttpRequest, address: str = "") -> F:
    """Put into a form that is not sent yet what was typed before; `address`: where it is sent, if not to this page."""
    draft = request.session.get("typed") or {}
    words = draft["words"] if draft.get("to") == (address or request.path) else {}
    for name, field in form.fields.items():
        if values := words.get(form.add_prefix(name)):
            form.initial[name] = values if getattr(field.widget, "allow_multiple_selected", False) else values[-1]
    return form

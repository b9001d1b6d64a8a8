"""The request of somebody who is signed in: what `login_required` hands on to a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from marketplace.accounts.models import User
from marketplace.accounts.signing_in import way_to_show_again


class SignedIn(HttpRequest):
    user: User


def surely(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Before what is dear (a key, a bank account, an override, a whole file) whoever has a password or a second proof
    shows it anew, unless she has just done so. What was typed is not kept meanwhile: words of a file lie sealed or
    nowhere."""

    @wraps(view)
    def asked(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return reauthentication_required(view)(request, *args, **kwargs)
        except ReauthenticationRequired:
            return HttpResponseRedirect(way_to_show_again(request.user, request.get_full_path()))

    return asked

"""The request of somebody who is signed in: what `login_required` hands on to a page."""

from django.http import HttpRequest

from marketplace.accounts.models import User


class SignedIn(HttpRequest):
    user: User

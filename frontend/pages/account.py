"""Who somebody is, where one is signed in, who may act for whom, and the way on after signing in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from bookings import feeds
from frontend.context import people_of_demo
from frontend.forms import drafts
from frontend.forms.profiles import ProfileForm
from frontend.signed import SignedIn
from frontend.ways import address_of, onward, rooms
from marketplace.accounts import language, sessions
from marketplace.accounts.models import User
from marketplace.organisations import membership
from marketplace.organisations.models import Mandate, Membership


@login_required
def show(request: SignedIn) -> HttpResponse:
    user = request.user
    # On a row of its own: a form that is wrong must not rename whom the header shows.
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=User.objects.get(pk=user.pk))
    if form.is_valid():
        return saved(request, form.save())
    facts = {
        "form": form,
        "memberships": Membership.objects.of(user).select_related("organisation").order_by("organisation__name"),
        "mandates": mandates(user),
        "papers": user.credentials.select_related("kind", "organisation").order_by("-valid_until", "-pk"),
        "sessions": sessions.of(user).count(),
        "has_password": user.has_usable_password(),
    }
    return render(request, "people/account.html", facts, status=422 if form.errors else 200)


def saved(request: SignedIn, user: User) -> HttpResponse:
    """Answered in the language that was just chosen."""
    request.user = user
    with override(user.written_in):
        messages.success(request, _("Saved."))
    return language.keep(request, redirect("account"), user.language)


def mandates(user: Any) -> Any:
    """Who may act for this person."""
    return Mandate.objects.filter(person=user, until=None).select_related("organisation").order_by("since")


@login_required
@require_POST
def end_mandate(request: SignedIn, pk: int) -> HttpResponse:
    mandate = get_object_or_404(mandates(request.user), pk=pk)
    membership.end_mandate(mandate, request.user)
    messages.success(request, _("%(name)s cannot act for you any more.") % {"name": mandate.organisation.name})
    return redirect("account")


@login_required
@require_POST
def end_session(request: SignedIn, pk: int) -> HttpResponse:
    """Sign out on another device."""
    others = sessions.others(request.user, request.session.session_key)
    sessions.end([get_object_or_404(others, pk=pk)])
    messages.success(request, _("You are signed out on that device."))
    return redirect("usersessions_list")


@login_required
@require_POST
def sign_out_everywhere(request: SignedIn) -> HttpResponse:
    """End every session of this person, this one last; what her calendar addresses show ends with them."""
    feeds.revoke_all(request.user)
    sessions.end(sessions.of(request.user))
    logout(request)
    messages.success(request, _("You are signed out on all devices, and your calendar addresses are revoked."))
    return redirect("home")


@login_required
def after_sign_in(request: SignedIn) -> HttpResponse:
    """Where somebody goes on: to what was being written, to the work, or to one's own bookings."""
    if offer := drafts.waiting(request):
        return redirect("ask", offer)
    return redirect(next(filter(None, map(address_of, rooms(request.user)))))


def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """In a demo city one may be any of the people that its sign-in page shows. Anywhere else this does not exist."""
    if not settings.DEMO:
        raise Http404
    if request.method != "POST":
        return redirect("account_login")
    user = get_object_or_404(User, email=demo_email(request.POST.get("demo", "")), is_active=True)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(onward(request, reverse("after_sign_in")))


def demo_email(email: str) -> str:
    if email not in {person.email for person in people_of_demo()}:
        raise Http404
    return email

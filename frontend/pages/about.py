"""Plain pages: who we are, the rules, what happens with data, accessibility; and the choice of language."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from marketplace.accounts.language import keep
from marketplace.api.throttles import address
from marketplace.organisations import feedback
from marketplace.places.models import Area
from marketplace.refusals import refusals_on
from services.models import LiftRule


class FeedbackForm(forms.Form):
    """Something on the site that somebody cannot use."""

    text = forms.CharField(
        label=_("What does not work for you?"),
        help_text=_("Tell us on which page it is and what you wanted to do there."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    page = forms.CharField(
        label=_("Address of the page"), help_text=_("You may leave this empty."), max_length=300, required=False
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("For the answer. Without it we read what you write, but cannot answer."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def page(request: HttpRequest, name: str) -> HttpResponse:
    sources = Area.objects.exclude(attribution="").order_by("attribution").values_list("attribution", flat=True)
    return render(request, f"about/{name}.html", {"map_sources": sources.distinct()})


def order(request: HttpRequest) -> HttpResponse:
    """How results are ordered, with the numbers of the rule that counts today."""
    return render(request, "about/order.html", {"rule": LiftRule.objects.today()})


def accessibility(request: HttpRequest) -> HttpResponse:
    """The declaration, and the form by which the City is told what somebody cannot use."""
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial=first_facts(request))
    if form.is_valid():
        with refusals_on(form):
            feedback.send(caller(request), **form.cleaned_data)
            return redirect("accessibility_thanks")
    return render(request, "about/accessibility.html", {"form": form}, status=422 if form.errors else 200)


def caller(request: HttpRequest) -> str:
    return f"person:{request.user.pk}" if request.user.is_authenticated else address(request)


def first_facts(request: HttpRequest) -> dict[str, Any]:
    email = request.user.email if request.user.is_authenticated else ""
    return {"page": request.GET.get("page", "")[:300], "email": email}


def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole in the house, as RFC 9116 wants it said. It is good for half a year from today on."""
    until = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=180)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: it, en",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    return HttpResponse("\n".join(lines) + "\n", "text/plain; charset=utf-8")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language and go back to where the person was."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return keep(request, HttpResponseRedirect(wanted if safe else "/"), request.POST.get("language", ""))

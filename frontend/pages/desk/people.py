"""Who belongs to the organisation, and the people its desk books for."""

from collections import defaultdict
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.models import Booking
from frontend.forms.people import CallerForm, MemberForm
from frontend.pages.desk import where
from frontend.signed import SignedIn
from marketplace.accounts.models import User
from marketplace.organisations import credentials, membership
from marketplace.organisations.models import Credential, Mandate, Membership, Organisation
from marketplace.refusals import refusals_on
from services import team


@login_required
def every(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request)
    roles = membership.roles_to_give(organisation, request.user)
    form = MemberForm(request.POST or None, roles=roles)
    if form.is_valid():
        with refusals_on(form):
            role, key = form.cleaned_data["role"], form.cleaned_data["key"]
            given = team.let_in(organisation, request.user, role, form.cleaned_data, key)
            messages.success(request, _("%(name)s is on the team now.") % {"name": given.name})
            return redirect("desk_people")
    context = {
        "form": form,
        "people": by_person(members_of(organisation)),
        "roles": membership.roles_to_take(organisation, request.user),
        "marks": marks(organisation),
        "mandates": list(mandates_of(organisation)),
    }
    return where.show(request, "people", organisation, context, where.answer(form))


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    members = Membership.objects.now().filter(organisation=organisation)
    return members.select_related("user").order_by("user__given_name", "user_id", "role")


def by_person(members: QuerySet[Membership]) -> list[tuple[User, list[Membership]]]:
    return [(user, list(theirs)) for user, theirs in groupby(members, key=lambda member: member.user)]


def marks(organisation: Organisation) -> dict[int, list[tuple[Credential, bool]]]:
    """By person, the papers that end soon, and whether they have ended already."""
    today, found = timezone.localdate(timezone=organisation.tz), defaultdict(list)
    for paper in credentials.ending(organisation):
        found[paper.user_id].append((paper, paper.valid_until < today))
    return dict(found)


def mandates_of(organisation: Organisation) -> QuerySet[Mandate]:
    return (
        organisation.mandates.filter(until=None).select_related("person", "entered_by").order_by("person__given_name")
    )


@login_required
@require_POST
def end_role(request: SignedIn, pk: int) -> HttpResponse:
    member = get_object_or_404(members_of(where.my_desk(request)), pk=pk)
    team.end(member, request.user)
    messages.success(request, _("%(name)s is not %(role)s any more.") % {
        "name": member.name, "role": member.get_role_display()
    })  # fmt: skip
    return redirect("desk_people")


@login_required
def enter(request: SignedIn) -> HttpResponse:
    """Enter somebody who calls; then book for her straight away."""
    organisation = where.my_desk(request)
    form = CallerForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            how, key = form.cleaned_data["how"], form.cleaned_data["key"]
            mandate = membership.enter_person(organisation, request.user, form.cleaned_data, how, key)
            return redirect(f"{reverse('desk_book')}?person={mandate.person_id}")
    return where.show(request, "enter", organisation, {"form": form}, where.answer(form))


@login_required
def show(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody the desk books for: how to reach her, how it was agreed, and what she has booked here."""
    organisation = where.my_desk(request)
    mandate = get_object_or_404(mandates_of(organisation), person=pk)
    booked = Booking.objects.filter(organisation=organisation, customer=mandate.person).for_lists()
    context = {"mandate": mandate, "bookings": list(booked.order_by("-starts_at")[:30])}
    return where.show(request, "person", organisation, context)


@login_required
@require_POST
def end_mandate(request: SignedIn, pk: int) -> HttpResponse:
    mandate = get_object_or_404(mandates_of(where.my_desk(request)), person=pk)
    membership.end_mandate(mandate, request.user)
    messages.success(request, _("You do not book for %(name)s any more.") % {"name": mandate.person.given_name})
    return redirect("desk_people")

"""Households with a card: admitted, with their members and points, and closed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings import closing
from bookings.models import Piece
from bookings.payments import bundles
from frontend.forms import keys
from frontend.forms.wardrobes import AboutForm, AdmissionForm, JoiningForm, NewHouseholdForm, PointsForm
from frontend.pages.desk import where
from frontend.pages.desk.wardrobe import here, page
from frontend.pages.wardrobes import card_of
from frontend.signed import SignedIn
from marketplace.accounts.models import User
from marketplace.ledger import currencies
from marketplace.lives.engine import steps_for
from marketplace.lives.models import Change
from marketplace.lives.tables import NEW
from marketplace.organisations.models import DESK
from marketplace.refusals import refusals_on
from services.models import Household, Member, Wardrobe
from services.models.household import ENDED
from services.wardrobe import households, purse

ROWS, LINES = 30, 10


@login_required
def every(request: SignedIn) -> HttpResponse:
    """Those of this wardrobe, found by a name."""
    wardrobe = here(request, *DESK)
    name = request.GET.get("name", "").replace("\0", "").strip()[:80]
    found = wardrobe.households.exclude(status=ENDED).prefetch_related("members__person").order_by("-pk")
    if name:
        named = Q(person__given_name__istartswith=name) | Q(person__family_name__istartswith=name)
        found = found.filter(pk__in=Member.objects.now().filter(named, wardrobe=wardrobe).values("household"))
    sent = wardrobe.introductions.answered().count()
    facts = {"page": Paginator(found, ROWS).get_page(request.GET.get("page")), "name": name, "sent": sent}
    return page(request, "households", wardrobe, facts)


@login_required
def new(request: SignedIn) -> HttpResponse:
    wardrobe = here(request, *DESK)
    people = bundles.buyers(wardrobe.organisation)
    form = NewHouseholdForm(request.POST or None, people=people, initial=who(request, people))
    if form.is_valid():
        with refusals_on(form):
            return redirect("desk_household", admit(wardrobe, request, form).pk)
    return page(request, "household_new", wardrobe, {"form": form}, where.answer(form))


def who(request: SignedIn, people: QuerySet[User]) -> dict[str, User]:
    """Whom the address names, of those whom this desk knows; 404 for anybody else."""
    named = request.GET.get("person")
    return {} if named is None else {"person": get_object_or_404(people, pk=keys.number(named))}


def admit(wardrobe: Wardrobe, request: SignedIn, form: NewHouseholdForm) -> Household:
    told, (grown, children) = form.cleaned_data, form.names
    people = {"grown": [told["person"], *grown], "children": children, "area": told["area"]}
    return households.admit(wardrobe, request.user, **people, **form.seen)


@login_required
def show(request: SignedIn, pk: int) -> HttpResponse:
    return household_page(request, found_for(request, pk))


def found_for(request: SignedIn, pk: int) -> Household:
    """Of the desks alone: whoever hands clothes out knows no names of children."""
    desk = where.my_desk(request)
    households = Household.objects.visible_to(request.user).filter(wardrobe__organisation=desk)
    return get_object_or_404(households.select_related("wardrobe__organisation", "area"), pk=pk)


def household_page(request: SignedIn, household: Household, **forms: BaseForm) -> HttpResponse:
    """With the forms that were sent and cannot be taken."""
    wrong = any(form.errors for form in forms.values())
    facts: dict[str, Any] = {
        "household": household,
        "sentence": household.sentence("provider"),
        "card": card_of(household),
        "owed": owed_said(household),
        "members": household.members.now().select_related("person"),
        "admission": household.admissions.select_related("officer").first(),
        "key": keys.new(),
        "pieces": had(household),
        "steps": steps_for(household, household.roles_of(request.user)),
        "about": AboutForm(household=household),
        "joining": JoiningForm(),
        "giving": PointsForm(),
        "renewing": AdmissionForm(initial={"without_home": household.without_home}),
    }
    return page(request, "household", household.wardrobe, facts | forms, 422 if wrong else 200)


def had(household: Household) -> QuerySet[Piece]:
    """What was chosen last, with whoever took it to the till."""
    taken = Change.objects.filter(source=NEW).select_related("actor")
    newest = household.pieces.select_related("garment__type", "booking").order_by("-pk")
    return newest.prefetch_related(Prefetch("booking__changes", taken))[:LINES]


def owed_said(household: Household) -> str:
    """Points that the next ones settle; empty where there are none."""
    owed = purse.owed_by(household)
    return currencies.points(owed) if owed else ""


@login_required
@require_POST
def join(request: SignedIn, pk: int) -> HttpResponse:
    household, form = found_for(request, pk), JoiningForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            households.join(household, told["given_name"], request.user, told["child"], told["key"])
            return redirect("desk_household", pk)
    return household_page(request, household, joining=form)


@login_required
@require_POST
def describe(request: SignedIn, pk: int) -> HttpResponse:
    """Their sizes, and where they live."""
    household = found_for(request, pk)
    form = AboutForm(request.POST, household=household)
    if form.is_valid():
        with refusals_on(form):
            households.describe(household, request.user, form.sizes, form.cleaned_data["area"])
            messages.success(request, _("Saved."))
            return redirect("desk_household", pk)
    return household_page(request, household, about=form)


@login_required
@require_POST
def leave(request: SignedIn, pk: int, member: int) -> HttpResponse:
    household = found_for(request, pk)
    households.leave(get_object_or_404(household.members.now(), pk=member), request.user)
    return redirect("desk_household", pk)


@login_required
@require_POST
def give(request: SignedIn, pk: int) -> HttpResponse:
    household, form = found_for(request, pk), PointsForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            purse.give(household, told["points"], told["reason"], request.user, told["key"])
            messages.success(request, _("Saved."))
            return redirect("desk_household", pk)
    return household_page(request, household, giving=form)


@login_required
@require_POST
def renew(request: SignedIn, pk: int) -> HttpResponse:
    household, form = found_for(request, pk), AdmissionForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            households.renew(household, request.user, **form.seen)
            messages.success(request, _("Saved."))
            return redirect("desk_household", pk)
    return household_page(request, household, renewing=form)


@login_required
def close(request: SignedIn, pk: int) -> HttpResponse:
    """Asked for on a page of its own: the points that are left go."""
    household = found_for(request, pk)
    form = household.facts_form(household.table.steps["close"], request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            closing.close(household, request.user, form.cleaned_data["reason"])
            return redirect("desk_household", pk)
    facts = {"household": household, "form": form, "card": card_of(household), "begun": closing.begun(household)}
    return page(request, "household_close", household.wardrobe, facts, where.answer(form))

"""Bookings in the operators' admin: read-only, and steps only through `take`."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from bookings.matching import rules
from bookings.models import Booking, Message, RuleSet, Series, Waiting
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, steps_open, take
from marketplace.operators import ReadOnly
from marketplace.refusals import Refused, sentences

SIDES = ("customer", "provider")


@admin.register(Booking)
class BookingAdmin(ReadOnly):
    list_display = ("reference", "offer", "customer", "organisation", "worker", "starts_at", "status")
    list_filter = ("status", "kind", "organisation")
    list_select_related = ("customer", "organisation", "worker", "offer")
    search_fields = ("reference",)
    date_hierarchy = "starts_at"
    actions = ("cancel", "call_off")
    exclude = ("place",)  # where people live is for those who come
    readonly_fields = ("area", "for_somebody")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Booking]:
        return super().get_queryset(request).prefetch_related("offer__texts")

    @admin.display(description=_("Neighbourhood"))
    def area(self, booking: Booking) -> str:
        return str(booking.place.area or "") if booking.place else ""

    @admin.action(description=_("Cancel for the customer"), permissions=["view"])
    def cancel(self, request: HttpRequest, chosen: QuerySet[Booking]) -> None:
        for booking in chosen:
            self.step(request, booking, "customer", "cancel", {})

    @admin.action(description=_("Call off for the organisation"), permissions=["view"])
    def call_off(self, request: HttpRequest, chosen: QuerySet[Booking]) -> None:
        for booking in chosen:
            reason = str(_("Called off by the City's operators."))
            self.step(request, booking, "provider", "call_off", {"reason": reason})

    @admin.display(description=_("Steps for somebody"))
    def for_somebody(self, booking: Booking) -> str:
        """What each side may do now: an operator does it for her, and both names are kept."""
        link = '<a href="{}?for_{}=1">{}: {}</a>'
        return format_html_join(mark_safe("<br>"), link, [row for side in SIDES for row in links(booking, side)])

    def step(self, request: HttpRequest, booking: Booking, side: str, name: str, facts: dict) -> None:
        try:
            take(booking, name, Actor(cast(User, request.user), booking.stand_in(side)), facts)
        except (Refused, ValidationError) as refusal:
            for sentence in sentences(refusal):
                messages.error(request, f"{booking.reference}: {sentence}")
        else:
            messages.success(request, f"{booking.reference}: {booking.table.steps[name].label}")


def links(booking: Booking, side: str) -> list[tuple[str, ...]]:
    """Address, side, person and label of each step that is open to this side."""
    person = booking.stand_in(side)
    steps = steps_open(booking, Actor(person)) if person else {}
    return [
        (reverse("booking_step", args=[booking.pk, name]), side, str(person), str(step.label))
        for name, step in steps.items()
    ]


@admin.register(Series)
class SeriesAdmin(ReadOnly):
    """Which plans there are. What happens to several dates at once is done for one of the sides, on the site."""

    list_display = ("offer", "customer", "first", "last", "stopped_from")
    fields = ("offer", "customer", "made_by", "first", "last", "stopped_from", "for_somebody")
    readonly_fields = fields
    list_select_related = ("customer",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Series]:
        return super().get_queryset(request).select_related("offer__organisation").prefetch_related("offer__texts")

    @admin.display(description=_("Steps for somebody"))
    def for_somebody(self, series: Series) -> str:
        people = [(side, series.stand_in(side)) for side in SIDES]
        rows = [(series.get_absolute_url(), side, str(person)) for side, person in people if person]
        return format_html_join(mark_safe("<br>"), '<a href="{}?for_{}=1">{}</a>', rows)


@admin.register(Message)
class MessageAdmin(ReadOnly):
    """Who wrote when. The words themselves belong to those who take part."""

    list_display = ("created_at", "life", "author", "acting_for", "role")
    fields = list_display
    list_select_related = ("life", "author", "acting_for")


@admin.register(Waiting)
class WaitingAdmin(ReadOnly):
    list_display = ("booking", "resource", "period", "until", "passed")
    list_filter = ("passed",)
    list_select_related = ("booking", "resource")


class RuleSetForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "rules" in told:
            rules.read(told["rules"])
        return told


@admin.register(RuleSet)
class RuleSetAdmin(admin.ModelAdmin):
    """How the City approves rules: a version more, checked whole. What was approved stays as it was."""

    form = RuleSetForm
    list_display = ("version", "approved_by", "approved_on", "valid_from", "valid_until")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        last = RuleSet.objects.first()
        told = last.rules if last and last.rules else rules.first().told
        return {"version": last.version + 1 if last else 1, "rules": told}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

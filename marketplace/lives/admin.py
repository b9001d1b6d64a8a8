"""Lives, changes and timers in the operators' admin: to read, and to take steps; never to edit."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marketplace.lives import clock
from marketplace.lives.models import Change, Timer
from marketplace.lives.tables import CLOSED
from marketplace.lives.tasks import fire
from marketplace.operators import ReadOnly


class OfLives(ReadOnly):
    """What is told of lives, but for those that are closed to operators."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).exclude(life__species__in=CLOSED)


@admin.register(Change)
class ChangeAdmin(OfLives):
    list_display = ("at", "life", "step", "source", "target", "actor", "acting_for")
    list_filter = ("step", "life__species")
    list_select_related = ("life", "actor", "acting_for")
    date_hierarchy = "at"


class OverdueFilter(admin.SimpleListFilter):
    """Those that should have fired: what /health/ counts."""

    title = _("overdue")
    parameter_name = "overdue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("yes"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Timer]) -> QuerySet[Timer]:
        return queryset.filter(pk__in=clock.overdue().values("pk")) if self.value() else queryset


@admin.register(Timer)
class TimerAdmin(OfLives):
    list_display = ("due_at", "life", "step", "attempts", "retry_at", "error")
    list_filter = (OverdueFilter, "step")
    list_select_related = ("life",)
    ordering = ("due_at", "pk")
    actions = ("try_now",)

    def has_take_permission(self, request: HttpRequest) -> bool:
        """To take a step is more than to look: who may only look at timers does not move what people booked."""
        return request.user.has_perm("bookings.change_booking")

    @admin.action(description=_("Try again now"), permissions=["take"])
    def try_now(self, request: HttpRequest, chosen: QuerySet[Timer]) -> None:
        """The overdue ones, each by itself; what fails again keeps its error and waits for its next turn."""
        late = clock.overdue().filter(pk__in=chosen.values("pk"))
        taken = sum(fire(pk) for pk in list(late.values_list("pk", flat=True)))
        self.message_user(
            request,
            ngettext("%(number)d step was taken.", "%(number)d steps were taken.", taken) % {"number": taken},
            messages.SUCCESS if taken else messages.WARNING,
        )

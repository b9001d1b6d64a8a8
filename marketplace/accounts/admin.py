"""People in the operators' admin. The password is set by its owner alone; what opens doors, by a superuser."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.accounts.models import User

OPENING = ("email", "is_staff", "groups")


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("name", "email", "phone", "language", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff", "language")
    search_fields = ("given_name", "family_name", "email")
    fields = ("given_name", "family_name", "email", "phone", "language", "is_active", "is_staff", "groups")
    filter_horizontal = ("groups",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people = super().get_queryset(request)
        return people if request.user.is_superuser else people.filter(is_superuser=False)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Whoever may change an e-mail receives the codes of its owner."""
        return () if request.user.is_superuser else OPENING

"""People in the operators' admin. The password is set by its owner alone; what opens doors, by a superuser."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace import live
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

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            live.shut_out(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody is deleted here: the page that asks would list what there is of her elsewhere, also in casework."""
        return False


# What a provider is stands in the environment, and what it told opens doors.
admin.site.unregister([SocialAccount, SocialApp, SocialToken])
admin.site.unregister(Authenticator)  # the library's own page shows what is sealed, and takes in anybody's key


@admin.register(Authenticator)
class ProofAdmin(admin.ModelAdmin):
    """For whoever has lost everything: a superuser who has made sure that it is she takes her second proof away."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    search_fields = ("user__email", "user__family_name")
    fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

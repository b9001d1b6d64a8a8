"""Organisations in the operators' admin. Verifying is done on the officer's page, by an officer of the City."""

from django.contrib import admin

from marketplace.operators import ReadOnly
from marketplace.organisations.models import CredentialKind, Mandate, Membership, Organisation


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    raw_id_fields = ("user",)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "status", "email", "phone")
    list_filter = ("kind", "status", ("keeps_files_since", admin.EmptyFieldListFilter))
    search_fields = ("name",)
    readonly_fields = ("status", "keeps_files_since")
    raw_id_fields = ("place",)
    inlines = (MembershipInline,)


@admin.register(CredentialKind)
class CredentialKindAdmin(admin.ModelAdmin):
    list_display = ("slug", "__str__")


@admin.register(Mandate)
class MandateAdmin(ReadOnly):
    list_display = ("organisation", "person", "entered_by", "how", "since", "until")
    list_select_related = ("organisation", "person", "entered_by")

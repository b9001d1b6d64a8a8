"""Programmes, funds and subsidies in the operators' admin. The funder's page puts money in and admits people."""

from django.contrib import admin

from marketplace.operators import ReadOnly
from marketplace.programme.models import Eligibility, Fund, Programme, Subsidy


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin):
    list_display = ("slug", "__str__", "funder")
    list_select_related = ("funder",)
    raw_id_fields = ("funder",)


class SubsidyInline(admin.StackedInline):
    model = Subsidy
    extra = 0
    filter_horizontal = ("areas",)


@admin.register(Fund)
class FundAdmin(admin.ModelAdmin):
    list_display = ("__str__", "programme")
    list_select_related = ("programme",)
    inlines = (SubsidyInline,)


@admin.register(Eligibility)
class EligibilityAdmin(ReadOnly):
    list_display = ("programme", "person", "seen_on", "valid_until", "officer")
    list_select_related = ("programme", "person", "officer")

"""Programmes, funds and subsidies in the operators' admin. The funder's page puts money in and admits people."""

from django.contrib import admin

from marketplace.operators import ReadOnly
from marketplace.programme.models import Edition, Eligibility, Fund, Involved, Programme, Project, Subsidy, Told


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


class InvolvedInline(admin.TabularInline):
    model = Involved
    extra = 0
    raw_id_fields = ("organisation",)


@admin.register(Project)
class ProjectAdmin(admin.ModelAdmin):
    list_display = ("slug", "__str__", "programme", "grant_cents")
    list_select_related = ("programme",)
    inlines = (InvolvedInline,)


@admin.register(Edition)
class EditionAdmin(ReadOnly):
    list_display = ("until", "prepared_at", "published_at", "held")


@admin.register(Told)
class ToldAdmin(ReadOnly):
    list_display = ("edition", "indicator", "by", "line", "amount", "until")
    list_select_related = ("edition",)
    list_filter = ("indicator", "by")

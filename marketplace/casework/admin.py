"""What operators see of casework: ceilings, and legal bases with their clocks. Of files nothing, nor that there are."""

from django.contrib import admin

from marketplace.casework.models import CeilingRule, LegalBase


@admin.register(LegalBase)
class LegalBaseAdmin(admin.ModelAdmin):
    list_display = ("purpose", "article", "version", "months", "valid_from", "valid_until")
    list_filter = ("purpose",)


@admin.register(CeilingRule)
class CeilingRuleAdmin(admin.ModelAdmin):
    list_display = ("code", "scope", "unit", "amount", "period", "forbids", "valid_from", "valid_until")
    list_filter = ("code",)

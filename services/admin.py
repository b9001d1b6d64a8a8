"""Categories, skills, closed days and what is taken, in the operators' admin. Offers are written at the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.operators import ReadOnly
from services import availability
from services.models import Category, ClosedDay, Hold, Occasion, Offer, Skill


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ("slug", "__str__", "drawing", "position")
    list_editable = ("position",)


@admin.register(Skill)
class SkillAdmin(admin.ModelAdmin):
    list_display = ("slug", "__str__")


@admin.register(ClosedDay)
class ClosedDayAdmin(admin.ModelAdmin):
    """Free times change with these days at once, not only in the night."""

    list_display = ("date", "name")

    def save_model(self, request: HttpRequest, obj: ClosedDay, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        availability.write_out_soon()

    def delete_model(self, request: HttpRequest, obj: ClosedDay) -> None:
        super().delete_model(request, obj)
        availability.write_out_soon()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ClosedDay]) -> None:
        super().delete_queryset(request, queryset)
        availability.write_out_soon()


@admin.register(Offer)
class OfferAdmin(ReadOnly):
    list_display = ("__str__", "organisation", "category", "kind", "status")
    list_filter = ("status", "category")
    list_select_related = ("organisation", "category")


@admin.register(Hold)
class HoldAdmin(ReadOnly):
    list_display = ("resource", "lane", "period", "active", "life")
    list_filter = ("active",)
    list_select_related = ("resource", "life")


@admin.register(Occasion)
class OccasionAdmin(ReadOnly):
    list_display = ("offer", "starts_at", "ends_at", "seats", "status")
    list_filter = ("status",)
    list_select_related = ("offer", "resource")
    date_hierarchy = "starts_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Occasion]:
        return super().get_queryset(request).prefetch_related("offer__texts")

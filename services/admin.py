"""Categories, aims, skills, closed days and what is taken, in the operators' admin. Offers are written at the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.lives.tables import CLOSED
from marketplace.operators import ReadOnly
from services import availability
from services.models import (
    Aim,
    Category,
    ClosedDay,
    Garment,
    GarmentType,
    Hold,
    Household,
    LiftRule,
    Occasion,
    Offer,
    Skill,
    SkillGroup,
    Wardrobe,
)


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ("slug", "__str__", "drawing", "position")
    list_editable = ("position",)


@admin.register(Aim)
class AimAdmin(admin.ModelAdmin):
    list_display = ("slug", "__str__", "category", "position")
    list_editable = ("position",)
    list_select_related = ("category",)


@admin.register(Skill)
class SkillAdmin(admin.ModelAdmin):
    list_display = ("slug", "__str__", "group")


@admin.register(SkillGroup)
class SkillGroupAdmin(admin.ModelAdmin):
    list_display = ("code", "__str__", "broader")


@admin.register(LiftRule)
class LiftRuleAdmin(admin.ModelAdmin):
    list_display = ("valid_from", "valid_to", "new_days", "asked_days", "asked_percent", "nearer_percent")


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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Hold]:
        return super().get_queryset(request).exclude(life__species__in=CLOSED)


@admin.register(Occasion)
class OccasionAdmin(ReadOnly):
    list_display = ("offer", "starts_at", "ends_at", "seats", "status")
    list_filter = ("status",)
    list_select_related = ("offer", "resource")
    date_hierarchy = "starts_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Occasion]:
        return super().get_queryset(request).prefetch_related("offer__texts")


@admin.register(GarmentType)
class GarmentTypeAdmin(admin.ModelAdmin):
    list_display = ("slug", "__str__", "drawing", "sizing", "position")
    list_editable = ("position",)


@admin.register(Wardrobe)
class WardrobeAdmin(admin.ModelAdmin):
    """Whoever runs the site opens a wardrobe; its rules are written at its desk. Its points have its name for ever."""

    list_display = ("slug", "__str__", "organisation", "active")
    list_select_related = ("organisation",)
    raw_id_fields = ("offer", "drop_off", "interview", "invitations", "swaps", "meeting_places")

    def get_readonly_fields(self, request: HttpRequest, obj: Wardrobe | None = None) -> tuple[str, ...]:
        return ("slug", "organisation") if obj else ()


@admin.register(Garment)
class GarmentAdmin(ReadOnly):
    list_display = ("label", "wardrobe", "type", "size", "points", "status")
    list_filter = ("wardrobe", "status")
    list_select_related = ("wardrobe", "type")


@admin.register(Household)
class HouseholdAdmin(ReadOnly):
    """Numbers and states alone: who belongs to a household is for the wardrobe."""

    list_display = ("pk", "wardrobe", "status", "without_home")
    list_filter = ("wardrobe", "status")
    list_select_related = ("wardrobe",)
    fields = ("wardrobe", "status", "without_home", "recharged_for")

"""For operators: areas, waters and streets come from files, places from people, speeds are set here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from marketplace.places.models import Area, Place, Street, TravelSpeed, Water


class ReadOnly(admin.ModelAdmin):
    """Looked at, never changed: it comes from elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Area)
class AreaAdmin(ReadOnly):
    list_display = ("name", "code", "district", "attribution")
    search_fields = ("name", "code")


@admin.register(Water)
class WaterAdmin(ReadOnly):
    list_display = ("name", "thin", "attribution")


@admin.register(Street)
class StreetAdmin(admin.ModelAdmin):
    """May be corrected by hand until the next file is loaded."""

    list_display = ("name", "area", "lat", "lon")
    list_filter = ("area",)
    search_fields = ("name", "folded")
    fields = ("name", "area", "lat", "lon")


@admin.register(Place)
class PlaceAdmin(ReadOnly):
    """Where people live stays with those who need it: the operator sees the area."""

    list_display = ("id", "area", "created_at")
    list_filter = ("area",)
    fields = ("area", "created_at")


@admin.register(TravelSpeed)
class TravelSpeedAdmin(admin.ModelAdmin):
    list_display = ("mode", "metres_per_minute", "detour", "valid_from", "valid_to")
    list_filter = ("mode",)

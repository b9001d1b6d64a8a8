"""Areas, streets, addresses, and how fast people get about."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from marketplace.places.names import fold_street, street_of
from marketplace.places.points import Point, project

# Mercator runs to infinity at the poles.
LATITUDE = (MinValueValidator(-85), MaxValueValidator(85))
LONGITUDE = (MinValueValidator(-180), MaxValueValidator(180))


def on_the_map(name: str, lat: str = "lat", lon: str = "lon") -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{lat}__range": (-85, 85), f"{lon}__range": (-180, 180)}), name=name)


class Area(models.Model):
    """A neighbourhood: a polygon, its centre, and where the borders come from."""

    code = models.SlugField(unique=True, max_length=60)
    name = models.CharField(_("Name"), max_length=80)
    district = models.PositiveSmallIntegerField(_("District"), default=0)
    # GeoJSON rings [[[lon, lat], ...], ...], borders and holes alike: an odd number of them surrounds what is inside.
    rings = models.JSONField(default=list)
    centre_lat = models.FloatField(validators=LATITUDE)
    centre_lon = models.FloatField(validators=LONGITUDE)
    attribution = models.CharField(max_length=300, blank=True)
    # How far around its middle is looked first, where a lot lies around; none: as far as anything lies. Written by
    # whoever knows what lies there.
    near_metres = models.FloatField(null=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["name"]
        constraints = [on_the_map("area_is_on_the_map", "centre_lat", "centre_lon")]

    def __str__(self) -> str:
        return self.name


class Water(models.Model):
    """A river, drawn on the map of the city so that people find their way on it."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    line = models.JSONField(default=list)  # GeoJSON: [[lon, lat], ...]
    thin = models.BooleanField(_("Drawn thin"), default=False)
    attribution = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("water")
        verbose_name_plural = _("waters")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Street(models.Model):
    """A line of the gazetteer: a street or square as far as it lies in one area (or one address), and a point on it."""

    name = models.CharField(_("Name"), max_length=120)
    folded = models.CharField(max_length=120, db_index=True, blank=True)  # names.fold_street(name)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="streets")
    lat = models.FloatField(validators=LATITUDE)
    lon = models.FloatField(validators=LONGITUDE)

    class Meta:
        verbose_name = _("street")
        verbose_name_plural = _("streets")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["folded", "area"], name="a_street_once_an_area", nulls_distinct=False),
            on_the_map("street_is_on_the_map"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.folded = fold_street(self.name)


class Place(models.Model):
    """An address. It is shown as precisely as somebody needs it: area, street, door."""

    AREA, STREET, DOOR = "area", "street", "door"

    line = models.CharField(_("Street and number"), max_length=160)
    extra = models.CharField(_("Door, floor, name on the bell"), max_length=160, blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lat = models.FloatField(validators=LATITUDE)
    lon = models.FloatField(validators=LONGITUDE)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [on_the_map("place_is_on_the_map")]

    def __str__(self) -> str:
        return self.shown(self.STREET)

    @property
    def location(self) -> Point:
        """Projected, for `PointField`; `points.metres_between` measures it."""
        return project(self.lat, self.lon)

    @property
    def to_the_door(self) -> str:
        return self.shown(self.DOOR)

    @property
    def street(self) -> str:
        """The address without the house number and whatever else leads to the door."""
        return street_of(self.line)

    def shown(self, precision: str) -> str:
        """The address at this precision: AREA < STREET < DOOR. Outside of all areas, the city stands for the area."""
        where = self.area.name if self.area else settings.CITY
        parts = {self.AREA: (), self.STREET: (self.street,), self.DOOR: (self.line, self.extra)}[precision]
        # The line may be "Aurora" alone, of somebody who gave no street.
        return ", ".join([*(part for part in parts if part and part != where), where])


class TravelSpeedQuerySet(models.QuerySet["TravelSpeed"]):
    def on(self, day: date) -> "TravelSpeedQuerySet":
        """Those that count on this day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


def one_at_a_time(mode: str) -> ExclusionConstraint:
    """One constraint for each mode: without btree_gist, GiST cannot compare words."""
    last_day = RangeBoundary(inclusive_upper=True)
    days = Func(F("valid_from"), F("valid_to"), last_day, function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=f"one_speed_{mode}_at_a_time",
        expressions=[(days, RangeOperators.OVERLAPS)],
        condition=Q(mode=mode),
        violation_error_message=_("On some of these days this way of travelling already has a speed."),
    )


class TravelSpeed(models.Model):
    """How fast people get about by this means, and how much longer the way is than the line, while it is valid."""

    class Mode(models.TextChoices):
        WALK = "walk", _("on foot")
        BIKE = "bike", _("by bicycle")
        TRANSIT = "transit", _("by bus and tram")
        CAR = "car", _("by car")

    mode = models.CharField(_("Way of travelling"), max_length=10, choices=Mode.choices)
    metres_per_minute = models.PositiveIntegerField(_("Metres a minute"))
    detour = models.FloatField(
        _("Detour"), default=1.35, help_text=_("1.35: the way is 35 per cent longer than the line.")
    )
    valid_from = models.DateField(_("First day"))
    valid_to = models.DateField(_("Last day"), null=True, blank=True)

    objects = TravelSpeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("travel speed")
        verbose_name_plural = _("travel speeds")
        ordering = ["mode", "valid_from"]
        constraints = [
            *(one_at_a_time(mode) for mode in ("walk", "bike", "transit", "car")),
            models.CheckConstraint(
                condition=Q(metres_per_minute__gte=1, metres_per_minute__lte=5000, detour__gte=1, detour__lte=10),
                name="a_speed_gets_there",
                violation_error_message=_("1 to 5000 metres a minute, and a detour of 1 to 10."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="a_speed_ends_after_it_begins",
                violation_error_message=_("The last day must not come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mode} {self.metres_per_minute} m/min"

    def counts_on(self, day: date) -> bool:
        """The question of `on`, of one that was read."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

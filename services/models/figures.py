"""What is counted of a wardrobe: what was asked for and not there, and each month in numbers. Nobody stands in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.places.models import Area
from services.models.wardrobe import GarmentType, Wardrobe


class Missed(models.Model):
    """How often a type, perhaps in a size, was looked for on a day when none of it hung. It is not kept who asked."""

    wardrobe = models.ForeignKey(Wardrobe, on_delete=models.CASCADE, related_name="missed")
    type = models.ForeignKey(GarmentType, on_delete=models.CASCADE, related_name="+")
    size = models.CharField(max_length=10, blank=True)
    day = models.DateField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("not found")
        verbose_name_plural = _("not found")
        constraints = [models.UniqueConstraint("wardrobe", "day", "type", "size", name="counted_once_a_day")]

    def __str__(self) -> str:
        return f"{self.type_id} {self.size} {self.day}: {self.number}"


class Served(models.Model):
    """Households that took something home in a month, their members and the pieces, by the area where they live (None:
    not said). Prepared each night."""

    wardrobe = models.ForeignKey(Wardrobe, on_delete=models.CASCADE, related_name="served")
    month = models.DateField()
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    households = models.PositiveIntegerField()
    members = models.PositiveIntegerField()
    pieces = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("month of an area")
        verbose_name_plural = _("months of areas")
        constraints = [
            models.UniqueConstraint("wardrobe", "month", "area", name="served_once_a_month", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.area_id}: {self.households}"


class PointsMoved(models.Model):
    """Points that a wardrobe gave out in a month (what it took back is taken off), and those that were spent. Prepared
    each night."""

    wardrobe = models.ForeignKey(Wardrobe, on_delete=models.CASCADE, related_name="points_moved")
    month = models.DateField()
    given_out = models.IntegerField()
    spent = models.IntegerField()

    class Meta:
        verbose_name = _("points of a month")
        verbose_name_plural = _("points of months")
        constraints = [models.UniqueConstraint("wardrobe", "month", name="points_once_a_month")]

    def __str__(self) -> str:
        return f"{self.month}: {self.given_out}, {self.spent}"

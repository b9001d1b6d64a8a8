"""What is left when files are forgotten: counts, and nobody in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.organisations.models import Organisation


class Tally(models.Model):
    """So many people entered in that year, of these ages and genders, and left for that reason. No row is a person."""

    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    entered = models.PositiveSmallIntegerField()  # year
    gender = models.CharField(max_length=8)
    age = models.CharField(max_length=8)
    work = models.CharField(max_length=12)
    left_for = models.CharField(max_length=12)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of people")
        verbose_name_plural = _("counts of people")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "entered", "gender", "age", "work", "left_for"], name="one_count_a_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entered} {self.gender} {self.age}: {self.people}"

"""How evenly work was spread, as it was worked out on one day: numbers of many, and of nobody."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.casework.models.participant import bodies_of
from marketplace.organisations.models import Organisation


class SpreadQuerySet(models.QuerySet["Spread"]):
    def visible_to(self, user: Any, oversees: bool = False) -> "SpreadQuerySet":
        """To a social worker the whole city and her own body; to the City's officer for data protection all."""
        if oversees:
            return self
        mine = bodies_of(user) if user.is_authenticated else Organisation.objects.none()
        return self.filter(Q(body=None) | Q(body__in=mine.values("pk"))) if mine.exists() else self.none()

    def newest(self) -> "SpreadQuerySet":
        """Of the last day on which it was worked out."""
        return self.filter(on=self.model.objects.order_by("-on").values("on")[:1])


class Spread(models.Model):
    """Over the people of one body (`body`: for whom its social workers are responsible), or of all (None), in so many
    weeks up to a day.

    `told`: {"people", "gini_hours", "gini_offers", "hours": quartiles of what each received of her wish, in percent,
    "offers": those of how often each was asked, "waiting": median and 90th percentile of days since the last time}.
    None: they are too few to tell of."""

    body = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    weeks = models.PositiveSmallIntegerField()
    on = models.DateField(default=timezone.localdate)
    told = models.JSONField(null=True)

    objects: ClassVar = SpreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("spread of work")
        verbose_name_plural = _("spreads of work")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "weeks", "on"], nulls_distinct=False, name="work_is_spread_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.weeks} {self.on}"

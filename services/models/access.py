"""How one comes to a wardrobe for what one has put aside: with a time in the fitting room, without, or as one likes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.models.wardrobe import Dated, Rule, in_order, one_at_a_time


class AccessRule(Rule):
    """From its first day to its last. Where there is none, one books a time."""

    class How(models.TextChoices):
        BOOKED = "booked", _("with a time in the fitting room")
        FREE = "free", _("without a time: what is put aside waits until the wardrobe closes")
        EITHER = "either", _("with a time or without, as one likes")

    how = models.CharField(_("How one comes"), max_length=10, choices=How, default=How.BOOKED)

    class Meta(Dated.Meta):
        verbose_name = _("rule of access")
        verbose_name_plural = _("rules of access")
        constraints = [
            in_order("an_access_rule_ends_after_it_begins"),
            one_at_a_time("one_access_rule_at_a_time", "wardrobe"),
            models.CheckConstraint(condition=models.Q(how__in=["booked", "free", "either"]), name="one_comes_somehow"),
        ]

    def __str__(self) -> str:
        return self.get_how_display()

"""A card that was saved once, and pays each date of a series when its time comes."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.series import Series
from marketplace.lives.models import Life


class SavedCard(Life):
    """What Stripe keeps for a series: her card, under a customer of its own. The charges of its dates point here.

    Whoever changes it locks the series first."""

    life_ptr = models.OneToOneField(
        Life, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_card"
    )
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="cards")
    wanted = models.BooleanField(default=True)  # else it is about to be forgotten, whatever Stripe has done yet
    session_id = models.CharField(max_length=100, blank=True)
    page = models.URLField(max_length=2000, blank=True)  # where she saves it
    payer = models.CharField(max_length=80, blank=True)  # Stripe's customer, to whom it belongs
    method = models.CharField(max_length=80, blank=True)  # the card itself, until it is forgotten
    label = models.CharField(max_length=40, blank=True)  # visa 4242
    tries = models.PositiveSmallIntegerField(default=0)  # after each answer that did not come, another key

    topic_name = "card"

    class Meta:
        verbose_name = _("saved card")
        verbose_name_plural = _("saved cards")
        constraints = [
            models.UniqueConstraint(fields=["payer"], condition=~models.Q(payer=""), name="a_card_is_kept_once")
        ]

    @property
    def title(self) -> str:
        return str(self.series)

    def get_absolute_url(self) -> str:
        return self.series.get_absolute_url()

    def words(self) -> dict[str, Any]:
        return {"customer": self.series.customer.given_name, "card": self.label.title()}

    @property
    def said(self) -> str:
        """How it stands, in a sentence."""
        return self.sentence("")

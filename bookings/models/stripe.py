"""What we keep of Stripe itself: the account of an organisation there, and what it told us."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.organisations.models import Organisation


class PayoutAccountQuerySet(models.QuerySet):
    def usable(self) -> "PayoutAccountQuerySet":
        """Those for which cards are taken; none while payments are off."""
        return self.filter(ready=True) if settings.STRIPE.on else self.none()


class PayoutAccount(models.Model):
    """An organisation's own account at Stripe: cards are offered once it can be paid out."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="payout_account")
    stripe_id = models.CharField(max_length=80, blank=True)
    ready = models.BooleanField(_("can be paid out"), default=False)

    objects: ClassVar = PayoutAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account for payments")
        verbose_name_plural = _("accounts for payments")

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def usable(self) -> bool:
        """As in `PayoutAccountQuerySet.usable`."""
        return self.ready and settings.STRIPE.on


class StripeEvent(models.Model):
    """Something Stripe told, kept once by its number. What is true is asked of Stripe again."""

    number = models.CharField(max_length=80, unique=True)
    body = models.JSONField()
    arrived_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("event at Stripe")
        verbose_name_plural = _("events at Stripe")

    def __str__(self) -> str:
        return f"{self.body['type']} {self.number}"

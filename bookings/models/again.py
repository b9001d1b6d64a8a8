"""Whether whoever work was done for would like the same person another time. Matching alone reads it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.proposal import Proposal


class Again(models.Model):
    """What a resident said of one helper, after the work; the last word about her counts for the family. There is no
    room for a why: it says nothing of the person, and nobody is told of it."""

    proposal = models.OneToOneField(Proposal, primary_key=True, on_delete=models.CASCADE, related_name="again")
    wanted = models.BooleanField()  # True: the same person; False: rather somebody else
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        verbose_name = _("wish for the same person")
        verbose_name_plural = _("wishes for the same person")

    def __str__(self) -> str:
        return f"{self.proposal_id}"

"""A search that somebody wants to hear of again."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services.models.offer import Offer

LONGEST = 1000  # characters of an address


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, user: Any) -> "SavedSearchQuerySet":
        """Everybody sees her own; nobody those of others."""
        mine = self.filter(person=user.pk).select_related("person", "offer__organisation")
        return mine.prefetch_related("offer__texts")


class SavedSearch(models.Model):
    """`query`: the filters as they stand in an address, in one order. `until`: the day that is wished, after which
    there is nothing to look for. `known`: the offers that we found when we last looked, which are no news. `offer`: the
    one that is looked for, of which nothing was free."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    query = models.CharField(max_length=LONGEST)
    offer = models.ForeignKey(Offer, null=True, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    until = models.DateField(null=True)
    known = ArrayField(models.BigIntegerField(), default=list)
    looked_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(db_index=True)

    objects: ClassVar = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "query"], name="a_search_is_saved_once")]

    def __str__(self) -> str:
        return self.query

    def get_absolute_url(self) -> str:
        return self.offer.get_absolute_url() if self.offer else f"{reverse('search')}?{self.query}"

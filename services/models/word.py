"""The words of what everybody finds: what somebody may have meant by a word that stands nowhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.Model):
    """Counted every night, and known at once when an offer is published. Made, never edited."""

    folded = models.CharField(primary_key=True, max_length=30)  # as people type it in a hurry
    written = models.CharField(max_length=30)  # with the accents that most give it
    texts = models.PositiveIntegerField()  # in how many it stands

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")

    def __str__(self) -> str:
        return self.written

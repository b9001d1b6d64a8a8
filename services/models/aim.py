"""What people come for, in their words: "Someone to mind my children". Each leads to a category, or a part of it."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.language import Chosen, chosen
from services.models.category import LONGEST_NAME, LONGEST_VALUE, Category, is_word


def check_sentence(sentence: Any) -> None:
    """Whether it is said in some language. Raises ValidationError."""
    if not isinstance(sentence, dict) or not sentence or not all(map(is_word, sentence.items())):
        text = _("Write the sentence by language, each up to %(most)d characters.")
        raise ValidationError(text, params={"most": LONGEST_NAME})


class Aim(models.Model):
    """An answer to the first question of the finder, drawn as its category."""

    slug = models.SlugField(unique=True)
    sentence = models.JSONField(
        _("Sentence"), default=dict, validators=[check_sentence],
        help_text=_('By language, as somebody would say it: {"it": "Cucire un bottone", "en": "Sew on a button"}'),
    )  # fmt: skip
    category = models.ForeignKey(Category, verbose_name=_("Category"), on_delete=models.CASCADE, related_name="aims")
    traits = ArrayField(
        models.CharField(max_length=LONGEST_VALUE), verbose_name=_("Details"), default=list, blank=True,
        help_text=_("Only offers of which this is true; none: all of the category. As what:taps,what:shutters"),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = _("aim")
        verbose_name_plural = _("aims")
        ordering = ["position", "slug"]

    def __str__(self) -> Chosen:
        return chosen(self.sentence)

    def clean(self) -> None:
        """Raises ValidationError for details that its category does not know."""
        category = Category.objects.filter(pk=self.category_id).first()
        if category and set(self.traits) - category.values.keys():
            raise ValidationError({"traits": _("This category has no such detail. Choose from the list.")})

    @property
    def values(self) -> tuple[str, ...]:
        """Its details, without those that its category gave up meanwhile."""
        return tuple(self.category.fitting(self.traits))

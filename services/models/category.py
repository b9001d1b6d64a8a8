"""A category: what sort of help it is, what a booking of it is asked, and what its offers may say of themselves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.language import chosen

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}")
LONGEST_SLUG, LONGEST_NAME = 24, 80
LONGEST_VALUE = 2 * LONGEST_SLUG + 1
MOST_TRAITS, MOST_CHOICES = 6, 12
MOST_VALUES = MOST_TRAITS * MOST_CHOICES


def check_traits(traits: Any) -> None:
    """Whether traits may stand at a category. Raises ValidationError that says what is wrong where."""
    if not isinstance(traits, list) or len(traits) > MOST_TRAITS:
        raise ValidationError(_("Write a list of up to %(most)d traits."), params={"most": MOST_TRAITS})
    for trait in traits:
        check_named(trait, {"slug", "name", "choices"})
        if not isinstance(trait["choices"], list) or not 1 <= len(trait["choices"]) <= MOST_CHOICES:
            params = {"slug": trait["slug"], "most": MOST_CHOICES}
            raise ValidationError(_("“%(slug)s” needs a list of 1 to %(most)d choices."), params=params)
        for choice in trait["choices"]:
            check_named(choice, {"slug", "name"})
        check_once(trait["choices"])
    check_once(traits)


def check_named(said: Any, keys: set[str]) -> None:
    """A trait or a choice: these keys and no others, a slug, and a name in each language."""
    if not isinstance(said, dict) or set(said) != keys:
        text = _("Write of each trait slug, name and choices, and of each choice slug and name.")
        raise ValidationError(text)
    slug, name = said["slug"], said["name"]
    if not isinstance(slug, str) or len(slug) > LONGEST_SLUG or not SLUG.fullmatch(slug):
        text = _("A slug is up to %(most)d small letters, digits and hyphens: “%(slug)s” is none.")
        raise ValidationError(text, params={"most": LONGEST_SLUG, "slug": str(slug)[:80]})
    if not isinstance(name, dict) or not name or not all(map(is_word, name.items())):
        text = _("“%(slug)s” needs a name by language, each up to %(most)d characters.")
        raise ValidationError(text, params={"slug": slug, "most": LONGEST_NAME})


def is_word(said: tuple[str, Any]) -> bool:
    """A language, and a text in it."""
    language, text = said
    fits = isinstance(text, str) and 0 < len(text.strip()) <= len(text) <= LONGEST_NAME and "\0" not in text
    return fits and bool(LANGUAGE.fullmatch(language))


def check_once(said: list[dict[str, Any]]) -> None:
    slugs = [one["slug"] for one in said]
    if twice := next((slug for slug in slugs if slugs.count(slug) > 1), None):
        raise ValidationError(_("“%(slug)s” stands twice."), params={"slug": twice})


def key_of(trait: dict[str, Any], choice: dict[str, Any]) -> str:
    """A value as it is kept, and as it stands in an address: ages:0-2."""
    return f"{trait['slug']}:{choice['slug']}"


class Told(NamedTuple):
    """What is said of an offer by one trait, as people read it."""

    name: str
    choices: Sequence[str]


class Category(models.Model):
    """What sort of help it is, its drawing, the questions that booking it asks, and the traits of its offers.

    `questions`: a list of {"name", "label": {language: text}, "hint", "type": text|number|choice|yesno, "required",
    "choices", "max"}; `services.questions` makes form fields of them.
    `traits`: a list of {"slug", "name": {language: text}, "choices": [{"slug", "name"}]}: by these one looks for an
    offer, which keeps each choice that fits it as "ages:0-2".
    """

    slug = models.SlugField(unique=True)
    name = models.JSONField(_("Name"), default=dict)  # language -> text
    words = models.TextField(_("Other words people use"), blank=True)
    drawing = models.CharField(max_length=40, default="cat-errands")
    questions = models.JSONField(_("Booking questions"), default=list, blank=True)
    traits = models.JSONField(
        _("Traits of its offers"), default=list, db_default=models.Value([], models.JSONField()), blank=True,
        validators=[check_traits],
        help_text=_("A list; of each trait slug, name by language and choices, and of each choice slug and name."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return chosen(self.name)

    @property
    def values(self) -> dict[str, str]:
        """Everything that an offer of it may say of itself, in order, with what a person reads of it alone."""
        return {key_of(trait, choice): spoken(trait, choice) for trait in self.traits for choice in trait["choices"]}

    def fitting(self, values: Iterable[str]) -> list[str]:
        """Those of these that it knows, in its own order, each once."""
        said = set(values)
        return [value for value in self.values if value in said]

    def told(self, values: Iterable[str]) -> Iterator[Told]:
        """These values as people read them, trait after trait."""
        said = set(values)
        for trait in self.traits:
            if names := [chosen(one["name"]) for one in trait["choices"] if key_of(trait, one) in said]:
                yield Told(chosen(trait["name"]), names)


def spoken(trait: dict[str, Any], choice: dict[str, Any]) -> str:
    """Ages: 0 to 2 years. What has one choice alone says it all by its name."""
    name = chosen(choice["name"])
    return f"{chosen(trait['name'])}: {name}" if len(trait["choices"]) > 1 else name

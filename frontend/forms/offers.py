"""The shape of an offer on the page: two languages side by side, euros instead of cents. Its rules are the core's."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from frontend.forms.keys import KeyField
from marketplace.accounts.language import chosen
from marketplace.organisations.models import Organisation
from marketplace.places.models import Area
from marketplace.wording import minutes
from services import publishing, things
from services.models import KINDS, Category, Offer, OfferText, Skill
from services.models.category import key_of

LANGUAGES = ("it", "en")
STAYS = (15, 20, 30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 480, 720)
LENGTHS = {
    "min_minutes": (_("Shortest"), STAYS),
    "max_minutes": (_("Longest"), STAYS),
    "every_minutes": (_("A start every"), (10, 15, 20, 30, 60, 120, 240)),
    "slice_minutes": (_("One slice is"), (10, 15, 20, 30, 60)),
    "buffer_before": (_("Kept free before"), (0, 10, 15, 20, 30, 45, 60, 90, 120)),
    "buffer_after": (_("Kept free after"), (0, 10, 15, 20, 30, 45, 60, 90, 120)),
    "notice_minutes": (_("Notice needed"), (0, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 10_080)),
}
TRAIT = "trait_"
NEED = re.compile(r"need\d+")
PLAIN = [name for name in publishing.WRITTEN if name not in {"price_cents", "traits"}]


class OfferForm(forms.ModelForm):
    price_cents = forms.DecimalField(
        label=_("Price in euros"), max_value=10_000, min_value=0, decimal_places=2, required=False,
        help_text=_("For each hour or slice, or for the whole, as chosen above."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}), localize=True,
    )  # fmt: skip
    address = forms.CharField(label=_("Address, if people come to you"), max_length=160, required=False)
    door = forms.CharField(label=_("Door, floor, name on the bell"), max_length=160, required=False)
    area = forms.ModelChoiceField(
        Area.objects.all(),
        label=_("Neighbourhood, if we do not know the street"),
        required=False,
        empty_label=_("Choose"),
    )
    picture = forms.FileField(
        label=_("Picture"), required=False, help_text=_("JPEG, PNG or WebP, up to 8 MB. Without people’s faces."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    key = KeyField()
    without_picture = forms.BooleanField(label=_("Take the picture away"), required=False)

    class Meta:
        model = Offer
        fields = [*PLAIN, "resources", "areas", "credentials"]
        widgets = {
            "where": forms.RadioSelect,
            "price": forms.RadioSelect,
            "choice": forms.RadioSelect,
            "credentials": forms.CheckboxSelectMultiple,
            "resources": forms.CheckboxSelectMultiple,
            "areas": forms.CheckboxSelectMultiple,
        }

    def __init__(self, data: Any, files: Any, *, organisation: Organisation, offer: Offer | None) -> None:
        super().__init__(data, files, instance=offer or Offer(organisation=organisation))
        self.fields["category"].empty_label = _("Choose")  # type: ignore[attr-defined]
        able = things.of(organisation).filter(active=True).prefetch_related("skills").order_by("user", "name", "pk")
        self.fields["resources"] = DoersField(able, label=_("People and things"), required=False)
        self.fields["policy"].queryset = organisation.policies.all()  # type: ignore[attr-defined]
        self.fields["kind"] = forms.ChoiceField(label=_("How it is booked"), choices=list(KINDS.items()))
        self.fields["step_free"] = steps_field(self.instance.step_free)
        self.fields |= need_fields(self.instance) | trait_fields(self.chosen_category(), self.instance.traits)
        self.fields |= {name: length_field(name, getattr(self.instance, name)) for name in LENGTHS}
        for language in LANGUAGES:
            self.fields |= words_in(language)
        self.initial = {**self.initial, **(initial(offer) if offer else {})}

    def chosen_category(self) -> Category | None:
        """As it is sent, else as it was kept."""
        try:
            return self.fields["category"].clean(self["category"].value())
        except ValidationError:
            return None

    def _post_clean(self) -> None:
        """The core judges the whole, once: the row itself is not touched here."""

    def parts(self) -> dict[str, Any]:
        """What `publishing.write` takes."""
        data = self.cleaned_data
        fields = {name: data[name] for name in (*PLAIN, "address", "door", "area", "credentials")}
        fields["needs"] = [(data[skill], data[number] or 1) for skill, number in self.need_names() if data[skill]]
        fields["traits"] = [value for bound in self.traits() for value in data[bound.name]]
        return {
            "fields": fields | {"price_cents": int((data["price_cents"] or Decimal(0)) * 100)},
            "texts": {
                language: {word: data[f"{language}_{word}"] for word in publishing.WORDS} for language in LANGUAGES
            },
            "resources": data["resources"],
            "areas": data["areas"],
            "key": data["key"],
            "picture": data["picture"] or (publishing.REMOVE if data["without_picture"] else publishing.KEEP),
        }

    def columns(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The words, a column for each language."""
        return [(language, [self[f"{language}_{word}"] for word in publishing.WORDS]) for language in LANGUAGES]

    def traits(self) -> list[forms.BoundField]:
        """What offers of its category say of themselves."""
        return [self[name] for name in self.fields if name.startswith(TRAIT)]

    def need_names(self) -> list[tuple[str, str]]:
        return [(name, f"{name}_number") for name in self.fields if NEED.fullmatch(name)]

    def needs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The lines on which one says what it takes, some of them empty."""
        return [(self[skill], self[number]) for skill, number in self.need_names()]

    def time_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("min_minutes", "max_minutes", "every_minutes", "buffer_before", "buffer_after")]

    def rule_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("notice_minutes", "horizon_days", "answer_hours", "most_a_month", "policy")]


class DoersField(forms.ModelMultipleChoiceField):
    """People and things, each with what it is good for."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        skills = ", ".join(str(skill) for skill in obj.skills.all())
        return f"{obj.name} ({skills})" if skills else obj.name


def need_fields(offer: Offer) -> dict[str, forms.Field]:
    """A line for each need there is, and two more: without JavaScript the next two come with the next save."""
    needs = [(need.skill_id, need.number) for need in offer.needs.all()] if offer.pk else []
    rows = [*needs, (None, None), (None, None)][: max(publishing.MOST_NEEDS, len(needs))]
    skills = list(Skill.objects.all())
    found: dict[str, forms.Field] = {}
    for place, (skill, number) in enumerate(rows, 1):
        found[f"need{place}"] = skill_field(skills, skill)
        found[f"need{place}_number"] = forms.IntegerField(
            label=_("How many"), min_value=1, max_value=publishing.MOST_OF_A_NEED, required=False, initial=number
        )
    return found


def trait_fields(category: Category | None, said: list[str]) -> dict[str, forms.Field]:
    """A group of boxes for each trait of the category."""
    traits = category.traits if category else []
    return {f"{TRAIT}{trait['slug']}": trait_field(trait, said) for trait in traits}


def trait_field(trait: dict[str, Any], said: list[str]) -> forms.Field:
    choices = [(key_of(trait, choice), chosen(choice["name"])) for choice in trait["choices"]]
    return forms.MultipleChoiceField(
        label=chosen(trait["name"]), choices=choices, initial=said, required=False, widget=forms.CheckboxSelectMultiple
    )


def skill_field(skills: list[Skill], chosen: int | None) -> forms.Field:
    by_key = {str(skill.pk): skill for skill in skills}
    choices = [("", _("Choose")), *((key, str(skill)) for key, skill in by_key.items())]
    return forms.TypedChoiceField(
        label=_("What it takes"), choices=choices, coerce=by_key.get, empty_value=None, required=False, initial=chosen
    )


def length_field(name: str, now: int) -> forms.Field:
    """A length to choose, said as people say it; one that is not in the list but kept already stays."""
    label, numbers = LENGTHS[name]
    choices = [(number, minutes(number) if number else _("none")) for number in sorted({*numbers, now})]
    return forms.TypedChoiceField(label=label, coerce=int, choices=choices)


def steps_field(now: bool | None) -> forms.Field:
    """Yes, no, or not said yet."""
    field = Offer._meta.get_field("step_free")
    help_text = _("Where people come to you: from the street to the room, also by a ramp or a lift.")
    choices = [("", _("not said yet")), ("True", _("yes, without a step")), ("False", _("no, there are steps"))]
    return forms.TypedChoiceField(
        label=field.verbose_name, help_text=help_text, choices=choices, coerce=lambda said: said == "True",
        empty_value=None, required=False, initial=now,
    )  # fmt: skip


def words_in(language: str) -> dict[str, forms.Field]:
    """The fields of one language: "it_title" and so on, as long as the model lets them be."""
    names = {word: OfferText._meta.get_field(word) for word in publishing.WORDS}
    return {f"{language}_{word}": words_field(field, language) for word, field in names.items()}


def words_field(field: Any, language: str) -> forms.CharField:
    many = field.max_length > 500
    look = forms.Textarea if many or field.name == "summary" else forms.TextInput
    rows = {"rows": 6 if many else 2} if look is forms.Textarea else {}
    return forms.CharField(
        label=field.verbose_name, max_length=field.max_length, required=False, widget=look({"lang": language} | rows)
    )


def initial(offer: Offer) -> dict[str, Any]:
    texts = {text.language: text for text in offer.texts.all()}
    words = {f"{language}_{word}": getattr(text, word) for language, text in texts.items() for word in publishing.WORDS}
    place = {"address": offer.place.line, "door": offer.place.extra} if offer.place else {}
    return words | place | {"price_cents": Decimal(offer.price_cents) / 100 if offer.price_cents else None}

"""How clothes, households and the sizes of a household are asked for. What may be is said by the core."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontend.forms.hours import DATE
from frontend.forms.keys import KeyField
from marketplace.accounts.models import User
from marketplace.places.models import Area
from services.models import Admission, Garment, Household, Wardrobe
from services.models.sizes import SIZES, Sizing, said_size
from services.wardrobe import rules

SHOWN = (Sizing.ADULT, Sizing.CHILD, Sizing.SHOE)


def choices_of(sizing: str) -> list[tuple[str, str]]:
    return [(size, said_size(size)) for size in SIZES[sizing]]


class SizesForm(forms.Form):
    """The sizes of a household, by row of sizes."""

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        kwargs.setdefault("initial", household.sizes)
        super().__init__(*args, **kwargs)
        for sizing in SHOWN:
            self.fields[sizing.value] = forms.MultipleChoiceField(
                label=sizing.label, choices=choices_of(sizing), required=False, widget=forms.CheckboxSelectMultiple
            )

    @property
    def sizes(self) -> dict[str, list[str]]:
        return {row: told for row in map(str, SHOWN) if (told := self.cleaned_data.get(row))}

    @property
    def rows(self) -> list[forms.BoundField]:
        return [self[str(row)] for row in SHOWN]


def area_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Area.objects.order_by("name"),
        label=_("Neighbourhood"),
        required=False,
        empty_label=_("not said"),
        help_text=_("Where they live, for the numbers of the City. No address is kept."),
    )


class AboutForm(SizesForm):
    """What the desk knows of a household: its sizes, and where its people live."""

    area = area_field()

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        kwargs["initial"] = household.sizes | {"area": household.area_id}
        super().__init__(*args, household=household, **kwargs)


class GarmentForm(forms.ModelForm):
    """A garment as it comes out of a bag: on a phone, one hand free."""

    key = KeyField()
    size = forms.ChoiceField(label=pgettext_lazy("of clothes", "Size"))
    picture = forms.ImageField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )

    class Meta:
        model = Garment
        fields = ["type", "size", "condition", "season", "colour", "picture"]

    def __init__(self, *args: Any, wardrobe: Wardrobe, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = rules.types_on(wardrobe, wardrobe.today())  # type: ignore[attr-defined]
        self.fields["type"].empty_label = _("Choose")  # type: ignore[attr-defined]
        rows = {sizing: choices_of(sizing) for sizing in Sizing.values}
        self.fields["size"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((Sizing(sizing).label, sizes) for sizing, sizes in rows.items()),
        ]

    def _post_clean(self) -> None:
        """The core makes and judges the row."""


class AdmissionForm(forms.ModelForm):
    """What an officer of the wardrobe has seen, and until when that is good."""

    without_home = forms.BooleanField(
        label=_("Without a home"),
        required=False,
        help_text=_("Whoever has no home has so many pieces in so many days, and no points."),
    )

    class Meta:
        model = Admission
        fields = ["basis", "valid_until"]
        widgets = {"valid_until": DATE, "basis": forms.RadioSelect}

    field_order: Any = ("basis", "without_home", "valid_until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = Admission.Basis.choices  # type: ignore[attr-defined]

    @property
    def seen(self) -> dict[str, Any]:
        """As the core asks for it."""
        told = self.cleaned_data
        return {"basis": told["basis"], "until": told["valid_until"], "without_home": told["without_home"]}

    def _post_clean(self) -> None:
        """The core makes and judges the row."""


class NewHouseholdForm(AdmissionForm):
    """Somebody whom the desk knows, with the rest of the household by first names."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Who is it for?"), empty_label=_("Choose"))
    grown = forms.CharField(
        label=_("Other grown-ups, by first name"), required=False, max_length=400, help_text=_("With commas between.")
    )
    children = forms.CharField(
        label=_("Children, by first name"), required=False, max_length=400, help_text=_("With commas between.")
    )
    area = area_field()
    field_order = ("person", "grown", "children", "area", "basis", "without_home", "valid_until")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    @property
    def names(self) -> tuple[list[str], list[str]]:
        """Of the other grown-ups, and of the children."""
        return named(self.cleaned_data["grown"]), named(self.cleaned_data["children"])


def named(words: str) -> list[str]:
    return [name.strip()[:80] for name in words.split(",") if name.strip()]


class JoiningForm(forms.Form):
    """Somebody more in a household."""

    key = KeyField()
    given_name = forms.CharField(label=_("First name"), max_length=80)
    child = forms.BooleanField(label=_("A child"), required=False)


class PointsForm(forms.Form):
    """Points beyond the rule."""

    key = KeyField()
    points = forms.IntegerField(label=_("Points"), min_value=1)
    reason = forms.CharField(label=_("Why?"), max_length=200)

"""How bags, what has no label, files, sheets of labels and wishes are asked for. What may be is said by the core."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from frontend.forms.hours import DATE
from frontend.forms.keys import KeyField
from frontend.labels import SHEETS
from services.models import Bag, Bulk, GarmentType, Sought, Wardrobe


class BagForm(forms.ModelForm):
    """A bag as it is put on the counter: weighed or counted, or neither."""

    key = KeyField()

    class Meta:
        model = Bag
        fields: ClassVar[list[str]] = ["number", "grams", "note"]
        help_texts: ClassVar[dict] = {"note": _("No names. Only who works here reads it.")}

    def _post_clean(self) -> None:
        """The core makes and judges the row."""


class BulkForm(forms.ModelForm):
    """Socks, baby bodies, rags: how much, and what became of it."""

    key = KeyField()

    class Meta:
        model = Bulk
        fields: ClassVar[list[str]] = ["type", "unit", "total", "hung", "recycled", "sent_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].empty_label = _("Choose")  # type: ignore[attr-defined]
        self.fields["unit"].choices = Bulk.Unit.choices  # type: ignore[attr-defined]
        for name in ("hung", "recycled", "sent_on"):
            self.fields[name].required = False

    def _post_clean(self) -> None:
        """The core makes and judges the row."""


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File (CSV)"), allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )


class LabelsForm(forms.Form):
    """Which labels, on which sheets, from which label on."""

    which = forms.ChoiceField(label=_("Which labels"), widget=forms.RadioSelect)
    sheet = forms.ChoiceField(
        label=_("Sheets"), choices=[(name, sheet.name) for name, sheet in SHEETS.items()], widget=forms.RadioSelect
    )
    start = forms.IntegerField(
        label=_("First free label of the sheet"),
        min_value=1,
        initial=1,
        help_text=_("1 on a new sheet. Counted from the left, row by row."),
    )

    def __init__(self, *args: Any, which: list[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"which": which[0][0], "sheet": next(iter(SHEETS))})
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = which  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        sheet = SHEETS.get(told.get("sheet", ""))
        if sheet and told.get("start", 1) > sheet.each:
            self.add_error("start", _("This sheet has %(number)d labels.") % {"number": sheet.each})
        return told


class WishForm(forms.ModelForm):
    """A type that is needed, in which sizes, from when until when."""

    sizes = forms.CharField(
        label=_("Sizes"),
        required=False,
        max_length=200,
        help_text=_("With commas between: L, XL, or 38, 39, or 6m, 8y for children. None: all of them."),
    )

    class Meta:
        model = Sought
        fields: ClassVar[list[str]] = ["type", "valid_from", "valid_to", "sizes"]
        widgets: ClassVar[dict] = {"valid_from": DATE, "valid_to": DATE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = GarmentType.objects.all()  # type: ignore[attr-defined]
        self.fields["type"].empty_label = _("Choose")  # type: ignore[attr-defined]

    def clean_sizes(self) -> list[str]:
        return [size.strip() for size in self.cleaned_data["sizes"].split(",") if size.strip()]

    def _post_clean(self) -> None:
        """The core makes and judges the row."""


class TakesForm(forms.Form):
    """What is taken, in each language of the site."""

    def __init__(self, *args: Any, wardrobe: Wardrobe, **kwargs: Any) -> None:
        kwargs["initial"] = {f"takes_{code}": text for code, text in wardrobe.takes.items()}
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"takes_{code}"] = forms.CharField(
                label=_("What is taken") + f" ({name})", required=False, widget=forms.Textarea(attrs={"lang": code})
            )

    @property
    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"takes_{code}"] for code, _name in settings.LANGUAGES}

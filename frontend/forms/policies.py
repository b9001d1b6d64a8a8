"""The shape of a cancellation policy on the page: some lines of hours and percent, those left empty do not count."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from services import policies
from services.models import CancellationPolicy

FEW = 3  # lines that are shown in any case; where more are used, one more is empty


class PolicyForm(forms.ModelForm):
    tiers = forms.Field(required=False, widget=forms.HiddenInput)  # what is wrong with the lines as a whole

    class Meta:
        model = CancellationPolicy
        fields = ("name", "spared", "move_hours", "moves")

    def __init__(self, data: Any = None, *, policy: CancellationPolicy | None = None) -> None:
        super().__init__(data, instance=policy)
        self.fields["spared"] = forms.MultipleChoiceField(
            label=_("Nothing is kept for"),
            choices=CancellationPolicy.Spared.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        kept = [(tier.hours, tier.percent) for tier in policy.tiers.all()] if policy else []
        self.places = range(min(policies.MOST_TIERS, max(FEW, len(kept) + 1)))
        for place in self.places:
            self.add_line(place, *(kept[place] if place < len(kept) else (None, None)))

    def add_line(self, place: int, hours: int | None, percent: int | None) -> None:
        self.fields[f"hours{place}"] = forms.IntegerField(
            label=_("Less than so many hours before the start"), required=False, min_value=1, initial=hours
        )
        self.fields[f"percent{place}"] = forms.IntegerField(
            label=_("Percent of the price"), required=False, min_value=1, initial=percent
        )

    def _post_clean(self) -> None:
        """The core judges the whole, once."""

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for hours, percent in self.names():
            if (told.get(hours) is None) != (told.get(percent) is None) and not {hours, percent} & self.errors.keys():
                self.add_error(hours, ValidationError(_("A line has hours and percent, or neither.")))
        return told

    def names(self) -> list[tuple[str, str]]:
        return [(f"hours{place}", f"percent{place}") for place in self.places]

    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[hours], self[percent]) for hours, percent in self.names()]

    def plain(self) -> list[forms.BoundField]:
        return [self[name] for name in ("spared", "move_hours", "moves")]

    @property
    def told_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def told_tiers(self) -> policies.Tiers:
        pairs = [(self.cleaned_data[hours], self.cleaned_data[percent]) for hours, percent in self.names()]
        return [(hours, percent) for hours, percent in pairs if hours is not None]

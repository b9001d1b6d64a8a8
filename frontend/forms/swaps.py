"""How a garment to swap is shown, and how a swap is asked for. What may be is said by the core."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookings import kinds
from frontend.forms.keys import KeyField
from frontend.forms.wardrobes import choices_of
from frontend.forms.wishes import kind_field, roomy
from services.models import OwnGarment
from services.models.sizes import Sizing


class ShowForm(forms.ModelForm):
    """A garment of one's own, from the phone that took its picture."""

    key = KeyField()
    size = forms.ChoiceField(label=pgettext_lazy("of clothes", "Size"))
    picture = forms.ImageField(
        label=_("Photo"),
        required=False,
        help_text=_("Of the garment alone: everybody sees it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    class Meta:
        model = OwnGarment
        fields = ["type", "size", "condition", "season", "colour", "picture", "remark"]
        widgets = {"remark": forms.Textarea}
        help_texts = {"remark": _("Brand, length, a small flaw. No phone number, no surname.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].empty_label = _("Choose")  # type: ignore[attr-defined]
        rows = {sizing: choices_of(sizing) for sizing in Sizing.values}
        self.fields["size"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((Sizing(sizing).label, sizes) for sizing, sizes in rows.items()),
        ]
        roomy(self.fields["remark"])

    def _post_clean(self) -> None:
        """The core makes and judges the row."""


class AskForm(forms.Form):
    """What the kind asks; the garment is the one of the page, and what she gives one of those that she shows."""

    key = KeyField()

    def __init__(self, *args: Any, asks: Any, garment: OwnGarment, mine: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks, self.garment = asks, garment
        offer: Any = garment.wardrobe.swaps
        self.offer, own = offer, kinds.of(offer).fields(offer)
        label, choices = (
            own.pop("mine").label,
            [(one.label, f"{one.title}, {one.get_condition_display()}") for one in mine],
        )
        del own["garment"]
        self.fields["mine"] = forms.ChoiceField(label=label, choices=choices)
        self.fields |= {name: roomy(field) for name, field in own.items()}
        self.fields["where"].initial = self.fields["where"].queryset.first()  # type: ignore[attr-defined]
        self.fields["note"] = roomy(kind_field("note"))

    @property
    def wishes(self) -> dict[str, Any]:
        told = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return told | {"garment": self.garment.label}

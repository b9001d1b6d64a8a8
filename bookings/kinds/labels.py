"""How garments are named: on the rack by the labels that they carry, in a booking by what was chosen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import Booking
from marketplace.ledger import currencies
from services.models import Garment, Wardrobe
from services.models.garment import MOST_AT_ONCE, as_label

GONE = gettext_lazy("This does not hang on the rack any more. Choose something else.")


class LabelField(forms.ModelChoiceField):
    """A garment that hangs on the rack, named by its label: read off it, or sent by the page that shows it."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        return super().to_python(as_label(value) if isinstance(value, str) else value)


class LabelsField(forms.Field):
    """Several of them: a list, or labels with commas between."""

    widget = forms.TextInput
    default_error_messages = {"many": gettext_lazy("Choose fewer: up to twenty at a time.")}

    def __init__(self, hanging: Any, **shared: Any) -> None:
        super().__init__(**shared)
        self.hanging = hanging

    def to_python(self, value: Any) -> list[Garment]:
        told = value if isinstance(value, list | tuple) else str(value or "").split(",")
        labels = list(dict.fromkeys(filter(None, (as_label(str(label)) for label in told))))
        if len(labels) > MOST_AT_ONCE:
            raise ValidationError(self.error_messages["many"], code="many")
        found = list(self.hanging.filter(label__in=labels).order_by("pk"))
        if len(found) < len(labels):
            raise ValidationError(GONE, code="invalid_choice")
        return found


class PiecesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, piece: Any) -> str:
        return f"{piece.said}: {currencies.points(piece.points)}"


def hanging(wardrobe: Wardrobe) -> Any:
    return Garment.objects.hanging().filter(wardrobe=wardrobe).select_related("type")


def one_garment(booking: Booking) -> forms.Field:
    return LabelField(
        hanging(booking.fitting.household.wardrobe),
        label=_("Which one? Its label says it"),
        to_field_name="label",
        error_messages={"invalid_choice": GONE},
    )


def one_piece(booking: Booking) -> forms.Field:
    aside = booking.pieces.aside().select_related("garment__type")
    return forms.ModelChoiceField(aside, label=_("Which one?"))


def taken(booking: Booking) -> forms.Field:
    aside = booking.pieces.aside().select_related("garment__type")
    return PiecesField(
        aside,
        label=_("What do they take home?"),
        required=False,
        initial=[piece.pk for piece in aside],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is not ticked hangs on the rack again, and its points come back."),
    )

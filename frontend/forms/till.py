"""What a till sends: a card, the labels that were read, and the button that was pressed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.keys import KeyField


class TillForm(forms.Form):
    """`label` are those that lie there already, `read` is the one that was read last."""

    key = KeyField()
    card = forms.CharField(label=_("Card"), max_length=40, required=False)
    read = forms.CharField(label=_("Label of a garment"), max_length=40, required=False)
    excuse = forms.CharField(label=_("Why does it go all the same?"), max_length=200, required=False)

    @property
    def labels(self) -> list[str]:
        """Those that lie there, without the one that is put back."""
        lying = self.data.getlist("label") if self.is_bound else []  # type: ignore[attr-defined]
        return [label[:20] for label in lying if label != self.data.get("remove")]


class QueueForm(forms.Form):
    """What a till took without a line, as it signed it."""

    takes = forms.JSONField()


class SlipForm(forms.Form):
    """What somebody of the desk decided."""

    note = forms.CharField(label=_("What was decided?"), max_length=200, required=False)
    let_go = forms.BooleanField(label=_("Let go the points that are owed"), required=False)

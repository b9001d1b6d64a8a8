"""The hidden key of a form: sent twice, by a double click or from two tabs, it still counts once."""

from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict


class KeyField(forms.Field):
    """Never wrong: whatever is no key of ours is answered with a new one."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=new)

    def clean(self, value: str) -> str:
        return known(value) or new()


def new() -> str:
    return str(uuid4())


def known(text: str | None) -> str | None:
    try:
        return str(UUID(text or ""))
    except ValueError:
        return None


def seen(posted: QueryDict) -> int | None:
    """The last change that the page showed, as its form sent it back."""
    return number(posted.get("seen", ""))


def number(text: str) -> int | None:
    """The number of a row, as somebody may have forged it; None for what no row could have."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None

"""Several rows in one answer: a list of objects in the API, numbered inputs on a page that needs no script."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Row = dict[str, Any]
NEXT = 3  # blank rows that "add another" adds


class RowForm(forms.Form):
    """One row. Blank is a row in which nothing stands but what it starts with."""

    use_required_attribute = False

    @property
    def is_blank(self) -> bool:
        return all(is_blank(bound.data, bound.field.initial) for bound in self)


def is_blank(value: Any, first: Any) -> bool:
    return value in (None, "", False) or str(value) == str(first)


class Rows(forms.Widget):
    """Reads `name-0-size`, `name-0-kg`, `name-1-size`... of a page, or the list that stands under the name."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return data[name] if name in data else numbered(data, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False


def numbered(data: Mapping[str, Any], name: str) -> list[Row]:
    """The rows that stand in the fields of a page, in their order."""
    pattern = re.compile(rf"{name}-([0-9]{{1,3}})-(\w+)")
    found: dict[int, Row] = defaultdict(dict)
    for key in data:
        if match := pattern.fullmatch(str(key)):
            found[int(match[1])][match[2]] = data[key]
    return [found[number] for number in sorted(found)]


class RowsField(forms.Field):
    """A list of rows, each cleaned by `row`. Blank rows are left out."""

    widget = Rows
    default_error_messages = {"required": gettext_lazy("Write at least one line.")}

    def __init__(self, row: type[RowForm], *, least: int = 2, most: int = 40, **shared: Any) -> None:
        super().__init__(**shared)
        self.row, self.least, self.most = row, least, most

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> "BoundRows":
        return BoundRows(form, self, field_name)

    def to_python(self, value: Any) -> list[Row]:
        rows = [] if value in (None, "") else value
        if not isinstance(rows, list) or any(not isinstance(row, dict) for row in rows):
            raise ValidationError(_("Send a list of objects."))
        if len(rows) > self.most:
            raise ValidationError(_("Too many lines: up to %(most)d fit.") % {"most": self.most})
        return self.cleaned([self.row(row) for row in rows])

    def cleaned(self, forms: list[RowForm]) -> list[Row]:
        told = [form for form in forms if not form.is_blank]
        if wrong := [text for number, form in enumerate(told, 1) for text in mistakes(number, form)]:
            raise ValidationError(wrong)
        return [form.cleaned_data for form in told]


def mistakes(number: int, form: RowForm) -> list[str]:
    """What is wrong with a row, each said with the row's number."""
    strange = [str(name) for name in form.data if name not in form.fields]
    texts = [f"{form.fields[name].label}: {text}" for name, errors in form.errors.items() for text in errors]
    texts += [_("Nothing is called “%(name)s” here.") % {"name": name[:40]} for name in strange]
    return [_("Line %(number)d. %(text)s") % {"number": number, "text": text} for text in texts]


class BoundRows(forms.BoundField):
    """The rows on a page: those that were told, and blank ones to go on with."""

    field: RowsField

    @cached_property
    def initial(self) -> list[Row]:
        first = self.form.initial
        return first.get(self.name) or numbered(first, self.name)

    @cached_property
    def rows(self) -> list[RowForm]:
        told = self.value() if self.form.is_bound else self.initial
        return [self.row(number, told) for number in range(min(self.number(len(told)), self.field.most))]

    def number(self, told: int) -> int:
        """As many as were told; with more where somebody pressed for more."""
        pressed = (self.form.data if self.form.is_bound else self.form.initial).get("other") == self.name
        return max(self.field.least, told + NEXT * pressed)

    def row(self, number: int, told: list[Row]) -> RowForm:
        known = told[number] if number < len(told) else {}
        prefix, shape = f"{self.name}-{number}", self.field.row
        if self.form.is_bound and known and not shape(known).is_blank:
            return shape({f"{prefix}-{name}": value for name, value in known.items()}, prefix=prefix)
        return shape(initial=known, prefix=prefix)

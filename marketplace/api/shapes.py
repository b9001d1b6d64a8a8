"""What goes over the wire: strict about types and unknown names, so that a typing error is told, not swallowed."""

import re
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from phonenumber_field.modelfields import PhoneNumberField
from phonenumber_field.serializerfields import PhoneNumberField as PhoneNumber
from rest_framework import serializers
from rest_framework.fields import empty

FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)  # what a calendar of ours may speak of
OFFSET = re.compile(r".*(Z|z|[+-]\d\d:?\d\d)$")


class Words(serializers.CharField):
    """A string, and nothing that would have to be made one."""

    def to_internal_value(self, data: Any) -> str:
        """A name with a NUL names nothing: the database would not even look for it."""
        fit = isinstance(data, str) and "\0" not in data
        return super().to_internal_value(data) if fit else self.fail("invalid")


class Whole(serializers.IntegerField):
    """A whole number, not its spelling."""

    def to_internal_value(self, data: Any) -> int:
        return super().to_internal_value(data) if type(data) in (int, float) else self.fail("invalid")


class Flag(serializers.BooleanField):
    """true or false, not "yes" or 1."""

    def to_internal_value(self, data: Any) -> bool:
        return data if isinstance(data, bool) else self.fail("invalid", input=data)


class Choice(serializers.ChoiceField):
    """One of several, of the very type that is listed."""

    def to_internal_value(self, data: Any) -> Any:
        found = super().to_internal_value(data)
        return found if type(found) is type(data) else self.fail("invalid_choice", input=data)


class Known(serializers.PrimaryKeyRelatedField):
    """The number of a row; the rows one may name are in the queryset, so what one may not see does not exist."""

    def to_internal_value(self, data: Any) -> Any:
        return (
            super().to_internal_value(data)
            if type(data) is int
            else self.fail("incorrect_type", data_type=type(data).__name__)
        )


class Named(serializers.SlugRelatedField):
    """The name of a row in addresses. Empty names nothing, not even nobody: that is null."""

    def run_validation(self, data: Any = empty) -> Any:
        return serializers.Field.run_validation(self, data)

    def to_internal_value(self, data: Any) -> Any:
        """A name with a NUL names nothing: the database would not even look for it."""
        fit = isinstance(data, str) and "\0" not in data
        return super().to_internal_value(data) if fit else self.fail("invalid")


class Day(serializers.DateField):
    """A date, 2000 to 2099."""

    default_error_messages: ClassVar[dict] = {"range": _("Choose a date between 2000 and 2099.")}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        return day if FIRST <= day < LAST else self.fail("range")


class Hour(serializers.RegexField):
    """An hour of the day, as 16:30: on the clock of the place, without an offset."""

    default_error_messages: ClassVar[dict] = {"invalid": _("Write the hour as 16:30.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^([01][0-9]|2[0-3]):[0-5][0-9]$", **kwargs)


class Moment(serializers.DateTimeField):
    """A moment with its offset from UTC: a time without one could be meant in two ways."""

    default_error_messages: ClassVar[dict] = {
        "range": _("Choose a time between 2000 and 2099."),
        "offset": _("Say the offset from UTC, as in 2026-11-26T16:30:00+01:00."),
    }

    def __init__(self, **extra: Any) -> None:
        super().__init__(**{"default_timezone": UTC, **extra})

    def to_internal_value(self, value: Any) -> datetime:
        if isinstance(value, str) and "T" in value.upper() and not OFFSET.match(value):
            self.fail("offset")
        moment = super().to_internal_value(value)
        return moment if FIRST <= moment.date() < LAST else self.fail("range")


@extend_schema_field({"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["16:30"]})
class Clock(serializers.Field):
    """A time of day on the clock of the place, as 16:30. 00:00 as an end is midnight at the day's end."""

    default_error_messages: ClassVar[dict] = {"invalid": _("Write the time as 16:30.")}

    def to_internal_value(self, data: Any) -> time:
        if not isinstance(data, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", data, re.ASCII):
            self.fail("invalid")
        return time.fromisoformat(data)

    def to_representation(self, value: time) -> str:
        return f"{value:%H:%M}"


@extend_schema_field({"type": ["string", "integer", "boolean"], "maxLength": 4000})
class Plain(serializers.Field):
    """A word, a whole number, yes or no: what a form's field can be filled with."""

    default_error_messages: ClassVar[dict] = {"invalid": _("Send a text, a whole number, true, false or null.")}

    def __init__(self, **extra: Any) -> None:
        super().__init__(**{"allow_null": True, **extra})

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str):
            return Words(allow_blank=True, max_length=4000, trim_whitespace=False).run_validation(data)
        return data if isinstance(data, bool | int) else self.fail("invalid")

    def to_representation(self, value: Any) -> Any:
        return value


class Sheet(serializers.DictField):
    """Answers or facts by name."""

    child = Plain()


ROW = {"type": "object", "additionalProperties": {"type": ["string", "integer", "boolean", "null"], "maxLength": 4000}}


@extend_schema_field(
    {"type": ["string", "integer", "boolean", "array"], "maxLength": 4000, "maxItems": 100, "items": ROW}
)
class PlainOrRows(Plain):
    """What a form's field can be filled with, or a list of rows: the parcels of a delivery."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, list):
            return super().to_internal_value(data)
        return serializers.ListField(child=Sheet(), max_length=100).run_validation(data)


PLAIN = {"type": ["string", "integer", "boolean", "null"], "maxLength": 4000}


@extend_schema_field(
    {"type": ["string", "integer", "boolean", "array"], "maxLength": 4000, "maxItems": 20, "items": PLAIN}
)
class PlainOrSeveral(Plain):
    """What a form's field can be filled with, or several of it: the times that are proposed."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, list):
            return super().to_internal_value(data)
        return serializers.ListField(child=Plain(), max_length=20).run_validation(data)


class FactSheet(Sheet):
    """Facts of a step by name, some of them several."""

    child = PlainOrSeveral()


class NestedSheet(Sheet):
    """Details by name, some of them rows."""

    child = PlainOrRows()


class Strict:
    """Says so when something was sent that nobody asked for: a forged price or owner is an error, not ignored."""

    def to_internal_value(self, data: Any) -> Any:
        found = super().to_internal_value(data)  # type: ignore[misc]
        writable = {name for name, field in self.fields.items() if not field.read_only}  # type: ignore[attr-defined]
        if unknown := set(data) - writable:
            raise serializers.ValidationError({name: _("This is not asked for here.") for name in unknown}, "unknown")
        return found


class Shape(Strict, serializers.Serializer):
    """A shape of its own."""


class ModelShape(Strict, serializers.ModelSerializer):
    """A shape that takes its fields, and what they may hold, from a model."""

    serializer_field_mapping: ClassVar[dict] = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: Words,
        models.TextField: Words,
        models.IntegerField: Whole,
        models.PositiveIntegerField: Whole,
        models.PositiveSmallIntegerField: Whole,
        models.SmallIntegerField: Whole,
        models.BooleanField: Flag,
        models.DateField: Day,
        models.DateTimeField: Moment,
        models.TimeField: Clock,
        PhoneNumberField: PhoneNumber,
    }
    serializer_choice_field = Choice
    serializer_related_field = Known


class ProblemLine(serializers.Serializer):
    """One thing that is wrong. `attr` names the field, where there is one."""

    code = serializers.CharField()
    detail = serializers.CharField(help_text="A sentence for people, in their language.")
    attr = serializers.CharField(allow_null=True)


class Problem(serializers.Serializer):
    """Whatever goes wrong is told in this shape."""

    type = serializers.ChoiceField(choices=["validation_error", "client_error", "server_error"])
    errors = ProblemLine(many=True)  # type: ignore[assignment]

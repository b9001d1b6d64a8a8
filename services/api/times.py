"""The free starts of an offer over the wire: what may be asked, and the shape of a day."""

from typing import Any

from rest_framework import serializers

from marketplace.api.shapes import Day


class TimesQuery(serializers.Serializer):
    """From which day, for how many days and for how long a stay. Left out: today, a week, the shortest stay."""

    days = serializers.IntegerField(min_value=1, max_value=31, default=7)
    minutes = serializers.IntegerField(
        min_value=5,
        max_value=1440,
        required=False,
        help_text="One of the offer's `durations`. Any for what has a length of its own: a removal, a repair, a date.",
    )
    seats = serializers.IntegerField(min_value=1, max_value=100, default=1, help_text="With so many places at a time.")

    def get_fields(self) -> dict[str, Any]:
        return {"from": Day(required=False), **super().get_fields()}


class DayShape(serializers.Serializer):
    """The starts one may choose on a day of the place's calendar. `closed`: nobody works that day at all."""

    date = serializers.DateField()
    closed = serializers.BooleanField()
    times = serializers.ListField(child=serializers.DateTimeField())
